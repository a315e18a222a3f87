using System.Globalization;
using Microsoft.Win32.SafeHandles;
using V2K.Engine.Interop;
using V2K.Engine.Ovf;
using V2K.Rules;
using V2K.Rules.Findings;

namespace V2K.Engine.Disks;

/// <summary>
/// A file of a virtual disk, open for reading; safe for any number of threads. It may be a member of an OVA: positions are then still its own,
/// and what asks the system about <see cref="Handle"/> adds <see cref="Start"/>.
/// </summary>
public sealed class DiskFile : IDisposable
{
    /// <summary>The length of what <see cref="Handle"/> is open on: the file itself, or the archive around it.</summary>
    private readonly long _wholeSize;

    /// <summary>What it reads as, where that is not what <see cref="Handle"/> is open on, byte for byte.</summary>
    private readonly IFileContent? _content;

    private DirectFile? _direct;

    private DiskFile(SourceFile source, SafeFileHandle handle, in FileStatus status, string whole, long start, IFileContent? content = null)
    {
        _content = content;
        Source = source;
        Handle = handle;
        Device = status.Device;
        Whole = whole;
        Start = start;
        _wholeSize = status.Size;
    }

    /// <summary>The file as it was when it was opened.</summary>
    public SourceFile Source { get; }

    /// <summary>The full path on this host.</summary>
    public string Path => Source.Path;

    /// <summary>The length in bytes.</summary>
    public long Size => Source.Size;

    internal SafeFileHandle Handle { get; }

    /// <summary>The files that it is cut into; none for one in one piece.</summary>
    internal IReadOnlyList<DiskFile> Parts { get; private init; } = [];

    /// <summary>Whether it is, byte for byte, a stretch of what <see cref="Handle"/> is open on; what others read by that name is the same then.</summary>
    internal bool IsPlain => _content is null;

    /// <summary>Whether data is read around the page cache.</summary>
    internal bool IsDirect => _direct is { IsRefused: false };

    /// <summary>Requests that are multiples of this, in place, length and memory, go around the page cache; 1 where none does.</summary>
    internal int Alignment => _direct?.Alignment ?? 1;

    /// <summary>The full path of what <see cref="Handle"/> is open on: the file itself, or the archive around it.</summary>
    internal string Whole { get; }

    /// <summary>
    /// A name under which programs of this user open what <see cref="Handle"/> is open on while it is, whatever has become of <see cref="Whole"/>
    /// (proc_pid_fd(5)).
    /// </summary>
    internal string HeldPath => string.Create(CultureInfo.InvariantCulture, $"/proc/{Environment.ProcessId}/fd/{Handle.DangerousGetHandle()}");

    /// <summary>Where in it the file begins, in bytes: 0 for a file of its own.</summary>
    internal long Start { get; }

    /// <summary>The device of the file system: with the inode it tells files apart.</summary>
    internal ulong Device { get; }

    /// <summary>Opens a regular file, or a member of an OVA; anything else, a FIFO or a device node, is refused without reading from it.</summary>
    internal static DiskFile Open(string path)
    {
        if (OvaPath.Split(path) is not var (archive, name))
        {
            return Open(path, path, start: 0, length: null);
        }

        using var whole = Open(archive);
        return Open(path, archive, OvaPath.Find(whole, name));
    }

    /// <summary>Opens a member of an OVA that has been found.</summary>
    /// <exception cref="V2KException">It is not there as it was, or the archive cannot be opened.</exception>
    internal static DiskFile Open(string path, string archive, TarMember member)
    {
        OvaPath.RequireWhole(archive, member);
        return Open(path, archive, member.Position, member.Length);
    }

    /// <summary>
    /// Opens a file of a virtual disk: as <see cref="Open(string)"/>, but also what an export has of it only cut into chunks, compressed as a whole, or as
    /// words in its description.
    /// </summary>
    internal static DiskFile OpenDisk(string path)
    {
        if (OvfEmptyDisk.Split(path) is var (description, bytes))
        {
            // The description stands for it: it says that there is such a disk, and when that was last changed.
            using var file = Open(description);
            return file.As(path, new MemoryContent(OvfEmptyDisk.Descriptor(bytes)), file.Source.Modified);
        }

        DiskFile whole;
        try
        {
            whole = Open(path);
        }
        catch (V2KException missing) when (missing.Id == FindingId.MissingDisk)
        {
            if (ChunkedContent.TryOpen(path) is not { } chunks)
            {
                throw;
            }

            whole = chunks.Chunks[0].As(path, chunks, chunks.Modified);
        }

        return GzipContent.Matches(whole) ? Inflated(whole) : whole;
    }

    private static DiskFile Inflated(DiskFile file)
    {
        try
        {
            return file.As(file.Path, GzipContent.Open(file), file.Source.Modified);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>A file that is read by way of this one, which may be closed then.</summary>
    private DiskFile As(string path, IFileContent content, DateTimeOffset modified)
    {
        var handle = Posix.Duplicate(Handle);
        var source = Source with { Path = path, Size = content.Length, Modified = modified, AllocatedBytes = content is MemoryContent ? 0 : _content?.Length ?? Size };
        return new DiskFile(source, handle, Posix.Status(handle), Whole, Start, content) { Parts = content is ChunkedContent chunks ? chunks.Chunks : Parts };
    }

    private static DiskFile Open(string path, string whole, long start, long? length)
    {
        SafeFileHandle? handle = null;
        try
        {
            handle = Posix.OpenForReading(whole);
            var status = Posix.Status(handle);
            if (!status.IsRegularFile)
            {
                throw new V2KException(
                    "is not a regular file, and V2K reads only regular files", "Put the disk's own file under this name", path);
            }

            var source = new SourceFile(path, length ?? status.Size, status.Modified, status.Inode, length ?? status.AllocatedBytes);
            var file = new DiskFile(source, handle, status, whole, start);
            handle = null;
            return file;
        }
        catch (IOException e)
        {
            throw new V2KException(
                $"cannot be opened: {e.Message}", "Restore the file, and make it readable for this user", path, cause: e)
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
                // Several read at once, and one that begins behind the new end is no worse a witness.
                var end = Math.Clamp(Posix.Status(Handle).Size - Start, 0, position + done);
                throw new V2KException(
                    $"ended at byte {end} while it was read; it had {Size} bytes when it was opened",
                    "Stop the VM or program that writes to the disk, and run the same command again",
                    Path);
            }

            done += count;
        }
    }

    /// <summary>From now on reads around the page cache, where the file system can. Not while the file is being read.</summary>
    internal void ReadAroundCache() => _direct ??= _content is not null ? null : DirectFile.TryOpen(Handle, FileAccess.Read, isInsisted: true);

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
        foreach (var part in Parts)
        {
            part.RequireUnchanged();
        }

        if (Parts.Count > 0)
        {
            return;
        }

        var now = Posix.Status(Handle);
        if (now.Size != _wholeSize || now.Modified != Source.Modified)
        {
            throw new V2KException(
                $"was written to while it was copied: {_wholeSize} bytes of {Source.Modified:O} became {now.Size} bytes of {now.Modified:O}",
                "Stop the VM or program that writes to the disk, and run the same command again",
                Whole);
        }
    }

    /// <summary>The first stretch of data at or behind <paramref name="position"/>; see <see cref="Posix.NextData"/>.</summary>
    internal (long Start, long End)? NextData(long position) =>
        _content is not null ? position < Size ? (position, Size) : null :
        Posix.NextData(Handle, Start + position) is var (start, end) && start - Start < Size
            ? (start - Start, Math.Min(end - Start, Size))
            : null;

    /// <inheritdoc/>
    public void Dispose()
    {
        _direct?.Dispose();
        _content?.Dispose();
        Handle.Dispose();
    }

    private int ReadSome(Span<byte> buffer, long position)
    {
        try
        {
            return _content?.Read(buffer, position) ?? _direct?.TryRead(buffer, Start + position) ?? RandomAccess.Read(Handle, buffer, Start + position);
        }
        catch (IOException e)
        {
            throw new V2KException(
                $"cannot be read at byte {position}: {e.Message}", "Check the storage that holds it", Path, cause: e);
        }
    }
}
