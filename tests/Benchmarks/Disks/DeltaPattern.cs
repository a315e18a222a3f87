namespace V2K.Benchmarks.Disks;

/// <summary>What was written to the flat disk since a snapshot: one stretch of 64 KiB in so many, as a server writes.</summary>
/// <param name="part">In how many.</param>
/// <param name="seed">Of the bytes.</param>
internal sealed class DeltaPattern(int part, int seed)
{
    /// <summary>The length of a stretch, in bytes.</summary>
    internal const int Stretch = 64 * 1024;

    private readonly long _step = (long)part * Stretch;
    private long _offset = -1;
    private byte[] _block = [];

    /// <summary>Where the stretches of a disk of <paramref name="length"/> bytes are.</summary>
    internal IEnumerable<long> Stretches(long length) => Stretches(0, length);

    /// <summary>What was written at <paramref name="stretch"/>.</summary>
    internal ReadOnlySpan<byte> At(long stretch)
    {
        if (_offset != stretch / BenchBytes.Block * BenchBytes.Block)
        {
            _offset = stretch / BenchBytes.Block * BenchBytes.Block;
            _block = BenchBytes.At(_offset, seed);
        }

        return _block.AsSpan((int)(stretch - _offset), Stretch);
    }

    /// <summary>Writes what the guest sees: the disk under the snapshot, and over it the stretches.</summary>
    /// <param name="raw">The file to write.</param>
    /// <param name="length">The disk's, in bytes.</param>
    /// <param name="baseSeed">Of the bytes of the disk under the snapshot.</param>
    internal void Flatten(Stream raw, long length, int baseSeed)
    {
        for (var offset = 0L; offset < length; offset += BenchBytes.Block)
        {
            var block = BenchBytes.At(offset, baseSeed);
            foreach (var stretch in Stretches(offset, Math.Min(length, offset + BenchBytes.Block)))
            {
                At(stretch).CopyTo(block.AsSpan((int)(stretch - offset)));
            }

            raw.Write(block.AsSpan(0, (int)Math.Min(block.Length, length - offset)));
        }
    }

    private IEnumerable<long> Stretches(long from, long to)
    {
        for (var stretch = (from + _step - 1) / _step * _step; stretch < to; stretch += _step)
        {
            yield return stretch;
        }
    }
}
