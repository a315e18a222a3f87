using System.Buffers.Binary;

namespace V2K.Benchmarks.Disks;

/// <summary>A vmfsSparse extent as ESX writes it: 32-bit little-endian sector numbers, grains of one sector, tables of 4 096 entries.</summary>
internal static class CowdExtent
{
    private const int Sector = 512;
    private const int TableEntries = 4096;
    private const int TableSectors = TableEntries * sizeof(uint) / Sector;
    private const int DirectorySector = 4;

    /// <summary>Writes the extent of a disk of <paramref name="capacity"/> bytes to the empty <paramref name="file"/>.</summary>
    internal static void Write(Stream file, long capacity, DeltaPattern written)
    {
        var grains = (int)(capacity / Sector);
        var tables = (grains + TableEntries - 1) / TableEntries;
        var directorySectors = (tables * sizeof(uint) + Sector - 1) / Sector;
        var firstTable = DirectorySector + directorySectors;
        var next = firstTable + tables * TableSectors;
        var directory = new byte[directorySectors * Sector];
        var entries = new byte[tables * TableSectors * Sector];
        file.Position = (long)next * Sector;
        foreach (var stretch in written.Stretches(capacity))
        {
            file.Write(written.At(stretch));
            for (var grain = stretch / Sector; grain < (stretch + DeltaPattern.Stretch) / Sector; grain++)
            {
                Put(entries, grain, next++);
            }
        }

        for (var table = 0; table < tables; table++)
        {
            Put(directory, table, firstTable + table * TableSectors);
        }

        var header = new byte[DirectorySector * Sector];
        "COWD"u8.CopyTo(header);
        int[] fields = [1, 3, grains, 1, DirectorySector, tables, next];
        for (var i = 0; i < fields.Length; i++)
        {
            Put(header, 1 + i, fields[i]);
        }

        file.Position = 0;
        file.Write(header);
        file.Write(directory);
        file.Write(entries);
    }

    private static void Put(byte[] table, long index, int value) =>
        BinaryPrimitives.WriteInt32LittleEndian(table.AsSpan((int)index * sizeof(int)), value);
}
