using System.Globalization;
using System.Text;

namespace V2K.Engine.Guests.Initramfs;

/// <summary>Writes cpio archives as the kernel unpacks them: "newc", everything root's, without times.</summary>
public static class CpioWriter
{
    /// <summary>An archive of <paramref name="entries"/>, its trailer included; its length is a multiple of 4.</summary>
    public static byte[] Write(IEnumerable<CpioEntry> entries)
    {
        using var archive = new MemoryStream();
        uint inode = 1;
        foreach (var entry in entries)
        {
            WriteEntry(archive, entry, inode++);
        }

        WriteEntry(archive, new CpioEntry(CpioEntry.Trailer, Mode: 0, ReadOnlyMemory<byte>.Empty), inode: 0);
        return archive.ToArray();
    }

    private static void WriteEntry(MemoryStream archive, CpioEntry entry, uint inode)
    {
        var name = Encoding.Latin1.GetBytes(entry.Name + "\0");
        var links = entry.IsFolder ? 2 : 1;
        uint[] fields = [inode, entry.Mode, 0, 0, (uint)links, 0, (uint)entry.Content.Length, 0, 0, 0, 0, (uint)name.Length, 0];
        archive.Write(CpioEntry.Magic);
        foreach (var field in fields)
        {
            archive.Write(Encoding.ASCII.GetBytes(field.ToString("X8", CultureInfo.InvariantCulture)));
        }

        archive.Write(name);
        Pad(archive);
        archive.Write(entry.Content.Span);
        Pad(archive);
    }

    private static void Pad(MemoryStream archive)
    {
        while (archive.Length % 4 != 0)
        {
            archive.WriteByte(0);
        }
    }
}
