using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace V2K.Engine.Tests.Disks.Making;

/// <summary>Makes hosted sparse extents, written from "Virtual Disk Format 5.0" and independent of the reader.</summary>
internal static class HostedSparse
{
    private const int DescriptorSectors = 20;
    private const ulong DirectoryAtEnd = ulong.MaxValue;

    /// <summary>The fields of a SparseExtentHeader, for tests that want to spoil one.</summary>
    public static byte[] Header(ulong capacity, ulong grainSectors, uint flags, bool descriptor, ulong rgd, ulong gd, ulong overhead, ushort algorithm)
    {
        var header = new byte[512];
        "KDMV"u8.CopyTo(header);
        U32(header, 4, (flags & 0x10000) != 0 ? 3u : 1u);
        U32(header, 8, flags);
        U64(header, 12, capacity);
        U64(header, 20, grainSectors);
        U64(header, 28, descriptor ? 1UL : 0);
        U64(header, 36, descriptor ? (ulong)DescriptorSectors : 0);
        U32(header, 44, 512);
        U64(header, 48, rgd);
        U64(header, 56, gd);
        U64(header, 64, overhead);
        "\n \r\n"u8.CopyTo(header.AsSpan(73));
        BinaryPrimitives.WriteUInt16LittleEndian(header.AsSpan(77), algorithm);
        return header;
    }

    /// <summary>A monolithic or split extent; grains lie in an order of their own, as guests write them.</summary>
    public static void Write(string path, Layout layout, string? descriptor, int seed = 0)
    {
        var tables = Tables(layout);
        var directorySectors = Sectors(tables * 4);
        var redundant = 1 + DescriptorSectors;
        var primary = redundant + directorySectors + tables * 4;
        var overhead = primary + directorySectors + tables * 4;
        overhead = (overhead + layout.GrainSectors - 1) / layout.GrainSectors * layout.GrainSectors;

        var order = Enumerable.Range(0, layout.Grains.Length).Where(i => layout.Grains[i] is GrainState.Stored).ToArray();
        if (seed != 0)
        {
            new Random(seed).Shuffle(order);
        }

        var file = new byte[(overhead + order.Length * layout.GrainSectors) * 512];
        var entries = new uint[layout.Grains.Length];
        for (var i = 0; i < entries.Length; i++)
        {
            entries[i] = layout.Grains[i] is GrainState.Zeroed ? 1u : 0;
        }

        for (var i = 0; i < order.Length; i++)
        {
            var sector = overhead + i * layout.GrainSectors;
            entries[order[i]] = (uint)sector;
            layout.Grain(order[i]).CopyTo(file.AsSpan(sector * 512));
        }

        Header((ulong)layout.Sectors, (ulong)layout.GrainSectors, 1 | 2 | 4, descriptor is not null, (ulong)redundant, (ulong)primary, (ulong)overhead, 0)
            .CopyTo(file, 0);
        Encoding.UTF8.GetBytes(descriptor ?? "").CopyTo(file, 512);
        foreach (var directory in new[] { redundant, primary })
        {
            for (var table = 0; table < tables; table++)
            {
                var sector = directory + directorySectors + table * 4;
                U32(file, directory * 512 + table * 4, (uint)sector);
                for (var i = table * 512; i < Math.Min(entries.Length, (table + 1) * 512); i++)
                {
                    U32(file, sector * 512 + i % 512 * 4, entries[i]);
                }
            }
        }

        File.WriteAllBytes(path, file);
    }

    /// <summary>A stream-optimized disk, its directory named by the footer or already by the header.</summary>
    public static void WriteStream(string path, Layout layout, string descriptor, bool footer)
    {
        using var file = new MemoryStream();
        file.SetLength(128 * 512);
        file.Position = file.Length;
        var tables = new uint[Tables(layout)];
        for (var table = 0; table < tables.Length; table++)
        {
            var entries = new byte[4 * 512];
            for (var i = table * 512; i < Math.Min(layout.Grains.Length, (table + 1) * 512); i++)
            {
                var entry = layout.Grains[i] switch { GrainState.Stored => Sector(file), GrainState.Zeroed => 1u, _ => 0u };
                U32(entries, i % 512 * 4, entry);
                if (entry > 1)
                {
                    WriteGrain(file, layout, i);
                }
            }

            if (entries.AsSpan().ContainsAnyExcept((byte)0))
            {
                WriteMarker(file, 4, 1);
                tables[table] = Sector(file);
                file.Write(entries);
            }
        }

        WriteMarker(file, (uint)Sectors(tables.Length * 4), 2);
        var directory = Sector(file);
        var bytes = new byte[Sectors(tables.Length * 4) * 512];
        Buffer.BlockCopy(tables, 0, bytes, 0, tables.Length * 4);
        file.Write(bytes);
        if (footer)
        {
            WriteMarker(file, 1, 3);
            file.Write(StreamHeader(layout, directory));
        }

        WriteMarker(file, 0, 0);
        var all = file.ToArray();
        StreamHeader(layout, footer ? DirectoryAtEnd : directory).CopyTo(all, 0);
        Encoding.UTF8.GetBytes(descriptor).CopyTo(all, 512);
        File.WriteAllBytes(path, all);
    }

    private static byte[] StreamHeader(Layout layout, ulong directory) =>
        Header((ulong)layout.Sectors, (ulong)layout.GrainSectors, 1 | 4 | 0x30000, true, 0, directory, 128, 1);

    private static void WriteGrain(MemoryStream file, Layout layout, int index)
    {
        var grain = new byte[layout.GrainLength];
        layout.Grain(index).CopyTo(grain);
        using var deflated = new MemoryStream();
        using (var stream = new ZLibStream(deflated, CompressionLevel.Fastest, leaveOpen: true))
        {
            stream.Write(grain);
        }

        var marker = new byte[12];
        U64(marker, 0, (ulong)index * (ulong)layout.GrainSectors);
        U32(marker, 8, (uint)deflated.Length);
        file.Write(marker);
        deflated.WriteTo(file);
        file.Write(new byte[(512 - file.Length % 512) % 512]);
    }

    private static void WriteMarker(MemoryStream file, uint sectors, uint type)
    {
        var marker = new byte[512];
        U64(marker, 0, sectors);
        U32(marker, 12, type);
        file.Write(marker);
    }

    private static int Tables(Layout layout) => (layout.Grains.Length + 511) / 512;

    private static uint Sector(MemoryStream file) => (uint)(file.Position / 512);

    private static int Sectors(int bytes) => (bytes + 511) / 512;

    private static void U32(byte[] bytes, int offset, uint value) => BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(offset), value);

    private static void U64(byte[] bytes, int offset, ulong value) => BinaryPrimitives.WriteUInt64LittleEndian(bytes.AsSpan(offset), value);
}
