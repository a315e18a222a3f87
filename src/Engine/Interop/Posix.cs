using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace V2K.Engine.Interop;

/// <summary>The system calls that .NET does not offer. Each is named after its manual page in section 2.</summary>
internal static partial class Posix
{
    private const int ReadOnly = 0;
    private const int ReadWrite = 2;
    private const int Exclusive = 0x80;
    private const int WriteOnly = 1;
    private const int CloseOnExec = 0x80000;
    private const int NonBlocking = 0x800;
    private const int NoTerminal = 0x100;
    private const int EmptyPath = 0x1000;
    private const int CurrentFolder = -100;
    private const nuint CloneRangeRequest = 0x4020940D;

    /// <summary>STATX_BASIC_STATS and STATX_DIOALIGN.</summary>
    private const uint WantedStatus = 0x7FF | 0x2000;

    private const int HugePage = 14;
    private const uint SyncFileRangeWrite = 2;
    private const nuint ZeroOutRequest = 0x127F;
    private const int KeepSize = 1;
    private const int PunchHole = 2;
    private const int SeekEnd = 2;
    private const int SeekData = 3;
    private const int SeekHole = 4;

    /// <summary>ENOENT and ENOTDIR of errno(3).</summary>
    private const int NoSuchFile = 2;
    private const int NotAFolder = 20;

    /// <summary>What errno says when nothing but a hole follows.</summary>
    private const int NoSuchAddress = 6;

    /// <summary>
    /// open(2) for reading. Never waits for a writer of a FIFO and never becomes a terminal's owner; ask
    /// <see cref="Status(SafeFileHandle)"/> what was opened before reading from it.
    /// </summary>
    /// <exception cref="IOException">
    /// The file cannot be opened; the message is the system's. <see cref="FileNotFoundException"/> where it is not there.
    /// </exception>
    internal static SafeFileHandle OpenForReading(string path)
    {
        var handle = new SafeFileHandle(Open(path, ReadOnly | NonBlocking | NoTerminal | CloseOnExec), ownsHandle: true);
        if (handle.IsInvalid)
        {
            var (error, message) = (Marshal.GetLastPInvokeError(), Marshal.GetLastPInvokeErrorMessage());
            handle.Dispose();
            throw error is NoSuchFile or NotAFolder ? new FileNotFoundException(message) : new IOException(message);
        }

        return handle;
    }

    /// <summary>open(2) with O_DIRECT of a file that is open already, whatever has become of its name (proc_pid_fd(5)).</summary>
    /// <returns>Null where the file system has no such thing.</returns>
    internal static SafeFileHandle? TryReopenDirect(SafeFileHandle file, FileAccess access)
    {
        // The flag is among the few that differ between architectures.
        var direct = RuntimeInformation.ProcessArchitecture is Architecture.Arm or Architecture.Arm64 ? 0x10000 : 0x4000;
        var held = false;
        file.DangerousAddRef(ref held);
        try
        {
            var flags = (access is FileAccess.Read ? ReadOnly : WriteOnly) | direct | CloseOnExec;
            var handle = new SafeFileHandle(Open($"/proc/self/fd/{file.DangerousGetHandle()}", flags), ownsHandle: true);
            if (!handle.IsInvalid)
            {
                return handle;
            }

            handle.Dispose();
            return null;
        }
        finally
        {
            file.DangerousRelease();
        }
    }

    /// <summary>open(2) for reading of what is open already, whatever has become of its name (proc_pid_fd(5)).</summary>
    /// <exception cref="IOException">It cannot be opened; the message is the system's.</exception>
    internal static SafeFileHandle Duplicate(SafeFileHandle file)
    {
        var held = false;
        file.DangerousAddRef(ref held);
        try
        {
            return OpenForReading($"/proc/self/fd/{file.DangerousGetHandle()}");
        }
        finally
        {
            file.DangerousRelease();
        }
    }

    /// <summary>open(2) of a block device for reading and writing, with O_EXCL: refused while it is mounted, or part of another device.</summary>
    /// <exception cref="IOException">It cannot be opened so; the message is the system's.</exception>
    internal static SafeFileHandle OpenExclusively(string path)
    {
        var handle = new SafeFileHandle(Open(path, ReadWrite | Exclusive | CloseOnExec), ownsHandle: true);
        if (handle.IsInvalid)
        {
            var message = Marshal.GetLastPInvokeErrorMessage();
            handle.Dispose();
            throw new IOException(message);
        }

        return handle;
    }

    /// <summary>The user as whom this process acts.</summary>
    internal static uint EffectiveUser => GetEUid();

    /// <summary>Whether a path leads to a block device; nothing is opened.</summary>
    internal static bool IsBlockDevice(string path) => StatX(CurrentFolder, path, 0, WantedStatus, out var status) == 0 && status.IsBlockDevice;

    /// <summary>The size of a block device, in bytes, which its file status does not tell.</summary>
    internal static long DeviceSize(SafeFileHandle device) =>
        Seek(device, 0, SeekEnd) is >= 0 and var size ? size : throw new IOException(Marshal.GetLastPInvokeErrorMessage());

    /// <summary>fallocate(2) with FALLOC_FL_PUNCH_HOLE on a file or block device: it reads as zeroes there afterwards, and gives its blocks back where it can.</summary>
    /// <returns>False where file system or device cannot do that without writing.</returns>
    internal static bool TryPunchHole(SafeFileHandle file, long offset, long length) => FAllocate(file, PunchHole | KeepSize, offset, length) == 0;

    /// <summary>ioctl(2) BLKZEROOUT: the device reads as zeroes afterwards; the system writes them where the device has no better way.</summary>
    internal static void ZeroOut(SafeFileHandle device, long offset, long length)
    {
        if (IoControl(device, ZeroOutRequest, [offset, length]) != 0)
        {
            throw new IOException(Marshal.GetLastPInvokeErrorMessage());
        }
    }

    /// <summary>statx(2) of an open file.</summary>
    internal static FileStatus Status(SafeFileHandle file) =>
        StatX(file, "", EmptyPath, WantedStatus, out var status) == 0
            ? status
            : throw new IOException(Marshal.GetLastPInvokeErrorMessage());

    /// <summary>statx(2) of what a path leads to, links followed; nothing is opened.</summary>
    /// <exception cref="IOException">It cannot be asked; the message names the path. <see cref="FileNotFoundException"/> where nothing is there.</exception>
    internal static FileStatus Status(string path) =>
        TryStatus(path) ?? throw new FileNotFoundException($"{path}: {Marshal.GetPInvokeErrorMessage(NoSuchFile)}", path);

    /// <summary>
    /// The same as <see cref="Status(string)"/>, in one system call: a file that another thread renames or deletes meanwhile is there or is not,
    /// whereas <see cref="File.Exists(string)"/> before <see cref="Status(string)"/> leaves time between the two.
    /// </summary>
    /// <returns>Null where nothing is there.</returns>
    /// <exception cref="IOException">It cannot be asked; the message names the path.</exception>
    internal static FileStatus? TryStatus(string path)
    {
        if (StatX(CurrentFolder, path, 0, WantedStatus, out var status) == 0)
        {
            return status;
        }

        return Marshal.GetLastPInvokeError() is NoSuchFile or NotAFolder ? null : throw new IOException($"{path}: {Marshal.GetLastPInvokeErrorMessage()}");
    }

    /// <summary>
    /// lseek(2) with SEEK_DATA and SEEK_HOLE: the first stretch of data at or behind <paramref name="offset"/>.
    /// A file system that knows no holes reports all of the file as data.
    /// </summary>
    /// <returns>Its first byte and the first byte behind it; null where only a hole follows.</returns>
    internal static (long Start, long End)? NextData(SafeFileHandle file, long offset)
    {
        var start = Seek(file, offset, SeekData);
        if (start < 0)
        {
            return Marshal.GetLastPInvokeError() == NoSuchAddress
                ? null
                : throw new IOException(Marshal.GetLastPInvokeErrorMessage());
        }

        var end = Seek(file, start, SeekHole);
        return end >= 0 ? (start, end) : throw new IOException(Marshal.GetLastPInvokeErrorMessage());
    }

    /// <summary>
    /// sync_file_range(2) with SYNC_FILE_RANGE_WRITE: the system begins to write what the page cache holds of the range, and
    /// does not wait for it. A hint: where it is refused, the flush that follows anyway does all of the work.
    /// </summary>
    internal static void BeginWriteback(SafeFileHandle file, long offset, long length) =>
        _ = SyncFileRange(file, offset, length, SyncFileRangeWrite);

    /// <summary>madvise(2) with MADV_HUGEPAGE. A hint: a kernel without huge pages takes small ones.</summary>
    /// <param name="memory">Does not move; begins and ends at a huge page, or less of it is one.</param>
    internal static void PreferHugePages(Span<byte> memory) =>
        _ = MAdvise(ref MemoryMarshal.GetReference(memory), (nuint)memory.Length, HugePage);

    /// <summary>fallocate(2) with mode 0: reserves blocks that read as zeroes until they are written.</summary>
    internal static void Allocate(SafeFileHandle file, long offset, long length)
    {
        if (!TryAllocate(file, offset, length))
        {
            throw new IOException(Marshal.GetLastPInvokeErrorMessage());
        }
    }

    /// <summary>The same as <see cref="Allocate"/>.</summary>
    /// <returns>False where the file system cannot reserve, or has not so many blocks left; it may have reserved some.</returns>
    internal static bool TryAllocate(SafeFileHandle file, long offset, long length) => FAllocate(file, 0, offset, length) == 0;

    /// <summary>fsync(2) on a folder: makes a rename inside it durable.</summary>
    internal static void FlushFolder(string folder) => Flush(folder);

    /// <summary>fsync(2) on a file that someone else may have written: its content is on the disk afterwards.</summary>
    internal static void Flush(string path)
    {
        using var handle = new SafeFileHandle(Open(path, ReadOnly | CloseOnExec), ownsHandle: true);
        if (handle.IsInvalid || FSync(handle) != 0)
        {
            throw new IOException($"cannot flush {path}: {Marshal.GetLastPInvokeErrorMessage()}");
        }
    }

    /// <summary>ioctl_ficlonerange(2): makes the target share blocks with the source.</summary>
    /// <returns>False where the two files, or these places in them, cannot share.</returns>
    internal static bool TryCloneRange(SafeFileHandle source, long sourceOffset, long length, SafeFileHandle target, long targetOffset)
    {
        var held = false;
        source.DangerousAddRef(ref held);
        try
        {
            var range = new CloneRange(source.DangerousGetHandle(), sourceOffset, length, targetOffset);
            return IoControl(target, CloneRangeRequest, in range) == 0;
        }
        finally
        {
            source.DangerousRelease();
        }
    }

    /// <summary>struct file_clone_range of linux/fs.h; the file descriptor is 64 bits wide there.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private readonly record struct CloneRange(long Source, long SourceOffset, long Length, long TargetOffset);

    [LibraryImport("libc", EntryPoint = "ioctl", SetLastError = true)]
    private static partial int IoControl(SafeFileHandle file, nuint request, in CloneRange range);

    [LibraryImport("libc", EntryPoint = "ioctl", SetLastError = true)]
    private static partial int IoControl(SafeFileHandle file, nuint request, ReadOnlySpan<long> range);

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "statx", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int StatX(SafeFileHandle folder, string path, int flags, uint mask, out FileStatus status);

    [LibraryImport("libc", EntryPoint = "statx", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int StatX(int folder, string path, int flags, uint mask, out FileStatus status);

    [LibraryImport("libc", EntryPoint = "lseek", SetLastError = true)]
    private static partial long Seek(SafeFileHandle file, long offset, int whence);

    [LibraryImport("libc", EntryPoint = "sync_file_range", SetLastError = true)]
    private static partial int SyncFileRange(SafeFileHandle file, long offset, long length, uint flags);

    [LibraryImport("libc", EntryPoint = "fallocate", SetLastError = true)]
    private static partial int FAllocate(SafeFileHandle file, int mode, long offset, long length);

    [LibraryImport("libc", EntryPoint = "madvise")]
    private static partial int MAdvise(ref byte memory, nuint length, int advice);

    /// <summary>kill(2): sends <paramref name="signal"/>, a number of signal(7). A process that has ended already is no error.</summary>
    internal static void Signal(int process, int signal) => _ = Kill(process, signal);

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int Kill(int process, int signal);

    /// <summary>Whether this user may make files in the folder <paramref name="path"/>: permissions and a read-only file system count; faccessat(2).</summary>
    internal static bool CanWrite(string path) => FAccessAt(CurrentFolder, path, WriteAndSearch, EffectiveIds) == 0;

    private const int WriteAndSearch = 2 | 1, EffectiveIds = 0x200;

    [LibraryImport("libc", EntryPoint = "faccessat", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int FAccessAt(int folder, string path, int mode, int flags);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    private static partial int FSync(SafeFileHandle file);

    /// <summary>umask(2): what new files of this process, and of those it starts, are not permitted.</summary>
    internal static void SetFileMask(uint mask) => _ = UMask(mask);

    /// <summary>setxattr(2).</summary>
    /// <returns>False where the file system does not have the attribute, or this user may not set it.</returns>
    internal static bool TrySetAttribute(string path, string name, ReadOnlySpan<byte> value) => SetXAttr(path, name, value, (nuint)value.Length, 0) == 0;

    /// <summary>removexattr(2). One that is not there is no error.</summary>
    internal static void RemoveAttribute(string path, string name) => _ = RemoveXAttr(path, name);

    [LibraryImport("libc", EntryPoint = "umask")]
    private static partial uint UMask(uint mask);

    [LibraryImport("libc", EntryPoint = "setxattr", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int SetXAttr(string path, string name, ReadOnlySpan<byte> value, nuint size, int flags);

    [LibraryImport("libc", EntryPoint = "removexattr", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int RemoveXAttr(string path, string name);

    [LibraryImport("libc", EntryPoint = "geteuid")]
    private static partial uint GetEUid();
}
