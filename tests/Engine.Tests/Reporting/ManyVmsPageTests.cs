using System.Xml.Linq;
using V2K.Engine.Configuration;
using V2K.Engine.Datastores;
using V2K.Engine.Inventory;
using V2K.Engine.Planning;
using V2K.Engine.Rendering;
using V2K.Engine.Reporting;
using V2K.Engine.State;
using V2K.Engine.Tests.Estates;

namespace V2K.Engine.Tests.Reporting;

/// <summary>The page of 300 VMs, two thirds of which are on KVM.</summary>
public sealed class ManyVmsPageTests : IDisposable
{
    private static readonly DateTimeOffset Noon = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    /// <summary>Makes the sizes of the small disks those of a company.</summary>
    private const long Scale = 4_000_000;

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void It_is_small_starts_with_what_a_manager_asks_and_names_each_blocker_once_with_its_command()
    {
        var report = Read(300);
        var page = ReportPage.Of(report);
        var html = page.Render(TemplateFolder.Load(report: true));
        if (Environment.GetEnvironmentVariable("V2K_KEEP_PAGE") is { } kept)
        {
            File.WriteAllText(kept, html);
        }

        Assert.InRange(html.Length, 100_000, 2_000_000);
        var there = report.Vms.Count(vm => vm.IsOnKvm);
        Assert.StartsWith($"{there} of 300 VMs are on KVM. ", page.Headline, StringComparison.Ordinal);
        Assert.Equal(["on KVM", "left to copy", "can be migrated now", "need action"], page.Tiles.Select(tile => tile.Label));
        Assert.Equal(("good", $"{there} of 300"), (page.Tiles[0].Tone, page.Tiles[0].Value));
        Assert.EndsWith("iB", page.Tiles[1].Value, StringComparison.Ordinal);
        Assert.Contains("hours", page.Tiles[1].Hint, StringComparison.Ordinal);
        Assert.Contains(page.Actions, action => action.Who == "VMware administrators" && action.What.Contains("running (", StringComparison.Ordinal));
        Assert.Equal(page.Blockers.Count, page.Blockers.DistinctBy(blocker => (blocker.Id, blocker.What)).Count());
        Assert.All(page.Blockers, blocker => Assert.StartsWith("v2k --target=Migrate --vm=", blocker.Commands[0].Line, StringComparison.Ordinal));
        Assert.True(html.IndexOf("id=\"actions\"", StringComparison.Ordinal) < html.IndexOf("id=\"blockers\"", StringComparison.Ordinal));
        Assert.True(html.IndexOf("id=\"blockers\"", StringComparison.Ordinal) < html.IndexOf("id=\"vms\"", StringComparison.Ordinal));
        Assert.Contains("Databases → production, portgroup db", html, StringComparison.Ordinal);
        Assert.Contains("DMZ → br1 (bridge), VLAN 120", html, StringComparison.Ordinal);
        Assert.Contains("VM Network → default (no entry)", html, StringComparison.Ordinal);
        Assert.Contains("<td>62 disks, ", html, StringComparison.Ordinal);
    }

    [Fact]
    public void It_has_a_search_and_a_filter_that_need_no_network_and_no_script_element()
    {
        var html = ReportPage.Of(Read(50)).Render(TemplateFolder.Load(report: true));

        Assert.DoesNotContain("<script", html, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotMatch("""(src|href|action)\s*=\s*["'](?!#|data:)|url\(|@import""", html);
        Assert.Contains("<input type=\"search\"", html, StringComparison.Ordinal);
        var page = XDocument.Parse(html.Replace("<!DOCTYPE html>", "", StringComparison.Ordinal).Replace("<meta charset=\"utf-8\">", "", StringComparison.Ordinal)
            .Replace("initial-scale=1\">", "initial-scale=1\"/>", StringComparison.Ordinal));
        Assert.Equal(50, page.Descendants("section").Count(section => section.Attribute("class")?.Value == "vm"));
    }

    [Theory]
    [InlineData("web01", "--vm=web01")]
    [InlineData("web 01", "--vm='[ds1] x/x.vmx'")]
    [InlineData("a,b", "--vm='[ds1] x/x.vmx'")]
    [InlineData("it's*", "--vm='[ds1] x/x.vmx'")]
    [InlineData("$(reboot)", "--vm='$(reboot)'")]
    [InlineData("twin", "--vm='[ds1] x/x.vmx'")]
    public void A_command_names_a_VM_such_that_a_shell_and_V2K_take_it_for_that_one(string name, string option)
    {
        VmSummary[] vms = [Summary("[ds1] x/x.vmx", name), Summary("[ds1] y/y.vmx", "twin")];

        Assert.Equal($"v2k --target=Migrate {option}", new ReportCommand("v2k", vms, ReportScope.All).Migrate([vms[0]]));
    }

    [Fact]
    public void A_command_for_many_VMs_names_those_that_it_leaves_out_and_none_outside_of_the_report()
    {
        VmSummary[] vms = [.. Enumerable.Range(0, 300).Select(number => Summary($"[ds1] vm{number}/vm{number}.vmx", $"vm{number}"))];
        var friday = new ReportScope([("wave", "web tier"), ("except", "vm7")], [("config", "week end.yaml")]);

        Assert.Equal("v2k --target=Migrate --all", new ReportCommand("v2k", vms, ReportScope.All).Migrate(vms));
        Assert.Equal("v2k --target=Migrate --all --except=vm298,vm299", new ReportCommand("v2k", vms, ReportScope.All).Migrate(vms[..298]));
        Assert.Equal("v2k --target=Migrate --vm=vm0,vm1", new ReportCommand("v2k", vms, ReportScope.All).Migrate(vms[..2]));
        Assert.Equal(
            "v2k --target=Migrate --config='week end.yaml' --wave='web tier' --except=vm7 --except=vm299 --ignore=running",
            new ReportCommand("v2k", vms, friday).Migrate(vms[..299], "--ignore=running"));
        Assert.Equal("v2k --target=Migrate --config='week end.yaml' --vm=vm0", new ReportCommand("v2k", vms[..1], friday).Migrate(vms[..1]));
    }

    [Fact]
    public void The_time_that_is_left_is_none_of_copying_where_all_is_copied()
    {
        var report = Read(3);
        var converted = report with { Vms = [.. report.Vms.Select(vm => vm with { Progress = VmProgress.Converted, Summary = vm.Summary with { Disks = [] } })] };

        Assert.Matches("^about [^;]+ until all are on KVM$", ReportPage.Of(converted).Tiles[1].Hint);
        Assert.Matches("^about [^;]+ until all are on KVM; a disk is copied at 95.4 MiB/s, assumed$", ReportPage.Of(report with { Vms = [.. report.Vms.Select(vm => vm with { Progress = VmProgress.Waiting, Steps = [] })] }).Tiles[1].Hint);
    }

    [Fact]
    public void A_VM_on_KVM_is_left_out_of_blockers_and_of_what_is_left()
    {
        var report = Read(3);
        var defined = report.Vms[0] with
        {
            Progress = VmProgress.Defined,
            Summary = report.Vms[0].Summary with { Concerns = [new ConcernLine("running", "blocker", "it runs", "its disks change", "Shut it down", Key: null, IsIgnored: false)] },
        };
        var page = ReportPage.Of(report with { Vms = [defined] });

        Assert.Equal("All VMs are on KVM: 1.", page.Headline);
        Assert.Empty(page.Blockers);
        Assert.Empty(page.Actions);
        Assert.Equal("0 B", page.Tiles[1].Value);
    }

    private static VmSummary Summary(string id, string name) => new(id, name, Guest: null, 1, 512, [], [], []);

    /// <summary>Reports on VMs of which those that nothing stops are further, the more so the lower their number.</summary>
    private Report Read(int count)
    {
        CompanyEstate.Write(_folder.Path, count);
        var config = ConfigFile.Load(_folder["v2k.yaml"]);
        var report = new ReportReader(config, new DomainRenderer(TemplateFolder.Load())).Read(VmCatalog.Scan(config.Datastores).Vms);
        return report with
        {
            Vms = [.. report.Vms.Select(Migrated)],
            Runs =
            [
                new RunEntry("1", Noon, "alice (as root) on kvm1, process 4711", "v2k --target=Migrate --all") { Finished = Noon.AddHours(5), Ok = false, Result = $"{count * 2 / 3} of {count} done, 2 not: ber-web-000 (running)" },
                new RunEntry("2", Noon.AddDays(1), "alice (as root) on kvm1, process 815", "v2k --target=Migrate --all"),
            ],
            Outlook = new Outlook(MeasuredRates.Of([]), 4),
        };
    }

    private static VmReport Migrated(VmReport vm, int index)
    {
        var summary = vm.Summary with { Disks = [.. vm.Summary.Disks.Select((disk, place) => disk with { VirtualBytes = disk.VirtualBytes * 20_000, AllocatedBytes = disk.AllocatedBytes * Scale / (1 + place) })] };
        var stages = vm.Progress == VmProgress.Blocked ? 0 : index % 3 == 2 ? index % 4 : 4 + index % 2;
        var at = Noon.AddMinutes(index);
        var steps = new List<StepReport>();
        foreach (var stage in new[] { "Translate", "Convert", "Adjust", "Define", "TestBoot" }.Take(stages))
        {
            foreach (var disk in stage == "Convert" ? summary.Disks : [new DiskLine("", "", Kind: null, 0, 0, 0)])
            {
                steps.Add(new StepReport(stage, stage == "Convert" ? Path.GetFileNameWithoutExtension(disk.File) + ".qcow2" : vm.Summary.Name, at, at.AddSeconds(40 + index % 50), disk.AllocatedBytes, "vmfs, 80 GiB, 16 GiB of data, by native")
                {
                    Device = disk.Device.Length > 0 ? disk.Device : null,
                });
                at = at.AddSeconds(40 + index % 50);
            }
        }

        var hasFailed = stages == 2 && index % 8 == 2;
        return vm with
        {
            Summary = summary,
            Steps = steps,
            Failures = hasFailed ? [new FailureReport("Adjust", vm.Summary.Name, at, "libguestfs found no operating system on the disks. See .v2k/adjust.log; --adjust=none leaves the guest as it is")] : [],
            Progress = hasFailed ? VmProgress.Failed
                : vm.Progress == VmProgress.Blocked ? VmProgress.Blocked
                : stages switch { 0 => VmProgress.Waiting, 1 => VmProgress.Translated, 2 => VmProgress.Converted, 3 => VmProgress.Adjusted, 4 => VmProgress.Defined, _ => VmProgress.Booted },
        };
    }
}
