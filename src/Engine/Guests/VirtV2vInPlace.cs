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
    private const string DriversVariable = "VIRTIO_WIN";

    /// <summary>Where packages of virtio-win put the drivers.</summary>
    private const string DriversFolder = "/usr/share/virtio-win";

    /// <summary>Adjusts the guest on <paramref name="overlays"/>.</summary>
    /// <param name="overlays">qcow2 overlays of all disks of the guest.</param>
    /// <param name="isUefi">The guest boots by UEFI.</param>
    /// <param name="isWindows">The guest is Windows.</param>
    /// <param name="folder">A folder of the run's own.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <returns>What it said.</returns>
    /// <exception cref="V2KException">It does not know the guest; or it is not there, or nbdkit, or for Windows virtio-win.</exception>
    public async Task<string> RunAsync(IReadOnlyList<string> overlays, bool isUefi, bool isWindows, string folder, CancellationToken cancellation)
    {
        Array.ForEach([KnownTools.VirtV2vInPlace, KnownTools.Nbdkit], tool => tool.Require());
        if (isWindows)
        {
            RequireWindowsDrivers();
        }

        var xml = Path.Combine(folder, "vm.xml");
        await File.WriteAllTextAsync(xml, VirtV2vSource.Describe(isUefi, overlays).ToString(), cancellation);
        using var keys = new KeyFiles(options.Keys);
        var tools = keys.For(host.Tools).With(ApplianceVariables.For(await host.KvmWorks(cancellation)));
        var result = await tools.RunAsync(
            KnownTools.VirtV2vInPlace,
            ["-i", "libvirtxml", xml, "--root", options.Root ?? "single", .. keys.Arguments],
            "Adjust with --adjust=native, which does not mind distributions that virt-v2v does not know",
            cancellation: cancellation);
        return result.Output + result.Errors;
    }

    private static void RequireWindowsDrivers()
    {
        var wished = Environment.GetEnvironmentVariable(DriversVariable);
        var place = string.IsNullOrEmpty(wished) ? DriversFolder : wished;
        if (!File.Exists(place) && !Directory.Exists(place))
        {
            throw new V2KException(
                "the guest is Windows, and its virtio drivers are not on this host",
                $"Install virtio-win, or download its ISO and name it with the environment variable {DriversVariable}; or leave the guest as it is with --adjust=none and --mode=fidelity",
                place);
        }
    }
}
