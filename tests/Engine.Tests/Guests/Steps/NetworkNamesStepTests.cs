using V2K.Engine.Guests.Steps;

namespace V2K.Engine.Tests.Guests.Steps;

/// <summary>Names of network cards, by whatever udev a guest has, and what tells cards by VMware's drivers and places.</summary>
public sealed class NetworkNamesStepTests : StepTests
{
    [Fact]
    public void A_card_gets_a_link_file_in_the_guest_and_for_its_initramfs()
    {
        Files.With("/usr/lib/udev/rules.d/80-net-setup-link.rules", "").With("/etc/network/interfaces", "iface ens192 inet dhcp\n");

        var guest = Run(new NetworkNamesStep());

        var text = Files.ReadText("/etc/systemd/network/70-v2k-ens192.link");
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
    public void Cards_matched_by_their_driver_are_matched_by_the_new_driver(string path, string text, string expected)
    {
        Files.With(path, text);
        Run(new NetworkNamesStep());

        Assert.Equal(expected, Files.ReadText(path));
        Unchanged(new NetworkNamesStep());
    }

    [Theory]
    [InlineData("/etc/systemd/network/10-lan.network", "[Match]\nPath=pci-0000:13:00.0\n\n[Network]\nDHCP=yes\n", "[Match]\nMACAddress=00:50:56:aa:bb:dd\nDriver=virtio_net\n\n[Network]\nDHCP=yes\n")]
    [InlineData("/etc/systemd/network/10-lan.link", "[Match]\nPath = pci-0000:0b:00.0*\n[Link]\nName=lan0\n", "[Match]\nMACAddress=00:50:56:aa:bb:cc\nDriver=virtio_net\n[Link]\nName=lan0\n")]
    [InlineData("/etc/udev/rules.d/70-net.rules", "SUBSYSTEM==\"net\", KERNELS==\"0000:0b:00.0\", NAME=\"lan0\"\n", "SUBSYSTEM==\"net\", ATTR{address}==\"00:50:56:aa:bb:cc\", NAME=\"lan0\"\n")]
    [InlineData("/etc/NetworkManager/system-connections/lan", "[connection]\ntype=ethernet\n\n[match]\npath=pci-0000:0b:00.0;\n\n[ipv4]\nmethod=auto\n", "[connection]\ntype=ethernet\n\n[match]\n\n[ipv4]\nmethod=auto\n\n[ethernet]\nmac-address=00:50:56:aa:bb:cc\n")]
    [InlineData("/etc/NetworkManager/system-connections/lan", "[connection]\n[ethernet]\nmtu=9000\n[match]\npath=pci-0000:0b:00.0\n", "[connection]\n[ethernet]\nmac-address=00:50:56:aa:bb:cc\nmtu=9000\n[match]\n")]
    [InlineData("/etc/udev/rules.d/70-disk.rules", "SUBSYSTEM==\"block\", KERNELS==\"0000:0b:00.0\", SYMLINK=\"data\"\n", "SUBSYSTEM==\"block\", KERNELS==\"0000:0b:00.0\", SYMLINK=\"data\"\n")]
    public void Cards_matched_by_their_PCI_path_are_matched_by_their_MAC_address(string path, string text, string expected)
    {
        Files.With(path, text);
        var machine = Guest.Machine(Guest.Card, Guest.Card with { Mac = Guest.Mac("00:50:56:aa:bb:dd"), VmwareSlot = 224 });
        Run(new NetworkNamesStep(), machine: machine);

        Assert.Equal(expected, Files.ReadText(path));
        Unchanged(new NetworkNamesStep(), machine);
    }

    [Fact]
    public void A_PCI_path_without_a_card_is_reported()
    {
        Files.With("/etc/systemd/network/10-lan.network", "[Match]\nPath=pci-0000:0c:00.0\n");

        var guest = Run(new NetworkNamesStep(), machine: Guest.Machine(Guest.Card, Guest.Card with { Mac = null }));

        Assert.Contains("0000:0c:00.0", Assert.Single(guest.Log.Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public void Without_link_files_a_rule_keeps_the_name()
    {
        Files.With("/usr/lib/udev/rules.d/80-net-name-slot.rules", "").With("/etc/sysconfig/network-scripts/ifcfg-ens192", "DEVICE=ens192\n");

        var guest = Run(new NetworkNamesStep());

        var text = Files.ReadText("/etc/udev/rules.d/70-v2k-net.rules");
        Assert.EndsWith(
            "\nSUBSYSTEM==\"net\", ACTION==\"add\", DRIVERS==\"?*\", ATTR{address}==\"00:50:56:aa:bb:cc\", NAME=\"ens192\"\n", text, StringComparison.Ordinal);
        Assert.Equal(text, guest.ForInitramfs["etc/udev/rules.d/70-v2k-net.rules"]);
        Assert.Empty(guest.Log.Warnings);
        Unchanged(new NetworkNamesStep());
    }

    [Fact]
    public void An_old_udev_puts_counted_cards_into_the_old_order()
    {
        Files.With("/lib/udev/rules.d/50-udev-default.rules", "").With("/etc/network/interfaces", "auto eth0\niface eth0 inet dhcp\n");

        Run(new NetworkNamesStep(), machine: Guest.Machine(Guest.Card with { VmwareSlot = 224 }, Guest.Card with { Mac = Guest.Mac("00:50:56:aa:bb:dd"), VmwareSlot = 160 }));

        var text = Files.ReadText("/etc/udev/rules.d/70-v2k-net.rules");
        Assert.Contains("\"00:50:56:aa:bb:cc\", NAME=\"eth1\"", text, StringComparison.Ordinal);
        Assert.Contains("\"00:50:56:aa:bb:dd\", NAME=\"eth0\"", text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_single_card_needs_no_MAC_address_to_be_matched()
    {
        Files.With("/usr/lib/udev/rules.d/80-net-setup-link.rules", "").With("/etc/network/interfaces", "auto ens192.100\niface ens192.100 inet dhcp\n");

        var guest = Run(new NetworkNamesStep(), machine: Guest.Machine(Guest.Card with { Mac = null, VmwareSlot = null }));

        Assert.Contains("[Match]\nDriver=virtio_net\n\n[Link]\nName=ens192\n", Files.ReadText("/etc/systemd/network/70-v2k-ens192.link"), StringComparison.Ordinal);
        Assert.Empty(guest.Log.Warnings);
    }

    [Fact]
    public void A_counted_name_is_kept_where_udev_would_go_by_place()
    {
        Files.With("/usr/lib/udev/rules.d/80-net-setup-link.rules", "").With("/etc/network/interfaces", "auto eth0\niface eth0 inet dhcp\n");

        Run(new NetworkNamesStep());

        Assert.True(Files.IsFile("/etc/systemd/network/70-v2k-eth0.link"));
    }

    [Fact]
    public void A_driver_that_is_now_several_is_the_administrator_s_to_change()
    {
        Files.With("/etc/systemd/network/10-lan.network", "[Match]\nDriver=vmxnet3\n");

        var guest = Run(new NetworkNamesStep(), machine: Guest.Machine(Guest.Card, Guest.Card with { Model = "e1000e" }));

        Assert.Equal("[Match]\nDriver=vmxnet3\n", Files.ReadText("/etc/systemd/network/10-lan.network"));
        Assert.Contains(guest.Log.Warnings, warning => warning.Contains("virtio_net and e1000e", StringComparison.Ordinal));
    }

    [Fact]
    public void A_card_that_is_placed_to_keep_its_name_or_counted_first_anyway_needs_none()
    {
        Run(new NetworkNamesStep(), machine: Guest.Machine(Guest.Card with { KeepsName = true }));
        Assert.False(Files.IsFolder("/etc/systemd/network"));

        // Without .link files in its udev, the guest counts: eth0 stays eth0.
        var guest = Run(new NetworkNamesStep());
        Assert.False(Files.IsFolder("/etc/systemd/network"));
        Assert.Empty(guest.Log.Warnings);
    }
}
