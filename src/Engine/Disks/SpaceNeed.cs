using V2K.Engine.Configuration;
using V2K.Engine.Datastores;
using V2K.Engine.Disks.Copying;
using V2K.Engine.Disks.Precopying;

namespace V2K.Engine.Disks;

/// <summary>What a copy takes of its target's file system, in bytes: how much is not always known before it is made.</summary>
/// <param name="AtLeast">What is known to be written.</param>
/// <param name="AtMost">What may be written: zeroes that are stored in the source, and not in the target, are not told from data without reading them.</param>
public readonly record struct SpaceNeed(long AtLeast, long AtMost)
{
    /// <summary>In how many places the content of a disk is looked at.</summary>
    private const int Samples = 256;

    /// <summary>How much is read in each, in bytes: a block of most guests' file systems.</summary>
    private const int SampleLength = 4096;

    /// <summary>A qcow2 file has 8 bytes of L2 table for each cluster, and refcounts; this many bytes of a disk take at most one.</summary>
    private const int BytesForMetadata = 4096;

    /// <summary>Nothing.</summary>
    public static SpaceNeed None => default;

    /// <summary>Both together.</summary>
    public static SpaceNeed operator +(SpaceNeed one, SpaceNeed other) => new(one.AtLeast + other.AtLeast, one.AtMost + other.AtMost);

    /// <summary>What of it is left where <paramref name="bytes"/> are there already.</summary>
    public SpaceNeed Without(long bytes) => new(Math.Max(0, AtLeast - bytes), Math.Max(0, AtMost - bytes));

    /// <summary>
    /// What of the target with the final name <paramref name="target"/> lies there under its temporary names, in bytes of its file system: the
    /// part of an interrupted copy, or what was copied ahead. Either is completed, or replaced.
    /// </summary>
    internal static long BytesThere(string target) =>
        PartialFile.BytesThere(target) + PrecopiedDisk.BytesAhead(target);

    /// <summary>The most that a disk takes, by what its files occupy: reads no table and no data.</summary>
    /// <param name="summary">The disk.</param>
    /// <param name="preallocation">What of the target has its space from the start.</param>
    internal static long Ceiling(DiskSummary summary, Preallocation preallocation)
    {
        // A grain of a snapshot or a compressed disk may take more in the target than it does here.
        var isAsStored = summary is { SnapshotDepth: 0, Kind: "monolithicFlat" or "twoGbMaxExtentFlat" or "vmfs" or "vmfsThin" or "monolithicSparse" or "twoGbMaxExtentSparse" };
        return isAsStored && preallocation is not Preallocation.Falloc ? Math.Min(summary.AllocatedBytes, summary.VirtualSize) : summary.VirtualSize + summary.VirtualSize / BytesForMetadata;
    }

    /// <summary>
    /// What the disk at <paramref name="source"/> takes, by its grain tables, the holes of its files, and its content in some places: a thick disk
    /// that was zeroed by VMware is stored in full, and holds little.
    /// </summary>
    /// <param name="source">The VMDK.</param>
    /// <param name="paths">Resolves what it names.</param>
    /// <param name="layout">The target's storage.</param>
    /// <exception cref="Rules.V2KException">The disk is damaged.</exception>
    internal static SpaceNeed Measure(string source, IDatastorePaths paths, TargetLayout layout)
    {
        using var image = DiskImage.Open(source, paths);
        if (layout.Preallocation is Preallocation.Falloc)
        {
            return new SpaceNeed(image.VirtualSize, image.VirtualSize + image.VirtualSize / BytesForMetadata);
        }

        var (plain, inflated, units, last) = (0L, 0L, 0L, -1L);
        foreach (var run in image.Runs().Where(run => run.IsStored))
        {
            plain += run.Kind is RunKind.Data ? run.Length : 0;
            inflated += run.Kind is RunKind.Data ? 0 : run.Length;
            var (first, end) = (run.Offset / layout.Unit, (run.End - 1) / layout.Unit);
            units += end - first + (first == last ? 0 : 1);
            last = end;
        }

        var atMost = units * layout.Unit + image.VirtualSize / BytesForMetadata;
        return layout.Compression is not Compression.None ? new SpaceNeed(0, atMost)
            : new SpaceNeed(Math.Min(atMost, inflated + (long)(plain * ShareOfData(image, plain))), atMost);
    }

    /// <summary>The share of the plainly stored bytes of <paramref name="image"/> that are data and not zeroes, as far as that can be relied on; 0 to 1.</summary>
    private static double ShareOfData(DiskImage image, long stored)
    {
        if (stored == 0)
        {
            return 0;
        }

        // Evenly spread; of a disk that is smaller than all samples together, everything is read.
        var step = Math.Max(SampleLength, stored / Samples / SampleLength * SampleLength);
        var buffer = new byte[SampleLength];
        var (next, before, looked, found) = (0L, 0L, 0, 0);
        foreach (var run in image.Runs().Where(run => run.Kind is RunKind.Data))
        {
            for (; next < before + run.Length; next += step)
            {
                var content = buffer.AsSpan(0, (int)Math.Min(SampleLength, before + run.Length - next));
                run.File!.Read(content, run.Position + next - before);
                looked++;
                found += content.ContainsAnyExcept((byte)0) ? 1 : 0;
            }

            before += run.Length;
        }

        // Two standard deviations less: nobody is refused because of a sample that was out of luck.
        var share = (double)found / looked;
        return step == SampleLength ? share : Math.Max(0, share - 2 * Math.Sqrt(share * (1 - share) / looked));
    }
}

/// <summary>What of a target's storage decides how much space its content takes.</summary>
/// <param name="Unit">What is written as a whole, in bytes: a cluster, or a block of the file system.</param>
/// <param name="Compression">Whether that is compressed.</param>
/// <param name="Preallocation">Whether all of it has its place from the start.</param>
public sealed record TargetLayout(int Unit, Compression Compression, Preallocation Preallocation)
{
    /// <summary>The blocks of most file systems, in bytes.</summary>
    private const int Block = 4096;

    /// <summary>The layout of a target of <paramref name="format"/>, as <paramref name="config"/> has it.</summary>
    internal static TargetLayout Of(DiskFormat format, Config config) => format is DiskFormat.Qcow2
        ? new(config.ClusterSize, config.Compression, config.Preallocation)
        : new(Block, Compression.None, config.Preallocation is Preallocation.Falloc ? Preallocation.Falloc : Preallocation.Off);
}
