using System.Globalization;

namespace V2K.Benchmarks.Disks;

/// <summary>The disks to copy. Made once in a folder, and found there by the next run that wants as much.</summary>
/// <param name="folder">Where they are.</param>
/// <param name="dataBytes">Bytes of content in each: a multiple of 64 MiB, for a flat disk of 1 MiB.</param>
internal sealed class BenchContent(string folder, long dataBytes)
{
    /// <summary>Of what is made, and noted to be: counts up when the same name comes to mean other files.</summary>
    private const int Version = 2;

    /// <summary>A snapshot has one stretch in so many, as a server's.</summary>
    private const int Part = 4;

    private const int FlatSeed = 1;

    /// <summary>A flat disk, full.</summary>
    internal MadeDisk Flat()
    {
        const string Extent = "flat-flat.vmdk";
        var path = Make("flat.vmdk", path =>
        {
            using (var file = File.Create(In(Extent)))
            {
                for (long offset = 0; offset < dataBytes; offset += BenchBytes.Block)
                {
                    file.Write(BenchBytes.At(offset, FlatSeed));
                }
            }

            WriteDescriptor(path, "vmfs", "VMFS", Extent, parent: null);
        });
        return new MadeDisk(path, In(Extent));
    }

    /// <summary>A snapshot on the flat disk: one stretch of 64 KiB in <paramref name="part"/> written since, in grains of one sector (vmfsSparse).</summary>
    internal MadeDisk Cowd(int part = Part) => Delta($"cowd-{part}", "vmfsSparse", new DeltaPattern(part, seed: 2), CowdExtent.Write);

    /// <summary>The same in grains of 4 KiB (seSparse).</summary>
    internal MadeDisk SeSparse() => Delta("sesparse", "seSparse", new DeltaPattern(Part, seed: 3), SeSparseExtent.Write);

    /// <summary>A sparse disk of 2 TiB with the content strewn over it in stretches of 64 MiB.</summary>
    internal string Strewn() => Make("strewn.vmdk", path =>
    {
        const long VirtualSize = 2L << 40;
        const long Island = 64 << 20;
        var step = VirtualSize / (dataBytes / Island);
        var raw = In("strewn.raw");
        using (var file = File.Create(raw))
        {
            file.SetLength(VirtualSize);
            for (var done = 0L; done < dataBytes; done += BenchBytes.Block)
            {
                file.Position = done / Island * step + done % Island;
                file.Write(BenchBytes.At(done, seed: 4));
            }
        }

        Shell.Run("qemu-img", "convert", "-f", "raw", "-O", "vmdk", raw, path);
        File.Delete(raw);
    });

    /// <summary>An empty sparse disk of nearly 64 TiB: half a gigabyte of grain tables for every 8 TiB.</summary>
    internal string Empty() => Make("empty.vmdk", path => Shell.Run("qemu-img", "create", "-f", "vmdk", path, "63T"));

    /// <summary>Converted from the flat by qemu-img to another kind.</summary>
    internal MadeDisk Of(string subformat)
    {
        var raw = Flat().Raw;
        var path = Make(subformat + ".vmdk", path =>
            Shell.Run("qemu-img", "convert", "-f", "raw", "-O", "vmdk", "-o", "subformat=" + subformat, raw, path));
        return new MadeDisk(path, raw);
    }

    /// <summary>The same disk as the only member of an archive.</summary>
    /// <returns>The member's path.</returns>
    internal string Archive(string subformat)
    {
        var disk = Of(subformat).Path;
        var ova = Make(subformat + ".ova", path => Shell.Run("tar", "--format=ustar", "-C", folder, "-cf", path, Path.GetFileName(disk)));
        return Path.Combine(ova, Path.GetFileName(disk));
    }

    private MadeDisk Delta(string name, string createType, DeltaPattern pattern, Action<Stream, long, DeltaPattern> write)
    {
        var parent = Path.GetFileName(Flat().Path);
        var (extent, raw) = (name + "-delta.vmdk", In(name + ".raw"));
        var path = Make(name + ".vmdk", path =>
        {
            using (var file = File.Create(In(extent)))
            {
                write(file, dataBytes, pattern);
            }

            using (var file = File.Create(raw))
            {
                pattern.Flatten(file, dataBytes, FlatSeed);
            }

            WriteDescriptor(path, createType, createType.ToUpperInvariant(), extent, parent);
        });
        return new MadeDisk(path, raw);
    }

    private string Make(string name, Action<string> make)
    {
        // What a killed run has left half-made lacks the note.
        var path = In(name);
        var note = path + ".made";
        var made = string.Create(CultureInfo.InvariantCulture, $"{Version}: {dataBytes}");
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

    private string In(string name) => Path.Combine(folder, name);

    /// <summary>Without an empty line before the extent: qemu 7.2 would count it twice.</summary>
    private void WriteDescriptor(string path, string createType, string extentType, string extent, string? parent) => File.WriteAllText(path, $"""
        # Disk DescriptorFile
        version=1
        CID=1234abcd
        parentCID={(parent is null ? "ffffffff" : $"1234abcd\nparentFileNameHint=\"{parent}\"")}
        createType="{createType}"
        RW {dataBytes / 512} {extentType} "{extent}"

        """);
}
