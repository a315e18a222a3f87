using V2K.Engine.Guests.Steps;

namespace V2K.Engine.Tests.Guests.Steps;

/// <summary>What VMware's tools and cloud-init leave behind.</summary>
public sealed class VmwareToolsStepTests : StepTests
{
    [Fact]
    public void VMware_s_tools_are_switched_off_and_their_modules_forgotten()
    {
        Files.With("/etc/systemd/system/multi-user.target.wants/open-vm-tools.service", "")
            .With("/etc/systemd/system/multi-user.target.wants/ssh.service", "")
            .With("/etc/rc3.d/S20open-vm-tools", "")
            .With("/etc/udev/rules.d/99-vmware-scsi-udev.rules", "x")
            .With("/etc/initramfs-tools/modules", "# vmxnet3 is a comment\nvmw_pvscsi\nvmxnet3\next4\n")
            .With("/etc/modprobe.conf", "alias eth0 virtio_net\nalias scsi_hostadapter vmw_pvscsi\nalias scsi_hostadapter1 ata_piix\n")
            .With("/etc/sysconfig/kernel", "INITRD_MODULES=\"mptspi vmw_pvscsi ext4\"\n")
            .With("/etc/fstab", "UUID=1 / ext4 defaults 0 1\n.host:/ /mnt/hgfs fuse.vmhgfs-fuse defaults 0 0\n");

        Run(new VmwareToolsStep());

        Assert.False(Files.IsFile("/etc/systemd/system/multi-user.target.wants/open-vm-tools.service"));
        Assert.True(Files.IsFile("/etc/systemd/system/multi-user.target.wants/ssh.service"));
        Assert.False(Files.IsFile("/etc/rc3.d/S20open-vm-tools"));
        Assert.True(Files.IsFile("/etc/udev/rules.d/99-vmware-scsi-udev.rules.v2k-disabled"));
        Assert.Equal("# vmxnet3 is a comment\nvirtio_pci\nvirtio_blk\nvirtio_net\next4\n", Files.ReadText("/etc/initramfs-tools/modules"));
        Assert.Equal("alias eth0 virtio_net\nalias scsi_hostadapter virtio_blk\nalias scsi_hostadapter1 ata_piix\n", Files.ReadText("/etc/modprobe.conf"));
        Assert.Equal("INITRD_MODULES=\"virtio_pci virtio_blk ext4\"\n", Files.ReadText("/etc/sysconfig/kernel"));
        Assert.Equal("UUID=1 / ext4 defaults 0 1\n# VMware: .host:/ /mnt/hgfs fuse.vmhgfs-fuse defaults 0 0\n", Files.ReadText("/etc/fstab"));
        Unchanged(new VmwareToolsStep());
    }

    [Theory]
    [InlineData("/var/lib/cloud/instance/datasource", "DataSourceOVF: DataSourceOVF [seed=vmware-tools]\n", true)]
    [InlineData("/var/lib/cloud/instance/datasource", "DataSourceNoCloud: DataSourceNoCloud [seed=/var/lib/cloud/seed/nocloud]\n", false)]
    [InlineData("/etc/cloud/cloud.cfg.d/90_dpkg.cfg", "datasource_list: [ VMware, OVF, None ]\n", true)]
    [InlineData("/etc/cloud/cloud.cfg.d/90_dpkg.cfg", "datasource_list:\n  - VMware\n  - None\nother: x\n", true)]
    [InlineData("/etc/cloud/cloud.cfg.d/90_dpkg.cfg", "datasource_list: [ NoCloud, VMware, None ]\n", false)]
    [InlineData("/etc/cloud/cloud.cfg.d/90_dpkg.cfg", "# datasource_list: [ VMware ]\n", false)]
    public void Cloud_init_keeps_the_data_that_it_got_from_VMware(string path, string text, bool expected)
    {
        Files.With("/etc/cloud/cloud.cfg.d/README", "").With(path, text);
        Run(new VmwareToolsStep());

        Assert.Equal(expected, Files.IsFile("/etc/cloud/cloud.cfg.d/99-v2k.cfg"));
        Unchanged(new VmwareToolsStep());
    }
}
