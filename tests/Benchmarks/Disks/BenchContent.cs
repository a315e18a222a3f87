using System.Buffers.Binary;
using System.Globalization;

namespace V2K.Benchmarks.Disks;

/// <summary>
/// Disks with content that compresses about 2:1, as programs and text do: short words, drawn at random from 2 048. Made
/// once in a folder, and found there by the next run that wants as much.
/// </summary>
/// <param name="folder">Where they are.</param>
/// <param name="dataBytes">Bytes of content in each: a multiple of 64 MiB, for a flat disk of 1 MiB.</param>
internal sealed class BenchContent(string folder, long dataBytes)
{
    private const int Block = 1 << 20;

    /// <summary>A snapshot has one stretch in so many, as a server's: more would only lengthen the wait for qemu-img, at 30 MiB/s.</summary>
    private const int Part = 4;

    private const int Stretch = 64 * 1024;

    private static readonly byte[][] Vocabulary = MakeVocabulary();

    /// <summary>A flat disk, full.</summary>
    internal string Flat() => Make("flat.vmdk", path =>
    {
        using (var file = File.Create(Path.Combine(folder, "flat-flat.vmdk")))
        {
            for (long offset = 0; offset < dataBytes; offset += Block)
            {
                file.Write(BlockAt(offset, seed: 1));
            }
        }

        WriteDescriptor(path, "vmfs", $"RW {dataBytes / 512} VMFS \"flat-flat.vmdk\"", parent: null);
    });

    /// <summary>A snapshot on the flat disk: a quarter of it written since, in stretches of 64 KiB, in grains of one sector (vmfsSparse).</summary>
    internal string Cowd() => Cowd(Part);

    /// <summary>The same, but a <paramref name="part"/>th of the disk written.</summary>
    internal string Cowd(int part) => Make($"cowd-{part}.vmdk", path =>
    {
        Flat();
        var extent = $"cowd-{part}-delta.vmdk";
        const int PerTable = 4096;
        const int Directory = 4;
        var grains = (int)(dataBytes / 512);
        var tables = grains / PerTable;
        var directorySectors = (tables * 4 + 511) / 512;
        var firstTable = Directory + directorySectors;
        var firstGrain = firstTable + tables * (PerTable * 4 / 512);
        var directory = new byte[directorySectors * 512];
        var table = new byte[(long)tables * PerTable * 4];
        using (var file = File.Create(Path.Combine(folder, extent)))
        {
            file.Position = firstGrain * 512L;
            var next = firstGrain;
            for (var stretch = 0L; stretch < dataBytes; stretch += part * Stretch)
            {
                file.Write(BlockAt(stretch / Block * Block, seed: 2).AsSpan((int)(stretch % Block), Stretch));
                for (var sector = 0; sector < Stretch / 512; sector++)
                {
                    BinaryPrimitives.WriteUInt32LittleEndian(table.AsSpan((int)(stretch / 512 + sector) * 4), (uint)next++);
                }
            }

            for (var i = 0; i < tables; i++)
            {
                BinaryPrimitives.WriteUInt32LittleEndian(directory.AsSpan(i * 4), (uint)(firstTable + i * (PerTable * 4 / 512)));
            }

            var header = new byte[Directory * 512];
            "COWD"u8.CopyTo(header);
            uint[] fields = [1, 3, (uint)grains, 1, Directory, (uint)tables, (uint)next];
            for (var i = 0; i < fields.Length; i++)
            {
                BinaryPrimitives.WriteUInt32LittleEndian(header.AsSpan(4 + i * 4), fields[i]);
            }

            file.Position = 0;
            file.Write(header);
            file.Write(directory);
            file.Write(table);
        }

        WriteDescriptor(path, "vmfsSparse", $"RW {dataBytes / 512} VMFSSPARSE \"{extent}\"", parent: "flat.vmdk");
    });

    /// <summary>A snapshot on the flat disk: a quarter of it written since, in stretches of 64 KiB, in grains of 4 KiB (seSparse).</summary>
    internal string SeSparse() => Make("sesparse.vmdk", path =>
    {
        Flat();
        const int PerTable = 4096;
        const int TableSectors = 64;
        const int Directory = 16;
        const int GrainLength = 4096;
        var tables = (int)(dataBytes / GrainLength / PerTable);
        var directorySectors = (tables * sizeof(ulong) + 511) / 512;
        var firstTable = Directory + directorySectors;
        var firstGrain = firstTable + tables * TableSectors;
        var front = new byte[firstGrain * 512];
        ulong[] header =
        [
            0xCAFEBABE, 0x200000001, (ulong)dataBytes / 512, 8, TableSectors, 0, 0, 0, 0, 0, 1, 1, 2, 1, 3, 8,
            Directory, (ulong)directorySectors, (ulong)firstTable, (ulong)tables * TableSectors, 0, 0, 0, 0,
            (ulong)firstGrain, (ulong)(dataBytes / Part / 512),
        ];
        for (var i = 0; i < header.Length; i++)
        {
            BinaryPrimitives.WriteUInt64LittleEndian(front.AsSpan(i * sizeof(ulong)), header[i]);
        }

        BinaryPrimitives.WriteUInt64LittleEndian(front.AsSpan(512), 0xCAFECAFE);
        for (var table = 0; table < tables; table++)
        {
            BinaryPrimitives.WriteUInt64LittleEndian(front.AsSpan(Directory * 512 + table * sizeof(ulong)), 0x1000_0000_0000_0000UL | (uint)table);
        }

        using (var file = File.Create(Path.Combine(folder, "sesparse-sesparse.vmdk")))
        {
            file.Position = front.Length;
            var next = 0UL;
            for (var stretch = 0L; stretch < dataBytes; stretch += Part * Stretch)
            {
                file.Write(BlockAt(stretch / Block * Block, seed: 3).AsSpan((int)(stretch % Block), Stretch));
                for (var grain = stretch / GrainLength; grain < (stretch + Stretch) / GrainLength; grain++)
                {
                    var entry = 0x3000_0000_0000_0000 | ((next & 0xFFF) << 48) | (next >> 12);
                    BinaryPrimitives.WriteUInt64LittleEndian(front.AsSpan((int)(firstTable * 512 + grain * sizeof(ulong))), entry);
                    next++;
                }
            }

            file.Position = 0;
            file.Write(front);
        }

        WriteDescriptor(path, "seSparse", $"RW {dataBytes / 512} SESPARSE \"sesparse-sesparse.vmdk\"", parent: "flat.vmdk");
    });

    /// <summary>A sparse disk of 2 TiB with the content strewn over it in stretches of 64 MiB.</summary>
    internal string Strewn() => Make("strewn.vmdk", path =>
    {
        const long VirtualSize = 2L << 40;
        const long Island = 64 << 20;
        var step = VirtualSize / (dataBytes / Island);
        var raw = Path.Combine(folder, "strewn.raw");
        using (var file = File.Create(raw))
        {
            file.SetLength(VirtualSize);
            for (var done = 0L; done < dataBytes; done += Block)
            {
                file.Position = done / Island * step + done % Island;
                file.Write(BlockAt(done, seed: 4));
            }
        }

        Shell.Run("qemu-img", "convert", "-f", "raw", "-O", "vmdk", raw, path);
        File.Delete(raw);
    });

    /// <summary>An empty sparse disk of nearly 64 TiB: half a gigabyte of grain tables for every 8 TiB.</summary>
    internal string Empty() => Make("empty.vmdk", path => Shell.Run("qemu-img", "create", "-f", "vmdk", path, "63T"));

    /// <summary>Converted from the flat by qemu-img to another kind.</summary>
    internal string Of(string subformat) => Make(subformat + ".vmdk", path =>
        Shell.Run("qemu-img", "convert", "-f", "raw", "-O", "vmdk", "-o", "subformat=" + subformat, RawOf(Flat()), path));

    /// <summary>The raw file behind a flat descriptor.</summary>
    internal static string RawOf(string flat) => flat.Replace("flat.vmdk", "flat-flat.vmdk", StringComparison.Ordinal);

    private string Make(string name, Action<string> make)
    {
        // What a killed run has left half-made lacks the note.
        var path = Path.Combine(folder, name);
        var note = path + ".made";
        var made = dataBytes.ToString(CultureInfo.InvariantCulture);
        if (!File.Exists(note) || File.ReadAllText(note) != made)
        {
            Console.Error.WriteLine($"making {name}");
            File.Delete(note);
            File.Delete(path);
            make(path);
            File.WriteAllText(note, made);
        }

        return path;
    }

    private static byte[] BlockAt(long offset, int seed)
    {
        var random = new Random((seed << 20) ^ (int)(offset / Block));
        var block = new byte[Block];
        for (var at = 0; at < Block;)
        {
            var word = Vocabulary[random.Next(Vocabulary.Length)];
            var length = Math.Min(word.Length, Block - at);
            word.AsSpan(0, length).CopyTo(block.AsSpan(at));
            at += length;
        }

        return block;
    }

    private static byte[][] MakeVocabulary()
    {
        var random = new Random(0x5eed);
        return [.. Enumerable.Range(0, 1 << 11).Select(_ =>
        {
            var word = new byte[random.Next(4, 13)];
            random.NextBytes(word);
            return word;
        })];
    }

    /// <summary>Without an empty line before the extent: qemu 7.2 would count it twice.</summary>
    private static void WriteDescriptor(string path, string createType, string extent, string? parent) => File.WriteAllText(path, $"""
        # Disk DescriptorFile
        version=1
        CID=1234abcd
        parentCID={(parent is null ? "ffffffff" : $"1234abcd\nparentFileNameHint=\"{parent}\"")}
        createType="{createType}"
        {extent}

        """);
}
