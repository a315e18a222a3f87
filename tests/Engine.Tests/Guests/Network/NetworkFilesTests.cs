using V2K.Engine.Guests.Network;

namespace V2K.Engine.Tests.Guests.Network;

public sealed class NetworkFilesTests : IDisposable
{
    private readonly FolderGuest _files = new();

    public NetworkFilesTests() => _files.With("/usr/lib/udev/rules.d/80-net-setup-link.rules", "");

    public void Dispose() => _files.Dispose();

    [Theory]
    [InlineData("/etc/network/interfaces", "auto lo ens192\niface lo inet loopback\nallow-hotplug ens192\niface ens192 inet static\n  address 192.0.2.10/24\n")]
    [InlineData("/etc/network/interfaces.d/lan", "iface ens192 inet dhcp\n")]
    [InlineData("/etc/netplan/50-cloud-init.yaml", "network:\n  version: 2\n  ethernets:\n    ens192:\n      addresses: [192.0.2.10/24]\n  bridges:\n    br0: {interfaces: [ens192]}\n")]
    [InlineData("/etc/NetworkManager/system-connections/lan.nmconnection", "[connection]\nid=lan\ntype=ethernet\ninterface-name=ens192\n")]
    [InlineData("/etc/systemd/network/10-lan.network", "[Match]\nName=ens192\n\n[Network]\nDHCP=yes\n")]
    [InlineData("/etc/sysconfig/network-scripts/ifcfg-ens192", "TYPE=Ethernet\nDEVICE=\"ens192\"\nBOOTPROTO=none\n")]
    [InlineData("/etc/sysconfig/network/ifcfg-ens192", "BOOTPROTO='static'\n")]
    [InlineData("/etc/network/interfaces", "auto ens192.100\niface ens192.100 inet static\n  address 192.0.2.10/24\n")]
    [InlineData("/etc/network/interfaces", "auto vlan100\niface vlan100 inet dhcp\n  vlan-raw-device ens192\n")]
    [InlineData("/etc/network/interfaces", "auto bond0\niface bond0 inet dhcp\n  bond-slaves ens192 none\n  bond-primary ens192\n")]
    [InlineData("/etc/network/interfaces", "auto br0\niface br0 inet dhcp\n\tbridge_ports ens192\n")]
    [InlineData("/etc/NetworkManager/system-connections/vlan.nmconnection", "[connection]\ntype=vlan\ninterface-name=vlan100\n[vlan]\nid=100\nparent=ens192\n")]
    [InlineData("/etc/NetworkManager/system-connections/vlan.nmconnection", "[connection]\ntype=ethernet\n[match]\ninterface-name=ens192;\n")]
    [InlineData("/etc/systemd/network/10-lan.network", "[Match]\nName=ens192 lan0\n")]
    [InlineData("/etc/sysconfig/network-scripts/ifcfg-vlan100", "DEVICE=vlan100\nPHYSDEV=ens192\nVLAN=yes\n")]
    [InlineData("/etc/sysconfig/network-scripts/ifcfg-ens192.100", "DEVICE=ens192.100\nVLAN=yes\n")]
    [InlineData("/etc/sysconfig/network/ifcfg-br0", "BRIDGE='yes'\nBRIDGE_PORTS='ens192'\n")]
    [InlineData("/etc/sysconfig/network/ifcfg-bond0", "BONDING_MASTER='yes'\nBONDING_SLAVE_0='ens192'\n")]
    [InlineData("/etc/dhcpcd.conf", "hostname\ninterface ens192\nstatic ip_address=192.0.2.10/24\n")]
    [InlineData("/etc/netctl/lan", "Interface=ens192\nConnection=ethernet\n")]
    public void The_names_of_cards_are_found_in_every_kind_of_configuration(string path, string text)
    {
        _files.With(path, text);

        Assert.Equal(["ens192"], NetworkFiles.Read(_files).Configured);
    }

    [Theory]
    [InlineData("/etc/udev/rules.d/70-persistent-net.rules", "SUBSYSTEM==\"net\", ACTION==\"add\", DRIVERS==\"?*\", ATTR{address}==\"00:50:56:aa:bb:cc\", ATTR{dev_id}==\"0x0\", ATTR{type}==\"1\", KERNEL==\"eth*\", NAME=\"eth3\"\n")]
    [InlineData("/etc/systemd/network/10-eth3.link", "[Match]\nMACAddress=00:50:56:AA:BB:CC\n\n[Link]\nName=eth3\n")]
    [InlineData("/etc/sysconfig/network-scripts/ifcfg-eth3", "DEVICE=eth3\nHWADDR=00:50:56:AA:BB:CC\n")]
    [InlineData("/etc/netplan/01.yaml", "network: {ethernets: {lan: {match: {macaddress: '00:50:56:aa:bb:cc'}, set-name: eth3}}}\n")]
    [InlineData("/etc/udev/rules.d/70-old.rules", "SUBSYSTEM==\"net\", NAME=\"eth3\", ATTRS{address}==\"00:50:56:aa:bb:cc\"\n")]
    public void Names_that_the_guest_binds_to_an_address_are_found(string path, string text)
    {
        _files.With(path, text);

        Assert.Equal("eth3", NetworkFiles.Read(_files).Bound[Guest.Mac("00:50:56:aa:bb:cc")]);
    }

    /// <summary>Else a .link file of V2K's, sorted before the guest's own, would undo the name.</summary>
    [Theory]
    [InlineData("/etc/systemd/network/lan.link", "[Match]\nMACAddress=00:50:56:AA:BB:CC\n\n[Link]\nName=lan0\n")]
    [InlineData("/etc/netplan/01.yaml", "network: {ethernets: {lan: {match: {macaddress: '00:50:56:aa:bb:cc'}, set-name: lan0}}}\n")]
    [InlineData("/etc/udev/rules.d/10-local.rules", "SUBSYSTEM==\"net\", ACTION==\"add\", ATTR{address}==\"00:50:56:aa:bb:cc\", NAME=\"lan0\"\n")]
    public void A_bound_name_may_be_any_name(string path, string text)
    {
        _files.With(path, text);

        Assert.Equal("lan0", NetworkFiles.Read(_files).Bound[Guest.Mac("00:50:56:aa:bb:cc")]);
    }

    [Fact]
    public void Cards_are_named_by_slot_unless_the_guest_configures_other_names()
    {
        Assert.True(NetworkFiles.Read(_files).IsPredictable);

        _files.With("/boot/grub/grub.cfg", "\tlinux /vmlinuz root=/dev/sda1 net.ifnames=0 quiet\n");
        Assert.False(NetworkFiles.Read(_files).IsPredictable);
    }

    [Theory]
    [InlineData("[Match]\nOriginalName=*\n\n[Link]\nNamePolicy=kernel\n", false)]
    [InlineData("[Match]\nOriginalName=*\n\n[Link]\nNamePolicy=\n", false)]
    [InlineData("[Match]\nOriginalName=*\n\n[Link]\nNamePolicy=keep kernel database onboard slot path\n", true)]
    [InlineData("[Match]\nMACAddress=00:50:56:aa:bb:cc\n\n[Link]\nNamePolicy=kernel\n", true)]
    public void Cards_are_named_by_slot_unless_a_policy_for_all_cards_differs(string link, bool expected)
    {
        _files.With("/etc/systemd/network/99-default.link", link);

        Assert.Equal(expected, NetworkFiles.Read(_files).IsPredictable);
    }

    [Fact]
    public void Netplan_that_is_no_YAML_names_no_card()
    {
        _files.With("/etc/netplan/bad.yaml", "network: [\n  ethernets: }{\n").With("/etc/netplan/other.yaml", "- 1\n");

        Assert.Empty(NetworkFiles.Read(_files).Configured);
    }
}
