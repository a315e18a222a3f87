namespace V2K.Engine.Disks.Copying;

/// <summary>Which windows of a virtual disk are stored from end to end, as far as its tables tell.</summary>
internal sealed class DenseWindows
{
    /// <summary>The length of a window, in bytes: a disk of 64 TiB has a million of them.</summary>
    internal const long Length = 64 << 20;

    private readonly HashSet<long> _dense = [];
    private long _window;
    private long _stored;

    /// <summary>Whether the window with this index is stored from end to end.</summary>
    internal bool Contains(long window) => _dense.Contains(window);

    /// <summary>Adds a stored run. They come in the order of the disk.</summary>
    internal void Add(in Run run)
    {
        for (var from = run.Offset; from < run.End;)
        {
            var window = from / Length;
            var end = Math.Min(run.End, (window + 1) * Length);
            _stored = (window == _window ? _stored : 0) + end - from;
            _window = window;
            from = end;
            if (_stored == Length)
            {
                _dense.Add(window);
            }
        }
    }
}
