using System.Text.Json;

namespace V2K.Pipeline.Tests;

/// <summary>Plan and Migrate as an administrator runs them.</summary>
public sealed class MigrateTests : IDisposable
{
    private readonly Estate _estate = new();

    public void Dispose() => _estate.Dispose();

    [Fact]
    public async Task Migrate_does_what_Plan_listed_and_leaves_nothing_to_do()
    {
        var plan = (await _estate.RunAsync("--target=Plan", "--json=plan.json")).Succeeded();
        Assert.Contains("Convert web01.qcow2", plan.Output, StringComparison.Ordinal);
        Assert.Contains("0 of 2 VMs blocked", plan.Output, StringComparison.Ordinal);
        Assert.Empty(_estate.Results());

        var first = (await _estate.RunAsync("--target=Migrate", "--all", "--until=convert", "--json=events.jsonl")).Succeeded();
        Assert.Contains("Migrate: 2 of 2 done; 5 steps done, 0 up to date", first.Output, StringComparison.Ordinal);
        var planned = JsonDocument.Parse(File.ReadAllText(_estate["plan.json"])).RootElement.GetProperty("vms").EnumerateArray()
            .SelectMany(vm => vm.GetProperty("steps").EnumerateArray().Where(step => step.GetProperty("stage").GetString() is "Translate" or "Convert").Select(step =>
                $"{vm.GetProperty("id").GetString()} {step.GetProperty("stage").GetString()} {step.GetProperty("name").GetString()}"));
        var events = File.ReadAllLines(_estate["events.jsonl"]).Select(line => JsonDocument.Parse(line).RootElement).ToList();
        Assert.Equal(
            planned.Order(StringComparer.Ordinal),
            events.Where(happened => happened.GetProperty("event").GetString() == "finished")
                .Select(happened => $"{happened.GetProperty("vm").GetString()} {happened.GetProperty("stage").GetString()} {happened.GetProperty("step").GetString()}")
                .Order(StringComparer.Ordinal));
        Assert.Equal(2, events.Count(happened => happened.GetProperty("event").GetString() == "ended" && happened.GetProperty("ok").GetBoolean()));

        var results = _estate.Results();
        Assert.DoesNotContain("to do", (await _estate.RunAsync("--target=Migrate", "--all", "--until=convert")).Succeeded().Output, StringComparison.Ordinal);
        Assert.Equal(results, _estate.Results());
        var after = (await _estate.RunAsync("--target=Plan", "--vm=web01")).Succeeded().Output;
        Assert.Matches("Convert web01.qcow2 +up to date", after);
        Assert.Matches("Adjust web01 +to do, not made yet", after);
    }

    [Fact]
    public async Task A_strict_plan_fails_where_a_VM_would_be_stopped_until_that_is_overridden()
    {
        _estate.AddVm("samples/datastore1/app01/app01.vmx", ("displayName", "app01"), ("pciPassthru0.present", "TRUE"), ("scsi0:0.fileName", "app01.vmdk"));
        _estate.AddDisk("samples/datastore1/app01/app01.vmdk");

        (await _estate.RunAsync("--target=Plan")).Succeeded();
        var refused = (await _estate.RunAsync("--target=Plan", "--strict")).Blocked();
        Assert.Contains("1 of 3 VMs would be stopped", refused, StringComparison.Ordinal);

        (await _estate.RunAsync("--target=Plan", "--strict", "--ignore=passthrough")).Succeeded();
    }

    [Fact]
    public async Task A_plan_has_a_row_for_each_VM_and_one_of_a_blocked_VM_promises_nothing()
    {
        var all = (await _estate.RunAsync("--target=Plan")).Succeeded().Output;
        Assert.Single(all.Split('\n'), line => line.StartsWith("db01 ", StringComparison.Ordinal) && line.Contains("Translate, Convert", StringComparison.Ordinal));
        Assert.DoesNotContain("Convert db01", all, StringComparison.Ordinal);
        Assert.Contains("Translate, Convert 2 disks, Adjust, Define, TestBoot", all, StringComparison.Ordinal);

        _estate.AddVm("samples/datastore1/app01/app01.vmx", ("displayName", "app01"), ("pciPassthru0.present", "TRUE"), ("scsi0:0.fileName", "app01.vmdk"));
        _estate.AddDisk("samples/datastore1/app01/app01.vmdk");
        var blocked = (await _estate.RunAsync("--target=Plan", "--vm=app01")).Succeeded().Output;
        Assert.Contains("1 of 1 VMs blocked: fix that first", blocked, StringComparison.Ordinal);
        Assert.DoesNotContain("the others", blocked, StringComparison.Ordinal);
        Assert.DoesNotContain("about <1 s", all + blocked, StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_VM_that_is_stopped_does_not_stop_the_others()
    {
        File.WriteAllText(_estate["samples/datastore1/db01/db01.vmx.lck"], "");

        var run = await _estate.RunAsync("--target=Migrate", "--all", "--until=convert");

        Assert.Equal(3, run.ExitCode);
        Assert.Contains("error: db01:", run.Errors, StringComparison.Ordinal);
        Assert.Contains("the VM runs, as db01.vmx.lck in its folder says", run.Errors, StringComparison.Ordinal);
        Assert.Contains("datastore1/web01/web01.qcow2", _estate.Results().Keys);
        Assert.Contains("datastore1/db01/db01.xml", _estate.Results().Keys);
        Assert.DoesNotContain("datastore1/db01/db01.qcow2", _estate.Results().Keys);
    }

    [Fact]
    public async Task A_concern_that_does_not_exist_cannot_be_ignored() => Assert.Contains(
        "Did you mean 'running'?", (await _estate.RunAsync("--target=Plan", "--ignore=runing")).Refused(), StringComparison.Ordinal);
}
