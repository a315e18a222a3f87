using V2K.Engine.Configuration;
using V2K.Engine.Datastores;
using V2K.Engine.Guests;
using V2K.Engine.Rendering;
using V2K.Engine.Reporting;

namespace V2K.Engine.Tests.Reporting;

/// <summary>A page does not call a VM ready that Migrate stops before it copies.</summary>
public sealed class WindowsReportTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public WindowsReportTests()
    {
        _folder.Write("ds1/dc01/dc01.vmx", "displayName = \"dc01\"\nguestOS = \"windows2019srv-64\"\nmemsize = \"512\"\n");
        _folder.Write("ds1/web01/web01.vmx", "displayName = \"web01\"\nguestOS = \"debian11-64\"\nmemsize = \"512\"\n");
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Windows_that_cannot_be_adjusted_as_it_is_asked_waits_for_somebody()
    {
        var report = Read(new AdjustOptions { LinuxOnly = ["--steps"] });

        Assert.Equal([VmProgress.Blocked, VmProgress.Waiting], report.Vms.Select(vm => vm.Progress));
        Assert.Contains(report.Vms[0].Summary.Concerns, concern => concern.What.StartsWith("--steps cannot be used for Windows", StringComparison.Ordinal));
        var blocker = ReportPage.Of(report).Blockers.First(blocker => blocker.Id == "windows-adjusting");
        Assert.Equal("v2k --target=Migrate --vm=dc01", blocker.Commands[0].Line);
    }

    [Fact]
    public void Windows_that_is_left_as_it_is_can_be_migrated() =>
        Assert.Equal([VmProgress.Waiting, VmProgress.Waiting], Read(new AdjustOptions { Kind = AdjustKind.None, LinuxOnly = ["--steps"] }).Vms.Select(vm => vm.Progress));

    private Report Read(AdjustOptions adjust)
    {
        var config = new Config { File = "v2k.yaml", Datastores = [new Datastore("ds1", [], _folder["ds1"], _folder["out"])], Adjust = adjust };
        return new ReportReader(config, new DomainRenderer(TemplateFolder.Load())).Read(VmCatalog.Scan(config.Datastores).Vms);
    }
}
