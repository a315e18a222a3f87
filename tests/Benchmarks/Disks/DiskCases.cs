namespace V2K.Benchmarks.Disks;

/// <summary>What the disk engine is held against: qemu-img with the best of its flags, and cp.</summary>
internal static class DiskCases
{
    /// <summary>The copies on the file system of <paramref name="folder"/>.</summary>
    internal static IEnumerable<DiskCase> Plain(string folder, BenchContent content)
    {
        Func<MadeDisk> stream = () => content.Of("streamOptimized"), sparse = () => content.Of("monolithicSparse");
        yield return AgainstQemu("streamOptimized", stream, folder, "raw", 5);
        yield return AgainstQemu("streamOptimized", stream, folder, "qcow2", 5);
        yield return AgainstQemu("monolithicSparse", sparse, folder, "qcow2", 1.5);
        yield return AgainstQemu("monolithicSparse", sparse, folder, "qcow2", 3, "-T", "none", "-t", "none") with
        {
            Title = "monolithicSparse → qcow2, O_DIRECT",
            Cache = "direct",
        };
        yield return AgainstQemu("vmfsSparse over flat", () => content.Cowd(), folder, "qcow2", 10);
        yield return AgainstQemu("seSparse over flat", content.SeSparse, folder, "qcow2", 10);
        yield return AgainstQemu("flat", content.Flat, folder, "raw", 1);
        yield return AgainstQemu("flat", content.Flat, folder, "qcow2", 1);
        var copy = Path.Combine(folder, "target.raw");
        yield return new DiskCase("flat → raw, against cp --sparse", content.Flat, copy, "raw", 0.85, source =>
            [["sh", "-c", "cp --sparse=always \"$0\" \"$1\" && sync \"$1\"", source.Raw, copy]]);
    }

    /// <summary>The copies within one file system that shares blocks.</summary>
    internal static IEnumerable<DiskCase> Shared(string folder, BenchContent content) =>
        from kind in new (string Name, Func<MadeDisk> Make)[] { ("flat", content.Flat), ("monolithicSparse", () => content.Of("monolithicSparse")) }
        from format in new[] { "raw", "qcow2" }
        select AgainstQemu(kind.Name + ", one XFS", kind.Make, folder, format, 30) with { IsShared = true };

    private static DiskCase AgainstQemu(string kind, Func<MadeDisk> make, string folder, string format, double goal, params string[] flags)
    {
        var target = Path.Combine(folder, "target." + format);
        string[][] best = [[], ["-m", "16", "-W"]];
        return new DiskCase($"{kind} → {format}", make, target, format, goal, source =>
            best.Select(more => (string[])["qemu-img", "convert", .. flags, .. more, "-f", "vmdk", "-O", format, source.Path, target]));
    }
}
