namespace V2K.Engine.Stages;

/// <summary>How much a run does at once, all VMs together: whatever takes long waits for its turn here.</summary>
/// <param name="parallel">How many disks may be copied at once: <c>--parallel</c>.</param>
public sealed class WorkBudget(int parallel) : IDisposable
{
    /// <summary>The fewest VMs on their way at once: most of the time of small work is spent waiting for the storage.</summary>
    private const int FewestVms = 16;

    private readonly SemaphoreSlim _disks = new(parallel);
    private readonly SemaphoreSlim _appliances = new(Math.Max(1, Math.Min(parallel, Environment.ProcessorCount) / 2));

    /// <summary>How many VMs are on their way at once; those that wait for a turn count too.</summary>
    public int Vms { get; } = Math.Max(FewestVms, 4 * parallel);

    /// <summary>How many requests each of <paramref name="disks"/> that are copied at once may have under way.</summary>
    public int RequestsFor(int disks) => Math.Max(1, parallel / Math.Clamp(disks, 1, parallel));

    /// <summary>Waits until one more disk may be copied.</summary>
    public Task<Turn> DiskAsync(CancellationToken cancellation) => TakeAsync(_disks, cancellation);

    /// <summary>Waits until one more guest or appliance may run: each wants a processor and some hundred MiB of memory.</summary>
    public Task<Turn> ApplianceAsync(CancellationToken cancellation) => TakeAsync(_appliances, cancellation);

    /// <inheritdoc/>
    public void Dispose()
    {
        _disks.Dispose();
        _appliances.Dispose();
    }

    private static async Task<Turn> TakeAsync(SemaphoreSlim places, CancellationToken cancellation)
    {
        await places.WaitAsync(cancellation);
        return new Turn(places);
    }
}

/// <summary>A place in the budget; disposing of it lets the next in.</summary>
public sealed class Turn : IDisposable
{
    private SemaphoreSlim? _places;

    internal Turn(SemaphoreSlim places) => _places = places;

    /// <inheritdoc/>
    public void Dispose() => Interlocked.Exchange(ref _places, null)?.Release();
}
