using V2K.Rules.General;
using V2K.Rules.Model;

namespace V2K.Engine.Guests.Virtio;

/// <summary>
/// What one kernel has drivers for: by its modules, by what is built into it, by the configuration that it was built with; and where these do
/// not tell, by its release.
/// </summary>
internal static class KernelDrivers
{
    private const string Pci = "virtio_pci";

    private static readonly (VirtioDevices Device, string Module)[] Modules =
    [
        (VirtioDevices.Block, "virtio_blk"),
        (VirtioDevices.Scsi, "virtio_scsi"),
        (VirtioDevices.Network, "virtio_net"),
        (VirtioDevices.Serial, "virtio_console"),
        (VirtioDevices.Balloon, "virtio_balloon"),
        (VirtioDevices.Random, "virtio_rng"),
        (VirtioDevices.Gpu, "virtio_gpu"),
    ];

    /// <summary>The configuration's names where they are not the module's in capitals.</summary>
    private static readonly Dictionary<string, string> Options = new(StringComparer.Ordinal)
    {
        ["virtio_rng"] = "CONFIG_HW_RANDOM_VIRTIO",
        ["virtio_gpu"] = "CONFIG_DRM_VIRTIO_GPU",
        ["virtio_scsi"] = "CONFIG_SCSI_VIRTIO",
        ["ahci"] = "CONFIG_SATA_AHCI",
    };

    /// <summary>The drivers of <paramref name="kernel"/>.</summary>
    internal static GuestDrivers Of(IGuestFiles files, BootableKernel kernel, StepLog log)
    {
        var configuration = KernelConfiguration.Read(files, kernel);
        var byRelease = LinuxKernels.Drivers(kernel.Release) ?? GuestDrivers.Modern;
        if (!(Has(Pci) ?? byRelease.Virtio != VirtioVersion.None))
        {
            // SATA and e1000e where it has both, else what VMware has had from its beginning.
            return (Has("ahci") ?? byRelease.Hardware == HardwareAge.Standard) && (Has("e1000e") ?? true) ? GuestDrivers.Standard : GuestDrivers.Old;
        }

        var devices = Modules.Where(driver => Has(driver.Module) ?? (byRelease.Devices & driver.Device) != VirtioDevices.None)
            .Aggregate(VirtioDevices.None, (all, driver) => all | driver.Device);
        var version = VirtioPci.Version(files, kernel, configuration, log) ?? (byRelease.Virtio == VirtioVersion.Modern ? VirtioVersion.Modern : VirtioVersion.Legacy);
        return new GuestDrivers(HardwareAge.Standard, version, devices);

        bool? Has(string module) =>
            kernel.Modules?.Has(module) == true || kernel.Modules?.IsBuiltIn(module) == true ? true
            : kernel.Modules?.KnowsBuiltIn == true ? false
            : configuration?.Has(Options.GetValueOrDefault(module, "CONFIG_" + module.ToUpperInvariant()));
    }
}
