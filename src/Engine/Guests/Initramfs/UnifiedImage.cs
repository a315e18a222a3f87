using System.Buffers.Binary;
using System.Text;

namespace V2K.Engine.Guests.Initramfs;

/// <summary>
/// A unified kernel image (UAPI Group specification 5): a PE program for the firmware whose sections hold a kernel, its initramfs and its
/// command line. systemd-stub(7) finds them by their names, so that one which outgrows its place may go to the end.
/// </summary>
internal sealed class UnifiedImage
{
    /// <summary>The section of the initramfs.</summary>
    internal const string Initramfs = ".initrd";

    /// <summary>The section of the kernel's command line.</summary>
    internal const string CommandLine = ".cmdline";

    private const int FileHeader = 4 + 20;
    private const int SectionHeader = 40;
    private const int MaximumSections = 96;

    /// <summary>Offsets in the optional header of PE32+ (PE format, "Optional Header Windows-Specific Fields").</summary>
    private const int SectionAlignment = 32;
    private const int FileAlignment = 36;
    private const int SizeOfImage = 56;
    private const int CheckSum = 64;
    private const int Certificates = 144;
    private const ushort Pe32Plus = 0x20B;

    private readonly Stream _file;
    private readonly long _optional;
    private readonly long _table;
    private readonly int _count;

    private UnifiedImage(Stream file, long optional, long table, int count) => (_file, _optional, _table, _count) = (file, optional, table, count);

    /// <summary>Whether it is signed as a whole; a change would break that.</summary>
    internal bool IsSigned => Number(_optional + Certificates + 4) != 0;

    /// <summary>Takes <paramref name="file"/> apart; null where it is no such program.</summary>
    internal static UnifiedImage? TryRead(Stream file)
    {
        try
        {
            var header = NumberAt(file, 0x3C);
            var optional = header + FileHeader;
            var sizes = NumberAt(file, header + 20);
            var count = (int)(NumberAt(file, header + 4) >> 16);
            return NumberAt(file, header) == 0x4550 && (NumberAt(file, optional) & 0xFFFF) == Pe32Plus && count is > 0 and <= MaximumSections
                ? new UnifiedImage(file, optional, optional + (sizes & 0xFFFF), count)
                : null;
        }
        catch (EndOfStreamException)
        {
            return null;
        }
    }

    /// <summary>What a section holds; null where there is none of that name, or not all of it is there.</summary>
    internal byte[]? Section(string name)
    {
        if (Find(name) is not { } header)
        {
            return null;
        }

        // The last page is filled up in the file, and only there.
        var (length, start) = (Math.Min(Number(header + 8), Number(header + 16)), Number(header + 20));
        if (start + (long)length > _file.Length || length > int.MaxValue)
        {
            return null;
        }

        var content = new byte[length];
        _file.Position = start;
        _file.ReadExactly(content);
        return content;
    }

    /// <summary>Gives a section another content: in its place if it fits, else behind all others, in the file and in memory.</summary>
    internal void Replace(string name, byte[] content)
    {
        var header = Find(name) ?? throw new InvalidOperationException($"there is no section {name}");
        if (content.Length > Number(header + 16) || content.Length > Room(header))
        {
            var place = Up(_file.Length, Number(_optional + FileAlignment));
            Put(header + 12, (uint)Up(Enumerable.Range(0, _count).Max(End), Number(_optional + SectionAlignment)));
            Put(header + 16, (uint)Up(content.Length, Number(_optional + FileAlignment)));
            Put(header + 20, (uint)place);
            _file.SetLength(place + Number(header + 16));
        }

        Put(header + 8, (uint)content.Length);
        _file.Position = Number(header + 20);
        _file.Write(content);
        Put(_optional + SizeOfImage, (uint)Up(Enumerable.Range(0, _count).Max(End), Number(_optional + SectionAlignment)));
        Put(_optional + CheckSum, 0);
    }

    private long? Find(string name)
    {
        var wanted = Encoding.ASCII.GetBytes(name.PadRight(8, '\0'));
        var found = new byte[8];
        for (var i = 0; i < _count; i++)
        {
            _file.Position = Header(i);
            _file.ReadExactly(found);
            if (found.AsSpan().SequenceEqual(wanted))
            {
                return Header(i);
            }
        }

        return null;
    }

    /// <summary>How many bytes of memory there are to the next section.</summary>
    private long Room(long header)
    {
        var start = Number(header + 12);
        return Enumerable.Range(0, _count).Select(i => Number(Header(i) + 12)).Where(other => other > start).DefaultIfEmpty(uint.MaxValue).Min() - (long)start;
    }

    private long Header(int section) => _table + (section * SectionHeader);

    private long End(int section) => Number(Header(section) + 12) + (long)Number(Header(section) + 8);

    private static long Up(long value, uint alignment) => alignment == 0 ? value : (value + alignment - 1) / alignment * alignment;

    private uint Number(long offset) => NumberAt(_file, offset);

    private static uint NumberAt(Stream file, long offset)
    {
        Span<byte> bytes = stackalloc byte[4];
        file.Position = offset;
        file.ReadExactly(bytes);
        return BinaryPrimitives.ReadUInt32LittleEndian(bytes);
    }

    private void Put(long offset, uint value)
    {
        Span<byte> bytes = stackalloc byte[4];
        BinaryPrimitives.WriteUInt32LittleEndian(bytes, value);
        _file.Position = offset;
        _file.Write(bytes);
    }
}
