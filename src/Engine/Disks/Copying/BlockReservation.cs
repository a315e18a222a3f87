namespace V2K.Engine.Disks.Copying;

/// <summary>
/// Reserves the blocks of a raw image window by window, ahead of the writes. Of writes around the page cache into a hole, ext4 takes one at a time;
/// into blocks that are reserved, any number. What turns out to be zeroes gives its blocks back. Safe for any number of threads.
/// </summary>
/// <param name="target">The image.</param>
/// <param name="windows">Those in which everything is stored in the source: there is no hole of its that would be filled.</param>
/// <param name="isResumed">Whether an earlier run may have reserved any of them.</param>
internal sealed class BlockReservation(TargetFile target, DenseWindows windows, bool isResumed)
{
    /// <summary>Where more than one byte in so many is zero, giving back costs more than was gained.</summary>
    private const int DataToZeroes = 16;

    private readonly HashSet<long> _reserved = [];
    private readonly Lock _gate = new();

    /// <summary>What was seen lately, in bytes: half of it counts in the next window.</summary>
    private long _data, _zeroes;

    private long _latest = -1;

    /// <summary>Says that data is about to be written.</summary>
    internal void Expect(long offset, long length)
    {
        lock (_gate)
        {
            Enter(offset / DenseWindows.Length);
            _data += length;
        }
    }

    /// <summary>Says that zeroes have been found, and are not written.</summary>
    internal void Release(long offset, long length)
    {
        bool isReserved;
        lock (_gate)
        {
            var window = offset / DenseWindows.Length;
            Enter(window);
            _zeroes += length;
            isReserved = _reserved.Contains(window) || (isResumed && windows.Contains(window));
        }

        if (isReserved)
        {
            target.Clear(offset, length);
        }
    }

    private void Enter(long window)
    {
        if (window <= _latest)
        {
            return;
        }

        _latest = window;
        var isFull = _zeroes * DataToZeroes <= _data;
        (_data, _zeroes) = (_data / 2, _zeroes / 2);
        if (isFull && windows.Contains(window) && target.TryReserve(window * DenseWindows.Length, DenseWindows.Length))
        {
            _reserved.Add(window);
        }
    }
}
