using System.Buffers.Binary;
using System.IO.Compression;

namespace V2K.Engine.Tests.Disks.Making;

/// <summary>Reads a whole qcow2 image, and checks that every cluster is counted as often as it is used.</summary>
internal static class Qcow2Reader
{
    private const ulong OffsetMask = 0x00FF_FFFF_FFFF_FE00;

    /// <summary>Where in the file a byte of the virtual disk stands.</summary>
    public static long PositionOf(string path, long offset)
    {
        var file = File.ReadAllBytes(path);
        var cluster = 1L << (int)BinaryPrimitives.ReadUInt32BigEndian(file.AsSpan(20));
        var l1 = BinaryPrimitives.ReadUInt64BigEndian(file.AsSpan(40));
        var index = offset / cluster;
        var table = BinaryPrimitives.ReadUInt64BigEndian(file.AsSpan((int)l1 + (int)(index / (cluster / 8)) * 8)) & OffsetMask;
        var data = BinaryPrimitives.ReadUInt64BigEndian(file.AsSpan((int)table + (int)(index % (cluster / 8)) * 8)) & OffsetMask;
        return (long)data + offset % cluster;
    }

    public static byte[] Read(string path)
    {
        var file = File.ReadAllBytes(path);
        Assert.Equal(0x514649FBu, U32(0));
        Assert.Equal(3u, U32(4));
        Assert.Equal(0UL, U64(8));
        var cluster = 1 << (int)U32(20);
        var disk = new byte[U64(24)];
        var perTable = cluster / 8;
        var uses = new Dictionary<ulong, int>();
        Use(0);
        UseAll(U64(40), (int)U32(36) * 8);
        UseAll(U64(48), (int)U32(56) * cluster);
        for (var i = 0; i < U32(36); i++)
        {
            var table = U64((long)U64(40) + i * 8) & OffsetMask;
            if (table == 0)
            {
                continue;
            }

            Use(table);
            for (var j = 0; j < perTable; j++)
            {
                var entry = U64((long)table + j * 8);
                var data = entry & OffsetMask;
                var start = ((long)i * perTable + j) * cluster;
                if ((entry & (1UL << 62)) != 0)
                {
                    Inflate(entry & ~(3UL << 62), disk.AsSpan((int)start, (int)Math.Min(cluster, disk.Length - start)));
                }
                else if (data != 0 && start < disk.Length)
                {
                    Use(data);
                    file.AsSpan((int)data, (int)Math.Min(cluster, disk.Length - start)).CopyTo(disk.AsSpan((int)start));
                }
            }
        }

        for (var i = 0; i < (int)U32(56) * perTable; i++)
        {
            var block = U64((long)U64(48) + i * 8);
            if (block != 0)
            {
                Use(block);
            }
        }

        for (var i = 0UL; i < (ulong)((file.Length + cluster - 1) / cluster); i++)
        {
            var perBlock = (ulong)cluster / 2;
            var block = U64((long)U64(48) + (long)(i / perBlock) * 8);
            var count = block == 0 ? 0 : BinaryPrimitives.ReadUInt16BigEndian(file.AsSpan((int)(block + i % perBlock * 2)));
            Assert.Equal(uses.GetValueOrDefault(i * (ulong)cluster), count);
        }

        return disk;

        void Use(ulong position)
        {
            Assert.Equal(0UL, position % (ulong)cluster);
            uses[position] = uses.GetValueOrDefault(position) + 1;
        }

        // The specification's "Compressed Clusters Descriptor".
        void Inflate(ulong descriptor, Span<byte> content)
        {
            var x = 62 - ((int)U32(20) - 8);
            var position = descriptor & ((1UL << x) - 1);
            var sectors = (descriptor >> x) + 1;
            var end = Math.Min((ulong)file.Length, (position / 512 + sectors) * 512);
            for (var at = position / (ulong)cluster; at <= (end - 1) / (ulong)cluster; at++)
            {
                uses[at * (ulong)cluster] = uses.GetValueOrDefault(at * (ulong)cluster) + 1;
            }

            using var memory = new MemoryStream(file, (int)position, (int)(end - position));
            using Stream stream = (U64(72) & 8) != 0 ? new ZstdSharp.DecompressionStream(memory) : new DeflateStream(memory, CompressionMode.Decompress);
            stream.ReadExactly(content);
        }

        void UseAll(ulong position, int length)
        {
            for (var done = 0; done < length; done += cluster)
            {
                Use(position + (ulong)done);
            }
        }

        uint U32(long offset) => BinaryPrimitives.ReadUInt32BigEndian(file.AsSpan((int)offset));

        ulong U64(long offset) => BinaryPrimitives.ReadUInt64BigEndian(file.AsSpan((int)offset));
    }
}
