using V2K.Engine.Tools;

namespace V2K.Pipeline.Tests;

/// <summary>Hosts with and without the programs: a search path of the test's own decides.</summary>
public sealed class DoctorTests : IDisposable
{
    private readonly string _programs = Directory.CreateTempSubdirectory("v2k-path-").FullName;

    [Fact]
    public async Task The_doctor_finds_a_program_and_its_version()
    {
        foreach (var tool in StageNeeds.InOrder.SelectMany(stage => stage.Tools).Distinct())
        {
            AddProgram(tool.Name, "echo some program, version 47.11");
        }

        var run = (await Run("--target=Doctor", "--engine=qemu-img")).Succeeded();

        Assert.Contains("qemu-img 47.11", run.Output, StringComparison.Ordinal);
        Assert.Contains("Nothing is missing.", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_doctor_says_what_Windows_guests_lack_and_how_to_get_it()
    {
        var drivers = Directory.CreateDirectory(Path.Combine(_programs, "virtio-win")).FullName;
        File.WriteAllText(Path.Combine(drivers, "viostor.inf"), "");

        var run = (await RunWith(drivers, Path.Combine(_programs, "nowhere"), "--target=Doctor")).Succeeded();

        Assert.Contains($"virtio-win {drivers}", string.Concat(run.Output.Split('\n').Select(line => line.Trim())).Replace("│", "", StringComparison.Ordinal), StringComparison.Ordinal);
        var line = Assert.Single(run.Output.Split('\n'), line => line.StartsWith("For Windows guests, ", StringComparison.Ordinal));
        Assert.Contains($"rhsrvany.exe or pvvxsvc.exe is not in {_programs}/nowhere", line, StringComparison.Ordinal);
        Assert.DoesNotContain("--target=Setup", line, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Machines_get_the_same_as_JSON()
    {
        AddProgram("qemu-img", "echo qemu-img version 7.2.22");
        var file = Path.Combine(_programs, "readiness.json");

        (await Run("--target=Doctor", $"--json={file}")).Succeeded();

        using var json = System.Text.Json.JsonDocument.Parse(File.ReadAllText(file));
        var stages = json.RootElement.EnumerateArray().ToDictionary(stage => stage.GetProperty("stage").GetString()!, StringComparer.Ordinal);
        Assert.True(stages["Convert"].GetProperty("ready").GetBoolean());
        Assert.False(stages["Test"].GetProperty("ready").GetBoolean());
        Assert.Equal("7.2.22", stages["Convert --engine=qemu-img"].GetProperty("tools")[0].GetProperty("version").GetString());
    }

    [Fact]
    public async Task A_missing_program_is_no_failure_until_an_option_needs_it()
    {
        var run = (await Run("--target=Doctor")).Succeeded();
        var asked = (await Run("--target=Doctor", "--engine=qemu-img")).Failed();

        Assert.Contains("qemu-img is not installed", run.Output, StringComparison.Ordinal);
        Assert.StartsWith("error: --engine: qemu-img is not installed. Run --target=Setup", asked, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_doctor_looks_at_what_the_configuration_needs_and_says_which_file_that_is()
    {
        using var estate = new Estate();
        File.WriteAllText(
            estate["v2k.yaml"],
            """
            engine: nbdcopy
            datastores:
              - { name: ds1, source: samples/datastore1, target: out/ds1 }
              - { name: gone, source: nowhere, target: out/gone }
            networks: { "*": { bridge: v2k-none } }
            libvirt: { connect: "test:///default" }

            """);

        var run = await Host.RunAsync(estate.Folder, $"{_programs}:{Shell}", ["--target=Doctor", "--json=doctor.json"]);

        Assert.Equal(1, run.ExitCode);
        Assert.StartsWith("error: --engine: qemu-img is not installed, qemu-nbd is not installed, nbdcopy is not installed.", run.Errors, StringComparison.Ordinal);
        Assert.Contains($"Configuration: {estate["v2k.yaml"]}\n", run.Output, StringComparison.Ordinal);
        Assert.Contains($"For this configuration, source of gone: {estate["nowhere"]} cannot be read: ", run.Output, StringComparison.Ordinal);
        using var json = System.Text.Json.JsonDocument.Parse(File.ReadAllText(estate["doctor.json"]));
        var stage = json.RootElement.EnumerateArray().Single(stage => stage.GetProperty("stage").GetString() == "this configuration");
        Assert.False(stage.GetProperty("ready").GetBoolean());
        Assert.Equal(
            ["source of ds1", "target of ds1", "source of gone", "target of gone", "libvirt"],
            stage.GetProperty("tools").EnumerateArray().Select(tool => tool.GetProperty("name").GetString()).Take(5));
    }

    [Fact]
    public async Task A_configuration_that_cannot_be_used_is_a_need_and_hides_nothing_of_the_host()
    {
        using var estate = new Estate();
        File.WriteAllText(estate["v2k.yaml"], "datastore: []\n");

        var run = (await Host.RunAsync(estate.Folder, $"{_programs}:{Shell}", ["--target=Doctor"])).Succeeded();

        Assert.Contains($"For this configuration, the file: {estate["v2k.yaml"]}:1: datastore: is not a known key. Did you mean 'datastores'?", run.Output, StringComparison.Ordinal);
        Assert.Contains("TestBoot", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_program_that_does_not_run_is_distinguished_from_a_missing_one()
    {
        AddProgram("qemu-img", "echo no library >&2; exit 127");

        var run = (await Run("--target=Doctor", "--engine=qemu-img")).Failed();

        Assert.Contains("qemu-img does not run: qemu-img --version failed with exit status 127: no library", run, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_doctor_prints_the_descriptor_that_a_VM_lacks_and_with_it_the_VM_is_converted()
    {
        using var estate = new Estate();
        var content = new byte[3 << 20];
        new Random(3).NextBytes(content.AsSpan(0, 1 << 20));
        estate.AddVm("samples/datastore1/lost/lost.vmx", ("displayName", "lost"), ("scsi0:0.fileName", "lost.vmdk"));
        File.WriteAllBytes(estate["samples/datastore1/lost/lost-flat.vmdk"], content);
        var refused = (await estate.RunAsync("--target=Convert", "--vm=lost", "--format=raw")).Blocked();
        Assert.Contains("its extent lost-flat.vmdk (3 MiB) is beside it", refused, StringComparison.Ordinal);
        Assert.Contains("--target=Doctor --vm=NAME", refused, StringComparison.Ordinal);

        var said = (await estate.RunAsync("--target=Doctor", "--vm=lost,web01")).Succeeded().Output;

        Assert.Contains("[datastore1] web01/web01.vmx: every disk can be read.\n", said, StringComparison.Ordinal);
        Assert.Contains($"V2K writes nothing there; a text for {estate["samples/datastore1/lost/lost.vmdk"]} that fits:\n", said, StringComparison.Ordinal);
        Assert.False(File.Exists(estate["samples/datastore1/lost/lost.vmdk"]));
        var text = said[said.IndexOf("# Disk DescriptorFile\n", StringComparison.Ordinal)..];
        const string Last = "ddb.virtualHWVersion = ";
        var end = text.IndexOf('\n', text.IndexOf(Last, StringComparison.Ordinal)) + 1;
        File.WriteAllText(estate["samples/datastore1/lost/lost.vmdk"], text[..end]);
        (await estate.RunAsync("--target=Convert", "--vm=lost", "--format=raw")).Succeeded();
        Assert.Equal(content, File.ReadAllBytes(estate["out/datastore1/lost/lost.raw"]));
    }

    [Fact]
    public async Task Setup_has_nothing_to_do_where_everything_is_there()
    {
        foreach (var tool in StageNeeds.InOrder.SelectMany(stage => stage.Tools).Distinct())
        {
            AddProgram(tool.Name, "exit 0");
        }

        Assert.Equal("Setup: nothing to install\n", (await Run("--target=Setup")).Succeeded().Output);
    }

    [SkippableFact]
    public async Task Setup_installs_as_root_what_is_missing_and_says_so()
    {
        var family = Distribution.Detect().Family;
        Skip.If(!Environment.IsPrivilegedProcess, "only root installs packages");
        Skip.If(family == DistributionFamily.Unknown, "this distribution's packages are not known");

        // A package manager that "installs" by writing the programs, and keeps a record of how it was called.
        var tools = string.Join(' ', StageNeeds.InOrder.SelectMany(stage => stage.Tools).Select(tool => tool.Name).Distinct());
        foreach (var manager in new[] { "apt-get", "dnf", "zypper" })
        {
            AddProgram(manager, $$"""
                echo "{{manager}} $DEBIAN_FRONTEND $*" >> "$(dirname "$0")/calls"
                for name in {{tools}}; do printf '#!/bin/sh\n' > "$(dirname "$0")/$name"; chmod +x "$(dirname "$0")/$name"; done
                """);
        }

        var first = (await Run("--target=Setup")).Succeeded();
        var second = (await Run("--target=Setup")).Succeeded();

        Assert.Contains("Setup: installed ", first.Output, StringComparison.Ordinal);
        Assert.Contains("noninteractive", File.ReadAllText(Path.Combine(_programs, "calls")), StringComparison.Ordinal);
        Assert.Equal("Setup: nothing to install\n", second.Output);
    }

    [SkippableFact]
    public async Task Setup_names_the_command_that_failed()
    {
        Skip.If(!Environment.IsPrivilegedProcess, "only root installs packages");
        Skip.If(Distribution.Detect().Family == DistributionFamily.Unknown, "this distribution's packages are not known");
        foreach (var manager in new[] { "apt-get", "dnf", "zypper" })
        {
            AddProgram(manager, "echo no network >&2; exit 100");
        }

        var line = (await Run("--target=Setup")).Failed();

        Assert.Contains("failed with exit status 100: no network", line, StringComparison.Ordinal);
    }

    public void Dispose() => Directory.Delete(_programs, recursive: true);

    /// <summary>What Windows guests need is there: in these tests, the folder of programs has it all.</summary>
    private Task<HostRun> Run(params string[] arguments)
    {
        File.WriteAllText(Path.Combine(_programs, "rhsrvany.exe"), "");
        return RunWith(_programs, _programs, arguments);
    }

    private Task<HostRun> RunWith(string drivers, string tools, params string[] arguments) => Host.RunAsync(
        Path.GetTempPath(),
        new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["PATH"] = $"{_programs}:{Shell}",
            ["VIRTIO_WIN"] = drivers,
            ["VIRT_TOOLS_DATA_DIR"] = tools,
        },
        arguments);

    /// <summary>Fake programs need dirname, printf and chmod; none of the tools lies here.</summary>
    private string Shell
    {
        get
        {
            var folder = Path.Combine(_programs, "shell");
            Directory.CreateDirectory(folder);
            foreach (var name in new[] { "dirname", "chmod" })
            {
                var link = Path.Combine(folder, name);
                if (!File.Exists(link))
                {
                    File.CreateSymbolicLink(link, $"/usr/bin/{name}");
                }
            }

            return folder;
        }
    }

    private void AddProgram(string name, string script)
    {
        var file = Path.Combine(_programs, name);
        File.WriteAllText(file, $"#!/bin/sh\n{script}\n");
        File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }
}
