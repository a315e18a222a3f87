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
        (await Host.RunAsync(_folder, "--target=Convert", "--all", "--precopy")).Succeeded();
        var target = Path.Combine(_folder, "out", "vm", "disk.qcow2");
        Assert.Equal([target + ".v2k-precopied"], Directory.GetFiles(Path.GetDirectoryName(target)!, "disk*"));
        File.Delete(Path.Combine(folder, "vm.vmx.lck"));

        for (var kill = 0; kill < 2; kill++)
        {
            var host = Host.Start(_folder, "--target=Convert", "--all");
            while (!host.End.IsCompleted && !IsPending())
            {
                await Task.Delay(1);
            }

            await Task.Delay(20 * kill);
            host.Kill();
            await host.End;
            Assert.False(File.Exists(target), "it was over before it could be killed");
        }

        var last = (await Host.RunAsync(_folder, "--target=Convert", "--all")).Succeeded();
        Assert.Contains("into what was copied ahead", last.Output, StringComparison.Ordinal);
        await Judge.DiskIsSoundAndEquals(target, "qcow2", Path.Combine(folder, "disk-000001.vmdk"));
        Assert.Equal([target], Directory.GetFiles(Path.GetDirectoryName(target)!, "disk*"));
    }

    [Fact]
    public async Task What_needs_whole_disks_does_not_go_with_it()
    {
        MakeVm();

        var line = (await Host.RunAsync(_folder, "--target=Adjust", "--all", "--precopy")).Refused();

        Assert.Contains("--precopy: Adjust cannot go with what is copied ahead", line, StringComparison.Ordinal);
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
        File.WriteAllText(
            Path.Combine(folder, "vm.vmx"),
            """
            displayName = "vm"
            memsize = "512"
            scsi0.present = "TRUE"
            scsi0:0.present = "TRUE"
            scsi0:0.fileName = "disk-000001.vmdk"

            """);
        File.WriteAllText(Path.Combine(_folder, "v2k.yaml"), "datastores:\n  - { name: ds, source: in, target: out }\n");
        return folder;
    }
}
