using System.Buffers.Binary;
using System.Text;

namespace V2K.Engine.Tests.Disks.Making;

/// <summary>
/// Makes sparse extents of any virtual size that occupy next to nothing: all but headers, the entries in use and the first sector of each
/// stored grain are holes of the file.
/// </summary>
internal static class HugeDisk
{
    private const int DescriptorSectors = 20;

    /// <summary>A hosted sparse extent with grains of 64 KiB.</summary>
    /// <param name="path">The file to make.</param>
    /// <param name="size">The virtual size in bytes.</param>
    /// <param name="stored">Offsets of the stored grains: ascending multiples of 64 KiB.</param>
    /// <param name="descriptor">What to embed; null for one extent of several.</param>
    public static void WriteHosted(string path, long size, IReadOnlyList<long> stored, string? descriptor)
    {
        const int GrainLength = 64 << 10;
        const long Coverage = 512L * GrainLength;
        var directory = 1L + DescriptorSectors;
        var firstTable = directory + Sectors((size + Coverage - 1) / Coverage * 4);
        var tables = Number(stored.Select(offset => offset / Coverage));
        var firstGrain = (firstTable + tables.Count * 4 + 127) / 128 * 128;

        using var file = Create(path, (firstGrain + stored.Count * 128L) * 512);
        Write(file, HostedSparse.Header((ulong)size / 512, 128, 1 | 2 | 4, descriptor is not null, (ulong)directory, (ulong)directory, (ulong)firstGrain, 0), 0);
        Write(file, Encoding.UTF8.GetBytes(descriptor ?? ""), 512);
        foreach (var (table, number) in tables)
        {
            WriteU32(file, (uint)(firstTable + number * 4L), directory * 512 + table * 4);
        }

        for (var i = 0; i < stored.Count; i++)
        {
            var sector = firstGrain + i * 128L;
            var table = firstTable + tables[stored[i] / Coverage] * 4L;
            WriteU32(file, (uint)sector, table * 512 + stored[i] / GrainLength % 512 * 4);
            Write(file, Content(stored[i]), sector * 512);
        }
    }

    /// <summary>An seSparse extent, whose grains have 4 KiB.</summary>
    /// <param name="path">The file to make.</param>
    /// <param name="size">The virtual size in bytes.</param>
    /// <param name="stored">Offsets of the stored grains: ascending multiples of 4 KiB.</param>
    public static void WriteSeSparse(string path, long size, IReadOnlyList<long> stored)
    {
        const int GrainLength = 4096;
        const int TableLength = 32 << 10;
        const long Coverage = 4096L * GrainLength;
        const long Directory = 16;
        var directorySectors = Sectors((size + Coverage - 1) / Coverage * 8);
        var firstTable = Directory + directorySectors;
        var tables = Number(stored.Select(offset => offset / Coverage));
        var firstGrain = firstTable + tables.Count * 64;

        using var file = Create(path, firstGrain * 512 + stored.Count * (long)GrainLength);
        ulong[] header =
        [
            0xCAFEBABE, 0x200000001, (ulong)size / 512, 8, 64, 0, 0, 0, 0, 0,
            1, 1, 2, 1, 3, 8,
            (ulong)Directory, (ulong)directorySectors, (ulong)firstTable, (ulong)tables.Count * 64,
            0, 0, 0, 0,
            (ulong)firstGrain, (ulong)stored.Count * 8,
        ];
        for (var i = 0; i < header.Length; i++)
        {
            WriteU64(file, header[i], i * 8);
        }

        WriteU64(file, 0xCAFECAFE, 512);
        foreach (var (table, number) in tables)
        {
            WriteU64(file, 0x1000_0000_0000_0000UL | number, Directory * 512 + table * 8);
        }

        for (var i = 0; i < stored.Count; i++)
        {
            var table = firstTable * 512 + tables[stored[i] / Coverage] * (long)TableLength;
            var number = (ulong)i;
            var entry = 0x3000_0000_0000_0000UL | ((number & 0xFFF) << 48) | (number >> 12);
            WriteU64(file, entry, table + stored[i] / GrainLength % 4096 * 8);
            Write(file, Content(stored[i]), firstGrain * 512 + i * (long)GrainLength);
        }
    }

    /// <summary>How the grain at <paramref name="offset"/> of the extent starts: with its own offset.</summary>
    public static byte[] Content(long offset)
    {
        var content = new byte[512];
        BinaryPrimitives.WriteInt64LittleEndian(content, offset);
        content[^1] = 0xFF;
        return content;
    }

    private static Dictionary<long, uint> Number(IEnumerable<long> tables) =>
        tables.Distinct().Select((table, number) => (Table: table, Number: (uint)number)).ToDictionary(pair => pair.Table, pair => pair.Number);

    private static FileStream Create(string path, long length)
    {
        var file = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0);
        file.SetLength(length);
        return file;
    }

    private static void Write(FileStream file, ReadOnlySpan<byte> bytes, long position) =>
        RandomAccess.Write(file.SafeFileHandle, bytes, position);

    private static void WriteU32(FileStream file, uint value, long position)
    {
        Span<byte> bytes = stackalloc byte[4];
        BinaryPrimitives.WriteUInt32LittleEndian(bytes, value);
        Write(file, bytes, position);
    }

    private static void WriteU64(FileStream file, ulong value, long position)
    {
        Span<byte> bytes = stackalloc byte[8];
        BinaryPrimitives.WriteUInt64LittleEndian(bytes, value);
        Write(file, bytes, position);
    }

    private static long Sectors(long bytes) => (bytes + 511) / 512;
}
