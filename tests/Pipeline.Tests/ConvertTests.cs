using V2K.Engine.Tools;

namespace V2K.Pipeline.Tests;

/// <summary>The README's first command, and what comes after it.</summary>
public sealed class ConvertTests : IDisposable
{
    private const string Web01 = "samples/datastore1/web01/web01.vmdk";
    private readonly Estate _estate = new();

    [Fact]
    public async Task The_first_command_needs_no_program_but_dotnet()
    {
        var nothing = Directory.CreateDirectory(_estate["no-programs"]).FullName;

        (await Host.RunAsync(_estate.Folder, nothing, ["--target=Convert", "--vm=web01"])).Succeeded();

        Assert.True(File.Exists(_estate["out/datastore1/web01/web01.xml"]));
        Assert.True(File.Exists(_estate["out/datastore1/web01/web01.qcow2"]));
    }

    [SkippableTheory]
    [InlineData("qcow2", "native")]
    [InlineData("raw", "native")]
    [InlineData("qcow2", "qemu-img")]
    [InlineData("raw", "qemu-img")]
    [InlineData("qcow2", "nbdcopy")]
    public async Task Every_format_by_every_engine_holds_what_the_source_holds(string format, string engine)
    {
        Skip.If(KnownTools.QemuImg.Find() is null, "qemu-img is not installed: --target=Setup installs it");
        Skip.If(engine == "nbdcopy" && KnownTools.NbdCopy.Find() is null, "nbdcopy is not installed: --target=Setup installs it");

        (await _estate.RunAsync("--target=Convert", "--all", $"--format={format}", $"--engine={engine}")).Succeeded();

        await Judge.DiskIsSoundAndEquals(_estate[$"out/datastore1/web01/web01.{format}"], format, _estate[Web01]);
        await Judge.DiskIsSoundAndEquals(
            _estate[$"out/datastore1/db01/db01.{format}"], format, _estate["samples/datastore1/db01/db01-000001.vmdk"]);
        await Judge.DiskIsSoundAndEquals(
            _estate[$"out/datastore2/db01/db01_1.{format}"], format, _estate["samples/datastore2/db01/db01_1.vmdk"]);
    }

    [SkippableTheory]
    [InlineData("web01")]
    [InlineData("db01")]
    public async Task The_XML_is_what_libvirt_calls_a_domain(string vm)
    {
        (await _estate.RunAsync("--target=Translate", $"--vm={vm}")).Succeeded();

        await Judge.XmlIsValid(_estate[$"out/datastore1/{vm}/{vm}.xml"]);
    }

    [Fact]
    public async Task Translating_touches_no_disk()
    {
        (await _estate.RunAsync("--target=Translate", "--all")).Succeeded();

        Assert.DoesNotContain(_estate.Results().Keys, file => file.EndsWith(".qcow2", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("quiet", "^$")]
    [InlineData("minimal", @"^[-0-9]+T[:0-9]+Z  web01  Convert    web01\.raw: done in [^\n]*\n$")]
    public async Task Verbosity_decides_what_a_run_prints(string verbosity, string said)
    {
        var run = (await _estate.RunAsync("--target=Convert", "--vm=web01", "--format=raw", "--cache=direct", $"--verbosity={verbosity}")).Succeeded();

        Assert.Matches(said, run.Output);
        Assert.Equal("", run.Errors);
        Assert.Contains("datastore1/web01/web01.raw", _estate.Results().Keys);
    }

    [Fact]
    public async Task A_second_run_does_nothing_and_says_why()
    {
        (await _estate.RunAsync("--target=Convert", "--all")).Succeeded();
        var before = _estate.Results();

        var second = (await _estate.RunAsync("--target=Convert", "--all")).Succeeded();

        Assert.Equal(before, _estate.Results());
        Assert.NotEmpty(before);
        var lines = second.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(
            [$"Configuration: {_estate["v2k.yaml"]}", "db01  up to date, 3 steps", "web01  up to date, 2 steps"],
            lines.Select(line => line[(line.IndexOf("Z  ", StringComparison.Ordinal) + 3)..]));

        // Two VMs are translated, three disks are converted.
        var reasons = (await _estate.RunAsync("--target=Convert", "--all", "--verbosity=verbose")).Succeeded().Output.Split('\n').Where(line => line.Contains("up to date, ", StringComparison.Ordinal)).ToList();
        Assert.Equal(5, reasons.Count);
        Assert.All(reasons, line => Assert.Matches("up to date, .* unchanged since ", line));
    }

    [Fact]
    public async Task A_changed_VMX_is_translated_again_and_no_disk_is_touched()
    {
        (await _estate.RunAsync("--target=Convert", "--vm=web01")).Succeeded();
        var before = _estate.Results();
        var vmx = _estate["samples/datastore1/web01/web01.vmx"];
        File.WriteAllText(vmx, File.ReadAllText(vmx).Replace("memSize = \"2048\"", "memSize = \"4096\"", StringComparison.Ordinal));

        var run = (await _estate.RunAsync("--target=Convert", "--vm=web01")).Succeeded();

        Assert.Matches(@"Translate .*web01\.vmx", run.Output);
        Assert.Equal(before["datastore1/web01/web01.qcow2"], _estate.Results()["datastore1/web01/web01.qcow2"]);
        Assert.NotEqual(before["datastore1/web01/web01.xml"], _estate.Results()["datastore1/web01/web01.xml"]);
    }

    [Fact]
    public async Task A_changed_extent_converts_its_disk_and_no_other()
    {
        (await _estate.RunAsync("--target=Convert", "--vm=db01")).Succeeded();
        var before = _estate.Results();
        var flat = _estate["samples/datastore1/db01/db01-flat.vmdk"];
        using (var stream = new FileStream(flat, FileMode.Open, FileAccess.Write))
        {
            stream.Seek(-512, SeekOrigin.End);
            stream.Write(new byte[] { 1, 2, 3 });
        }

        var run = (await _estate.RunAsync("--target=Convert", "--vm=db01")).Succeeded();

        Assert.Contains("db01-flat.vmdk changed", run.Output, StringComparison.Ordinal);
        Assert.NotEqual(before["datastore1/db01/db01.qcow2"], _estate.Results()["datastore1/db01/db01.qcow2"]);
        Assert.Equal(before["datastore2/db01/db01_1.qcow2"], _estate.Results()["datastore2/db01/db01_1.qcow2"]);
    }

    [Fact]
    public async Task Force_converts_again()
    {
        (await _estate.RunAsync("--target=Convert", "--vm=web01")).Succeeded();
        var before = _estate.Results();

        (await _estate.RunAsync("--target=Convert", "--vm=web01", "--force")).Succeeded();

        Assert.NotEqual(before["datastore1/web01/web01.qcow2"], _estate.Results()["datastore1/web01/web01.qcow2"]);
    }

    [Fact]
    public async Task Sources_are_only_ever_read()
    {
        var before = Sources();

        (await _estate.RunAsync("--target=Convert", "--all")).Succeeded();

        Assert.Equal(before, Sources());
    }

    [Fact]
    public async Task Clean_takes_back_what_was_made_for_that_VM()
    {
        (await _estate.RunAsync("--target=Convert", "--all")).Succeeded();
        var before = _estate.Results();

        var asked = (await _estate.RunAsync("--target=Clean", "--vm=web01")).Refused();
        Assert.Contains("Add --force", asked, StringComparison.Ordinal);
        Assert.Equal(before, _estate.Results());

        (await _estate.RunAsync("--target=Clean", "--vm=web01", "--force")).Succeeded();
        Assert.Equal(
            before.Where(file => !file.Key.Contains("web01", StringComparison.Ordinal)).ToDictionary(StringComparer.Ordinal), _estate.Results());
    }

    [Fact]
    public async Task Verify_holds_a_converted_disk_against_its_source()
    {
        (await _estate.RunAsync("--target=Convert", "--all", "--format=raw")).Succeeded();

        var sound = (await _estate.RunAsync("--target=Verify", "--all", "--format=raw")).Succeeded();
        Assert.Contains("web01.raw: done", sound.Output, StringComparison.Ordinal);

        using (var disk = new FileStream(_estate["out/datastore1/web01/web01.raw"], FileMode.Open, FileAccess.Write))
        {
            // Somewhere in the superblock of the file system in the first partition.
            disk.Seek((1 << 20) + 1100, SeekOrigin.Begin);
            disk.Write([0xa5, 0x5a]);
        }

        var line = (await _estate.RunAsync("--target=Verify", "--vm=web01", "--format=raw")).Failed();
        Assert.Contains("web01.raw", line, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--vm=*")]
    [InlineData("--vm=web*,db01")]
    [InlineData("--vm=WEB01,[datastore1] db01/db01.vmx")]
    public async Task VMs_are_chosen_by_globs_and_lists(string choice)
    {
        (await _estate.RunAsync("--target=Translate", choice)).Succeeded();

        Assert.Contains("datastore1/web01/web01.xml", _estate.Results().Keys);
        Assert.Contains("datastore1/db01/db01.xml", _estate.Results().Keys);
    }

    [Fact]
    public async Task A_configuration_elsewhere_reads_its_own_folders()
    {
        (await Host.RunAsync(Path.GetTempPath(), "--target=Convert", "--vm=web01", $"--config={_estate["v2k.yaml"]}")).Succeeded();

        Assert.True(File.Exists(_estate["out/datastore1/web01/web01.qcow2"]));
    }

    public void Dispose() => _estate.Dispose();

    private Dictionary<string, (DateTime, long)> Sources() =>
        Directory.EnumerateFiles(_estate["samples"], "*", SearchOption.AllDirectories)
            .ToDictionary(file => file, file => (File.GetLastWriteTimeUtc(file), new FileInfo(file).Length), StringComparer.Ordinal);
}
