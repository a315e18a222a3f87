using V2K.Engine.Tests.Disks.Making;
using V2K.Engine.Tools;

namespace V2K.Pipeline.Tests;

/// <summary>Warm migration by the real process: copied ahead while the VM runs, killed in the middle of the delta, completed.</summary>
public sealed class WarmTests : IDisposable
{
    private const int Sectors = (192 << 20) / 512;

    private readonly string _folder = Directory.CreateTempSubdirectory("v2k-warm-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [SkippableFact]
    public async Task Killed_in_the_middle_of_the_delta_it_is_completed_by_the_next_run()
    {
        Skip.If(KnownTools.QemuImg.Find() is null, "qemu-img is not installed: --target=Setup installs it");
        var folder = MakeVm();
        var target = Path.Combine(_folder, "out", "vm", "disk.qcow2");
        var inTheMiddle = 0;
        for (var kill = 0; inTheMiddle < 2 && kill < 10; kill++)
        {
            if (!File.Exists(target + ".v2k-precopied"))
            {
                // Not begun yet, or over before it could be killed.
                Directory.CreateDirectory(Path.GetDirectoryName(target)!);
                File.Delete(target);
                File.WriteAllText(Path.Combine(folder, "vm.vmx.lck"), "");
                (await Host.RunAsync(_folder, "--target=Convert", "--all", "--precopy")).Succeeded();
                Assert.Equal([target + ".v2k-precopied"], Directory.GetFiles(Path.GetDirectoryName(target)!, "disk*"));
                File.Delete(Path.Combine(folder, "vm.vmx.lck"));
            }

            var host = Host.Start(_folder, "--target=Convert", "--all");
            while (!host.End.IsCompleted && !IsPending())
            {
                await Task.Delay(1);
            }

            await Task.Delay(20 * (kill % 2));
            host.Kill();
            await host.End;
            inTheMiddle += File.Exists(target) ? 0 : 1;
        }

        Assert.Equal(2, inTheMiddle);
        var last = (await Host.RunAsync(_folder, "--target=Convert", "--all")).Succeeded();
        Assert.Contains("into the precopied disk", last.Output, StringComparison.Ordinal);
        await Judge.DiskIsSoundAndEquals(target, "qcow2", Path.Combine(folder, "disk-000001.vmdk"));
        Assert.Equal([target], Directory.GetFiles(Path.GetDirectoryName(target)!, "disk*"));
    }

    [SkippableFact]
    public async Task Migrate_copies_ahead_while_the_VM_runs_and_the_cut_over_makes_what_its_chain_holds()
    {
        Skip.If(KnownTools.QemuImg.Find() is null, "qemu-img is not installed: --target=Setup installs it");
        string[] cutOver = ["--target=Migrate", "--all", "--until=convert"];
        var folder = Directory.CreateDirectory(Path.Combine(_folder, "in", "vm")).FullName;
        var target = Path.Combine(_folder, "out", "vm", "disk.qcow2");
        var chain = new GrowingChain(folder, "disk", seed: 2, sectors: (16 << 20) / 512);
        chain.Snapshot(seed: 3);
        WriteVmx(folder, chain.Newest);
        WriteConfiguration();
        File.WriteAllText(Path.Combine(folder, "vm.vmx.lck"), "");

        (await Host.RunAsync(_folder, "--target=Migrate", "--all", "--precopy")).Succeeded();
        Assert.Equal([target + ".v2k-precopied"], Directory.GetFiles(Path.GetDirectoryName(target)!, "disk*"));

        // While it runs, nobody gets further; meanwhile it writes on, and gets another snapshot.
        Assert.Contains("the VM runs", (await Host.RunAsync(_folder, cutOver)).Blocked(), StringComparison.Ordinal);
        chain.Revert(seed: 6);
        chain.Snapshot(seed: 4);
        WriteVmx(folder, chain.Newest);
        var ahead = (await Host.RunAsync(_folder, "--target=Migrate", "--all", "--precopy")).Succeeded();
        Assert.Contains("disk-000001.vmdk is frozen since", ahead.Output, StringComparison.Ordinal);
        chain.Revert(seed: 8);
        File.Delete(Path.Combine(folder, "vm.vmx.lck"));

        var random = new Random(chain.Content.Length);
        for (var kill = 0; kill < 5 && !File.Exists(target); kill++)
        {
            var host = Host.StartGroup(_folder, cutOver);
            while (!host.End.IsCompleted && !IsPending())
            {
                await Task.Delay(1);
            }

            await Task.Delay(random.Next(40));
            host.KillGroup();
            await host.End;
        }

        (await Host.RunAsync(_folder, cutOver)).Succeeded();

        await Judge.DiskIsSoundAndEquals(target, "qcow2", chain.Newest);
        var content = Path.Combine(_folder, "content.raw");
        await File.WriteAllBytesAsync(content, chain.Content);
        await Judge.DiskIsSoundAndEquals(target, "qcow2", content, "raw");
        Assert.Equal(
            [
                ".v2k/runs.jsonl", ".v2k/vm/disk.qcow2.checksums", ".v2k/vm/vm.json", ".v2k/vm/vm.json.lock",
                "vm/disk.qcow2", "vm/vm.findings.json", "vm/vm.xml",
            ],
            Directory.GetFiles(Path.Combine(_folder, "out"), "*", SearchOption.AllDirectories)
                .Select(file => Path.GetRelativePath(Path.Combine(_folder, "out"), file)).Order(StringComparer.Ordinal));
        Assert.DoesNotContain("to do", (await Host.RunAsync(_folder, cutOver)).Succeeded().Output, StringComparison.Ordinal);
        (await Host.RunAsync(_folder, "--target=Verify", "--all")).Succeeded();
    }

    [Fact]
    public async Task Targets_that_need_whole_disks_refuse_precopy()
    {
        MakeVm();

        var line = (await Host.RunAsync(_folder, "--target=Adjust", "--all", "--precopy")).Refused();

        Assert.Contains("--precopy: Adjust cannot be combined with --precopy of a running VM", line, StringComparison.Ordinal);
    }

    private bool IsPending()
    {
        var record = Path.Combine(_folder, "out", ".v2k", "vm", "disk.qcow2.v2k-precopied.json");
        return File.Exists(record) && !File.ReadAllText(record).Contains("\"pending\": []", StringComparison.Ordinal);
    }

    /// <summary>A VM that runs on a snapshot of an empty disk, and has written all over it.</summary>
    private string MakeVm()
    {
        var folder = Directory.CreateDirectory(Path.Combine(_folder, "in", "vm")).FullName;
        var content = new byte[Sectors * 512];
        var grains = new GrainState[Sectors / 128];
        HostedSparse.Write(
            Path.Combine(folder, "disk.vmdk"),
            new Layout(Sectors, 128, grains, content),
            DiskMaker.Text("monolithicSparse", $"RW {Sectors} SPARSE \"disk.vmdk\""));
        new Random(1).NextBytes(content);
        Array.Fill(grains, GrainState.Stored);
        HostedSparse.Write(
            Path.Combine(folder, "disk-000001.vmdk"),
            new Layout(Sectors, 128, grains, content),
            DiskMaker.Text("monolithicSparse", $"RW {Sectors} SPARSE \"disk-000001.vmdk\"", "disk.vmdk"));
        File.WriteAllText(Path.Combine(folder, "vm.vmx.lck"), "");
        WriteVmx(folder, "disk-000001.vmdk");
        WriteConfiguration();
        return folder;
    }

    private static void WriteVmx(string folder, string disk) => File.WriteAllText(Path.Combine(folder, "vm.vmx"), $"""
        displayName = "vm"
        memsize = "512"
        scsi0.present = "TRUE"
        scsi0:0.present = "TRUE"
        scsi0:0.fileName = "{Path.GetFileName(disk)}"

        """);

    private void WriteConfiguration() => File.WriteAllText(Path.Combine(_folder, "v2k.yaml"), "datastores:\n  - { name: ds, source: in, target: out }\n");
}
