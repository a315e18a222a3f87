using BenchmarkDotNet.Attributes;
using V2K.Engine.Scheduling;
using V2K.Engine.Tests.Scheduling;

namespace V2K.Benchmarks;

/// <summary>What a decision on 10 000 VMs costs: 60 000 items of work, of which a third is done.</summary>
public class SchedulerBenchmarks
{
    private readonly (SchedulePlan Plan, ScheduleState State) _large = LargePlan.Of(10_000);
    private readonly HostState[] _hosts = [.. Enumerable.Range(1, 8).Select(i => new HostState($"kvm{i}", new HostLimits(8, 4, 4, 6)))];

    /// <summary>Plan and state to a decision.</summary>
    [Benchmark]
    public Decision Decide() => Scheduler.Decide(_large.Plan, _large.State, _hosts, LargePlan.Time);
}
