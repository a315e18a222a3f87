using Microsoft.Win32.SafeHandles;
using V2K.Engine.Interop;
using V2K.Rules;

namespace V2K.Engine.Disks.Copying;

/// <summary>A file being written, by any number of threads: around the page cache where it can be, through it otherwise.</summary>
internal sealed class TargetFile : IDisposable
{
    /// <summary>
    /// How far the file is made longer ahead of what is written, in bytes, and its blocks are reserved: a file system lets only one write at a time go
    /// around the cache behind a file's end, and some of them only one into a hole.
    /// </summary>
    private const long ExtensionStep = 64 << 20;

    /// <summary>As many zeroes as are written at a time, in bytes.</summary>
    private const int LongestClear = 1 << 20;

    private readonly string _path;
    private readonly DirectFile? _direct;
    private readonly Lock _gate = new();

    /// <summary>The length that the file is to have, and the one that it has.</summary>
    private long _length, _extended;

    /// <summary>Opens the file at <paramref name="path"/>. No one else can open it meanwhile.</summary>
    /// <param name="path">Where it is or will be.</param>
    /// <param name="mode"><see cref="FileMode.Create"/> for an empty file, <see cref="FileMode.Open"/> to resume.</param>
    /// <param name="cache">Whether to go around the page cache.</param>
    internal TargetFile(string path, FileMode mode, CacheMode cache)
    {
        _path = path;
        SafeFileHandle? handle = null;
        Guard(path, () => handle = File.OpenHandle(path, mode, FileAccess.ReadWrite, FileShare.None));
        Handle = handle!;
        _direct = Direct(Handle, cache);
        _length = _extended = RandomAccess.GetLength(Handle);
    }

    /// <summary>Takes over the device that has been opened at <paramref name="path"/>.</summary>
    /// <param name="path">Where it is.</param>
    /// <param name="handle">Open for reading and writing.</param>
    /// <param name="cache">Whether to go around the page cache.</param>
    internal TargetFile(string path, SafeFileHandle handle, CacheMode cache)
    {
        _path = path;
        Handle = handle;
        _direct = Direct(handle, cache);
        _length = _extended = Posix.DeviceSize(handle);
    }

    internal SafeFileHandle Handle { get; }

    /// <summary>Whether data is written around the page cache.</summary>
    internal bool IsDirect => _direct is { IsRefused: false };

    /// <summary>Sets the length; what is added reads as zeroes and occupies nothing.</summary>
    internal void SetLength(long length)
    {
        lock (_gate)
        {
            Guard(_path, () => SetFileLength(length));
            _length = _extended = length;
        }
    }

    /// <summary>Reserves blocks of the file system; they read as zeroes until they are written, and what is written already stays.</summary>
    internal void Reserve(long position, long length) => Guard(_path, () => Posix.Allocate(Handle, position, length));

    /// <summary>The same, within the file's length, where writes go around the page cache and gain by it.</summary>
    /// <returns>False where they do not, or the file system cannot reserve.</returns>
    internal bool TryReserve(long position, long length) => IsDirect && Posix.TryAllocate(Handle, position, length);

    /// <summary>Writes all of <paramref name="bytes"/> at <paramref name="position"/>.</summary>
    internal void Write(ReadOnlySpan<byte> bytes, long position)
    {
        try
        {
            var written = TryWriteDirect(bytes, position);
            if (written < bytes.Length)
            {
                WriteThroughCache(bytes[written..], position + written);
            }
        }
        catch (IOException e)
        {
            throw Failed(_path, $"{bytes.Length} bytes cannot be written at {position}", e);
        }
    }

    /// <summary>Has the file read as zeroes from <paramref name="position"/> on: a hole where the file system can, zeroes written elsewhere.</summary>
    internal void Clear(long position, long length)
    {
        if (Posix.TryPunchHole(Handle, position, length))
        {
            return;
        }

        var zeroes = new byte[Math.Min(length, LongestClear)];
        for (var done = 0L; done < length; done += zeroes.Length)
        {
            Write(zeroes.AsSpan(0, (int)Math.Min(zeroes.Length, length - done)), position + done);
        }
    }

    /// <summary>Has the file share blocks with <paramref name="source"/> instead of writing its bytes.</summary>
    /// <returns>False where they cannot share; the bytes are then to be written.</returns>
    internal bool TryClone(DiskFile source, long sourcePosition, long length, long position)
    {
        if (!Posix.TryCloneRange(source.Handle, source.Start + sourcePosition, length, Handle, position))
        {
            return false;
        }

        lock (_gate)
        {
            _length = Math.Max(_length, position + length);
            _extended = Math.Max(_extended, _length);
        }

        return true;
    }

    /// <summary>Flushes what was written to the disk.</summary>
    internal void Flush()
    {
        Trim();
        Guard(_path, () => RandomAccess.FlushToDisk(Handle));
    }

    /// <summary>Truncates the file to its final length.</summary>
    internal void Trim()
    {
        lock (_gate)
        {
            if (_extended > _length)
            {
                SetLength(_length);
            }
        }
    }

    /// <summary>Tries something on an empty file beside this one, so on the same file system; it is gone afterwards.</summary>
    internal bool TryOnSibling(Func<SafeFileHandle, bool> attempt)
    {
        var result = false;
        Guard(_path, () =>
        {
            using var sibling = File.OpenHandle(
                _path + "-probe", FileMode.Create, FileAccess.ReadWrite, FileShare.None, FileOptions.DeleteOnClose);
            result = attempt(sibling);
        });
        return result;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _direct?.Dispose();
        Handle.Dispose();
    }

    /// <summary>Reports what the system refuses to do to the target at <paramref name="path"/>.</summary>
    internal static void Guard(string path, Action action)
    {
        try
        {
            action();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Failed(path, "cannot be written", e);
        }
    }

    /// <summary>Writes as much from the start of <paramref name="bytes"/> as can go around the page cache.</summary>
    /// <returns>How much that was.</returns>
    private int TryWriteDirect(ReadOnlySpan<byte> bytes, long position)
    {
        if (_direct is null)
        {
            return 0;
        }

        var aligned = bytes.Length & -_direct.Alignment;
        Extend(position + aligned);
        return _direct.TryWrite(bytes[..aligned], position) ? aligned : 0;
    }

    private void WriteThroughCache(ReadOnlySpan<byte> bytes, long position)
    {
        lock (_gate)
        {
            _length = Math.Max(_length, position + bytes.Length);
            _extended = Math.Max(_extended, _length);
        }

        RandomAccess.Write(Handle, bytes, position);
        // The disk works while we read on; otherwise all of it would wait for the flush at the end.
        Posix.BeginWriteback(Handle, position, bytes.Length);
    }

    private void Extend(long end)
    {
        lock (_gate)
        {
            _length = Math.Max(_length, end);
            if (end > _extended)
            {
                var further = end + ExtensionStep;
                if (!Posix.TryAllocate(Handle, _extended, further - _extended))
                {
                    SetFileLength(further);
                }

                _extended = further;
            }
        }
    }

    private void SetFileLength(long length)
    {
        try
        {
            RandomAccess.SetLength(Handle, length);
        }
        catch (ArgumentOutOfRangeException e)
        {
            // EFBIG: 16 TiB is the most on ext4.
            throw new V2KException(
                $"cannot be made {length} bytes long: the file system does not support files of that length",
                "Use one that does, such as XFS, or --format=qcow2 without --preallocation, which stores only the data",
                _path,
                cause: e);
        }
    }

    private static DirectFile? Direct(SafeFileHandle handle, CacheMode cache) => cache is CacheMode.Buffered
        ? null
        : DirectFile.TryOpen(handle, FileAccess.Write, isInsisted: cache is CacheMode.Direct);

    private static V2KException Failed(string path, string what, Exception e) => new(
        $"{what}: {e.Message}", "Check the folder's permissions and free space, then run again", path, cause: e);
}
