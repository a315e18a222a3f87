using CliWrap;
using V2K.Engine.Tests.Disks.Making;
using V2K.Engine.Tools;

namespace V2K.Pipeline.Tests;

/// <summary>Datastores in which not everything can be read, and targets on which not everything has room: the rest goes on.</summary>
public sealed class DamagedDatastoreTests : IDisposable
{
    private readonly Estate _estate = new();

    public void Dispose()
    {
        Permit();
        _estate.Dispose();
    }

    [Fact]
    public async Task An_unreadable_file_is_reported_and_the_others_are_listed()
    {
        AddVm("hidden");
        AddVm("locked");
        Forbid("samples/datastore1/hidden");
        Forbid("samples/datastore1/locked/locked.vmx");

        var run = (await Host.RunWithinPermissionsAsync(_estate.Folder, "--target=Inventory")).Succeeded();

        Assert.Contains("warning: " + _estate["samples/datastore1/hidden"], run.Errors, StringComparison.Ordinal);
        Assert.Contains("Make it readable if it contains a VM", run.Errors, StringComparison.Ordinal);
        Assert.Matches("locked +blocker unreadable-vm: .*cannot be read", run.Output);
        Assert.Contains("web01", run.Output, StringComparison.Ordinal);
        Assert.Contains("db01", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_disk_or_a_folder_that_may_not_be_read_stops_its_VM_alone()
    {
        AddVm("closed");
        AddVm("locked");
        Forbid("samples/datastore1/locked/locked.vmdk");

        // Its .vmx can be read, but not what else lies there: a lock, for one.
        File.SetUnixFileMode(_estate["samples/datastore1/closed"], UnixFileMode.UserExecute);
        var inventory = await Host.RunWithinPermissionsAsync(_estate.Folder, "--target=Inventory");
        var run = await Host.RunWithinPermissionsAsync(_estate.Folder, "--target=Migrate", "--all", "--until=convert");

        Assert.Contains("warning: " + _estate["samples/datastore1/closed"], inventory.Errors, StringComparison.Ordinal);
        Assert.Matches("locked +blocker unreadable-disk: .*locked\\.vmdk", inventory.Output);
        Assert.Equal(3, run.ExitCode);
        Assert.Matches("error: locked: .*locked\\.vmdk.*Permission denied", run.Errors);
        Assert.Contains("Migrate: 2 of 3 done, 1 not: ", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Links_that_lead_nowhere_or_in_a_circle_harm_nobody()
    {
        var folder = _estate["samples/datastore1"];
        File.CreateSymbolicLink(Path.Combine(folder, "circle"), "circle");
        File.CreateSymbolicLink(Path.Combine(folder, "nowhere"), "/nowhere");
        Directory.CreateSymbolicLink(Path.Combine(folder, "web01", "up"), folder);
        File.CreateSymbolicLink(Path.Combine(folder, "gone.vmx"), "/nowhere.vmx");

        var run = (await _estate.RunAsync("--target=Inventory")).Succeeded();

        Assert.Matches("gone +blocker unreadable-vm: .*No such file", run.Output);
        Assert.Contains("web01", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Disks_that_no_VM_uses_are_found_in_folders_without_a_VM_too()
    {
        Directory.CreateDirectory(_estate["samples/datastore1/old/deeper"]);
        Directory.CreateDirectory(_estate["samples/datastore1/data"]);
        _estate.AddDisk("samples/datastore1/old/left.vmdk");
        _estate.AddDisk("samples/datastore1/old/deeper/forgotten.vmdk");
        _estate.AddDisk("samples/datastore1/data/app01_1.vmdk");
        _estate.AddVm(
            "samples/datastore1/app01/app01.vmx", ("displayName", "app01"), ("scsi0:0.fileName", "/vmfs/volumes/datastore1/data/app01_1.vmdk"));

        var run = (await _estate.RunAsync("--target=Inventory")).Succeeded();

        Assert.Matches(@"\n2 folders  warning orphaned-disk: .* In \[datastore1\] old, \[datastore1\] old/deeper\.\n", run.Output);
        Assert.Equal(1, run.Output.Split("orphaned-disk").Length - 1);
        var each = (await _estate.RunAsync("--target=Inventory", "--verbosity=verbose")).Succeeded();
        Assert.Contains("[datastore1] old  warning orphaned-disk: no VM uses left.vmdk", each.Output, StringComparison.Ordinal);
        Assert.Contains("[datastore1] old/deeper  warning orphaned-disk: no VM uses forgotten.vmdk", each.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("orphaned-disk", (await _estate.RunAsync("--target=Inventory", "--vm=app01")).Output, StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task A_disk_without_enough_space_fails_before_the_copy_and_other_VMs_continue()
    {
        Skip.If(!Environment.IsPrivilegedProcess, "only root can mount a small file system");
        const int Sectors = (40 << 20) / 512;
        var source = _estate["samples/datastore1/big/big"];
        _estate.AddVm("samples/datastore1/big/big.vmx", ("displayName", "big"), ("scsi0:0.fileName", "big.vmdk"), ("scsi0:1.present", null));
        File.WriteAllText(source + ".vmdk", DiskMaker.Text("vmfs", $"RW {Sectors} VMFS \"big-flat.vmdk\""));
        var content = new byte[Sectors * 512];
        new Random(1).NextBytes(content);
        File.WriteAllBytes(source + "-flat.vmdk", content);
        var target = Directory.CreateDirectory(_estate["out"]).FullName;
        await RunAsync(KnownTools.Mount, "-t", "tmpfs", "-o", "size=30m", "v2k", target);
        try
        {
            Assert.Contains("1 of 3 VMs would be stopped", (await _estate.RunAsync("--target=Plan", "--strict")).Blocked(), StringComparison.Ordinal);
            Assert.Matches(
                "big +blocker low-space: .*/out has .* free, and the disks have 40 MiB of data",
                (await _estate.RunAsync("--target=Inventory")).Succeeded().Output);

            var run = await _estate.RunAsync("--target=Migrate", "--all", "--until=convert");
            Assert.Equal(3, run.ExitCode);
            Assert.Contains("Migrate: 2 of 3 done, 1 not: ", run.Output, StringComparison.Ordinal);
            Assert.Matches("error: big: .*/out.* has .* free.*Free some space", run.Errors);

            await RunAsync(KnownTools.Mount, "-o", "remount,size=100m", target);
            (await _estate.RunAsync("--target=Migrate", "--all", "--until=convert")).Succeeded();
            await Judge.DiskIsSoundAndEquals(_estate["out/datastore1/big/big.qcow2"], "qcow2", source + "-flat.vmdk", "raw");
        }
        finally
        {
            await RunAsync(KnownTools.Unmount, target);
        }
    }

    private static async Task RunAsync(Tool tool, params string[] arguments) => await Cli.Wrap(tool.Name).WithArguments(arguments).ExecuteAsync();

    private void AddVm(string name)
    {
        _estate.AddVm($"samples/datastore1/{name}/{name}.vmx", ("displayName", name), ("scsi0:0.fileName", $"{name}.vmdk"), ("scsi0:1.present", null));
        _estate.AddDisk($"samples/datastore1/{name}/{name}.vmdk");
    }

    private void Forbid(string relative) => File.SetUnixFileMode(_estate[relative], UnixFileMode.None);

    /// <summary>Who is not root could not delete them otherwise.</summary>
    private void Permit()
    {
        foreach (var folder in Directory.EnumerateDirectories(_estate["samples/datastore1"]))
        {
            if (new DirectoryInfo(folder).LinkTarget is null)
            {
                File.SetUnixFileMode(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            }
        }
    }
}
