using V2K.Engine.Configuration;
using V2K.Engine.Datastores;
using V2K.Engine.Scheduling;
using V2K.Rules;

namespace V2K.Engine.Stages;

/// <summary>
/// How much a run does at once, all VMs together: what takes long asks for its turn here, and the <see cref="Scheduler"/> decides whose turn it is, whenever
/// somebody asks or is done.
/// </summary>
public sealed class WorkBudget
{
    /// <summary>The fewest VMs on their way at once: most of the time of small work is spent waiting for the storage.</summary>
    private const int FewestVms = 16;

    /// <summary>A clock may be set, and a host may sleep: nobody trusts a longer timer.</summary>
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(30);

    private readonly Lock _deciding = new();
    private readonly Config _config;
    private readonly TimeProvider _clock;
    private readonly HostState _host;
    private readonly Dictionary<VirtualMachine, ScheduledVm> _vms = [];

    /// <summary>Cut-overs of this run, and those of earlier runs that count for order and capacity.</summary>
    private readonly Dictionary<string, PlannedCutOver> _cutOvers = new(StringComparer.Ordinal);

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
            var scheduled = new ScheduledWave(wave.Name)
            {
                Priority = wave.Priority,
                Window = config.Windows.FirstOrDefault(window => window.Name == wave.CutOver?.Window),
                Soak = wave.CutOver?.Soak ?? TimeSpan.Zero,
            };
            foreach (var vm in members)
            {
                _vms[vm] = new ScheduledVm(vm.Id, scheduled) { Group = GroupOf(vm, wave.CutOver?.Order ?? []) };
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

    /// <summary>Says that <paramref name="vm"/> is to be cut over in this run, or was: others of its wave may have to wait for it.</summary>
    /// <param name="vm">The VM.</param>
    /// <param name="done">What came of it in an earlier run; null for nothing.</param>
    internal void PlanCutOver(VirtualMachine vm, WorkState? done = null)
    {
        lock (_deciding)
        {
            var item = new WorkItem($"{Interlocked.Increment(ref _asked)}", VmOf(vm), WorkKind.CutOver);
            _cutOvers[vm.Id] = new PlannedCutOver(item) { State = done };
        }
    }

    /// <summary>Waits until <paramref name="vm"/>, which was planned, may be cut over: for its window, the capacity of that, and the VMs before it.</summary>
    /// <param name="vm">The VM.</param>
    /// <param name="time">How long that takes, as far as was measured.</param>
    /// <param name="waits">Receives each new reason to wait.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <returns>Whether it waited.</returns>
    /// <exception cref="V2KException">What it waits for will not happen in this run.</exception>
    internal async Task<bool> CutOverAsync(VirtualMachine vm, TimeSpan time, Action<WaitReason> waits, CancellationToken cancellation)
    {
        var hasWaited = false;
        WaitReason? known = null;
        while (true)
        {
            WaitReason? why;
            DateTimeOffset? next;
            lock (_deciding)
            {
                var planned = _cutOvers[vm.Id];
                planned.Item = planned.Item with { Time = time };
                (why, next) = Decide(planned);
            }

            if (why is not { } reason)
            {
                return hasWaited;
            }

            if (reason.NeedsAttention)
            {
                throw new V2KException(reason.Text, "Correct that, or choose the VM without those before it; then run the same command again", vm.Id);
            }

            if (known != reason)
            {
                waits(reason);
                known = reason;
            }

            hasWaited = true;
            var wait = next - _clock.GetUtcNow();
            await Task.Delay(wait < LongestWait && wait > TimeSpan.Zero ? wait.Value : LongestWait, _clock, cancellation);
        }
    }

    /// <summary>Says what came of the cut-over of <paramref name="vm"/>.</summary>
    internal void EndCutOver(VirtualMachine vm, bool isOk)
    {
        lock (_deciding)
        {
            var planned = _cutOvers[vm.Id];
            var now = _clock.GetUtcNow();
            planned.State = (planned.State ?? new WorkState(WorkPhase.Waiting, DateTimeOffset.MinValue)) with
            {
                Phase = isOk ? WorkPhase.Done : WorkPhase.Failed,
                Ended = isOk && planned.State is { Phase: WorkPhase.Done } earlier ? earlier.Ended : now,
                Failures = isOk ? 0 : 1,
            };
            Decide();
        }
    }

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
        var now = _clock.GetUtcNow();
        foreach (var start in Decision(now, asking: null).Starts)
        {
            var request = _requests.Find(request => request.Item == start.Item)!;
            request.Since = now;
            request.Granted.SetResult();
        }
    }

    /// <summary>Starts <paramref name="asking"/> if it may; other work that may start has its turn the next time somebody asks.</summary>
    private (WaitReason? Why, DateTimeOffset? Next) Decide(PlannedCutOver asking)
    {
        var now = _clock.GetUtcNow();
        var decision = Decision(now, asking);
        if (decision.Starts.Any(start => start.Item == asking.Item))
        {
            asking.State = new WorkState(WorkPhase.Running, now) { Host = _host.Name };
            return (null, null);
        }

        return (decision.Waiting.First(waiting => waiting.Item == asking.Item).Why, decision.Next);
    }

    /// <summary>What may start at <paramref name="now"/>. A planned cut-over starts only when its VM asks: all but <paramref name="asking"/> are held.</summary>
    private Decision Decision(DateTimeOffset now, PlannedCutOver? asking)
    {
        var plan = new SchedulePlan([.. _requests.Select(request => request.Item), .. _cutOvers.Values.Select(cutOver => cutOver.Item)])
        {
            Datastores = _config.Budgets.Datastores,
        };
        var work = _requests.Where(request => request.Since is not null)
            .ToDictionary(request => request.Item.Id, request => new WorkState(WorkPhase.Running, request.Since!.Value) { Host = _host.Name }, StringComparer.Ordinal);
        foreach (var cutOver in _cutOvers.Values.Where(cutOver => cutOver.State is not null))
        {
            work[cutOver.Item.Id] = cutOver.State!;
        }

        var held = _cutOvers.Where(cutOver => cutOver.Value.State is null && cutOver.Value != asking).Select(cutOver => cutOver.Key);
        var state = new ScheduleState { Work = work, Holds = Holds.None with { Vms = held.ToHashSet(StringComparer.Ordinal) } };
        return Scheduler.Decide(plan, state, [_host], now);
    }

    /// <summary>The first entry of <paramref name="order"/> that means <paramref name="vm"/>; null for none.</summary>
    private static int? GroupOf(VirtualMachine vm, IReadOnlyList<string> order)
    {
        for (var i = 0; i < order.Count; i++)
        {
            if (VmSelection.Matches([vm], order[i]).Count > 0)
            {
                return i;
            }
        }

        return null;
    }

    private ScheduledVm VmOf(VirtualMachine vm) => _vms.TryGetValue(vm, out var scheduled) ? scheduled : new ScheduledVm(vm.Id);

    private string? ReadFrom(DiskPlacement disk) => _config.Datastores.FirstOrDefault(datastore => DatastorePaths.IsInside(disk.Source, datastore.Source))?.Name;

    private string? WrittenTo(DiskPlacement disk) => _config.Datastores.FirstOrDefault(datastore => DatastorePaths.IsInside(disk.Target, datastore.Target))?.Name;

    /// <summary>A VM that is to be cut over, is, or was.</summary>
    private sealed class PlannedCutOver(WorkItem item)
    {
        internal WorkItem Item { get; set; } = item;

        /// <summary>What came of it; null while it waits.</summary>
        internal WorkState? State { get; set; }
    }

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
