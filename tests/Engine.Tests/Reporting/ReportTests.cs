using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using V2K.Engine.Configuration;
using V2K.Engine.Datastores;
using V2K.Engine.Guests;
using V2K.Engine.Rendering;
using V2K.Engine.Reporting;
using V2K.Engine.Stages;
using V2K.Engine.State;
using V2K.Engine.TestBoots.Judging;
using V2K.Engine.TestBoots.Signals;
using V2K.Engine.Tools;
using V2K.Schemas;

namespace V2K.Engine.Tests.Reporting;

/// <summary>The report of a small datastore: what it says of each VM, and how a browser shows it.</summary>
public sealed partial class ReportTests : IDisposable
{
    private const string Hostile = "<script>alert('1')</script> & \"co\"";
    private static readonly DateTimeOffset Noon = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    private static readonly byte[] Screen = [0x89, (byte)'P', (byte)'N', (byte)'G', 13, 10, 26, 10];

    private readonly TempFolder _folder = new();

    public ReportTests()
    {
        AddVm("proven", """displayName = "proven" """, (Stage.Translate, "proven.xml", 0), (Stage.Convert, "proven.raw", 60), (Stage.Adjust, "proven.raw", 30), (Stage.Define, "proven", 1), (Stage.TestBoot, "proven", 70));
        new TestBootVerdict
        {
            Vm = "[ds1] proven/proven.vmx",
            Domain = "proven",
            Passed = true,
            Started = Noon,
            Seconds = 70,
            VirtType = "qemu",
            Signals = [new SeenSignal(BootSignal.LoginPrompt, "proven login:", 70)],
        }.Write(_folder["out/proven/proven.testboot.json"]);
        File.WriteAllBytes(_folder["out/proven/proven.testboot.png"], Screen);
        AddVm("defined", """displayName = "defined" """, (Stage.Translate, "defined.xml", 0), (Stage.Convert, "defined.raw", 60), (Stage.Define, "defined", 1));
        AddVm("hostile", $"displayName = \"{Hostile.Replace("\"", "|22", StringComparison.Ordinal)}\"\nsched.mem.pin = \"TRUE\"", (Stage.Translate, "hostile.xml", 0));
        AddVm("waiting", """displayName = "waiting" """);
        AddVm("blocked", """displayName = "blocked" """ + "\nscsi0:0.fileName = \"/etc/shadow\"");
        AddVm("failed", """displayName = "failed" """, (Stage.Translate, "failed.xml", 0));
        AddFailure("failed", "Convert failed.raw", Noon);
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Each_VM_is_as_far_as_its_state_says()
    {
        var vms = Read().Vms.ToDictionary(vm => Path.GetFileNameWithoutExtension(vm.Summary.Id), vm => vm.Progress, StringComparer.Ordinal);

        Assert.Equal(VmProgress.Booted, vms["proven"]);
        Assert.Equal(VmProgress.Defined, vms["defined"]);
        Assert.Equal(VmProgress.Translated, vms["hostile"]);
        Assert.Equal(VmProgress.Waiting, vms["waiting"]);
        Assert.Equal(VmProgress.Blocked, vms["blocked"]);
        Assert.Equal(VmProgress.Failed, vms["failed"]);
    }

    [Theory]
    [InlineData("Convert retried.qcow2", 90, VmProgress.Adjusted)]
    [InlineData("Convert retried.qcow2", 20, VmProgress.Adjusted, Stage.Translate, Stage.Convert, Stage.Adjust)]
    [InlineData("Convert retried.qcow2", 20, VmProgress.Converted, Stage.Translate, Stage.Convert)]
    [InlineData("Adjust retried", 61, VmProgress.Defined, Stage.Translate, Stage.Convert, Stage.Define)]
    [InlineData("Adjust retried", 61, VmProgress.Booted, Stage.Translate, Stage.Convert, Stage.Define, Stage.TestBoot)]
    [InlineData("Define retried", 125, VmProgress.Booted, Stage.Translate, Stage.Convert, Stage.Define, Stage.TestBoot)]
    [InlineData("Translate retried.xml", 10, VmProgress.Converted, Stage.Translate, Stage.Convert)]
    public void A_VM_that_failed_and_got_through_later_has_not_failed(string failed, int after, VmProgress progress, params Stage[] stages)
    {
        stages = stages.Length > 0 ? stages : [Stage.Translate, Stage.Convert, Stage.Adjust];
        AddVm("retried", """displayName = "retried" """, [.. stages.Select(stage => (stage, NameOf(stage), 60))]);
        AddFailure("retried", failed, Noon.AddSeconds(after));

        var vm = Read().Vms.Single(vm => vm.Summary.Name == "retried");

        Assert.Equal(progress, vm.Progress);
        Assert.Empty(vm.Failures);

        static string NameOf(Stage stage) => stage is Stage.Translate ? "retried.xml" : stage is Stage.Convert ? "retried.raw" : "retried";
    }

    [Theory]
    [InlineData("TestBoot again", 200)]
    [InlineData("Adjust again", 200)]
    [InlineData("Convert other.raw", 200)]
    [InlineData("TestBoot again", 0)]
    public void A_VM_that_failed_last_or_in_a_later_stage_than_it_got_through_has_failed(string failed, int after)
    {
        AddVm("again", """displayName = "again" """, (Stage.Translate, "again.xml", 1), (Stage.Convert, "again.raw", 60), (Stage.Define, "again", 60));
        AddFailure("again", failed, Noon.AddSeconds(after));

        Assert.Equal(VmProgress.Failed, Read().Vms.Single(vm => vm.Summary.Name == "again").Progress);
    }

    [Fact]
    public void A_failure_in_Adjust_is_none_where_the_configuration_leaves_guests_as_they_are()
    {
        AddVm("plain", """displayName = "plain" """, (Stage.Translate, "plain.xml", 1), (Stage.Convert, "plain.raw", 60));
        AddFailure("plain", "Adjust plain", Noon.AddSeconds(90));

        Assert.Equal(VmProgress.Failed, Read().Vms.Single(vm => vm.Summary.Name == "plain").Progress);
        Assert.Equal(VmProgress.Converted, Read(AdjustKind.None).Vms.Single(vm => vm.Summary.Name == "plain").Progress);
    }

    [Fact]
    public void A_VM_that_was_defined_in_spite_of_a_blocker_is_defined_and_not_blocked()
    {
        AddVm("overridden", """displayName = "overridden" """, (Stage.Translate, "overridden.xml", 1), (Stage.Convert, "overridden.raw", 60), (Stage.Define, "overridden", 1));
        _folder.Write("ds1/overridden/overridden.vmx.lck", "");

        var vm = Read().Vms.Single(vm => vm.Summary.Name == "overridden");

        Assert.Contains(vm.Summary.Concerns, concern => concern.IsBlocker);
        Assert.Equal(VmProgress.Defined, vm.Progress);
    }

    [Fact]
    public Task The_report_for_machines_is_as_promised() =>
        SchemaJudge.IsValidAsync("report", JsonSerializer.Serialize(Read(), ReportJson.Default.Report));

    [Fact]
    public void Any_VM_name_is_shown_as_plain_text_on_the_page()
    {
        var html = Render();

        Assert.DoesNotContain("<script", html, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("&lt;script&gt;alert(&apos;1&apos;)&lt;/script&gt; &amp; &quot;co&quot;", html, StringComparison.Ordinal);
    }

    [Fact]
    public void The_page_is_well_formed_and_needs_nothing_beside_it()
    {
        var html = Render();

        // Only what has no end tag in HTML keeps the page from being XML.
        var page = XDocument.Parse(html.Replace("<!DOCTYPE html>", "", StringComparison.Ordinal).Replace("<meta charset=\"utf-8\">", "", StringComparison.Ordinal)
            .Replace("initial-scale=1\">", "initial-scale=1\"/>", StringComparison.Ordinal));
        Assert.DoesNotContain("{{", html, StringComparison.Ordinal);
        var anchors = page.Descendants().Select(element => element.Attribute("id")?.Value).ToHashSet();
        Assert.All(page.Descendants("a"), link => Assert.Contains(link.Attribute("href")!.Value.TrimStart('#'), anchors));
        Assert.DoesNotMatch("(src=\"(?!data:)|url\\(|@import)", html);
    }

    [Fact]
    public void A_failure_and_a_blocker_are_shown_with_their_remedy()
    {
        var html = Render();

        Assert.Contains("the disk is full: Make room", html, StringComparison.Ordinal);
        Assert.Contains("/etc/shadow", html, StringComparison.Ordinal);
        Assert.Contains("sched.mem.pin", html, StringComparison.Ordinal);
    }

    [Fact]
    public void A_test_boot_is_reported_with_the_text_of_the_screen()
    {
        var html = Render();

        Assert.Contains("2026-03-01 12:00:00, passed, up after 70 s: login prompt, proven login:", html, StringComparison.Ordinal);
        Assert.Contains($"<img class=\"screen\" alt=\"the guest's screen\" src=\"data:image/png;base64,{Convert.ToBase64String(Screen)}\"/>", html, StringComparison.Ordinal);
    }

    [SkippableTheory]
    [InlineData(1280, "light")]
    [InlineData(1280, "dark")]
    [InlineData(390, "light")]
    [InlineData(390, "dark")]
    public async Task A_browser_shows_all_of_it_at_any_width_in_light_and_dark(int width, string scheme)
    {
        Skip.If(KnownTools.Chromium.Find() is null, "chromium is not installed: --target=Setup installs it");

        // The report has no script. The copy that is measured gets one, which writes down what the browser made of it.
        var measured = _folder.Write("report.html", Render().Replace("</body>", Measure + "</body>", StringComparison.Ordinal));
        var frame = _folder.Write("frame.html", $"""<iframe width="{width}" height="2000" src="report.html"></iframe>{Listen}""");
        var result = await new ToolRunner(_ => { }).RunAsync(
            KnownTools.Chromium,
            [
                "--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-sync", "--disable-component-update",
                $"--user-data-dir={_folder["profile"]}",
                $"--blink-settings=preferredColorScheme={(scheme == "dark" ? 0 : 1)}",
                "--virtual-time-budget=3000", "--dump-dom", new Uri(frame).AbsoluteUri,
            ],
            "Look at the report in a browser");

        var said = Said().Match(result.Output);
        Assert.True(said.Success, $"{measured} said nothing:\n{result.Output}\n{result.Errors}");
        Assert.Equal(width, int.Parse(said.Groups["viewport"].Value, CultureInfo.InvariantCulture));
        Assert.InRange(int.Parse(said.Groups["content"].Value, CultureInfo.InvariantCulture), 1, width);
        Assert.Equal(6, int.Parse(said.Groups["vms"].Value, CultureInfo.InvariantCulture));
        var brightness = int.Parse(said.Groups["paper"].Value, CultureInfo.InvariantCulture);
        Assert.InRange(brightness, scheme == "dark" ? 0 : 200, scheme == "dark" ? 60 : 255);
    }

    private const string Measure = """
        <script>
        const page = document.documentElement;
        parent.postMessage(`viewport=${innerWidth} content=${page.scrollWidth} vms=${document.querySelectorAll('section.vm').length} `
            + `paper=${getComputedStyle(document.body).backgroundColor.match(/\d+/)[0]};`, '*');
        </script>
        """;

    private const string Listen = "<script>addEventListener('message', e => document.body.append(e.data));</script>";

    [GeneratedRegex("viewport=(?<viewport>[0-9]+) content=(?<content>[0-9]+) vms=(?<vms>[0-9]+) paper=(?<paper>[0-9]+);", RegexOptions.None, 1000)]
    private static partial Regex Said();

    private string Render() => ReportPage.Of(Read()).Render(TemplateFolder.Load(report: true));

    private Report Read(AdjustKind adjust = AdjustKind.Native)
    {
        var config = new Config
        {
            File = "v2k.yaml",
            Adjust = new AdjustOptions { Kind = adjust },
            Datastores = [new Datastore("ds1", ["/vmfs/volumes/ds1"], _folder["ds1"], _folder["out"])],
        };
        return new ReportReader(config, new DomainRenderer(TemplateFolder.Load())).Read(VmCatalog.Scan(config.Datastores).Vms);
    }

    /// <summary>Has the state of a VM say that a step failed, as the first format did.</summary>
    private void AddFailure(string vm, string step, DateTimeOffset at)
    {
        var state = Path.Combine(_folder["out"], $".v2k/{vm}/{vm}.json");
        File.WriteAllText(state, File.ReadAllText(state).Replace(
            "\"failures\": {}", $$"""
            "failures": { "{{step}}": { "at": "{{at:O}}", "message": "the disk is full: Make room" } }
            """, StringComparison.Ordinal));
    }

    private void AddVm(string name, string settings, params (Stage Stage, string Name, int Seconds)[] steps)
    {
        _folder.Write($"ds1/{name}/{name}.vmx", $"""
            memsize = "512"
            scsi0.present = "TRUE"
            scsi0:0.present = "TRUE"
            {(settings.Contains("fileName", StringComparison.Ordinal) ? "" : $"scsi0:0.fileName = \"{name}.vmdk\"")}
            {settings}

            """);
        _folder.Write($"ds1/{name}/{name}.vmdk", $"""
            # Disk DescriptorFile
            version=1
            CID=fffffffe
            parentCID=ffffffff
            createType="vmfs"
            RW 8 VMFS "{name}-flat.vmdk"

            """);
        _folder.Write($"ds1/{name}/{name}-flat.vmdk", new string('x', 8 * 512));
        if (steps.Length == 0)
        {
            return;
        }

        var vm = new VirtualMachine(new Datastore("ds1", [], _folder["ds1"], _folder["out"]), _folder[$"ds1/{name}/{name}.vmx"], name);
        using var state = VmStateFile.Open(vm);
        var finished = Noon;
        foreach (var (stage, made, seconds) in steps)
        {
            finished += TimeSpan.FromSeconds(seconds);
            var key = stage is Stage.Convert ? StepKey.OfDisk(stage, "scsi0:0") : StepKey.Of(stage);
            state.Record(key, new StepRecord(new Dictionary<string, string>(), new Dictionary<string, FileStamp>(), finished, seconds, "as it should be") { Name = made });
        }
    }
}
