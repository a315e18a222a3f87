using System.Text.Json;

namespace V2K.Pipeline.Tests;

/// <summary>Fifty VMs at once, ten of which fail, each for a reason of its own.</summary>
public sealed class FiftyVmsTests : IDisposable
{
    private static readonly string[] Migrate = ["--target=Migrate", "--all", "--until=convert", "--json=events.jsonl"];

    private readonly SmallVms _vms = new(50);

    public void Dispose() => _vms.Dispose();

    [SkippableFact]
    public async Task Ten_fail_and_are_explained_and_a_rerun_does_exactly_those_ten()
    {
        var failing = FailingVm.Ten;
        var names = failing.Select(vm => SmallVms.NameOf(vm.Number)).Order(StringComparer.Ordinal).ToList();
        Assert.Equal(10, names.Distinct().Count());
        foreach (var vm in failing)
        {
            vm.Plant(_vms);
        }

        var first = await Host.RunAsync(_vms.Folder, Migrate);

        Assert.Equal(1, first.ExitCode);
        Assert.Contains("Migrate: 40 of 50 done, 10 not: ", first.Output, StringComparison.Ordinal);
        RequireExplained(first, failing);
        Assert.Equal(names, Ended(ok: false));

        // Nothing is fixed yet.
        var again = await Host.RunAsync(_vms.Folder, Migrate);
        RequireExplained(again, failing);
        Assert.Subset(names.ToHashSet(), Started().ToHashSet());

        foreach (var vm in failing)
        {
            vm.Fix(_vms);
        }

        (await Host.RunAsync(_vms.Folder, Migrate)).Succeeded();
        Assert.Equal(names, Started());
        for (var number = 0; number < _vms.Count; number++)
        {
            await _vms.RequireDiskAsync(number);
        }

        (await Host.RunAsync(_vms.Folder, Migrate)).Succeeded();
        Assert.Empty(Started());
    }

    /// <summary>A line for each of <paramref name="failing"/>, and one that sums up.</summary>
    private static void RequireExplained(HostRun run, IReadOnlyList<FailingVm> failing)
    {
        var lines = run.Errors.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        foreach (var vm in failing)
        {
            var line = Assert.Single(lines, line => line.StartsWith($"error: {SmallVms.NameOf(vm.Number)}: ", StringComparison.Ordinal));
            Assert.Matches(vm.Explanation, line);
        }

        Assert.StartsWith("error: 10 of 50 VMs failed: ", lines[^1], StringComparison.Ordinal);
        Assert.Equal(failing.Count + 1, lines.Length);
        Assert.DoesNotContain("fault of V2K", run.Errors, StringComparison.Ordinal);
    }

    /// <summary>The VMs for which anything was done.</summary>
    private List<string> Started() => Named(happened => happened.GetProperty("event").GetString() == "started");

    private List<string> Ended(bool ok) =>
        Named(happened => happened.GetProperty("event").GetString() == "ended" && happened.GetProperty("ok").GetBoolean() == ok);

    private List<string> Named(Func<JsonElement, bool> which) =>
    [
        .. File.ReadLines(_vms["events.jsonl"]).Select(line => JsonDocument.Parse(line).RootElement).Where(which)
            .Select(happened => happened.GetProperty("name").GetString()!).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal),
    ];
}
