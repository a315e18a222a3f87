using System.Buffers.Binary;
using System.Text;

namespace V2K.Engine.Tests.Guests.Initramfs;

/// <summary>A unified kernel image such as ukify makes it, as far as anybody looks at it.</summary>
internal static class UnifiedImageMaking
{
    private const int FileAlignment = 512;
    private const int SectionAlignment = 4096;
    private const int Headers = 1024;
    private const int Optional = 0x40 + 24;
    private const int Table = Optional + 240;

    public static byte[] Make(byte[] initramfs, string commandLine, bool isSigned = false)
    {
        (string Name, byte[] Content)[] sections =
        [
            (".osrel", "ID=debian\n"u8.ToArray()), (".cmdline", Encoding.ASCII.GetBytes(commandLine)), (".initrd", initramfs), (".linux", "MZ kernel"u8.ToArray()),
        ];
        using var file = new MemoryStream();
        file.SetLength(Headers);
        var header = new byte[Headers];
        Put(header, 0x3C, 0x40);
        Put(header, 0x40, 0x4550);
        Put(header, 0x44, 0x8664 | ((uint)sections.Length << 16));
        Put(header, 0x54, 240);
        Put(header, Optional, 0x20B);
        Put(header, Optional + 32, SectionAlignment);
        Put(header, Optional + 36, FileAlignment);
        Put(header, Optional + 148, isSigned ? 8u : 0);
        var memory = SectionAlignment;
        foreach (var ((name, content), at) in sections.Select((section, index) => (section, Table + (index * 40))))
        {
            Encoding.ASCII.GetBytes(name).CopyTo(header, at);
            Put(header, at + 8, (uint)content.Length);
            Put(header, at + 12, (uint)memory);
            Put(header, at + 16, (uint)Up(content.Length, FileAlignment));
            Put(header, at + 20, (uint)file.Length);
            file.Position = file.Length;
            file.Write(content);
            file.SetLength(Up(file.Length, FileAlignment));
            memory += Up(content.Length, SectionAlignment);
        }

        Put(header, Optional + 56, (uint)memory);
        file.Position = 0;
        file.Write(header);
        return file.ToArray();
    }

    /// <summary>Where sections begin and end in memory, in the order of the table, and the image's end.</summary>
    public static (IReadOnlyList<(uint Start, uint End)> Sections, uint End) Memory(byte[] image) => (
        [.. Enumerable.Range(0, 4).Select(index => Table + (index * 40)).Select(at => (Get(image, at + 12), Get(image, at + 12) + Get(image, at + 8)))],
        Get(image, Optional + 56));

    private static int Up(long length, int alignment) => (int)((length + alignment - 1) / alignment * alignment);

    private static void Put(byte[] header, int offset, uint value) => BinaryPrimitives.WriteUInt32LittleEndian(header.AsSpan(offset), value);

    private static uint Get(byte[] image, int offset) => BinaryPrimitives.ReadUInt32LittleEndian(image.AsSpan(offset));
}
