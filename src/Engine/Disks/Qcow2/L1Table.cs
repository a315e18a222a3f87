using System.Buffers.Binary;

namespace V2K.Engine.Disks.Qcow2;

/// <summary>
/// The L1 table: big-endian u64 entries, one for each L2 table. Bits 9 to 55 are the place of the L2 table, in bytes of the file, or 0 where none is; bit 63
/// says that it is used once. (QEMU's docs/interop/qcow2.txt, Cluster mapping.)
/// </summary>
/// <param name="bytes">The table as it stands in the file.</param>
internal sealed class L1Table(byte[] bytes)
{
    /// <summary>L1E_OFFSET_MASK: bits 9 to 55.</summary>
    private const ulong OffsetMask = 0x00FF_FFFF_FFFF_FE00;

    /// <summary>An empty table.</summary>
    /// <param name="entries">How many L2 tables the disk has.</param>
    internal L1Table(int entries)
        : this(new byte[Length(entries)])
    {
    }

    /// <summary>The table as it stands in the file.</summary>
    internal ReadOnlySpan<byte> Bytes => bytes;

    /// <summary>How many entries it has.</summary>
    internal int Entries => bytes.Length / sizeof(ulong);

    /// <summary>The bytes of a table with so many entries.</summary>
    internal static long Length(int entries) => entries * (long)sizeof(ulong);

    /// <summary>Says that L2 table <paramref name="index"/> stands at byte <paramref name="position"/>, and is used there only.</summary>
    internal void Map(long index, long position) =>
        BinaryPrimitives.WriteUInt64BigEndian(Entry(index), L2Table.Copied | (ulong)position);

    /// <summary>The byte where L2 table <paramref name="index"/> stands; 0 where there is none, and all its clusters read as zeroes.</summary>
    internal long this[long index] => (long)(BinaryPrimitives.ReadUInt64BigEndian(Entry(index)) & OffsetMask);

    private Span<byte> Entry(long index) => bytes.AsSpan((int)index * sizeof(ulong), sizeof(ulong));
}
