using System.Buffers.Binary;

namespace V2K.Benchmarks.Disks;

/// <summary>A seSparse extent as ESX writes it: 64-bit little-endian words, grains of 4 KiB, tables of 4 096 entries.</summary>
internal static class SeSparseExtent
{
    private const int Sector = 512;
    private const int Grain = 4096;
    private const int TableEntries = 4096;
    private const int TableSectors = TableEntries * sizeof(ulong) / Sector;
    private const int DirectorySector = 16;

    /// <summary>Says of an entry of the directory that its table is there.</summary>
    private const ulong TableAllocated = 0x1000_0000_0000_0000;

    /// <summary>Says of an entry of a table that its grain is there; the low 12 bits of the grain's number go to bit 48, the others to bit 0.</summary>
    private const ulong GrainAllocated = 0x3000_0000_0000_0000;

    /// <summary>Writes the extent of a disk of <paramref name="capacity"/> bytes to the empty <paramref name="file"/>.</summary>
    internal static void Write(Stream file, long capacity, DeltaPattern written)
    {
        var tables = (int)((capacity / Grain + TableEntries - 1) / TableEntries);
        var directorySectors = (tables * sizeof(ulong) + Sector - 1) / Sector;
        var firstTable = DirectorySector + directorySectors;
        var tablesSectors = tables * TableSectors;
        var firstGrain = firstTable + tablesSectors;
        var front = new byte[firstGrain * Sector];
        file.Position = front.Length;
        var next = 0UL;
        foreach (var stretch in written.Stretches(capacity))
        {
            file.Write(written.At(stretch));
            for (var grain = stretch / Grain; grain < (stretch + DeltaPattern.Stretch) / Grain; grain++, next++)
            {
                Put(front, firstTable, grain, GrainAllocated | ((next & 0xFFF) << 48) | (next >> 12));
            }
        }

        for (var table = 0; table < tables; table++)
        {
            Put(front, DirectorySector, table, TableAllocated | (uint)table);
        }

        // Magic, version 2.1, capacity, grain and table size in sectors, flags, …; then where each part is, and how long.
        ulong[] header =
        [
            0xCAFEBABE, 0x2_0000_0001, (ulong)capacity / Sector, Grain / Sector, TableSectors, 0, 0, 0, 0, 0, 1, 1, 2, 1, 3, 8,
            DirectorySector, (ulong)directorySectors, (ulong)firstTable, (ulong)tablesSectors, 0, 0, 0, 0,
            (ulong)firstGrain, next * (Grain / Sector),
        ];
        for (var i = 0; i < header.Length; i++)
        {
            Put(front, 0, i, header[i]);
        }

        // The volatile header: nothing left to replay.
        Put(front, 1, 0, 0xCAFECAFE);
        file.Position = 0;
        file.Write(front);
    }

    private static void Put(byte[] front, int sector, long index, ulong value) =>
        BinaryPrimitives.WriteUInt64LittleEndian(front.AsSpan((int)(sector * Sector + index * sizeof(ulong))), value);
}
