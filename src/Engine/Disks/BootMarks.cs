using System.Buffers.Binary;
using V2K.Engine.Datastores;
using V2K.Engine.Disks.Copying;
using V2K.Rules;

namespace V2K.Engine.Disks;

/// <summary>
/// Whether a computer could be started from a disk: an active partition or GRUB's code in its master boot record, or an EFI system or BIOS
/// boot partition. Disks that only hold data have none of these, whatever file systems are on them.
/// </summary>
public static class BootMarks
{
    private const int SectorLength = 512;
    private const int TableOffset = 446;
    private const int EntryLength = 16;

    /// <summary>The most of a GPT's entries that is looked at, in bytes: four times what any program makes.</summary>
    private const int MaximumEntries = 64 << 10;

    private const byte EfiSystem = 0xEF;
    private const byte ProtectiveGpt = 0xEE;
    private const byte Active = 0x80;

    private static readonly Guid EfiSystemPartition = new("c12a7328-f81f-11d2-ba4b-00a0c93ec93b");
    private static readonly Guid BiosBootPartition = new("21686148-6449-6e6f-744e-656564454649");

    /// <summary>Looks at the first sectors of the disk at <paramref name="path"/>, which has been resolved.</summary>
    /// <exception cref="V2KException">The disk is damaged, incomplete or of a kind that is not read.</exception>
    public static bool Has(string path, IDatastorePaths paths)
    {
        using var image = DiskImage.Open(path, paths);
        return Has((offset, length) => Read(image, offset, length));
    }

    /// <summary>Looks at a disk.</summary>
    /// <param name="read">Reads bytes at an offset; fewer where the disk ends.</param>
    internal static bool Has(Func<long, int, byte[]> read)
    {
        var mbr = read(0, SectorLength);
        if (mbr is not [.., 0x55, 0xAA] || mbr.Length < SectorLength)
        {
            return false;
        }

        var entries = mbr.AsSpan(TableOffset, 4 * EntryLength).ToArray().Chunk(EntryLength).ToList();
        return entries.Exists(entry => entry[0] == Active || entry[4] == EfiSystem)
            || mbr.AsSpan(0, TableOffset).IndexOf("GRUB"u8) >= 0
            || (entries.Exists(entry => entry[4] == ProtectiveGpt) && HasGptMarks(read));
    }

    /// <summary>The header at LBA 1 says where the entries are, how many and how long. (UEFI specification, GUID Partition Table.)</summary>
    private static bool HasGptMarks(Func<long, int, byte[]> read)
    {
        var header = read(SectorLength, SectorLength);
        if (header.Length < SectorLength || !header.AsSpan().StartsWith("EFI PART"u8))
        {
            return false;
        }

        var start = BinaryPrimitives.ReadUInt64LittleEndian(header.AsSpan(72));
        var count = BinaryPrimitives.ReadUInt32LittleEndian(header.AsSpan(80));
        var length = BinaryPrimitives.ReadUInt32LittleEndian(header.AsSpan(84));
        if (start > long.MaxValue / SectorLength || length is < 128 or > MaximumEntries)
        {
            return false;
        }

        var entries = read((long)start * SectorLength, (int)Math.Min(count * (ulong)length, MaximumEntries));
        for (var at = 0; at + (int)length <= entries.Length; at += (int)length)
        {
            var type = new Guid(entries.AsSpan(at, 16));
            if (type == EfiSystemPartition || type == BiosBootPartition)
            {
                return true;
            }
        }

        return false;
    }

    private static byte[] Read(DiskImage image, long offset, int length)
    {
        var end = Math.Min(image.VirtualSize, offset > image.VirtualSize - length ? image.VirtualSize : offset + length);
        if (offset >= end)
        {
            return [];
        }

        var content = new byte[end - offset];
        var stored = image.Runs(offset, end).Where(run => run.Kind is not RunKind.Zero).ToList();
        if (stored.Count > 0)
        {
            new ChunkReader().Read(new Chunk(offset, stored), content.AsSpan(0, (int)(stored[^1].End - offset)));
        }

        return content;
    }
}
