namespace V2K.Engine.Disks.Vmdk;

/// <summary>One VMDK of a snapshot chain: its extents one behind the other.</summary>
internal sealed class Layer : IDisposable
{
    /// <summary>Where each extent starts; and, last, where the layer ends.</summary>
    private readonly long[] _starts;

    private int _current;

    /// <summary>The last answer: a fragmented parent makes the chain ask for the rest of the same run again and again.</summary>
    private Run _last;

    /// <summary>Takes over <paramref name="files"/> and closes them at the end.</summary>
    internal Layer(VmdkDescriptor descriptor, IReadOnlyList<IExtent> extents, IReadOnlyList<DiskFile> files)
    {
        Descriptor = descriptor;
        Files = files;
        Extents = extents;
        _starts = new long[extents.Count + 1];
        for (var i = 0; i < extents.Count; i++)
        {
            _starts[i + 1] = _starts[i] + extents[i].Length;
        }
    }

    internal VmdkDescriptor Descriptor { get; }

    /// <summary>The extents, in the order of the disk.</summary>
    internal IReadOnlyList<IExtent> Extents { get; }

    /// <summary>The descriptor's file first, then the extents'.</summary>
    internal IReadOnlyList<DiskFile> Files { get; }

    /// <summary>The full path of the descriptor on this host.</summary>
    internal string Path => Files[0].Path;

    /// <summary>Whether descriptor and extent are one file, whatever name the descriptor gives the extent.</summary>
    internal bool HasEmbeddedDescriptor => Files.Count == 1 && Extents[0] is SparseExtent;

    /// <summary>Its length in bytes.</summary>
    internal long Length => _starts[^1];

    /// <summary>The run at <paramref name="offset"/> of the layer, no further than <paramref name="limit"/> and the end of its extent.</summary>
    internal Run RunAt(long offset, long limit)
    {
        if (offset >= _last.Offset && offset < _last.End)
        {
            return _last.Slice(offset, Math.Min(limit, _last.End));
        }

        if (offset < _starts[_current] || offset >= _starts[_current + 1])
        {
            var found = Array.BinarySearch(_starts, offset);
            _current = found >= 0 ? found : ~found - 1;
        }

        var start = _starts[_current];
        var run = Extents[_current].RunAt(offset - start, Math.Min(limit, _starts[_current + 1]) - start);
        _last = run with { Offset = offset };
        return _last;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var file in Files)
        {
            file.Dispose();
        }
    }
}
