using V2K.Engine.Scheduling;

namespace V2K.Engine.Tests.Scheduling;

/// <summary>Many VMs of eight waves: a third is done, some run, some failed, and the rest waits for places, windows or others.</summary>
internal static class LargePlan
{
    /// <summary>A Saturday night, in the windows of half of the waves.</summary>
    internal static readonly DateTimeOffset Time = new(2026, 11, 28, 23, 0, 0, TimeSpan.Zero);

    /// <summary>The plan of <paramref name="count"/> VMs, with six items each.</summary>
    internal static (SchedulePlan Plan, ScheduleState State) Of(int count)
    {
        List<ScheduledWave> waves = [.. Enumerable.Range(0, 8).Select(i => new ScheduledWave($"wave {i}")
        {
            Priority = i % 3,
            Window = new CutOverWindow($"window {i}", TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin")) { From = new TimeOnly(i % 2 == 0 ? 22 : 1, 0), To = new TimeOnly(5, 0), Capacity = 20 },
            Soak = TimeSpan.FromMinutes(20),
            PrecopyEvery = TimeSpan.FromHours(6),
        })];
        var items = new List<WorkItem>();
        var work = new Dictionary<string, WorkState>(StringComparer.Ordinal);
        for (var i = 0; i < count; i++)
        {
            var vm = new ScheduledVm($"[ds{i % 4}] vm{i}/vm{i}.vmx", waves[i % 8]) { Group = i % 5 };
            string Id(string step) => $"{vm.Id} {step}";
            items.Add(new(Id("ahead"), vm, WorkKind.Precopy) { Reads = $"ds{i % 4}", Writes = "kvm", Time = TimeSpan.FromMinutes(20) });
            items.Add(new(Id("move"), vm, WorkKind.CutOver) { After = [Id("ahead")], Time = TimeSpan.FromMinutes(10 + (i % 50)) });
            items.Add(new(Id("disk 1"), vm, WorkKind.Copy) { After = [Id("ahead")], Reads = $"ds{i % 4}", Writes = "kvm" });
            items.Add(new(Id("disk 2"), vm, WorkKind.Copy) { After = [Id("ahead")], Reads = $"ds{i % 4}", Writes = "kvm" });
            items.Add(new(Id("adjust"), vm, WorkKind.Adjust) { After = [Id("disk 1"), Id("disk 2")] });
            items.Add(new(Id("boot"), vm, WorkKind.TestBoot) { After = [Id("adjust")] });
            foreach (var item in items[^6..].Take(i % 3 == 0 ? 6 : i % 3 == 1 ? 1 : 0))
            {
                work[item.Id] = new WorkState(i % 97 == 0 ? WorkPhase.Failed : WorkPhase.Done, Time.AddHours(-8)) { Ended = Time.AddHours(-7), Failures = i % 97 == 0 ? 1 : 0 };
            }
        }

        var plan = new SchedulePlan(items)
        {
            Datastores = Enumerable.Range(0, 4).ToDictionary(i => $"ds{i}", _ => new DatastoreBudget { Read = 6 }, StringComparer.Ordinal),
            Retries = new RetryLimit(3, TimeSpan.FromMinutes(5)),
        };
        return (plan, new ScheduleState { Work = work });
    }
}
