using V2K.Engine.Disks.Engines.VirtV2v;
using V2K.Engine.Guests.Appliance;
using V2K.Engine.Tools;
using V2K.Rules;

namespace V2K.Engine.Guests;

/// <summary>
/// virt-v2v-in-place(1) on the overlays: the other way to adjust a guest, and the only one for Windows, whose drivers it
/// takes from virtio-win.
/// </summary>
/// <param name="host">Runs it.</param>
/// <param name="options">What the administrator wants; of this way, the root and the keys.</param>
public sealed class VirtV2vInPlace(AdjustHost host, AdjustOptions options)
{
    private const string Remedy = "Adjust with --adjust=native, which also adjusts distributions that virt-v2v does not know";

    private const string WindowsRemedy =
        "Shut Windows down completely under VMware, without hibernation or fast startup, and convert it again; or skip it for Windows with --adjust=none";

    /// <summary>Adjusts the guest on <paramref name="overlays"/>.</summary>
    /// <param name="overlays">qcow2 overlays of all disks of the guest.</param>
    /// <param name="isUefi">The guest boots by UEFI.</param>
    /// <param name="isWindows">The guest is Windows.</param>
    /// <param name="folder">A folder of the run's own.</param>
    /// <param name="log">Receives what it says, whether it fails or not.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <exception cref="V2KException">It does not know the guest; or it is not there, or nbdkit, or what it needs for Windows.</exception>
    public async Task RunAsync(
        IReadOnlyList<string> overlays, bool isUefi, bool isWindows, string folder, StepLog log, CancellationToken cancellation)
    {
        Array.ForEach([KnownTools.VirtV2vInPlace, KnownTools.Nbdkit], tool => tool.Require());
        if (isWindows)
        {
            HostFile.RequireForWindows();
        }

        var xml = Path.Combine(folder, "vm.xml");
        await File.WriteAllTextAsync(xml, VirtV2vSource.Describe(isUefi, overlays).ToString(), cancellation);
        using var keys = new KeyFiles(options.Keys);
        var tools = keys.For(host.Tools).With(ApplianceVariables.For(await host.KvmWorks(cancellation)));
        await VirtV2vMessages.RunAsync(
            tools,
            KnownTools.VirtV2vInPlace,
            ["-i", "libvirtxml", xml, "--root", options.Root ?? "single", .. keys.Arguments],
            isWindows ? WindowsRemedy : Remedy,
            log,
            cancellation);
    }
}
