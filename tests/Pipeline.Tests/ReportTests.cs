using System.Text.Json;

namespace V2K.Pipeline.Tests;

/// <summary>The report as the administrator asks for it.</summary>
public sealed class ReportTests
{
    [Fact]
    public async Task A_report_lists_finished_work_and_VMs_that_have_not_started()
    {
        using var estate = new Estate();
        (await estate.RunAsync("--target=Convert", "--vm=web01")).Succeeded();

        var run = (await estate.RunAsync("--target=Report", "--report=migration.html", "--json=migration.json")).Succeeded();

        Assert.Contains($"Report of 2 VMs in {estate["migration.html"]}", run.Output, StringComparison.Ordinal);
        Assert.Contains("web01.qcow2", File.ReadAllText(estate["migration.html"]), StringComparison.Ordinal);
        using var json = JsonDocument.Parse(File.ReadAllText(estate["migration.json"]));
        Assert.Equal(
            ["db01 waiting", "web01 converted"],
            json.RootElement.GetProperty("vms").EnumerateArray().Select(vm => $"{vm.GetProperty("summary").GetProperty("name")} {vm.GetProperty("progress")}"));
    }

    [Fact]
    public async Task A_report_that_cannot_be_written_is_an_error_of_one_line()
    {
        using var estate = new Estate();

        var error = (await estate.RunAsync("--target=Report", "--report=v2k.yaml/report.html")).Refused();

        Assert.Contains("Name another file with --report=FILE", error, StringComparison.Ordinal);
    }
}
