using System.Buffers.Binary;

namespace V2K.Engine.Tests.Disks.Making;

/// <summary>Makes the delta extents of ESXi: vmfsSparse (COWD) and seSparse. QEMU reads both, and is asked to.</summary>
internal static class EsxSparse
{
    /// <summary>A vmfsSparse extent: grains of <see cref="Layout.GrainSectors"/>, usually one sector; no zeroed grains.</summary>
    public static void WriteCowd(string path, Layout layout, int seed = 0)
    {
        const int PerTable = 4096;
        var tables = (layout.Grains.Length + PerTable - 1) / PerTable;
        var directorySectors = (tables * 4 + 511) / 512;
        var order = Stored(layout, seed);

        // Tables come as they are needed, so only those with a grain.
        var used = order.Select(i => i / PerTable).Distinct().ToList();
        var firstGrain = 4 + directorySectors + used.Count * 32;
        var file = new byte[(firstGrain + order.Length * layout.GrainSectors) * 512];
        "COWD"u8.CopyTo(file);
        U32(file, 4, 1);
        U32(file, 8, 3);
        U32(file, 12, (uint)layout.Sectors);
        U32(file, 16, (uint)layout.GrainSectors);
        U32(file, 20, 4);
        U32(file, 24, (uint)tables);
        U32(file, 28, (uint)(file.Length / 512));
        for (var i = 0; i < used.Count; i++)
        {
            U32(file, 4 * 512 + used[i] * 4, (uint)(4 + directorySectors + i * 32));
        }

        for (var i = 0; i < order.Length; i++)
        {
            var sector = firstGrain + i * layout.GrainSectors;
            var table = 4 + directorySectors + used.IndexOf(order[i] / PerTable) * 32;
            U32(file, table * 512 + order[i] % PerTable * 4, (uint)sector);
            layout.Grain(order[i]).CopyTo(file.AsSpan(sector * 512));
        }

        File.WriteAllBytes(path, file);
    }

    /// <summary>An seSparse extent: grains of 8 sectors.</summary>
    public static void WriteSeSparse(string path, Layout layout, int seed = 0)
    {
        const int PerTable = 4096;
        const int TableSectors = 64;
        const ulong Allocated = 0x1000_0000_0000_0000;
        var tables = (layout.Grains.Length + PerTable - 1) / PerTable;
        var directorySectors = (tables * 8 + 511) / 512;
        const int Directory = 16;
        var firstTable = Directory + directorySectors;
        var firstGrain = firstTable + tables * TableSectors;
        var order = Stored(layout, seed);
        var file = new byte[(firstGrain + order.Length * 8) * 512];
        ulong[] header =
        [
            0xCAFEBABE, 0x200000001, (ulong)layout.Sectors, 8, TableSectors, 0, 0, 0, 0, 0,
            1, 1, 2, 1, 3, 8,
            Directory, (ulong)directorySectors, (ulong)firstTable, (ulong)(tables * TableSectors),
            0, 0, 0, 0,
            (ulong)firstGrain, (ulong)(order.Length * 8),
        ];
        for (var i = 0; i < header.Length; i++)
        {
            U64(file, i * 8, header[i]);
        }

        U64(file, 512, 0xCAFECAFE);
        for (var table = 0; table < tables; table++)
        {
            // Tables in reverse, so that their numbers matter.
            var number = tables - 1 - table;
            U64(file, Directory * 512 + table * 8, Allocated | (uint)number);
        }

        for (var i = 0; i < layout.Grains.Length; i++)
        {
            var number = (ulong)Math.Max(0, Array.IndexOf(order, i));
            var entry = layout.Grains[i] switch
            {
                GrainState.Stored => 0x3000_0000_0000_0000 | ((number & 0xFFF) << 48) | (number >> 12),
                GrainState.Zeroed => i % 2 == 0 ? 0x1000_0000_0000_0000u : 0x2000_0000_0000_0000u,
                _ => 0UL,
            };
            var table = firstTable + (tables - 1 - i / PerTable) * TableSectors;
            U64(file, table * 512 + i % PerTable * 8, entry);
        }

        for (var i = 0; i < order.Length; i++)
        {
            layout.Grain(order[i]).CopyTo(file.AsSpan((firstGrain + i * 8) * 512));
        }

        File.WriteAllBytes(path, file);
    }

    private static int[] Stored(Layout layout, int seed)
    {
        var order = Enumerable.Range(0, layout.Grains.Length).Where(i => layout.Grains[i] is GrainState.Stored).ToArray();
        if (seed != 0)
        {
            new Random(seed).Shuffle(order);
        }

        return order;
    }

    private static void U32(byte[] bytes, int offset, uint value) => BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(offset), value);

    private static void U64(byte[] bytes, int offset, ulong value) => BinaryPrimitives.WriteUInt64LittleEndian(bytes.AsSpan(offset), value);
}
