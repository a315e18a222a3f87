using V2K.Engine.Datastores;
using V2K.Engine.Disks.Vmdk;
using V2K.Rules;

namespace V2K.Engine.Disks;

/// <summary>
/// A virtual disk of VMware's, open for reading: descriptor, extents and, for a snapshot, every parent down to the base,
/// seen as one disk. Only files that <see cref="IDatastorePaths"/> allows are opened, all of them read-only, and no format is guessed.
/// </summary>
/// <remarks>Not for several threads at once, except what <see cref="Run.File"/> offers.</remarks>
public sealed class DiskImage : IDisposable
{
    private readonly List<Layer> _chain;

    /// <summary>What is where no file of the chain holds anything.</summary>
    private readonly RunKind _nowhere;

    private DiskImage(List<Layer> chain, RunKind nowhere = RunKind.Zero)
    {
        _chain = chain;
        _nowhere = nowhere;
        Files = [.. chain.SelectMany(layer => layer.Files).Select(file => file.Source).Distinct()];
    }

    /// <summary>The size of the disk as the guest sees it, in bytes: a multiple of 512.</summary>
    public long VirtualSize => _chain[0].Length;

    /// <summary>Every descriptor and extent of the chain, the newest first.</summary>
    public IReadOnlyList<SourceFile> Files { get; }

    /// <summary>What the descriptors and headers say.</summary>
    public DiskSummary Summary => new(
        _chain.Count == 1
            ? _chain[0].Descriptor.Kind
            : $"{_chain[0].Descriptor.Kind} over {_chain[^1].Descriptor.Kind}",
        VirtualSize,
        Files.Sum(file => file.AllocatedBytes),
        _chain.Count - 1,
        Files)
    {
        SnapshotBytes = _chain.SkipLast(1).SelectMany(layer => layer.Files).Sum(file => file.Source.AllocatedBytes),
        Uuid = _chain.Select(layer => layer.Descriptor.Uuid).FirstOrDefault(uuid => uuid is not null),
    };

    /// <summary>The files of the chain as layers, the newest first.</summary>
    internal IReadOnlyList<Layer> Chain => _chain;

    /// <summary>
    /// The newest <paramref name="layers"/> of the chain by themselves: what is not in one of them is <see cref="RunKind.Unallocated"/>, and no
    /// table of the others is read. It uses this image's files, and is not to be disposed of.
    /// </summary>
    internal DiskImage Newest(int layers) => new(_chain[..layers], RunKind.Unallocated);

    /// <summary>Opens the disk whose descriptor, or sparse extent with the descriptor in it, is at <paramref name="path"/>.</summary>
    /// <param name="path">A full path that <paramref name="paths"/> has resolved.</param>
    /// <param name="paths">Resolves what the descriptors name.</param>
    /// <exception cref="V2KException">The disk is damaged, incomplete or of a kind that is not read.</exception>
    public static DiskImage Open(string path, IDatastorePaths paths) => new(SnapshotChain.Open(path, paths));

    /// <summary>Refuses a disk two of whose grain tables share bytes. Reads every grain directory.</summary>
    /// <exception cref="V2KException">Two overlap, or one points out of its file.</exception>
    public void CheckTables()
    {
        foreach (var extent in _chain.SelectMany(layer => layer.Extents).OfType<SparseExtent>())
        {
            extent.CheckTables();
        }
    }

    /// <summary>
    /// The runs of [<paramref name="from"/>, <paramref name="to"/>), in order and without gaps, as long as the files allow. Tables are
    /// read as they are needed.
    /// </summary>
    /// <exception cref="V2KException">A table points out of its file or cannot be read.</exception>
    public IEnumerable<Run> Runs(long from, long to)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(from);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(to, VirtualSize);
        Run? pending = null;
        for (var offset = from; offset < to; offset = pending.Value.End)
        {
            var run = RunAt(0, offset, to);
            if (pending is { } previous && previous.Continues(run))
            {
                pending = previous with { Length = previous.Length + run.Length };
                continue;
            }

            if (pending is not null)
            {
                yield return pending.Value;
            }

            pending = run;
        }

        if (pending is not null)
        {
            yield return pending.Value;
        }
    }

    /// <summary>Every run of the disk.</summary>
    public IEnumerable<Run> Runs() => Runs(0, VirtualSize);

    /// <summary>Whether the data of every file is read around the page cache.</summary>
    internal bool IsDirect => _chain.TrueForAll(layer => layer.Files.All(file => file.IsDirect));

    /// <summary>Has every file that can be read around the page cache read so, tables apart.</summary>
    internal void ReadAroundCache()
    {
        foreach (var file in _chain.SelectMany(layer => layer.Files))
        {
            file.ReadAroundCache();
        }
    }

    /// <summary>Refuses a disk whose files were written to since it was opened: what was copied may be of two minds.</summary>
    /// <exception cref="V2KException">Length or time of modification of a file has changed.</exception>
    public void RequireUnchanged()
    {
        foreach (var file in _chain.SelectMany(layer => layer.Files))
        {
            file.RequireUnchanged();
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var layer in _chain)
        {
            layer.Dispose();
        }
    }

    /// <summary>The run at <paramref name="offset"/>, as the files from <paramref name="depth"/> down to the base have it.</summary>
    private Run RunAt(int depth, long offset, long limit)
    {
        for (; depth < _chain.Count && offset < _chain[depth].Length; depth++)
        {
            var run = _chain[depth].RunAt(offset, Math.Min(limit, _chain[depth].Length));
            if (run.Kind is not RunKind.Unallocated)
            {
                return run;
            }

            limit = run.End;
        }

        // Nothing holds it: past the end of a parent that is smaller, or never written in the base.
        return new Run(offset, limit - offset, depth < _chain.Count ? RunKind.Zero : _nowhere);
    }
}
