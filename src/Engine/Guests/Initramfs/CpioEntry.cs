namespace V2K.Engine.Guests.Initramfs;

/// <summary>A file of a cpio archive in the kernel's "newc" format (Documentation/driver-api/early-userspace/buffer-format.rst).</summary>
/// <param name="Name">Its path without a leading slash.</param>
/// <param name="Mode">st_mode: kind and permissions.</param>
/// <param name="Content">The bytes of a file, or the target of a link; empty where they were not asked for.</param>
public sealed record CpioEntry(string Name, uint Mode, ReadOnlyMemory<byte> Content)
{
    /// <summary>The name of the entry that ends an archive.</summary>
    public const string Trailer = "TRAILER!!!";

    /// <summary>Bytes before the name.</summary>
    public const int HeaderLength = 110;

    /// <summary>What starts a header; the second one comes with checksums.</summary>
    public static ReadOnlySpan<byte> Magic => "070701"u8;

    private const uint KindMask = 0xF000;
    private const uint FolderKind = 0x4000;
    private const uint FileKind = 0x8000;
    private const uint LinkKind = 0xA000;

    /// <summary>Whether it is a folder.</summary>
    public bool IsFolder => (Mode & KindMask) == FolderKind;

    /// <summary>Whether it is a regular file.</summary>
    public bool IsFile => (Mode & KindMask) == FileKind;

    /// <summary>Whether it is a symbolic link.</summary>
    public bool IsLink => (Mode & KindMask) == LinkKind;

    /// <summary>A folder with mode 0755.</summary>
    public static CpioEntry Folder(string name) => new(name, FolderKind | 0x1ED, ReadOnlyMemory<byte>.Empty);

    /// <summary>A file with mode 0644.</summary>
    public static CpioEntry File(string name, ReadOnlyMemory<byte> content) => new(name, FileKind | 0x1A4, content);
}
