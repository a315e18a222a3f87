using V2K.Engine.Configuration;
using V2K.Engine.Datastores;
using V2K.Engine.Scheduling;

namespace V2K.Engine.Stages;

/// <summary>
/// How much a run does at once, all VMs together: what takes long asks for its turn here, and the <see cref="Scheduler"/> decides whose turn it is, whenever
/// somebody asks or is done.
/// </summary>
public sealed class WorkBudget
{
    /// <summary>The fewest VMs on their way at once: most of the time of small work is spent waiting for the storage.</summary>
    private const int FewestVms = 16;

    private readonly Lock _deciding = new();
    private readonly Config _config;
    private readonly TimeProvider _clock;
    private readonly HostState _host;
    private readonly Dictionary<VirtualMachine, ScheduledVm> _vms = [];

    /// <summary>What runs and what waits, in the order in which it asked.</summary>
    private readonly List<Request> _requests = [];

    private long _asked;

    /// <summary>The budget of a run over <paramref name="vms"/>.</summary>
    /// <param name="config">The configuration in force.</param>
    /// <param name="vms">The chosen VMs.</param>
    /// <param name="clock">The time; null for the system's.</param>
    public WorkBudget(Config config, IReadOnlyList<VirtualMachine> vms, TimeProvider? clock = null)
    {
        ArgumentNullException.ThrowIfNull(config);
        (_config, _clock) = (config, clock ?? TimeProvider.System);
        _host = new HostState(Environment.MachineName, LimitsOf(config.Parallel, config.Budgets.Host));
        foreach (var (wave, members) in WaveRoster.Of(config, vms).Members)
        {
            var scheduled = new ScheduledWave(wave.Name) { Priority = wave.Priority };
            foreach (var vm in members)
            {
                _vms[vm] = new ScheduledVm(vm.Id, scheduled);
            }
        }
    }

    /// <summary>How many VMs are on their way at once; those that wait for a turn count too.</summary>
    public int Vms => Math.Max(FewestVms, 4 * _config.Parallel);

    /// <summary>The priority of the wave of <paramref name="vm"/>; 0 where it is in none.</summary>
    public int PriorityOf(VirtualMachine vm) => VmOf(vm).Wave?.Priority ?? 0;

    /// <summary>How many requests each of <paramref name="disks"/> that are copied at once may have under way.</summary>
    public int RequestsFor(int disks) => Math.Max(1, _config.Parallel / Math.Clamp(disks, 1, _host.Limits.Disks));

    /// <summary>Waits until <paramref name="disk"/> of <paramref name="vm"/> may be copied.</summary>
    internal Task<Turn> CopyAsync(VirtualMachine vm, DiskPlacement disk, CancellationToken cancellation) =>
        TakeAsync(vm, WorkKind.Copy, ReadFrom(disk), WrittenTo(disk), cancellation);

    /// <summary>Waits until <paramref name="disk"/> of <paramref name="vm"/> may be compared with its source.</summary>
    internal Task<Turn> CompareAsync(VirtualMachine vm, DiskPlacement disk, CancellationToken cancellation) =>
        TakeAsync(vm, WorkKind.Copy, ReadFrom(disk), writes: null, cancellation);

    /// <summary>Waits until an appliance may convert the disks of <paramref name="vm"/>, of which <paramref name="disk"/> is one.</summary>
    internal Task<Turn> ConvertAsync(VirtualMachine vm, DiskPlacement disk, CancellationToken cancellation) =>
        TakeAsync(vm, WorkKind.Adjust, ReadFrom(disk), WrittenTo(disk), cancellation);

    /// <summary>Waits until an appliance may run for <paramref name="vm"/>: each wants a processor and some hundred MiB of memory.</summary>
    internal Task<Turn> AdjustAsync(VirtualMachine vm, CancellationToken cancellation) => TakeAsync(vm, WorkKind.Adjust, reads: null, writes: null, cancellation);

    /// <summary>Waits until the guest of <paramref name="vm"/> may be booted for a test.</summary>
    internal Task<Turn> TestBootAsync(VirtualMachine vm, CancellationToken cancellation) => TakeAsync(vm, WorkKind.TestBoot, reads: null, writes: null, cancellation);

    /// <summary>Ends a turn: the next begins.</summary>
    internal void End(WorkItem item)
    {
        lock (_deciding)
        {
            _requests.RemoveAll(request => request.Item == item);
            Decide();
        }
    }

    /// <summary>Guests in appliances and in test boots share the processors, unless the budgets allow for more.</summary>
    private static HostLimits LimitsOf(int parallel, HostBudget budget)
    {
        var guests = Math.Max(1, Math.Min(parallel, Environment.ProcessorCount) / 2);
        return new HostLimits(
            Math.Min(parallel, budget.Disks ?? parallel),
            budget.Appliances ?? guests,
            budget.TestBoots ?? guests,
            Math.Max(guests, (budget.Appliances ?? 0) + (budget.TestBoots ?? 0)));
    }

    private async Task<Turn> TakeAsync(VirtualMachine vm, WorkKind kind, string? reads, string? writes, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        var item = new WorkItem($"{Interlocked.Increment(ref _asked)}", VmOf(vm), kind) { Reads = reads, Writes = writes };
        var request = new Request(item, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        lock (_deciding)
        {
            _requests.Add(request);
            Decide();
        }

        await using var withdrawal = cancellation.Register(() => Withdraw(request, cancellation));
        await request.Granted.Task;
        return new Turn(this, item);
    }

    private void Withdraw(Request request, CancellationToken cancellation)
    {
        lock (_deciding)
        {
            if (request.Since is null && _requests.Remove(request))
            {
                request.Granted.SetCanceled(cancellation);
                Decide();
            }
        }
    }

    private void Decide()
    {
        var plan = new SchedulePlan([.. _requests.Select(request => request.Item)]) { Datastores = _config.Budgets.Datastores };
        var state = new ScheduleState
        {
            Work = _requests.Where(request => request.Since is not null)
                .ToDictionary(request => request.Item.Id, request => new WorkState(WorkPhase.Running, request.Since!.Value) { Host = _host.Name }, StringComparer.Ordinal),
        };
        var now = _clock.GetUtcNow();
        foreach (var start in Scheduler.Decide(plan, state, [_host], now).Starts)
        {
            var request = _requests.Find(request => request.Item == start.Item)!;
            request.Since = now;
            request.Granted.SetResult();
        }
    }

    private ScheduledVm VmOf(VirtualMachine vm) => _vms.TryGetValue(vm, out var scheduled) ? scheduled : new ScheduledVm(vm.Id);

    private string? ReadFrom(DiskPlacement disk) => _config.Datastores.FirstOrDefault(datastore => DatastorePaths.IsInside(disk.Source, datastore.Source))?.Name;

    private string? WrittenTo(DiskPlacement disk) => _config.Datastores.FirstOrDefault(datastore => DatastorePaths.IsInside(disk.Target, datastore.Target))?.Name;

    /// <summary>Work that waits for its turn, or has it.</summary>
    private sealed class Request(WorkItem item, TaskCompletionSource granted)
    {
        internal WorkItem Item => item;

        internal TaskCompletionSource Granted => granted;

        /// <summary>When its turn began; null while it waits.</summary>
        internal DateTimeOffset? Since { get; set; }
    }
}

/// <summary>A place in the budget; disposing of it lets the next in.</summary>
public sealed class Turn : IDisposable
{
    private readonly WorkItem _item;
    private WorkBudget? _budget;

    internal Turn(WorkBudget budget, WorkItem item) => (_budget, _item) = (budget, item);

    /// <inheritdoc/>
    public void Dispose() => Interlocked.Exchange(ref _budget, null)?.End(_item);
}
