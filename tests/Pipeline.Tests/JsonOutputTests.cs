using System.Text.Json;

namespace V2K.Pipeline.Tests;

/// <summary>JSON on standard output: for the program behind a pipe, and for nobody else.</summary>
public sealed class JsonOutputTests : IDisposable
{
    private readonly Estate _estate = new();

    [Theory]
    [InlineData("--json=-")]
    [InlineData("--json", "-")]
    [InlineData("--json=/dev/stdout", "--verbosity=quiet")]
    [InlineData("--json=/proc/self/fd/1", "--verbosity=diagnostic")]
    public async Task JSON_on_standard_output_stands_there_alone_and_people_read_standard_error(params string[] how)
    {
        var run = (await _estate.RunAsync(["--target=Inventory", .. how])).Succeeded();

        using var json = JsonDocument.Parse(run.Output);
        Assert.Equal(2, json.RootElement.GetArrayLength());
        Assert.Contains("web01", run.Errors, StringComparison.Ordinal);
        Assert.False(File.Exists(_estate["-"]));
    }

    [Fact]
    public async Task The_events_of_a_migration_on_standard_output_stand_there_alone_a_line_each()
    {
        var run = (await _estate.RunAsync("--target=Migrate", "--vm=web01", "--until=translate", "--json=-")).Succeeded();

        var lines = run.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.All(lines, line => JsonDocument.Parse(line).Dispose());
        Assert.Contains("ended", lines[^1], StringComparison.OrdinalIgnoreCase);
        Assert.Contains("Migrate: ", run.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_run_that_fails_leaves_standard_output_empty_and_says_so_on_standard_error()
    {
        var run = await _estate.RunAsync("--target=Inventory", "--json=-", "--vm=nobody");

        Assert.Equal((2, ""), (run.ExitCode, run.Output));
        Assert.Contains("error: --vm=nobody: no VM of the datastores has this name", run.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_report_may_go_to_standard_output_and_not_together_with_its_JSON()
    {
        var page = (await _estate.RunAsync("--target=Report", "--report=-")).Succeeded();
        Assert.StartsWith("<!DOCTYPE html>", page.Output, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("Report of 2 VMs", page.Errors, StringComparison.Ordinal);

        Assert.Equal(
            "error: --json and --report: standard output cannot hold two results. Name a file for one of them.",
            (await _estate.RunAsync("--target=Report", "--report=-", "--json=/dev/stdout")).Refused());
    }

    public void Dispose() => _estate.Dispose();
}
