using Microsoft.Win32.SafeHandles;
using V2K.Engine.Interop;
using V2K.Rules;
using V2K.Rules.Findings;

namespace V2K.Engine.Disks;

/// <summary>A file of a virtual disk, open for reading; safe for any number of threads.</summary>
public sealed class DiskFile : IDisposable
{
    private DirectFile? _direct;

    private DiskFile(SourceFile source, SafeFileHandle handle, ulong device)
    {
        Source = source;
        Handle = handle;
        Device = device;
    }

    /// <summary>The file as it was when it was opened.</summary>
    public SourceFile Source { get; }

    /// <summary>The full path on this host.</summary>
    public string Path => Source.Path;

    /// <summary>The length in bytes.</summary>
    public long Size => Source.Size;

    internal SafeFileHandle Handle { get; }

    /// <summary>Whether data is read around the page cache.</summary>
    internal bool IsDirect => _direct is { IsRefused: false };

    /// <summary>Requests that are multiples of this, in place, length and memory, go around the page cache; 1 where none does.</summary>
    internal int Alignment => _direct?.Alignment ?? 1;

    /// <summary>The device of the file system: with the inode it tells files apart.</summary>
    internal ulong Device { get; }

    /// <summary>Opens a regular file; anything else, a FIFO or a device node, is refused without reading from it.</summary>
    internal static DiskFile Open(string path)
    {
        SafeFileHandle? handle = null;
        try
        {
            handle = Posix.OpenForReading(path);
            var status = Posix.Status(handle);
            if (!status.IsRegularFile)
            {
                throw new V2KException(
                    "is not a regular file, and only those are read", "Put the disk's own file under this name", path);
            }

            var source = new SourceFile(path, status.Size, status.Modified, status.Inode, status.AllocatedBytes);
            var file = new DiskFile(source, handle, status.Device);
            handle = null;
            return file;
        }
        catch (IOException e)
        {
            throw new V2KException(
                $"cannot be opened: {e.Message}", "Bring the file back to where the disk expects it, readable for this user", path, cause: e)
            { Id = e is FileNotFoundException ? FindingId.MissingDisk : null };
        }
        finally
        {
            handle?.Dispose();
        }
    }

    /// <summary>Fills <paramref name="buffer"/> with the bytes at <paramref name="position"/>.</summary>
    /// <exception cref="V2KException">They are not there, or cannot be read.</exception>
    public void Read(Span<byte> buffer, long position) => Read(buffer, position, buffer.Length);

    /// <summary>Reads at least the first <paramref name="needed"/> bytes of <paramref name="buffer"/>: the rest only brings it to a multiple of <see cref="Alignment"/>.</summary>
    /// <exception cref="V2KException">They are not there, or cannot be read.</exception>
    internal void Read(Span<byte> buffer, long position, int needed)
    {
        RequireInside(position, needed, "data");
        var done = 0;
        while (done < needed)
        {
            var count = ReadSome(buffer[done..], position + done);
            if (count == 0)
            {
                throw new V2KException(
                    $"ended at byte {position + done} while it was read; it had {Size} bytes when it was opened",
                    "Stop whatever writes to the disk (a running VM, another copy) and run again",
                    Path);
            }

            done += count;
        }
    }

    /// <summary>From now on reads around the page cache, where the file system can. Not while the file is being read.</summary>
    internal void ReadAroundCache() => _direct ??= DirectFile.TryOpen(Handle, FileAccess.Read, isInsisted: true);

    /// <summary>Refuses a place that does not lie within the file.</summary>
    /// <param name="position">Its first byte.</param>
    /// <param name="length">Its length in bytes.</param>
    /// <param name="what">What should be there, for the message: <c>grain table 7</c>.</param>
    internal void RequireInside(long position, long length, string what)
    {
        if (position < 0 || length < 0 || position > Size || length > Size - position)
        {
            throw new V2KException(
                $"{what} should be at byte {position}, {length} bytes long, but the file ends at byte {Size}",
                "The file is truncated or damaged: copy it again from the datastore",
                Path);
        }
    }

    /// <summary>Refuses a file that was written to since it was opened.</summary>
    internal void RequireUnchanged()
    {
        var now = Posix.Status(Handle);
        if (now.Size != Size || now.Modified != Source.Modified)
        {
            throw new V2KException(
                $"was written to while it was copied: {Size} bytes of {Source.Modified:O} have become {now.Size} bytes of {now.Modified:O}",
                "Stop whatever writes to the disk (a running VM, another copy) and run again",
                Path);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _direct?.Dispose();
        Handle.Dispose();
    }

    private int ReadSome(Span<byte> buffer, long position)
    {
        try
        {
            return _direct?.TryRead(buffer, position) ?? RandomAccess.Read(Handle, buffer, position);
        }
        catch (IOException e)
        {
            throw new V2KException(
                $"cannot be read at byte {position}: {e.Message}", "Check the storage that holds it", Path, cause: e);
        }
    }
}
