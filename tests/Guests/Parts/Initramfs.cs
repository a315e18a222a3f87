using V2K.Guests.Model;

namespace V2K.Guests.Parts;

/// <summary>
/// Initramfs configuration that leaves the image as VMware leaves it: with the drivers of its devices, and none of virtio.
/// The lists say what the tools would have found out on VMware, where the build machine is something else.
/// </summary>
internal static class Initramfs
{
    private static readonly string[] VmwareDrivers = ["vmw_pvscsi", "mptspi", "sd_mod", "vmxnet3"];

    /// <summary>initramfs-tools with <c>MODULES=list</c> (initramfs.conf(5)).</summary>
    /// <param name="modules">What is needed besides, such as the root's file system.</param>
    internal static IEnumerable<GuestFile> Listing(params string[] modules) =>
    [
        new("/etc/initramfs-tools/modules", Lines([.. VmwareDrivers, .. modules])),
        new("/etc/initramfs-tools/conf.d/modules", "MODULES=list\n"),
    ];

    /// <summary>
    /// initramfs-tools with <c>MODULES=dep</c>, as the installer sets it up when asked for a targeted initramfs. What that finds on VMware
    /// is listed while the guest is built.
    /// </summary>
    /// <param name="modules">What is needed besides, such as the root's file system.</param>
    internal static IEnumerable<GuestFile> Dependent(params string[] modules) =>
    [
        .. Listing(modules).Select(file => file with { OnlyWhileBuilding = true }),
        new("/etc/initramfs-tools/conf.d/driver-policy", "MODULES=dep\n"),
    ];

    /// <summary>dracut as it is on servers: for this host only (dracut.conf(5)).</summary>
    /// <param name="modules">What is needed besides.</param>
    internal static IEnumerable<GuestFile> DracutHostOnly(params string[] modules) =>
    [
        new("/etc/dracut.conf.d/hostonly.conf", "hostonly=\"yes\"\n"),
        new("/etc/dracut.conf.d/build.conf", Lines(
            $"add_drivers+=\" {string.Join(' ', [.. VmwareDrivers, .. modules])} \"",
            "omit_drivers+=\" virtio virtio_pci virtio_blk virtio_scsi virtio_net virtio_mmio \"",
            "hostonly_cmdline=\"no\""))
        {
            OnlyWhileBuilding = true,
        },
    ];

    private static string Lines(params string[] lines) => string.Concat(lines.Select(line => line + "\n"));
}
