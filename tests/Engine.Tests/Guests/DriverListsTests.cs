using V2K.Engine.Guests;
using V2K.Engine.Guests.Steps;
using V2K.Engine.Tests.Guests.Steps;
using V2K.Rules.Model;

namespace V2K.Engine.Tests.Guests;

/// <summary>Guests that load drivers by name: what VMware's driver was, KVM's is.</summary>
public sealed class DriverListsTests : StepTests
{
    private static readonly GuestMachine Ide = new(IsUefi: false, new HashSet<DiskBus> { DiskBus.Ide }, [Guest.Card with { Model = "e1000" }]);

    [Theory]
    [InlineData("/etc/modules", "loop\nvmxnet3\nmptspi\n", "loop\nvirtio_pci\nvirtio_net\nvirtio_blk\n")]
    [InlineData("/etc/modules", "vmw-pvscsi\n", "virtio_pci\nvirtio_blk\n")]
    [InlineData("/etc/modules", "e1000\n", "virtio_pci\nvirtio_net\n")]
    [InlineData("/etc/modules", "virtio_net\nvmxnet3 debug=1\n", "virtio_net\nvirtio_pci\n")]
    [InlineData("/etc/modules", "# vmxnet3\nvmw_balloon\nvmxnet3_stats\n", "# vmxnet3\nvmxnet3_stats\n")]
    [InlineData("/etc/modules-load.d/net.conf", "pcnet32\n", "virtio_pci\nvirtio_net\n")]
    [InlineData("/etc/initramfs-tools/modules", "mptbase\nmptscsih\nmptspi\next4\n", "virtio_pci\nvirtio_blk\next4\n")]
    [InlineData("/etc/sysconfig/kernel", "INITRD_MODULES=\"mptspi jbd\"\nMODULES_LOADED_ON_BOOT=\"vmxnet\"\n", "INITRD_MODULES=\"virtio_pci virtio_blk jbd\"\nMODULES_LOADED_ON_BOOT=\"virtio_pci virtio_net\"\n")]
    [InlineData("/etc/dracut.conf.d/vm.conf", "add_drivers+=\" vmw_pvscsi vmxnet3 \"\nomit_drivers+=\" e1000 \"\n", "add_drivers+=\" virtio_pci virtio_blk virtio_net \"\nomit_drivers+=\" e1000 \"\n")]
    [InlineData("/etc/mkinitcpio.conf", "MODULES=(vmw_pvscsi vmxnet3)\n", "MODULES=(virtio_pci virtio_blk virtio_net)\n")]
    [InlineData("/etc/mkinitrd.conf", "MODULE_LIST=\"mptspi:ext4\"\n", "MODULE_LIST=\"virtio_pci:virtio_blk:ext4\"\n")]
    [InlineData("/etc/modprobe.d/aliases", "alias eth0 vmxnet3\nalias eth1 e1000\noptions vmxnet3 disable_lro=1\n", "alias eth0 virtio_net\nalias eth1 virtio_net\noptions vmxnet3 disable_lro=1\n")]
    [InlineData("/etc/modprobe.conf", "alias scsi_hostadapter mptbase\nalias scsi_hostadapter1 mptspi\nalias vmxnet3 off\nalias char vmci\n", "alias scsi_hostadapter virtio_blk\nalias scsi_hostadapter1 virtio_blk\nalias vmxnet3 off\n")]
    [InlineData("/etc/rc.d/rc.modules", "#!/bin/sh\n/sbin/modprobe vmxnet3\nif modprobe -q pcnet32; then :; fi\n", "#!/bin/sh\n/sbin/modprobe virtio_pci\n/sbin/modprobe virtio_net\nif modprobe -q virtio_net; then :; fi\n")]
    [InlineData("/etc/network/interfaces", "iface eth0 inet dhcp\n  pre-up modprobe vmxnet3\n", "iface eth0 inet dhcp\n  pre-up modprobe virtio_net\n")]
    public void A_line_that_loads_VMwares_driver_loads_the_KVM_driver(string path, string text, string expected)
    {
        Files.With(path, text);
        Run(new VmwareToolsStep());

        Assert.Equal(expected, Files.ReadText(path));
        Unchanged(new VmwareToolsStep());
    }

    [Theory]
    [InlineData("/etc/modules", "vmxnet3\nvmw_pvscsi\n", "e1000\nata_piix\nsd_mod\n")]
    [InlineData("/etc/modules", "e1000\n", "e1000\n")]
    [InlineData("/etc/modprobe.conf", "alias eth0 vmxnet3\nalias scsi_hostadapter mptspi\n", "alias eth0 e1000\nalias scsi_hostadapter ata_piix\n")]
    public void A_domain_with_older_devices_gets_their_drivers(string path, string text, string expected)
    {
        Files.With(path, text);
        Run(new VmwareToolsStep(), machine: Ide);

        Assert.Equal(expected, Files.ReadText(path));
        Unchanged(new VmwareToolsStep(), Ide);
    }
}
