using System.Globalization;
using System.Text;
using V2K.Engine.Disks;
using V2K.Engine.Disks.Vmdk;
using V2K.Rules;

namespace V2K.Engine.Ovf;

/// <summary>A regular file in a tar archive, read where it lies.</summary>
/// <param name="Name">Its name in the archive, a leading <c>./</c> left out.</param>
/// <param name="Position">Its first byte in the archive.</param>
/// <param name="Length">Its length in bytes.</param>
/// <param name="IsSparse">Whether its holes were left out, so that it is not there as it was.</param>
internal sealed record TarMember(string Name, long Position, long Length, bool IsSparse);

/// <summary>Finds the members of a tar archive: ustar, pax and GNU tar. The archive is hostile input.</summary>
internal static class TarArchive
{
    /// <summary>No OVA has a hundredth of it; a bound is what keeps a forged archive from costing hours.</summary>
    private const int MaximumMembers = 10_000;

    /// <summary>The longest name or list of records that is read, in bytes.</summary>
    private const int MaximumExtension = 1 << 20;

    private const string Damaged = "The archive is damaged or truncated: copy it again";

    /// <summary>Every regular file of <paramref name="archive"/>, in its order; no data are read.</summary>
    /// <exception cref="V2KException">The archive is damaged, truncated or no tar archive.</exception>
    internal static IEnumerable<TarMember> Members(DiskFile archive)
    {
        var block = new byte[TarHeader.BlockLength];
        var (name, length) = ((string?)null, (long?)null);
        var isSparse = false;
        var count = 0;
        for (var position = 0L; position < archive.Size;)
        {
            archive.RequireInside(position, block.Length, "a tar header");
            archive.Read(block, position);
            if (!block.AsSpan().ContainsAnyExcept((byte)0))
            {
                yield break;
            }

            if (++count > MaximumMembers)
            {
                throw new V2KException($"has more than {MaximumMembers} members, too many for an OVA", "Unpack it, and treat it as hostile", archive.Path);
            }

            RefusedDisk.CheckGzip(position == 0 ? block : [], archive.Path);
            var header = TarHeader.Parse(block, archive.Path, position);
            position += block.Length;
            if (header.HasMoreHoles)
            {
                position = BehindHoles(archive, position);
            }

            var size = header.Type is TarType.File or TarType.SparseFile ? length ?? header.Length : header.Length;
            archive.RequireInside(position, size, $"{name ?? header.Name} of the archive");
            switch (header.Type)
            {
                case TarType.LongName:
                    name = TarHeader.Text(Extension(archive, position, size));
                    break;
                case TarType.PaxHeader:
                    (name, length, isSparse) = Records(Extension(archive, position, size), archive.Path, name);
                    break;
                default:
                    if (header.Type is TarType.File or TarType.SparseFile)
                    {
                        yield return new TarMember(
                            Plain(name ?? header.Name), position, size, isSparse || header.Type is TarType.SparseFile);
                    }

                    (name, length, isSparse) = (null, null, false);
                    break;
            }

            // The size lies within the file, so this cannot overflow.
            position += (size + TarHeader.BlockLength - 1) / TarHeader.BlockLength * TarHeader.BlockLength;
        }
    }

    /// <summary>The list of a file's holes continues in extra blocks; byte 504 says whether another one follows. (GNU tar, struct sparse_header.)</summary>
    private static long BehindHoles(DiskFile archive, long start)
    {
        var block = new byte[TarHeader.BlockLength];
        for (var position = start; position - start < MaximumExtension;)
        {
            archive.RequireInside(position, block.Length, "a list of holes");
            archive.Read(block, position);
            position += block.Length;
            if (block[504] == 0)
            {
                return position;
            }
        }

        throw new V2KException($"at byte {start}, a list of holes is longer than {MaximumExtension} bytes", Damaged, archive.Path);
    }

    private static byte[] Extension(DiskFile archive, long position, long size)
    {
        if (size > MaximumExtension)
        {
            throw new V2KException(
                $"at byte {position}, a name or its records are {size} bytes long; up to {MaximumExtension} are possible", Damaged, archive.Path);
        }

        var bytes = new byte[size];
        archive.Read(bytes, position);
        return bytes;
    }

    /// <summary>Reads pax records, each of them <c>length key=value\n</c>.</summary>
    private static (string? Name, long? Length, bool IsSparse) Records(ReadOnlySpan<byte> bytes, string file, string? longName)
    {
        var (name, length, isSparse) = (longName, (long?)null, false);
        string? sparseName = null;
        while (!bytes.IsEmpty && bytes[0] != 0)
        {
            var space = bytes.IndexOf((byte)' ');
            if (space <= 0
                || !int.TryParse(bytes[..space], NumberStyles.None, null, out var recordLength)
                || recordLength <= space + 1
                || recordLength > bytes.Length)
            {
                throw new V2KException("has a pax header that cannot be read", Damaged, file);
            }

            var record = Encoding.UTF8.GetString(bytes[(space + 1)..recordLength]).TrimEnd('\n');
            bytes = bytes[recordLength..];
            var equals = record.IndexOf('=', StringComparison.Ordinal);
            var key = equals < 0 ? record : record[..equals];
            var value = record[(equals + 1)..];
            if (key == "path")
            {
                name = value;
            }
            else if (key == "size")
            {
                length = long.TryParse(value, NumberStyles.None, null, out var size)
                    ? size
                    : throw new V2KException("has a pax header whose size is not a number", Damaged, file);
            }
            else if (key.StartsWith("GNU.sparse.", StringComparison.Ordinal))
            {
                isSparse = true;

                // Its path is then a made up one: ./GNUSparseFile.4711/web01-disk1.vmdk.
                sparseName = key == "GNU.sparse.name" ? value : sparseName;
            }
        }

        return (sparseName ?? name, length, isSparse);
    }

    private static string Plain(string name) => name.StartsWith("./", StringComparison.Ordinal) ? name[2..] : name;
}
