using V2K.Rules.Annotations;
using V2K.Rules.Findings;
using V2K.Rules.Model;
using V2K.Rules.Translation;

namespace V2K.Rules.Firmware;

/// <summary>
/// The boot order: <c>bios.bootOrder</c> names kinds of device, <c>bios.hddOrder</c> the disk among disks. With one disk, an
/// order that begins with it is libvirt's own, and leaves no trace in the XML. Of several disks each has its place, because
/// SeaBIOS shows a boot loader none without. Without any, the guest boots from its optical drive or the network.
/// </summary>
/// <example>
/// bios.bootOrder = "ethernet0,hdd"
/// ethernet0.present = "TRUE"
/// →
/// &lt;interface type='network'&gt;&lt;boot order='1'/&gt;&lt;/interface&gt;
/// </example>
/// <example>
/// scsi0.present = "TRUE"
/// scsi0:0.present = "TRUE"
/// scsi0:0.fileName = "web01.vmdk"
/// scsi0:1.present = "TRUE"
/// scsi0:1.fileName = "web01_1.vmdk"
/// →
/// &lt;disk type='file' device='disk'&gt;&lt;target dev='vda' bus='virtio'/&gt;&lt;boot order='1'/&gt;&lt;/disk&gt;
/// &lt;disk type='file' device='disk'&gt;&lt;target dev='vdb' bus='virtio'/&gt;&lt;boot order='2'/&gt;&lt;/disk&gt;
/// </example>
[Rule(nameof(Facts.Boot), Topic.Firmware)]
public static class BootRule
{
    private const string HardDisk = "hdd";

    /// <summary>What VMware tries after its disks.</summary>
    private static readonly string[] WithoutDisk = ["cdrom", .. Enumerable.Range(0, 10).Select(number => $"ethernet{number}")];

    public static Mapped<BootSequence> Map(
        [Vmx("bios.bootOrder")] string? bootOrder,
        [Vmx("bios.hddOrder")] string? hddOrder,
        [From(nameof(Facts.Drives))] IReadOnlyList<Drive> drives)
    {
        var devices = new List<string>();
        var unknown = new List<string>();
        foreach (var word in Words(bootOrder))
        {
            var device = word.ToLowerInvariant() switch
            {
                "hdd" or "hd" or "disk" => HardDisk,
                "cdrom" or "cd" => "cdrom",
                "floppy" or "fd" => "floppy",
                "net" or "ethernet" => "ethernet0",
                ['e', 't', 'h', 'e', 'r', 'n', 'e', 't', >= '0' and <= '9'] nic => nic,
                // Restricts the boot to what follows, which is what an order does.
                "allow:hd" => HardDisk,
                "allow:cd" => "cdrom",
                "allow:fd" => "floppy",
                "allow:net" => "ethernet0",
                _ => null,
            };
            if (device is null)
            {
                unknown.Add(word);
            }
            else if (!devices.Contains(device, StringComparer.Ordinal))
            {
                devices.Add(device);
            }
        }

        var disks = drives.Count(drive => drive.Device == DiskDevice.Disk);
        if (disks == 0)
        {
            devices.Remove(HardDisk);
        }

        if (devices.Count == 0 && disks != 1)
        {
            devices.AddRange(disks == 0 ? WithoutDisk : [HardDisk]);
        }

        var boot = new BootSequence(devices, Words(hddOrder).FirstOrDefault()) { Disks = disks };
        return unknown.Count == 0 ? boot : Mapped.To(boot, Finding.Warning(
            $"the boot order names \"{Printable.OneLine(string.Join(", ", unknown))}\", which is not a device type",
            "the guest boots from the other devices in the given order",
            "Correct bios.bootOrder in the .vmx").At(nameof(bootOrder)));
    }

    private static string[] Words(string? list) =>
        (list ?? "").Split([',', ' ', ';'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}
