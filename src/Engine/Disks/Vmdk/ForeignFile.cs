using System.Buffers.Binary;
using System.Text;

namespace V2K.Engine.Disks.Vmdk;

/// <summary>
/// What a file is that lies where a VMDK is expected, told by the bytes that its format begins or ends with. Only for
/// messages: nothing is ever read as what it merely looks like.
/// </summary>
/// <param name="Name">What it is, with its article: <c>a qcow2 image of 10 GiB</c>.</param>
/// <param name="Kind">What can be done about it.</param>
/// <param name="QemuFormat">qemu-img's name of the format; null where it has none.</param>
internal sealed record ForeignFile(string Name, ForeignKind Kind, string? QemuFormat = null)
{
    /// <summary>Enough for the signature of an ISO 9660 file system, at byte 32 769.</summary>
    private const int StartLength = 33 * 1024;

    /// <summary>What <paramref name="file"/> is; null where nothing tells.</summary>
    internal static ForeignFile? Of(DiskFile file)
    {
        var start = new byte[(int)Math.Min(StartLength, file.Size)];
        file.Read(start, 0);
        return OfImage(start, file) ?? OfPackage(start) ?? OfExtent(start) ?? OfContent(start, file);
    }

    private static ForeignFile? OfImage(ReadOnlySpan<byte> start, DiskFile file)
    {
        if (start.StartsWith("QFI"u8) && start.Length >= 32 && start[3] == 0xFB)
        {
            var version = BinaryPrimitives.ReadUInt32BigEndian(start[4..]);
            return Image(version == 1 ? "qcow" : "qcow2", version == 1 ? "qcow" : "qcow2", BinaryPrimitives.ReadUInt64BigEndian(start[24..]));
        }

        if (start.Length >= 0x178 && BinaryPrimitives.ReadUInt32LittleEndian(start[0x40..]) == 0xBEDA_107F)
        {
            return Image("VDI (VirtualBox)", "vdi", BinaryPrimitives.ReadUInt64LittleEndian(start[0x170..]));
        }

        if (start.StartsWith("vhdxfile"u8))
        {
            return Image("VHDX (Hyper-V)", "vhdx", bytes: 0);
        }

        if (start.StartsWith("conectix"u8) && start.Length >= 56)
        {
            return Image("VHD (Hyper-V)", "vpc", BinaryPrimitives.ReadUInt64BigEndian(start[48..]));
        }

        return start.StartsWith("QED\0"u8) ? Image("QED", "qed", bytes: 0)
            : start.StartsWith("WithoutFreeSpace"u8) || start.StartsWith("WithouFreSpacExt"u8) ? Image("Parallels", "parallels", bytes: 0)
            : OfFixedVhd(file);
    }

    /// <summary>A VHD of fixed size is the disk's content with a footer.</summary>
    private static ForeignFile? OfFixedVhd(DiskFile file)
    {
        if (file.Size < 1024)
        {
            return null;
        }

        Span<byte> footer = stackalloc byte[Sector.Size];
        file.Read(footer, file.Size - Sector.Size);
        return footer.StartsWith("conectix"u8) ? Image("VHD (Hyper-V)", "vpc", BinaryPrimitives.ReadUInt64BigEndian(footer[48..])) : null;
    }

    private static ForeignFile? OfPackage(ReadOnlySpan<byte> start) => start switch
    {
        [0xFD, (byte)'7', (byte)'z', (byte)'X', (byte)'Z', 0, ..] => new("a compressed file (xz)", ForeignKind.Packed),
        [0x28, 0xB5, 0x2F, 0xFD, ..] => new("a compressed file (zstd)", ForeignKind.Packed),
        [(byte)'B', (byte)'Z', (byte)'h', >= (byte)'1' and <= (byte)'9', ..] => new("a compressed file (bzip2)", ForeignKind.Packed),
        [(byte)'P', (byte)'K', 3, 4, ..] => new("a zip archive", ForeignKind.Packed),
        [(byte)'7', (byte)'z', 0xBC, 0xAF, 0x27, 0x1C, ..] => new("a 7z archive", ForeignKind.Packed),
        _ when start.Length >= 262 && start[257..].StartsWith("ustar"u8) => new("a tar archive, as an OVA is", ForeignKind.Packed),
        _ when IsMarkup(start) => new("a web page, which a failed download leaves", ForeignKind.Junk),
        _ => null,
    };

    /// <summary>An extent under the name of its descriptor.</summary>
    private static ForeignFile? OfExtent(ReadOnlySpan<byte> start)
    {
        if (start.Length < Sector.Size)
        {
            return null;
        }

        return BinaryPrimitives.ReadUInt32LittleEndian(start) == CowDiskHeader.Magic ? new("a snapshot's extent of type vmfsSparse, which is called -delta.vmdk", ForeignKind.Extent)
            : BinaryPrimitives.ReadUInt64LittleEndian(start) == SeSparseConstantHeader.Magic ? new("a snapshot's extent of type seSparse, which is called -sesparse.vmdk", ForeignKind.Extent)
            : null;
    }

    private static ForeignFile? OfContent(ReadOnlySpan<byte> start, DiskFile file)
    {
        if (start.IsEmpty)
        {
            return new("an empty file", ForeignKind.Junk);
        }

        if (start.Length > 32774 && start[32769..].StartsWith("CD001"u8))
        {
            return new("an ISO image, the content of an optical disc", ForeignKind.Junk);
        }

        var what = start.Length < 2048 ? null
            : start[512..].StartsWith("EFI PART"u8) ? "a disk with a GPT"
            : start[510] == 0x55 && start[511] == 0xAA ? "a disk with a boot sector"
            : start[1080] == 0x53 && start[1081] == 0xEF ? "an ext file system"
            : start.StartsWith("XFSB"u8) ? "an XFS file system"
            : start.StartsWith("LUKS"u8) && start[4] == 0xBA ? "a LUKS volume"
            : start[512..].StartsWith("LABELONE"u8) ? "an LVM physical volume"
            : null;
        return what is null ? null : new($"a raw image of {ByteSize.Text(file.Size)}: {what}, without a descriptor", ForeignKind.Raw, "raw");
    }

    private static ForeignFile Image(string format, string qemu, ulong bytes) =>
        new($"a {format} image{(bytes is 0 or > long.MaxValue ? "" : $" of {ByteSize.Text((long)bytes)}")}", ForeignKind.Image, qemu);

    private static bool IsMarkup(ReadOnlySpan<byte> start)
    {
        var text = start.TrimStart(" \t\r\n"u8);
        return (text.Length >= 9 && Ascii.EqualsIgnoreCase(text[..9], "<!DOCTYPE"u8)) || (text.Length >= 5 && Ascii.EqualsIgnoreCase(text[..5], "<html"u8));
    }
}

/// <summary>What can be done about a file that is no VMDK.</summary>
internal enum ForeignKind
{
    /// <summary>An image of another product: it can be converted.</summary>
    Image,

    /// <summary>A disk's content: it lacks a descriptor.</summary>
    Raw,

    /// <summary>An extent of VMware's: it lacks a descriptor and its name.</summary>
    Extent,

    /// <summary>Compressed or packed: it can be unpacked.</summary>
    Packed,

    /// <summary>No disk at all.</summary>
    Junk,
}
