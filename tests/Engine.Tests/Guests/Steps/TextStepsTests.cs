using V2K.Engine.Guests;
using V2K.Engine.Guests.Steps;
using V2K.Rules;

namespace V2K.Engine.Tests.Guests.Steps;

/// <summary>The steps that change texts, each on files such as guests have them.</summary>
public sealed class TextStepsTests : IDisposable
{
    private readonly FolderGuest _files = new();

    public void Dispose() => _files.Dispose();

    [Fact]
    public void Every_table_of_devices_gets_lasting_names()
    {
        _files.With("/etc/fstab", "/dev/sda1 / ext4 errors=remount-ro 0 1\n/dev/sda5 none swap sw 0 0\n/dev/sdb1 /data ext4 defaults 0 2\n")
            .With("/etc/crypttab", "home_crypt /dev/sda5 none luks\n")
            .With("/etc/initramfs-tools/conf.d/resume", "RESUME=/dev/sda5\n")
            .With("/etc/initramfs-tools/conf.d/local", "RESUME='/dev/sda5'\n")
            .With("/etc/lvm/lvm.conf", "devices {\n  # filter = [ \"a|/dev/sda|\" ]\n  filter = [ \"a|^/dev/sda2$|\", \"r|.*|\" ]\n}\n")
            .With("/etc/mdadm/mdadm.conf", "DEVICE /dev/sda1 /dev/sda2\nARRAY /dev/md0 UUID=1 devices=/dev/sda1,/dev/sda2\n");

        var guest = Run(new DeviceNamesStep());

        Assert.Equal($"UUID={Guest.RootUuid} / ext4 errors=remount-ro 0 1\nUUID={Guest.SwapUuid} none swap sw 0 0\n/dev/sdb1 /data ext4 defaults 0 2\n", _files.ReadText("/etc/fstab"));
        Assert.Equal($"home_crypt UUID={Guest.SwapUuid} none luks\n", _files.ReadText("/etc/crypttab"));
        Assert.Equal($"RESUME=UUID={Guest.SwapUuid}\n", _files.ReadText("/etc/initramfs-tools/conf.d/resume"));
        Assert.Equal($"RESUME='UUID={Guest.SwapUuid}'\n", _files.ReadText("/etc/initramfs-tools/conf.d/local"));
        Assert.Equal("devices {\n  # filter = [ \"a|/dev/sda|\" ]\n  filter = [ \"a|^/dev/vda2$|\", \"r|.*|\" ]\n}\n", _files.ReadText("/etc/lvm/lvm.conf"));
        Assert.Equal("DEVICE partitions\nARRAY /dev/md0 UUID=1\n", _files.ReadText("/etc/mdadm/mdadm.conf"));
        Assert.Contains("/etc/fstab mounts /dev/sdb1 at /data", Assert.Single(guest.Log.Warnings), StringComparison.Ordinal);
        Unchanged(new DeviceNamesStep());
    }

    [Fact]
    public void Mount_units_get_links_that_last_and_swap_units_are_told_of()
    {
        _files.With("/etc/systemd/system/data.mount", "[Mount]\nWhat=/dev/sda1\nWhere=/data\nType=ext4\n")
            .With("/etc/systemd/system/dev-sda5.swap", "[Swap]\nWhat=/dev/sda5\n");

        var guest = Run(new DeviceNamesStep());

        Assert.Equal($"[Mount]\nWhat=/dev/disk/by-uuid/{Guest.RootUuid}\nWhere=/data\nType=ext4\n", _files.ReadText("/etc/systemd/system/data.mount"));
        Assert.Contains("/dev/sda5", Assert.Single(guest.Log.Warnings), StringComparison.Ordinal);
        Unchanged(new DeviceNamesStep());
    }

    [Fact]
    public void Nofail_is_given_to_what_the_guest_can_do_without()
    {
        _files.With("/etc/fstab", "UUID=1 / ext4 defaults 0 1\nUUID=2 /data xfs noatime 0 2\nUUID=3 none swap sw 0 0\nUUID=4 /srv ext4 nofail 0 2\n");

        Run(new DeviceNamesStep(), new AdjustOptions { NoFail = true });

        Assert.Equal("UUID=1 / ext4 defaults 0 1\nUUID=2 /data xfs noatime,nofail 0 2\nUUID=3 none swap sw 0 0\nUUID=4 /srv ext4 nofail 0 2\n", _files.ReadText("/etc/fstab"));
    }

    [Fact]
    public void Kernel_command_lines_are_found_wherever_boot_loaders_keep_them()
    {
        string[] paths =
        [
            "/boot/grub/grub.cfg", "/boot/grub2/grub.cfg", "/boot/grub/menu.lst", "/boot/efi/EFI/debian/grub.cfg", "/boot/loader/entries/x.conf",
            "/boot/extlinux/extlinux.conf", "/boot/extlinux/linux.cfg", "/etc/default/grub", "/etc/kernel/cmdline", "/extlinux/extlinux.conf",
            "/boot/efi/EFI/syslinux/syslinux.cfg", "/boot/EFI/arch/grub.cfg", "/efi/EFI/refind/refind.conf", "/efi/loader/entries/y.conf",
            "/etc/grub.d/40_custom", "/etc/default/u-boot",
        ];
        foreach (var path in paths)
        {
            _files.With(path, "linux /vmlinuz root=/dev/sda1 ro\n");
        }

        _files.With("/boot/grub/device.map", "(hd0)\t/dev/sda\n").With("/boot/initrd.img-6.1", "");
        Run(new BootLoaderStep());

        Assert.All(paths, path => Assert.Equal($"linux /vmlinuz root=UUID={Guest.RootUuid} ro\n", _files.ReadText(path)));
        Assert.Equal("(hd0)\t/dev/vda\n", _files.ReadText("/boot/grub/device.map"));
        Unchanged(new BootLoaderStep());
    }

    [Fact]
    public void Without_an_initramfs_the_kernel_is_told_a_name_that_it_knows_itself()
    {
        _files.With("/boot/grub/grub.cfg", "linux /vmlinuz root=/dev/sda1 ro\n");
        Run(new BootLoaderStep());

        Assert.Equal("linux /vmlinuz root=/dev/vda1 ro\n", _files.ReadText("/boot/grub/grub.cfg"));
    }

    [Fact]
    public void Debian_s_grub_is_told_which_disk_it_is_written_to()
    {
        _files.With(
            "/var/cache/debconf/config.dat",
            "Name: grub-pc/install_devices\nTemplate: grub-pc/install_devices\nValue: /dev/sda, /dev/sdx\nFlags: seen\n\nName: other/question\nValue: /dev/sda\n");
        Run(new BootLoaderStep());

        Assert.Equal(
            "Name: grub-pc/install_devices\nTemplate: grub-pc/install_devices\nValue: /dev/vda, /dev/sdx\nFlags: seen\n\nName: other/question\nValue: /dev/sda\n",
            _files.ReadText("/var/cache/debconf/config.dat"));
        Unchanged(new BootLoaderStep());
    }

    [Fact]
    public void A_card_gets_a_link_file_in_the_guest_and_for_its_initramfs()
    {
        _files.With("/usr/lib/udev/rules.d/80-net-setup-link.rules", "").With("/etc/network/interfaces", "iface ens192 inet dhcp\n");

        var guest = Run(new NetworkNamesStep());

        var text = _files.ReadText("/etc/systemd/network/70-v2k-ens192.link");
        Assert.EndsWith("[Match]\nMACAddress=00:50:56:aa:bb:cc\nDriver=virtio_net\n\n[Link]\nName=ens192\n", text, StringComparison.Ordinal);
        Assert.Equal(text, guest.ForInitramfs["etc/systemd/network/70-v2k-ens192.link"]);
        Assert.Equal(guest.ForInitramfs, Unchanged(new NetworkNamesStep()).ForInitramfs);
    }

    [Theory]
    [InlineData("/etc/systemd/network/10-lan.network", "[Match]\nDriver=vmxnet3\n", "[Match]\nDriver=virtio_net\n")]
    [InlineData("/etc/netplan/01.yaml", "network: {ethernets: {lan: {match: {driver: \"vmxnet3\"}}}}\n", "network: {ethernets: {lan: {match: {driver: \"virtio_net\"}}}}\n")]
    [InlineData("/etc/udev/rules.d/70-net.rules", "SUBSYSTEM==\"net\", DRIVERS==\"e1000\", NAME=\"lan0\"\n", "SUBSYSTEM==\"net\", DRIVERS==\"virtio_net\", NAME=\"lan0\"\n")]
    [InlineData("/etc/systemd/network/10-lan.network", "[Match]\nDriver=igb vmxnet3\n", "[Match]\nDriver=igb virtio_net\n")]
    [InlineData("/etc/netplan/01.yaml", "network: {ethernets: {lan: {match: {driver: [e1000, vmxnet3]}, dhcp4: true}}}\n", "network: {ethernets: {lan: {match: {driver: [virtio_net, virtio_net]}, dhcp4: true}}}\n")]
    [InlineData("/etc/netplan/01.yaml", "      match:\n        driver:\n          - vmxnet3\n      set-name: vmxnet3\n", "      match:\n        driver:\n          - virtio_net\n      set-name: vmxnet3\n")]
    [InlineData("/etc/NetworkManager/conf.d/lan.conf", "[device-lan]\nmatch-device=driver:vmxnet3\nmanaged=0\n", "[device-lan]\nmatch-device=driver:virtio_net\nmanaged=0\n")]
    [InlineData("/etc/modprobe.conf", "alias eth0 vmxnet3\nalias scsi_hostadapter mptspi\n", "alias eth0 virtio_net\nalias scsi_hostadapter mptspi\n")]
    [InlineData("/etc/systemd/network/20-other.network", "# Driver=vmxnet3\n[Match]\nDriver=igb\n", "# Driver=vmxnet3\n[Match]\nDriver=igb\n")]
    public void Cards_that_are_told_by_their_driver_are_told_by_the_new_one(string path, string text, string expected)
    {
        _files.With(path, text);
        Run(new NetworkNamesStep());

        Assert.Equal(expected, _files.ReadText(path));
        Unchanged(new NetworkNamesStep());
    }

    [Theory]
    [InlineData("/etc/systemd/network/10-lan.network", "[Match]\nPath=pci-0000:13:00.0\n\n[Network]\nDHCP=yes\n", "[Match]\nMACAddress=00:50:56:aa:bb:dd\nDriver=virtio_net\n\n[Network]\nDHCP=yes\n")]
    [InlineData("/etc/systemd/network/10-lan.link", "[Match]\nPath = pci-0000:0b:00.0*\n[Link]\nName=lan0\n", "[Match]\nMACAddress=00:50:56:aa:bb:cc\nDriver=virtio_net\n[Link]\nName=lan0\n")]
    [InlineData("/etc/udev/rules.d/70-net.rules", "SUBSYSTEM==\"net\", KERNELS==\"0000:0b:00.0\", NAME=\"lan0\"\n", "SUBSYSTEM==\"net\", ATTR{address}==\"00:50:56:aa:bb:cc\", NAME=\"lan0\"\n")]
    [InlineData("/etc/NetworkManager/system-connections/lan", "[connection]\ntype=ethernet\n\n[match]\npath=pci-0000:0b:00.0;\n\n[ipv4]\nmethod=auto\n", "[connection]\ntype=ethernet\n\n[match]\n\n[ipv4]\nmethod=auto\n\n[ethernet]\nmac-address=00:50:56:aa:bb:cc\n")]
    [InlineData("/etc/NetworkManager/system-connections/lan", "[connection]\n[ethernet]\nmtu=9000\n[match]\npath=pci-0000:0b:00.0\n", "[connection]\n[ethernet]\nmac-address=00:50:56:aa:bb:cc\nmtu=9000\n[match]\n")]
    [InlineData("/etc/udev/rules.d/70-disk.rules", "SUBSYSTEM==\"block\", KERNELS==\"0000:0b:00.0\", SYMLINK=\"data\"\n", "SUBSYSTEM==\"block\", KERNELS==\"0000:0b:00.0\", SYMLINK=\"data\"\n")]
    public void Cards_that_are_told_by_their_place_are_told_by_their_address(string path, string text, string expected)
    {
        _files.With(path, text);
        var machine = Guest.Machine(Guest.Card, Guest.Card with { Mac = Guest.Mac("00:50:56:aa:bb:dd"), VmwareSlot = 224 });
        Run(new NetworkNamesStep(), machine: machine);

        Assert.Equal(expected, _files.ReadText(path));
        Unchanged(new NetworkNamesStep(), machine);
    }

    [Fact]
    public void A_place_where_no_card_was_is_told_of()
    {
        _files.With("/etc/systemd/network/10-lan.network", "[Match]\nPath=pci-0000:0c:00.0\n");

        var guest = Run(new NetworkNamesStep(), machine: Guest.Machine(Guest.Card, Guest.Card with { Mac = null }));

        Assert.Contains("0000:0c:00.0", Assert.Single(guest.Log.Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public void Without_link_files_a_rule_keeps_the_name()
    {
        _files.With("/usr/lib/udev/rules.d/80-net-name-slot.rules", "").With("/etc/sysconfig/network-scripts/ifcfg-ens192", "DEVICE=ens192\n");

        var guest = Run(new NetworkNamesStep());

        var text = _files.ReadText("/etc/udev/rules.d/70-v2k-net.rules");
        Assert.EndsWith(
            "\nSUBSYSTEM==\"net\", ACTION==\"add\", DRIVERS==\"?*\", ATTR{address}==\"00:50:56:aa:bb:cc\", NAME=\"ens192\"\n", text, StringComparison.Ordinal);
        Assert.Equal(text, guest.ForInitramfs["etc/udev/rules.d/70-v2k-net.rules"]);
        Assert.Empty(guest.Log.Warnings);
        Unchanged(new NetworkNamesStep());
    }

    [Fact]
    public void An_old_udev_puts_counted_cards_into_the_old_order()
    {
        _files.With("/lib/udev/rules.d/50-udev-default.rules", "").With("/etc/network/interfaces", "auto eth0\niface eth0 inet dhcp\n");

        Run(new NetworkNamesStep(), machine: Guest.Machine(Guest.Card with { VmwareSlot = 224 }, Guest.Card with { Mac = Guest.Mac("00:50:56:aa:bb:dd"), VmwareSlot = 160 }));

        var text = _files.ReadText("/etc/udev/rules.d/70-v2k-net.rules");
        Assert.Contains("\"00:50:56:aa:bb:cc\", NAME=\"eth1\"", text, StringComparison.Ordinal);
        Assert.Contains("\"00:50:56:aa:bb:dd\", NAME=\"eth0\"", text, StringComparison.Ordinal);
    }

    [Fact]
    public void The_only_card_needs_no_address_to_be_told_by()
    {
        _files.With("/usr/lib/udev/rules.d/80-net-setup-link.rules", "").With("/etc/network/interfaces", "auto ens192.100\niface ens192.100 inet dhcp\n");

        var guest = Run(new NetworkNamesStep(), machine: Guest.Machine(Guest.Card with { Mac = null, VmwareSlot = null }));

        Assert.Contains("[Match]\nDriver=virtio_net\n\n[Link]\nName=ens192\n", _files.ReadText("/etc/systemd/network/70-v2k-ens192.link"), StringComparison.Ordinal);
        Assert.Empty(guest.Log.Warnings);
    }

    [Fact]
    public void A_counted_name_is_kept_where_udev_would_go_by_place()
    {
        _files.With("/usr/lib/udev/rules.d/80-net-setup-link.rules", "").With("/etc/network/interfaces", "auto eth0\niface eth0 inet dhcp\n");

        Run(new NetworkNamesStep());

        Assert.True(_files.IsFile("/etc/systemd/network/70-v2k-eth0.link"));
    }

    [Fact]
    public void A_driver_that_is_now_several_is_the_administrator_s_to_change()
    {
        _files.With("/etc/systemd/network/10-lan.network", "[Match]\nDriver=vmxnet3\n");

        var guest = Run(new NetworkNamesStep(), machine: Guest.Machine(Guest.Card, Guest.Card with { Model = "e1000e" }));

        Assert.Equal("[Match]\nDriver=vmxnet3\n", _files.ReadText("/etc/systemd/network/10-lan.network"));
        Assert.Contains(guest.Log.Warnings, warning => warning.Contains("virtio_net and e1000e", StringComparison.Ordinal));
    }

    [Fact]
    public void A_card_that_is_placed_to_keep_its_name_or_counted_first_anyway_needs_none()
    {
        Run(new NetworkNamesStep(), machine: Guest.Machine(Guest.Card with { KeepsName = true }));
        Assert.False(_files.IsFolder("/etc/systemd/network"));

        // Without .link files in its udev, the guest counts: eth0 stays eth0.
        var guest = Run(new NetworkNamesStep());
        Assert.False(_files.IsFolder("/etc/systemd/network"));
        Assert.Empty(guest.Log.Warnings);
    }

    [Fact]
    public void VMware_s_tools_are_switched_off_and_their_modules_forgotten()
    {
        _files.With("/etc/systemd/system/multi-user.target.wants/open-vm-tools.service", "")
            .With("/etc/systemd/system/multi-user.target.wants/ssh.service", "")
            .With("/etc/rc3.d/S20open-vm-tools", "")
            .With("/etc/udev/rules.d/99-vmware-scsi-udev.rules", "x")
            .With("/etc/initramfs-tools/modules", "# vmxnet3 is a comment\nvmw_pvscsi\nvmxnet3\next4\n")
            .With("/etc/modprobe.conf", "alias eth0 virtio_net\nalias scsi_hostadapter vmw_pvscsi\nalias scsi_hostadapter1 ata_piix\n")
            .With("/etc/sysconfig/kernel", "INITRD_MODULES=\"mptspi vmw_pvscsi ext4\"\n")
            .With("/etc/fstab", "UUID=1 / ext4 defaults 0 1\n.host:/ /mnt/hgfs fuse.vmhgfs-fuse defaults 0 0\n");

        Run(new VmwareToolsStep());

        Assert.False(_files.IsFile("/etc/systemd/system/multi-user.target.wants/open-vm-tools.service"));
        Assert.True(_files.IsFile("/etc/systemd/system/multi-user.target.wants/ssh.service"));
        Assert.False(_files.IsFile("/etc/rc3.d/S20open-vm-tools"));
        Assert.True(_files.IsFile("/etc/udev/rules.d/99-vmware-scsi-udev.rules.v2k-disabled"));
        Assert.Equal("# vmxnet3 is a comment\next4\n", _files.ReadText("/etc/initramfs-tools/modules"));
        Assert.Equal("alias eth0 virtio_net\nalias scsi_hostadapter1 ata_piix\n", _files.ReadText("/etc/modprobe.conf"));
        Assert.Equal("INITRD_MODULES=\"mptspi ext4\"\n", _files.ReadText("/etc/sysconfig/kernel"));
        Assert.Equal("UUID=1 / ext4 defaults 0 1\n# VMware: .host:/ /mnt/hgfs fuse.vmhgfs-fuse defaults 0 0\n", _files.ReadText("/etc/fstab"));
        Unchanged(new VmwareToolsStep());
    }

    [Theory]
    [InlineData("/var/lib/cloud/instance/datasource", "DataSourceOVF: DataSourceOVF [seed=vmware-tools]\n", true)]
    [InlineData("/var/lib/cloud/instance/datasource", "DataSourceNoCloud: DataSourceNoCloud [seed=/var/lib/cloud/seed/nocloud]\n", false)]
    [InlineData("/etc/cloud/cloud.cfg.d/90_dpkg.cfg", "datasource_list: [ VMware, OVF, None ]\n", true)]
    [InlineData("/etc/cloud/cloud.cfg.d/90_dpkg.cfg", "datasource_list:\n  - VMware\n  - None\nother: x\n", true)]
    [InlineData("/etc/cloud/cloud.cfg.d/90_dpkg.cfg", "datasource_list: [ NoCloud, VMware, None ]\n", false)]
    [InlineData("/etc/cloud/cloud.cfg.d/90_dpkg.cfg", "# datasource_list: [ VMware ]\n", false)]
    public void Cloud_init_keeps_what_VMware_told_it(string path, string text, bool expected)
    {
        _files.With("/etc/cloud/cloud.cfg.d/README", "").With(path, text);
        Run(new VmwareToolsStep());

        Assert.Equal(expected, _files.IsFile("/etc/cloud/cloud.cfg.d/99-v2k.cfg"));
        Unchanged(new VmwareToolsStep());
    }

    [Theory]
    [InlineData("EFI/opensuse/shim.efi", "EFI/opensuse/grub.efi", "EFI/BOOT/grub.efi")]
    [InlineData("EFI/Linux/debian-6.1.efi", null, null)]
    public void A_UEFI_guest_s_loader_may_have_another_name(string loader, string? companion, string? copy)
    {
        _files.With("/boot/efi/" + loader, "loader");
        if (companion is not null)
        {
            _files.With("/boot/efi/" + companion, "companion");
        }

        Run(new UefiStep(), machine: Guest.Machine() with { IsUefi = true });

        Assert.Equal("loader", _files.ReadText("/boot/efi/EFI/BOOT/BOOTX64.EFI"));
        Assert.True(copy is null || _files.IsFile("/boot/efi/" + copy));
    }

    [Fact]
    public void A_UEFI_guest_gets_shim_and_grub_where_firmware_looks_first()
    {
        _files.With("/boot/efi/EFI/debian/shimx64.efi", "shim").With("/boot/efi/EFI/debian/grubx64.efi", "grub");
        var uefi = Guest.Machine() with { IsUefi = true };

        Run(new UefiStep(), machine: uefi);

        Assert.Equal("shim", _files.ReadText("/boot/efi/EFI/BOOT/BOOTX64.EFI"));
        Assert.Equal("grub", _files.ReadText("/boot/efi/EFI/BOOT/grubx64.efi"));
        Unchanged(new UefiStep(), uefi);
    }

    [Fact]
    public void The_guest_agent_is_enabled_as_its_unit_wants()
    {
        _files.With("/usr/lib/systemd/system/qemu-guest-agent.service", "[Install]\nWantedBy=dev-virtio\\x2dports-org.qemu.guest_agent.0.device\n");

        Run(new GuestAgentStep());

        Assert.Equal(
            "/usr/lib/systemd/system/qemu-guest-agent.service",
            _files.LinkTarget("/etc/systemd/system/dev-virtio\\x2dports-org.qemu.guest_agent.0.device.wants/qemu-guest-agent.service"));
        Unchanged(new GuestAgentStep());
    }

    [Fact]
    public void The_guest_agent_is_installed_at_the_first_boot_if_asked()
    {
        _files.With("/etc/systemd/system/x.service", "");
        var wish = new AdjustOptions { GuestAgent = GuestAgentWish.Install };

        Run(new GuestAgentStep(), wish);

        Assert.NotNull(_files.LinkTarget("/etc/systemd/system/multi-user.target.wants/v2k-install-guest-agent.service"));
        Assert.True(_files.IsFile("/usr/local/sbin/v2k-install-guest-agent"));
        Assert.Equal(0, Run(new GuestAgentStep(), wish).Log.Changes);
    }

    [Theory]
    [InlineData("\tlinux /vmlinuz root=UUID=1 ro quiet", "\tlinux /vmlinuz root=UUID=1 ro quiet console=tty0 console=ttyS0,115200")]
    [InlineData("options root=UUID=1", "options root=UUID=1 console=tty0 console=ttyS0,115200")]
    [InlineData("GRUB_CMDLINE_LINUX=\"\"", "GRUB_CMDLINE_LINUX=\"console=tty0 console=ttyS0,115200\"")]
    [InlineData("GRUB_CMDLINE_LINUX=\"a b\"", "GRUB_CMDLINE_LINUX=\"a b console=tty0 console=ttyS0,115200\"")]
    [InlineData("linux /vmlinuz console=ttyS0,9600", "linux /vmlinuz console=ttyS0,9600")]
    [InlineData("set timeout=5", "set timeout=5")]
    [InlineData("GRUB_CMDLINE_LINUX_DEFAULT=\"quiet\"", "GRUB_CMDLINE_LINUX_DEFAULT=\"quiet\"")]
    public void A_serial_console_is_added_to_every_kernel_command_line(string line, string expected)
    {
        Assert.Equal(expected, SerialConsoleStep.Add(line));
        Assert.Equal(expected, SerialConsoleStep.Add(expected));
    }

    [Fact]
    public void New_files_are_labelled_and_where_that_fails_all_are_at_the_first_boot()
    {
        _files.With("/etc/selinux/config", "SELINUX=enforcing\nSELINUXTYPE=targeted\n")
            .With("/etc/selinux/targeted/contexts/files/file_contexts", "");
        var guest = Guest.Work(_files);
        guest.Put("/etc/new", "x");

        new SelinuxStep().Run(guest);

        Assert.Equal(["setfiles -F /etc/selinux/targeted/contexts/files/file_contexts /etc /etc/new"], _files.Commands);
        Assert.True(_files.IsFile("/.autorelabel"));
    }

    [Fact]
    public void LVM_forgets_the_serial_numbers_of_VMware_s_disks()
    {
        _files.With("/etc/lvm/devices/system.devices", "IDTYPE=sys_wwid IDNAME=naa.6000c29\n").With("/etc/blkid/blkid.tab", "x");

        var guest = Run(new LvmStep());

        Assert.False(_files.IsFile("/etc/lvm/devices/system.devices"));
        Assert.False(_files.IsFile("/etc/blkid/blkid.tab"));
        Assert.Contains("use_devicesfile = 0", guest.ForInitramfs["etc/lvm/lvmlocal.conf"], StringComparison.Ordinal);
    }

    [Fact]
    public void A_network_reset_leaves_nothing_static()
    {
        _files.With("/etc/network/interfaces", "auto ens192\niface ens192 inet static\n  address 192.0.2.1/24\n  gateway 192.0.2.254\n  mtu 9000\niface lo inet loopback\n")
            .With("/etc/sysconfig/network-scripts/ifcfg-ens192", "DEVICE=ens192\nBOOTPROTO=none\nIPADDR=192.0.2.1\nONBOOT=yes\n")
            .With("/etc/netplan/01.yaml", "network: {}\n");

        var options = new AdjustOptions { NetworkReset = true };
        Run(new NetworkResetStep(), options);

        Assert.Equal("auto ens192\niface ens192 inet dhcp\n  mtu 9000\niface lo inet loopback\n", _files.ReadText("/etc/network/interfaces"));
        Assert.Equal("DEVICE=ens192\nBOOTPROTO=dhcp\nONBOOT=yes\n", _files.ReadText("/etc/sysconfig/network-scripts/ifcfg-ens192"));
        Assert.True(_files.IsFile("/etc/netplan/01.yaml.v2k-disabled"));
        Assert.Contains("macaddress: \"00:50:56:aa:bb:cc\"", _files.ReadText("/etc/netplan/90-v2k.yaml"), StringComparison.Ordinal);
        Assert.Equal(0, Run(new NetworkResetStep(), options).Log.Changes);
    }

    [Fact]
    public void Steps_are_chosen_by_name_and_a_wrong_name_is_told_with_the_nearest()
    {
        Assert.Equal(["trim"], GuestSteps.Chosen(new AdjustOptions { Steps = ["trim"] }).Select(step => step.Name));
        Assert.DoesNotContain("trim", GuestSteps.Chosen(new AdjustOptions { SkipSteps = ["trim"] }).Select(step => step.Name));

        var failure = Assert.Throws<V2KException>(() => GuestSteps.Chosen(new AdjustOptions { Steps = ["initrams"] }));
        Assert.Contains("Did you mean initramfs?", failure.Message, StringComparison.Ordinal);
    }

    private GuestWork Run(IGuestStep step, AdjustOptions? options = null, GuestMachine? machine = null)
    {
        var guest = Guest.Work(_files, options, machine);
        step.Run(guest);
        return guest;
    }

    private GuestWork Unchanged(IGuestStep step, GuestMachine? machine = null)
    {
        var guest = Run(step, machine: machine);
        Assert.Equal(0, guest.Log.Changes);
        return guest;
    }
}
