using V2K.Engine.Configuration;
using V2K.Engine.Datastores;
using V2K.Engine.Disks;
using V2K.Engine.Stages;

namespace V2K.Engine.Tests.Stages;

/// <summary>Whose turn it is in a run.</summary>
public sealed class WorkBudgetTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public WorkBudgetTests()
    {
        foreach (var name in new[] { "a", "b", "c" })
        {
            _folder.Write($"in/{name}/{name}.vmx", $"displayName = \"{name}\"\n");
        }
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task As_many_disks_as_parallel_allows_have_their_turn_and_the_next_one_when_one_is_done()
    {
        var (budget, vms) = Budget("parallel: 2");
        var first = await Copy(budget, vms[0], "1");
        var second = await Copy(budget, vms[0], "2");
        var third = Copy(budget, vms[1], "3");
        Assert.False(third.IsCompleted);

        second.Dispose();
        second.Dispose();
        using var turn = await third;
        Assert.False(Copy(budget, vms[1], "4").IsCompleted);
        first.Dispose();
    }

    [Fact]
    public async Task A_datastore_is_read_and_written_as_much_as_its_budget_allows()
    {
        var (budget, vms) = Budget("parallel: 8\nbudgets: { datastores: { ds1: { read: 2, write: 1 } } }");
        using var written = await Copy(budget, vms[0], "1");
        using var compared = await budget.CompareAsync(vms[1], Disk("2"), CancellationToken.None);

        Assert.False(Copy(budget, vms[2], "3").IsCompleted);
        Assert.False(budget.CompareAsync(vms[2], Disk("4"), CancellationToken.None).IsCompleted);
        using var elsewhere = await budget.CompareAsync(vms[2], Disk("5") with { Source = "/elsewhere/5.vmdk" }, CancellationToken.None);
    }

    [Fact]
    public async Task Adjustments_and_test_boots_have_a_budget_each()
    {
        var (budget, vms) = Budget("parallel: 8\nbudgets: { host: { appliances: 1, test-boots: 2 } }");
        using var adjusted = await budget.AdjustAsync(vms[0], CancellationToken.None);
        using var first = await budget.TestBootAsync(vms[0], CancellationToken.None);
        using var second = await budget.TestBootAsync(vms[1], CancellationToken.None);

        Assert.False(budget.AdjustAsync(vms[1], CancellationToken.None).IsCompleted);
        Assert.False(budget.TestBootAsync(vms[2], CancellationToken.None).IsCompleted);
    }

    [Fact]
    public async Task A_VM_of_a_wave_with_a_higher_priority_is_next_whenever_it_asked()
    {
        var (budget, vms) = Budget("parallel: 1\nwaves: [{ name: low, vms: [a, b] }, { name: high, vms: c, priority: 10 }]");
        var turn = await Copy(budget, vms[0], "1");
        var low = Copy(budget, vms[1], "2");
        var high = Copy(budget, vms[2], "3");

        turn.Dispose();
        (await high).Dispose();
        (await low).Dispose();
        Assert.Equal([0, 0, 10], vms.Select(budget.PriorityOf));
    }

    [Fact]
    public async Task Work_that_is_cancelled_while_it_waits_takes_no_turn()
    {
        var (budget, vms) = Budget("parallel: 1");
        using var stop = new CancellationTokenSource();
        var turn = await Copy(budget, vms[0], "1");
        var cancelled = budget.CopyAsync(vms[1], Disk("2"), stop.Token);
        var last = Copy(budget, vms[2], "3");

        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => cancelled);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => budget.AdjustAsync(vms[1], stop.Token));
        Assert.False(last.IsCompleted);
        turn.Dispose();
        (await last).Dispose();
    }

    [Theory]
    [InlineData("parallel: 8", 2, 4)]
    [InlineData("parallel: 8", 100, 1)]
    [InlineData("parallel: 8\nbudgets: { host: { disks: 2 } }", 100, 4)]
    [InlineData("parallel: 2\nbudgets: { host: { disks: 4 } }", 100, 1)]
    public void The_disks_that_are_copied_at_once_share_the_requests(string text, int disks, int requests) =>
        Assert.Equal(requests, Budget(text).Budget.RequestsFor(disks));

    private (WorkBudget Budget, IReadOnlyList<VirtualMachine> Vms) Budget(string text)
    {
        var config = ConfigFile.Load(_folder.Write("v2k.yaml", text + "\ndatastores:\n  - { name: ds1, source: in, target: out }\n"));
        var vms = VmCatalog.Scan(config.Datastores).Vms;
        return (new WorkBudget(config, vms), vms);
    }

    private Task<Turn> Copy(WorkBudget budget, VirtualMachine vm, string disk) => budget.CopyAsync(vm, Disk(disk), CancellationToken.None);

    private DiskPlacement Disk(string name) => new("scsi0:0", _folder[$"in/{name}.vmdk"], _folder[$"out/{name}.qcow2"], DiskFormat.Qcow2);
}
