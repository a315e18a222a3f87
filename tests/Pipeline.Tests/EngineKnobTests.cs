using V2K.Engine.Tools;

namespace V2K.Pipeline.Tests;

/// <summary>What a run can be told beside which engine copies: processors, a recording, disks to leave out.</summary>
public sealed class EngineKnobTests : IDisposable
{
    private readonly Estate _estate = new();

    public void Dispose() => _estate.Dispose();

    [SkippableFact]
    public async Task A_run_keeps_to_a_NUMA_node()
    {
        Skip.If(!Directory.Exists("/sys/devices/system/node/node0"), "the kernel of this host knows no NUMA nodes");

        (await _estate.RunAsync("--target=Convert", "--vm=web01", "--numa-node=0")).Succeeded();
    }

    [Fact]
    public async Task A_NUMA_node_that_is_not_there_is_refused()
    {
        var line = (await _estate.RunAsync("--target=Convert", "--vm=web01", "--numa-node=1023")).Refused();

        Assert.Contains("--numa-node: this host has no NUMA node 1023", line, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_recording_lasts_as_long_as_the_conversion()
    {
        var run = await RunWithTraceCmdAsync("""
            echo "$@" > "$3.asked"
            trap 'mv "$3.cpu0" "$3"; exit 0' INT
            touch "$3.cpu0"
            while :; do sleep 0.1; done
            """);

        run.Succeeded();
        Assert.True(File.Exists(_estate["trace.dat"]));
        Assert.Equal($"record -o {_estate["trace.dat"]} -e sched -e syscalls -e irq\n", File.ReadAllText(_estate["trace.dat.asked"]));
    }

    [Fact]
    public async Task Where_the_kernel_forbids_recording_nothing_is_converted()
    {
        var line = (await RunWithTraceCmdAsync("echo \"Can't enable ftrace\" >&2; exit 1")).Failed();

        Assert.Contains("Can't enable ftrace", line, StringComparison.Ordinal);
        Assert.Contains("omit --trace", line, StringComparison.Ordinal);
        Assert.False(File.Exists(_estate["out/datastore1/web01/web01.qcow2"]));
    }

    [Fact]
    public async Task A_disk_from_which_nothing_could_be_started_is_left_out_if_that_is_asked_for()
    {
        var folder = Directory.CreateDirectory(_estate["samples/datastore1/two"]).FullName;
        AddDisk(folder, "system", [0x80]);
        AddDisk(folder, "data", [0]);
        File.WriteAllText(
            Path.Combine(folder, "two.vmx"),
            """
            displayName = "two"
            memsize = "512"
            scsi0.present = "TRUE"
            scsi0:0.present = "TRUE"
            scsi0:0.fileName = "system.vmdk"
            scsi0:1.present = "TRUE"
            scsi0:1.fileName = "data.vmdk"

            """);

        var run = (await _estate.RunAsync("--target=Convert", "--vm=two", "--skip-extra")).Succeeded();

        Assert.Contains("scsi0:1 is skipped: it is not bootable", run.Output, StringComparison.Ordinal);
        Assert.True(File.Exists(_estate["out/datastore1/two/system.qcow2"]));
        Assert.False(File.Exists(_estate["out/datastore1/two/data.qcow2"]));
        Assert.DoesNotContain("data.qcow2", File.ReadAllText(_estate["out/datastore1/two/two.xml"]), StringComparison.Ordinal);

        (await _estate.RunAsync("--target=Convert", "--vm=two")).Succeeded();
        Assert.True(File.Exists(_estate["out/datastore1/two/data.qcow2"]));
        Assert.Contains("data.qcow2", File.ReadAllText(_estate["out/datastore1/two/two.xml"]), StringComparison.Ordinal);
    }

    /// <summary>A disk with one partition, active or not.</summary>
    private static void AddDisk(string folder, string name, byte[] status)
    {
        var content = new byte[64 * 512];
        status.CopyTo(content, 446);
        (content[450], content[510], content[511]) = (0x83, 0x55, 0xAA);
        File.WriteAllBytes(Path.Combine(folder, name + "-flat.vmdk"), content);
        File.WriteAllText(
            Path.Combine(folder, name + ".vmdk"),
            $"# Disk DescriptorFile\nversion=1\nCID=fffffffe\nparentCID=ffffffff\ncreateType=\"vmfs\"\nRW 64 VMFS \"{name}-flat.vmdk\"\n");
    }

    /// <summary>Runs the host with a stand-in: few kernels let a test record.</summary>
    private Task<HostRun> RunWithTraceCmdAsync(string script)
    {
        var folder = Directory.CreateDirectory(_estate["programs"]).FullName;
        var program = Path.Combine(folder, KnownTools.TraceCmd.Name);
        File.WriteAllText(program, "#!/bin/bash\n" + script + "\n");
        File.SetUnixFileMode(program, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        return Host.RunAsync(
            _estate.Folder,
            $"{folder}:{Environment.GetEnvironmentVariable("PATH")}",
            ["--target=Convert", "--vm=web01", "--trace=trace.dat"]);
    }
}
