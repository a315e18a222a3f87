using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace V2K.Engine.Interop;

/// <summary>
/// A second handle on an open file that goes around the page cache (O_DIRECT in open(2)). It takes only requests whose place, length and memory are
/// aligned; all others, and every request once the file system has refused one, are for the first handle. The kernel keeps both views the same.
/// </summary>
internal sealed class DirectFile : IDisposable
{
    /// <summary>The block size of file systems: smaller writes make them read, or wait for others.</summary>
    private const int BlockLength = 4096;

    /// <summary>2 MiB on x86-64, and on most of the others.</summary>
    private const int HugePageLength = 2 << 20;

    /// <summary>EINVAL: not so aligned, or not around the cache at all.</summary>
    private const int InvalidArgument = 22;

    private readonly SafeFileHandle _handle;
    private volatile bool _isRefused;

    private DirectFile(SafeFileHandle handle, int alignment)
    {
        _handle = handle;
        Alignment = alignment;
    }

    /// <summary>What place, length and memory of a request are multiples of, in bytes; a power of two.</summary>
    internal int Alignment { get; }

    /// <summary>Whether the file system has refused a request.</summary>
    internal bool IsRefused => _isRefused;

    /// <summary>Opens <paramref name="file"/> once more.</summary>
    /// <param name="file">An open file.</param>
    /// <param name="access">To read it, or to write it.</param>
    /// <param name="isInsisted">Whether to try even where the file system does not say how requests must be aligned (a kernel before 6.1, NFS).</param>
    /// <returns>Null where that cannot be done.</returns>
    internal static DirectFile? TryOpen(SafeFileHandle file, FileAccess access, bool isInsisted)
    {
        var status = Posix.Status(file);
        if (status.DirectAlignment is 0 || (status.DirectAlignment is null && !isInsisted))
        {
            return null;
        }

        var stated = status.DirectAlignment ?? BlockLength;
        var handle = Posix.TryReopenDirect(file, access);
        return handle is null ? null : new DirectFile(handle, access is FileAccess.Read ? stated : Math.Max(BlockLength, stated));
    }

    /// <summary>Reads into <paramref name="buffer"/>.</summary>
    /// <returns>How many bytes were read; null if the request is for the other handle.</returns>
    internal int? TryRead(Span<byte> buffer, long position)
    {
        if (_isRefused || !Takes(buffer, position))
        {
            return null;
        }

        try
        {
            return RandomAccess.Read(_handle, buffer, position);
        }
        catch (IOException e) when (e.HResult == InvalidArgument)
        {
            _isRefused = true;
            return null;
        }
    }

    /// <summary>Writes all of <paramref name="bytes"/>.</summary>
    /// <returns>False if the request is for the other handle.</returns>
    internal bool TryWrite(ReadOnlySpan<byte> bytes, long position)
    {
        if (_isRefused || !Takes(bytes, position))
        {
            return false;
        }

        try
        {
            RandomAccess.Write(_handle, bytes, position);
            return true;
        }
        catch (IOException e) when (e.HResult == InvalidArgument)
        {
            _isRefused = true;
            return false;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _handle.Dispose();

    /// <summary>
    /// Memory that does not move and starts at a page, as requests need it. If there is much of it, the kernel is asked for huge pages: of small ones, each
    /// is a segment of the request, and a virtual machine's disk takes twice as long over them.
    /// </summary>
    internal static ArraySegment<byte> AllocateMemory(int length)
    {
        var page = length < HugePageLength / 8 ? Environment.SystemPageSize : HugePageLength;
        var whole = (length + page - 1) / page * page;
        var memory = GC.AllocateUninitializedArray<byte>(whole + page - 1, pinned: true);
        var start = (int)((page - Address(memory) % page) % page);
        if (page == HugePageLength)
        {
            Posix.PreferHugePages(memory.AsSpan(start, whole));
        }

        return new ArraySegment<byte>(memory, start, length);
    }

    private bool Takes(ReadOnlySpan<byte> memory, long position) =>
        (position % Alignment, memory.Length % Alignment, Address(memory) % Alignment) == (0, 0, 0) && !memory.IsEmpty;

    private static unsafe long Address(ReadOnlySpan<byte> memory) =>
        (long)Unsafe.AsPointer(ref MemoryMarshal.GetReference(memory));
}
