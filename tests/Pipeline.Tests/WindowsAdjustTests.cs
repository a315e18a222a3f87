using System.Text.Json;

namespace V2K.Pipeline.Tests;

/// <summary>
/// Phony Windows guests through the real virt-v2v-in-place: what is in their registries and what their domains are made of agree. It starts eight
/// appliances, so one run looks at all of it.
/// </summary>
public sealed class WindowsAdjustTests : IDisposable
{
    private readonly Estate _estate = new();

    public void Dispose() => _estate.Dispose();

    [SkippableFact]
    public async Task The_domain_of_Windows_has_what_its_registry_boots_from()
    {
        PhonyWindows.Require();
        var windows = new PhonyWindows(_estate["phony"]);
        windows.MakeVirtioWin("2k12R2");
        await AddAsync(windows, "win01", "windows8srv-64", "6.3", "Windows Server 2012 R2 Standard", "Server");

        // Nothing but its disk says that this is Windows, virtio-win has no drivers for it, and it has never seen AHCI.
        await AddAsync(windows, "win02", "other-64", "6.1", "Windows 7 Professional", "Client", ("msahci", 3), ("pciide", 0));
        await windows.MakeAsync();

        var run = (await RunAsync(windows)).Succeeded();

        var first = File.ReadAllText(_estate["out/datastore1/win01/win01.xml"]);
        Assert.Contains("<target dev='vda' bus='virtio'/>", first, StringComparison.Ordinal);
        Assert.Contains("<model type='virtio'/>", first, StringComparison.Ordinal);
        Assert.Contains("<rng model='virtio'>", first, StringComparison.Ordinal);
        Assert.DoesNotContain("<memballoon model='none'/>", first, StringComparison.Ordinal);
        Assert.Equal("block, network, balloon, random", FoundIn("win01"), ignoreCase: true);
        var services = await windows.ServicesAsync(_estate["out/datastore1/win01/win01.qcow2"]);
        Assert.Matches(@"(?s)Services\\viostor\].*?""Start""=dword:00000000", services);

        var second = File.ReadAllText(_estate["out/datastore1/win02/win02.xml"]);
        Assert.Contains("machine='pc'", second, StringComparison.Ordinal);
        Assert.Contains("bus='ide'", second, StringComparison.Ordinal);
        Assert.Contains("<model type='rtl8139'/>", second, StringComparison.Ordinal);
        Assert.DoesNotContain("bus='virtio'", second, StringComparison.Ordinal);
        Assert.Equal("none", FoundIn("win02"), ignoreCase: true);
        Assert.Contains("there are no virtio drivers available for this version of Windows", run.Output + run.Errors, StringComparison.Ordinal);
        Assert.Contains("Windows 7 Professional has no virtio driver", run.Output + run.Errors, StringComparison.Ordinal);
        Assert.Contains("Converting Windows 7 Professional", File.ReadAllText(_estate["out/datastore1/.v2k/win02/win02.adjust.log"]), StringComparison.Ordinal);

        var again = (await RunAsync(windows)).Succeeded();
        Assert.Contains("0 steps done", again.Output, StringComparison.Ordinal);
        Assert.Equal(first, File.ReadAllText(_estate["out/datastore1/win01/win01.xml"]));
    }

    private async Task AddAsync(
        PhonyWindows windows, string name, string guest, string version, string product, string kind, params (string Name, int Start)[] services)
    {
        _estate.AddVm(
            $"samples/datastore1/{name}/{name}.vmx",
            ("displayName", name), ("guestOS", guest), ("scsi0:0.fileName", name + ".vmdk"), ("guestInfo.detailed.data", null), ("guestOS.detailed.data", null));
        File.WriteAllText(_estate[$"samples/datastore1/{name}/{name}.vmdk"], $"""
            # Disk DescriptorFile
            version=1
            CID=fffffffe
            parentCID=ffffffff
            createType="vmfs"
            RW {256 * 2048} VMFS "{name}-flat.vmdk"

            """);
        await windows.AddAsync(_estate[$"samples/datastore1/{name}/{name}-flat.vmdk"], version, product, kind, services);
    }

    private string FoundIn(string name)
    {
        using var state = JsonDocument.Parse(File.ReadAllText(_estate[$"out/datastore1/.v2k/{name}/{name}.json"]));
        return state.RootElement.GetProperty("guest").GetProperty("drivers").GetProperty("devices").GetString()!;
    }

    private Task<HostRun> RunAsync(PhonyWindows windows) => Host.RunPatientlyAsync(
        _estate.Folder, windows.Environment, "--target=Migrate", "--until=adjust", "--virt-type=qemu", "--vm=win01", "--vm=win02");
}
