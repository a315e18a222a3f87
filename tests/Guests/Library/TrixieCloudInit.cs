using V2K.Guests.Model;
using V2K.Guests.Parts;

namespace V2K.Guests.Library;

/// <summary>A server deployed from a template: cloud-init wrote its network down from what VMware told it, and VMware is gone.</summary>
internal static class TrixieCloudInit
{
    /// <summary>What VMware's guestinfo.metadata held, which cloud-init also takes from its environment (DataSourceVMware).</summary>
    private const string Metadata =
        """
        instance-id: lab-1
        local-hostname: trixie-cloud-init
        network:
          version: 2
          ethernets:
            ens192:
              addresses: [10.77.26.10/24]

        """;

    internal static Guest Guest { get; } = new("trixie-cloud-init", "BIOS, cloud-init with VMware as its source of data, netplan with the static address it wrote", "trixie")
    {
        MemoryMebibytes = 1024,
        Packages = ["grub-pc", "initramfs-tools", "cloud-init", "netplan.io"],
        Files =
        [
            .. Initramfs.Listing("ext4"),
            Grub.Defaults(byDeviceName: true),
            new("/etc/fstab", "/dev/sda1 / ext4 errors=remount-ro 0 1\n"),
            new("/etc/cloud/cloud.cfg.d/90-source.cfg", "datasource_list: [VMware, None]\n"),
        ],
        Disks = [new(2304, "streamOptimized", PartitionTable.Mbr, [new(null, new FileSystem("ext4", "/"))])],
        Cards = [new("10.77.26.10")],
        LastCommands = [["sh", $"VMX_GUESTINFO=1 VMX_GUESTINFO_METADATA='{Metadata}' cloud-init init --local && test -e /etc/netplan/50-cloud-init.yaml"]],
    };
}
