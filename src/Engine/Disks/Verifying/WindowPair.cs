using V2K.Engine.Disks.Checksums;
using V2K.Engine.Disks.Copying;

namespace V2K.Engine.Disks.Verifying;

/// <summary>The same window of two disks, in memory. One for each worker.</summary>
/// <param name="capacity">The longest window, in bytes.</param>
internal sealed class WindowPair(int capacity)
{
    private readonly ChunkReader _reader = new();
    private readonly byte[] _source = GC.AllocateUninitializedArray<byte>(capacity);
    private readonly byte[] _target = GC.AllocateUninitializedArray<byte>(capacity);
    private long _start;

    /// <summary>Bytes of the window.</summary>
    internal int Length { get; private set; }

    /// <summary>The first byte of the window that differs; null if none does.</summary>
    internal int? FirstDifference { get; private set; }

    /// <summary>Reads the window.</summary>
    /// <param name="start">Where it starts on the virtual disk.</param>
    /// <param name="length">Its length in bytes.</param>
    /// <param name="runs">What the source stores in it.</param>
    /// <param name="target">The other disk.</param>
    /// <returns>False if neither stores anything there: both are zeroes.</returns>
    internal bool Read(long start, int length, List<Run> runs, ITargetContent target)
    {
        (_start, Length, FirstDifference) = (start, length, null);
        var isStored = target.Read(_target.AsSpan(0, length), start);
        if (!isStored && runs.Count == 0)
        {
            return false;
        }

        var filled = 0;
        if (runs.Count > 0)
        {
            var chunk = new Chunk(start, runs);
            filled = chunk.Length;
            _reader.Read(chunk, _source.AsSpan(0, filled));
        }

        _source.AsSpan(filled, length - filled).Clear();
        if (!isStored)
        {
            _target.AsSpan(0, length).Clear();
        }

        var equal = _source.AsSpan(0, length).CommonPrefixLength(_target.AsSpan(0, length));
        FirstDifference = equal < length ? equal : null;
        return true;
    }

    /// <summary>The checksums of both sides of the leaf that starts at byte <paramref name="leaf"/> of the window.</summary>
    internal (ulong Source, ulong Target) Checksums(int leaf)
    {
        var length = Math.Min(ContentChecksums.LeafLength, Length - leaf);
        var source = ContentChecksums.Leaf(_start + leaf, _source.AsSpan(leaf, length));
        return (source, FirstDifference is null ? source : ContentChecksums.Leaf(_start + leaf, _target.AsSpan(leaf, length)));
    }
}
