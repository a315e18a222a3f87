using System.Globalization;

namespace V2K.Engine.TestBoots.Sandbox;

/// <summary>Keeps guests that run at the same time within the host's memory. Whoever comes first is served first.</summary>
public sealed class MemoryBudget : IDisposable
{
    /// <summary>Left to the host, in MiB.</summary>
    private const long Reserve = 512;

    private readonly SemaphoreSlim _turn = new(1);
    private readonly SemaphoreSlim _changed = new(0);
    private readonly long _total;
    private long _free;

    /// <summary>A budget of <paramref name="mebibytes"/>.</summary>
    public MemoryBudget(long mebibytes) => _total = _free = Math.Max(1, mebibytes);

    /// <summary>What this host has to give now: <c>MemAvailable</c> of proc_meminfo(5), less a reserve.</summary>
    public static MemoryBudget OfHost()
    {
        var line = File.ReadLines("/proc/meminfo").First(line => line.StartsWith("MemAvailable:", StringComparison.Ordinal));
        var kibibytes = long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture);
        return new MemoryBudget((kibibytes >> 10) - Reserve);
    }

    /// <summary>Waits until there is room for <paramref name="mebibytes"/>; a guest larger than everything gets everything.</summary>
    /// <returns>Gives the memory back.</returns>
    public async Task<IDisposable> TakeAsync(long mebibytes, CancellationToken cancellation)
    {
        var share = Math.Min(mebibytes, _total);
        await _turn.WaitAsync(cancellation);
        try
        {
            while (Interlocked.Read(ref _free) < share)
            {
                await _changed.WaitAsync(cancellation);
            }

            Interlocked.Add(ref _free, -share);
            return new Share(this, share);
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _turn.Dispose();
        _changed.Dispose();
    }

    private sealed class Share(MemoryBudget budget, long mebibytes) : IDisposable
    {
        public void Dispose()
        {
            Interlocked.Add(ref budget._free, mebibytes);
            budget._changed.Release();
        }
    }
}
