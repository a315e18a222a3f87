namespace V2K.Engine.Guests.Steps;

/// <summary>
/// LVM and blkid forget the disks that VMware showed them: a devices file (lvmdevices(8)) names disks by serial numbers that they do not have
/// under KVM, and LVM would not find its volumes.
/// </summary>
public sealed class LvmStep : IGuestStep
{
    private const string Devices = "/etc/lvm/devices/system.devices";
    private const string Local = "/etc/lvm/lvmlocal.conf";

    private static readonly string[] Caches = ["/etc/lvm/cache/.cache", "/etc/lvm/.cache", "/etc/blkid/blkid.tab", "/etc/blkid.tab", "/run/blkid/blkid.tab"];

    /// <inheritdoc/>
    public string Name => "lvm";

    /// <inheritdoc/>
    public string Description => "LVM's devices file and blkid's caches, which contain VMware's serial numbers, are renamed";

    /// <inheritdoc/>
    public void Run(GuestWork guest)
    {
        if (guest.Files.IsFile(Devices))
        {
            guest.Files.Move(Devices, Devices + ".v2k-disabled");
            guest.Log.Changed($"{Devices} renamed: LVM scans all disks until lvmdevices or vgimportdevices creates a new file");

            // An initramfs that holds a copy of it cannot lose a file, but can gain one.
            var local = guest.Files.IsFile(Local) ? guest.Files.ReadText(Local) : "";
            guest.ForInitramfs[Local[1..]] = local + "\n# Written by V2K for this initramfs alone.\ndevices/use_devicesfile = 0\n";
        }

        foreach (var cache in Caches.Where(guest.Files.IsFile))
        {
            guest.Files.Remove(cache);
            guest.Log.Changed($"{cache} removed");
        }
    }
}
