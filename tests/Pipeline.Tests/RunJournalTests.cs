using System.Text.Json;

namespace V2K.Pipeline.Tests;

/// <summary>The log of runs under <c>.v2k</c>, and what the report shows of it.</summary>
public sealed class RunJournalTests : IDisposable
{
    private readonly Estate _estate = new();

    public void Dispose() => _estate.Dispose();

    [Fact]
    public async Task Every_run_that_works_on_VMs_is_kept_with_who_when_what_and_what_came_of_it()
    {
        (await _estate.RunAsync("--target=Convert", "--vm=web01", "--connect=qemu+ssh://root:hunter2@kvm1/system")).Succeeded();
        File.WriteAllText(_estate["samples/datastore1/db01/db01.vmx.lck"], "");
        Assert.Equal(3, (await _estate.RunAsync("--target=Migrate", "--all", "--until=convert")).ExitCode);
        (await _estate.RunAsync("--target=Inventory")).Succeeded();
        (await _estate.RunAsync("--target=Plan")).Succeeded();

        var path = _estate["out/datastore1/.v2k/runs.jsonl"];
        var lines = File.ReadAllLines(path).Select(line => JsonDocument.Parse(line).RootElement).ToList();

        // One when a run starts, one when it ends.
        Assert.Equal(4, lines.Count);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(path));
        Assert.DoesNotContain("hunter2", File.ReadAllText(path), StringComparison.Ordinal);
        Assert.Equal(lines[0].GetProperty("id").GetString(), lines[1].GetProperty("id").GetString());
        Assert.Contains("--target=Convert --vm=web01", lines[0].GetProperty("command").GetString(), StringComparison.Ordinal);
        Assert.Contains(Environment.UserName, lines[0].GetProperty("who").GetString(), StringComparison.Ordinal);
        Assert.False(lines[0].TryGetProperty("finished", out _));
        Assert.True(lines[1].GetProperty("ok").GetBoolean());
        Assert.False(lines[3].GetProperty("ok").GetBoolean());
        Assert.Equal("1 of 2 done, 1 not: db01 (running)", lines[3].GetProperty("result").GetString());

        (await _estate.RunAsync("--target=Report", "--json=report.json")).Succeeded();
        var page = File.ReadAllText(_estate["v2k-report.html"]);
        Assert.Contains("1 of 2 done, 1 not: db01 (running)", page, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", page + File.ReadAllText(_estate["report.json"]), StringComparison.Ordinal);
        using var report = JsonDocument.Parse(File.ReadAllText(_estate["report.json"]));
        Assert.Equal(2, report.RootElement.GetProperty("runs").GetArrayLength());
    }
}
