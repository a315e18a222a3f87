using V2K.Engine.Configuration;
using V2K.Engine.Datastores;
using V2K.Engine.Scheduling;
using V2K.Engine.Stages;
using V2K.Engine.Tests.CutOvers;
using V2K.Rules;

namespace V2K.Engine.Tests.Stages;

/// <summary>When the VMs of a run may be cut over: windows, capacity, order and soak time.</summary>
public sealed class CutOverTurnTests : IDisposable
{
    private const string Nights = "windows: { nights: { from: \"22:00\", to: \"05:00\", zone: Europe/Berlin, lockout: 30m, capacity: 2 } }\n";

    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    // 20:00 in Berlin.
    private static readonly DateTimeOffset Afternoon = new(2026, 11, 28, 19, 0, 0, TimeSpan.Zero);

    private readonly TempFolder _folder = new();
    private readonly ManualClock _clock = new(Afternoon);
    private readonly List<string> _reasons = [];

    public CutOverTurnTests()
    {
        foreach (var name in new[] { "db", "web1", "web2", "web3" })
        {
            _folder.Write($"in/{name}/{name}.vmx", $"displayName = \"{name}\"\n");
        }
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_closed_window_is_waited_for_and_the_reason_given_once()
    {
        var (budget, vms) = Budget(Nights + "waves: [{ name: all, vms: \"*\", cut-over: { window: nights } }]");

        var turn = AskAsync(budget, vms["db"], Minute);
        _clock.Set(Afternoon.AddHours(1));
        await Task.Yield();
        Assert.False(turn.IsCompleted);
        _clock.Set(Afternoon.AddHours(2));
        await OpenAsync(Afternoon.AddHours(2), turn);

        Assert.True(await turn);
        Assert.Equal(["the window 'nights' opens 2026-11-28 21:00:00 UTC"], _reasons);
    }

    [Fact]
    public async Task A_cut_over_that_does_not_fit_before_the_lockout_waits_for_the_next_opening()
    {
        var (budget, vms) = Budget(Nights + "waves: [{ name: all, vms: \"*\", cut-over: { window: nights } }]");
        _clock.Set(new DateTimeOffset(2026, 11, 29, 3, 0, 0, TimeSpan.Zero));

        var turn = AskAsync(budget, vms["db"], 40 * Minute);

        await TestPatience.UntilAsync(() => _reasons.Count > 0);
        Assert.Contains("too little of the window 'nights' is left: waits for 2026-11-29 21:00:00 UTC", _reasons[0], StringComparison.Ordinal);
        Assert.False(await AskAsync(budget, vms["web1"], 20 * Minute));
        await OpenAsync(new DateTimeOffset(2026, 11, 29, 21, 0, 0, TimeSpan.Zero), turn);
    }

    [Fact]
    public async Task No_more_VMs_than_the_capacity_are_cut_over_in_an_opening()
    {
        var (budget, vms) = Budget(Nights + "waves: [{ name: all, vms: \"*\", cut-over: { window: nights } }]");
        _clock.Set(Afternoon.AddHours(3));
        Assert.False(await AskAsync(budget, vms["db"], Minute));
        budget.EndCutOver(vms["db"], isOk: true);
        Assert.False(await AskAsync(budget, vms["web1"], Minute));

        var third = AskAsync(budget, vms["web2"], Minute);

        await TestPatience.UntilAsync(() => _reasons.Count > 0);
        Assert.Contains("as many VMs as the window 'nights' has capacity for were cut over", _reasons[0], StringComparison.Ordinal);
        await OpenAsync(Afternoon.AddHours(26), third);
    }

    [Fact]
    public async Task The_VMs_of_an_entry_of_the_order_wait_for_those_before_it_and_for_the_soak_time()
    {
        var (budget, vms) = Budget("waves: [{ name: all, vms: \"*\", cut-over: { order: [db, \"web*\"], soak: 20m } }]");
        var web = AskAsync(budget, vms["web1"], Minute);
        await TestPatience.UntilAsync(() => _reasons.Count > 0);
        Assert.Equal("waits for [ds1] db/db.vmx", _reasons[0]);
        Assert.False(await AskAsync(budget, vms["db"], Minute));
        budget.EndCutOver(vms["db"], isOk: true);

        _clock.Set(Afternoon.AddSeconds(30));
        await TestPatience.UntilAsync(() => _reasons.Count > 1);
        Assert.Equal("waits until 2026-11-28 19:20:00 UTC, the soak time after [ds1] db/db.vmx", _reasons[1]);
        await OpenAsync(Afternoon.AddMinutes(20), web);
    }

    [Fact]
    public async Task A_VM_that_waits_for_one_that_fails_fails_with_the_reason()
    {
        var (budget, vms) = Budget("waves: [{ name: all, vms: \"*\", cut-over: { order: [db, \"web*\"] } }]");
        budget.EndCutOver(vms["db"], isOk: false);

        var failure = await Assert.ThrowsAsync<V2KException>(() => AskAsync(budget, vms["web1"], Minute));

        Assert.Equal("waits for [ds1] db/db.vmx, which failed", failure.What);
    }

    [Fact]
    public async Task A_VM_that_an_earlier_run_cut_over_holds_nobody_up()
    {
        var (budget, vms) = Budget("waves: [{ name: all, vms: \"*\", cut-over: { order: [db, \"web*\"], soak: 20m } }]");
        budget.PlanCutOver(vms["db"], new WorkState(WorkPhase.Done, Afternoon.AddHours(-2)) { Ended = Afternoon.AddHours(-1) });

        Assert.False(await AskAsync(budget, vms["web1"], Minute));
    }

    [Fact]
    public async Task A_VM_without_a_wave_waits_for_nothing()
    {
        var (budget, vms) = Budget(Nights + "waves: [{ name: web, vms: \"web*\", cut-over: { window: nights } }]");

        Assert.False(await AskAsync(budget, vms["db"], Minute));
    }

    private async Task OpenAsync(DateTimeOffset now, Task<bool> turn)
    {
        // The wait that is to end may begin after the clock is set: set it until it has ended.
        await TestPatience.UntilAsync(() =>
        {
            _clock.Set(now);
            return turn.IsCompleted;
        });
        Assert.True(await turn);
    }

    private Task<bool> AskAsync(WorkBudget budget, VirtualMachine vm, TimeSpan time) =>
        budget.CutOverAsync(vm, time, why => _reasons.Add(why.Text), CancellationToken.None);

    private (WorkBudget Budget, Dictionary<string, VirtualMachine> Vms) Budget(string text)
    {
        var config = ConfigFile.Load(_folder.Write("v2k.yaml", text + "\ndatastores:\n  - { name: ds1, source: in, target: out }\n"));
        var vms = VmCatalog.Scan(config.Datastores).Vms;
        var budget = new WorkBudget(config, vms, _clock);
        foreach (var vm in vms)
        {
            budget.PlanCutOver(vm);
        }

        return (budget, vms.ToDictionary(vm => vm.DisplayName, StringComparer.Ordinal));
    }
}
