using V2K.Engine.Guests;
using V2K.Engine.Guests.Network;

namespace V2K.Engine.Tests.Guests.Network;

/// <summary>Which address a test boot waits for at which card, by what the guest's files say. Two cards: ens192 and ens224.</summary>
public sealed class ConfiguredAddressesTests : IDisposable
{
    private const string First = "00:50:56:00:00:01";
    private const string Second = "00:50:56:00:00:02";

    private readonly FolderGuest _files = new();
    private readonly List<string> _notes = [];

    public ConfiguredAddressesTests() => _files
        .With("/sbin/ifup", "")
        .With("/etc/systemd/system/multi-user.target.wants/systemd-networkd.service", "")
        .With("/usr/lib/udev/rules.d/80-net-setup-link.rules", "");

    public void Dispose() => _files.Dispose();

    [Theory]
    [InlineData("auto lo ens192\niface lo inet loopback\niface ens192 inet static\n\taddress 192.0.2.5/24\n\tgateway 192.0.2.1\niface ens192 inet6 static\n\taddress 2001:db8::5/64\n", "1 192.0.2.5, 1 2001:db8::5")]
    [InlineData("allow-hotplug ens192\niface ens192 inet static\n  address 192.0.2.5\n  netmask 255.255.255.0\n", "1 192.0.2.5")]
    [InlineData("allow-hotplug ens192\niface ens192 inet dhcp\n", "1 dhcp")]
    [InlineData("auto ens192 ens192:0\niface ens192 inet static\naddress 192.0.2.5\niface ens192:0 inet static\naddress 192.0.2.6\n", "1 192.0.2.5, 1 192.0.2.6")]
    [InlineData("iface ens192 inet dhcp\n", "")]
    [InlineData("auto ens192\niface ens192 inet manual\nauto ens192.10\niface ens192.10 inet static\naddress 192.0.2.5\n", "1 192.0.2.5 on VLAN 10")]
    [InlineData("auto br0\niface ens192 inet manual\niface br0 inet static\n  bridge_ports ens192\n  address 192.0.2.5\n", "any 192.0.2.5")]
    [InlineData("auto bond0\niface bond0 inet dhcp\n  bond-slaves ens192 ens224\n  bond-mode active-backup\n", "any dhcp")]
    [InlineData("auto ens192 ens224 bond0\niface ens192 inet manual\nbond-master bond0\niface ens224 inet manual\nbond-master bond0\niface bond0 inet static\nbond-slaves none\naddress 192.0.2.5\n", "any 192.0.2.5")]
    [InlineData("auto ens192\niface ens192 inet static\naddress 300.0.2.5\naddress 127.0.0.1\naddress\niface\nauto\n", "")]
    public void Ifupdown_is_read(string text, string expected) => Is(expected, ("/etc/network/interfaces", text));

    [Theory]
    [InlineData("auto ens192.0100\niface ens192.0100 inet static\n address 192.0.2.5/24\n", "1 192.0.2.5 on VLAN 100")]
    [InlineData("auto vlan7\niface vlan7 inet static\n vlan-raw-device ens224\n address 192.0.2.5/24\n", "2 192.0.2.5 on VLAN 7")]
    [InlineData("auto mgmt\niface mgmt inet static\n vlan_raw_device ens192\n vlan-id 9\n address 192.0.2.5/24\n", "1 192.0.2.5 on VLAN 9")]
    [InlineData("auto mgmt\niface mgmt inet static\n vlan-raw-device ens192\n address 192.0.2.5/24\n", "")]
    [InlineData("auto ens192 ens192.5\niface ens192 inet dhcp\niface ens192.5 inet static\n address 192.0.2.5/24\niface ens192.5 inet6 static\n address 2001:db8::5\n netmask 64\n", "1 dhcp, 1 192.0.2.5 on VLAN 5, 1 2001:db8::5 on VLAN 5")]
    [InlineData("auto bond0 bond0.5\niface bond0 inet manual\n bond-slaves ens192 ens224\niface bond0.5 inet static\n address 192.0.2.5/24\n", "any 192.0.2.5 on VLAN 5")]
    [InlineData("auto br5\niface br5 inet static\n bridge_ports ens192.5\n address 192.0.2.5/24\n", "any 192.0.2.5 on VLAN 5")]
    [InlineData("auto br0 ens192.5\niface br0 inet static\n bridge_ports ens192\n address 192.0.2.4/24\niface ens192.5 inet static\n address 192.0.2.5/24\n", "any 192.0.2.4, 1 192.0.2.5 on VLAN 5")]
    [InlineData("auto ens192\niface ens192 inet6 static\n address 2001:db8::5/64\n", "1 2001:db8::5")]
    [InlineData("auto ens192\niface ens192 inet dhcp\niface ens192 inet6 static\n address 2001:db8::5/64\n", "1 2001:db8::5, 1 dhcp")]
    [InlineData("auto ens192\niface ens192 inet6 auto\n", "")]
    public void Ifupdown_s_VLANs_and_IPv6_addresses_are_read(string text, string expected) => Is(expected, ("/etc/network/interfaces", text));

    [Theory]
    [InlineData("/etc/sysctl.d/90-no-ipv6.conf", "net.ipv6.conf.all.disable_ipv6 = 1\n")]
    [InlineData("/etc/default/grub", "GRUB_CMDLINE_LINUX=\"quiet ipv6.disable=1\"\n")]
    [InlineData("/boot/grub2/grub.cfg", "\tlinux /vmlinuz root=/dev/sda1 ipv6.disable_ipv6=1 ro\n")]
    [InlineData("/etc/modprobe.d/ipv6.conf", "options ipv6 disable=1\n")]
    public void An_IPv6_address_is_not_waited_for_where_IPv6_is_switched_off(string path, string text)
    {
        Is("1 192.0.2.5", (path, text), ("/etc/netplan/a.yaml", "network: {ethernets: {ens192: {addresses: [192.0.2.5/24, '2001:db8::5/64']}}}"));

        Assert.Equal($"the test boot does not wait for IPv6 addresses: {path} disables IPv6", Assert.Single(_notes));
    }

    [Theory]
    [InlineData("/etc/sysctl.d/90-ipv6.conf", "# net.ipv6.conf.all.disable_ipv6 = 1\nnet.ipv6.conf.all.disable_ipv6 = 0\nnet.ipv6.conf.all.accept_ra=1\n")]
    [InlineData("/etc/default/grub", "# GRUB_CMDLINE_LINUX=\"ipv6.disable=1\"\nGRUB_CMDLINE_LINUX=\"ipv6.disable=0\"\n")]
    public void An_IPv6_address_is_waited_for_where_IPv6_is_on(string path, string text) =>
        Is("1 2001:db8::5", (path, text), ("/etc/netplan/a.yaml", "network: {ethernets: {ens192: {addresses: ['2001:db8::5/64']}}}"));

    [Fact]
    public void Ifupdown_takes_in_other_files_and_each_once() => Is(
        "1 192.0.2.5, 2 dhcp",
        ("/etc/network/interfaces", "source interfaces.d/*\nsource-directory /etc/network/more\nsource interfaces\n"),
        ("/etc/network/interfaces.d/lan", "auto ens192\niface ens192 inet static\n address 192.0.2.5/24\nsource /etc/network/interfaces\n"),
        ("/etc/network/more/dmz", "auto ens224\niface ens224 inet dhcp\n"),
        ("/etc/network/more/dmz.bak", "auto ens224\niface ens224 inet static\naddress 192.0.2.7\n"));

    [Theory]
    [InlineData("hostname\nduid\n", "1 dhcp, 2 dhcp")]
    [InlineData("interface ens192\n\tstatic ip_address=192.0.2.5/24\n\tstatic routers=192.0.2.1\n", "1 192.0.2.5, 2 dhcp")]
    [InlineData("allowinterfaces ens192\ninterface ens192\nstatic ip_address=192.0.2.5/24\n", "1 192.0.2.5")]
    [InlineData("allowinterfaces ens*\n", "1 dhcp, 2 dhcp")]
    [InlineData("noipv4\ninterface ens224\nstatic ip_address=192.0.2.6\n", "2 192.0.2.6")]
    [InlineData("denyinterfaces ens*\n# static ip_address=192.0.2.5/24\n", "")]
    [InlineData("allowinterfaces ens192\ninterface ens192\narping 192.0.2.1\nstatic ip_address=192.0.2.5/24\n", "1 dhcp")]
    [InlineData("interface ens192\nfallback home\nprofile home\nstatic ip_address=192.0.2.5/24\n", "2 dhcp")]
    [InlineData("static\ninterface\nstatic ip_address\ninterface ens192\nstatic ip_address=2001:db8::5/64\n", "1 dhcp, 2 dhcp")]
    [InlineData("interface ens192\nstatic ip_address=192.0.2.5/24\nstatic ip6_address=2001:db8::5/64\n", "1 192.0.2.5, 1 2001:db8::5, 2 dhcp")]
    public void The_configuration_of_dhcpcd_is_read(string text, string expected) => Is(
        expected, ("/etc/systemd/system/multi-user.target.wants/dhcpcd.service", ""), ("/etc/dhcpcd.conf", text));

    [Theory]
    [InlineData("network: {version: 2, ethernets: {ens192: {addresses: [192.0.2.5/24, '2001:db8::5/64'], routes: [{to: default, via: 192.0.2.1}]}}}", "1 192.0.2.5, 1 2001:db8::5")]
    [InlineData("network:\n  ethernets:\n    ens192:\n      dhcp4: false\n      addresses:\n        - 192.0.2.5/24:\n            lifetime: 0\n        - \"192.0.2.6/24\"\n", "1 192.0.2.5, 1 192.0.2.6")]
    [InlineData("network: {ethernets: {ens192: {dhcp4: yes}, ens224: {dhcp6: true}}}", "1 dhcp")]
    [InlineData("network: {ethernets: {all: {match: {name: 'en*'}, dhcp4: true}}}", "1 dhcp, 2 dhcp")]
    [InlineData("network: {ethernets: {lan: {match: {macaddress: '00:50:56:00:00:02'}, set-name: lan0, addresses: [192.0.2.5/24]}}}", "2 192.0.2.5")]
    [InlineData("network: {ethernets: {lan: {match: {driver: vmxnet3}, dhcp4: true}}}", "")]
    [InlineData("network: {ethernets: {lan: {match: {driver: [igb, virtio*]}, dhcp4: true}}}", "1 dhcp, 2 dhcp")]
    [InlineData("network: {ethernets: {a: {match: {macaddress: '00:50:56:00:00:01'}}, b: {match: {macaddress: '00:50:56:00:00:02'}}}, bonds: {bond0: {interfaces: [a, b], addresses: [192.0.2.5/24]}}}", "any 192.0.2.5")]
    [InlineData("network: {ethernets: {ens192: {}}, bonds: {bond0: {interfaces: [ens192]}}, bridges: {br0: {interfaces: [bond0], dhcp4: true}}}", "any dhcp")]
    [InlineData("network: {ethernets: {ens192: {}}, vlans: {vlan10: {id: 10, link: ens192, addresses: [192.0.2.5/24]}}}", "1 192.0.2.5 on VLAN 10")]
    [InlineData("network: {ethernets: {lan: {match: {macaddress: '00:50:56:00:00:02'}, addresses: [192.0.2.6/24]}}, vlans: {mgmt: {id: 4094, link: lan, addresses: ['2001:DB8::0:5/64', 192.0.2.5/24]}}}", "2 192.0.2.6, 2 2001:db8::5 on VLAN 4094, 2 192.0.2.5 on VLAN 4094")]
    [InlineData("network: {ethernets: {ens192: {}, ens224: {}}, bonds: {bond0: {interfaces: [ens192, ens224]}}, vlans: {bond0.10: {id: 10, link: bond0, addresses: [192.0.2.5/24]}}}", "any 192.0.2.5 on VLAN 10")]
    [InlineData("network: {ethernets: {ens192: {}}, vlans: {v: {id: 10, link: ens192}}, bridges: {br10: {interfaces: [v], addresses: [192.0.2.5/24]}}}", "any 192.0.2.5 on VLAN 10")]
    [InlineData("network: {ethernets: {ens192: {}}, vlans: {v: {id: 10, link: ens192, dhcp4: true}}}", "")]
    [InlineData("network: {ethernets: {ens192: {}}, vlans: {v: {id: 4095, link: ens192, addresses: [192.0.2.5/24]}}}", "")]
    [InlineData("network: {ethernets: {ens192: {}}, vlans: {a: {id: 1, link: b, addresses: [192.0.2.5/24]}, b: {id: 2, link: a}, c: {id: 3, link: ens192}, d: {id: 4, link: c, addresses: [192.0.2.7/24]}}}", "")]
    [InlineData("network: {ethernets: {ens192: {dhcp4: true, addresses: ['fd00::5/64', 'fe80::5/64', '::1/128', 'ff02::5/128', '::ffff:192.0.2.5/128']}}}", "1 fd00::5, 1 dhcp")]
    [InlineData("network: {ethernets: {ens192: {}}, bridges: {br0: {interfaces: [br1], dhcp4: true}, br1: {interfaces: [br0, ens192]}}}", "")]
    [InlineData("network: [\n }", "")]
    [InlineData("- 1", "")]
    [InlineData("network: {ethernets: {ens192: &a {dhcp4: true}, ens224: *a}}", "")]
    public void Netplan_is_read(string text, string expected) => Is(expected, ("/etc/netplan/50-cloud-init.yaml", text));

    [Fact]
    public void Later_files_of_netplan_go_before() => Is(
        "1 192.0.2.5",
        ("/etc/netplan/50-cloud-init.yaml", "network: {ethernets: {ens192: {dhcp4: true}}}"),
        ("/etc/netplan/99-ours.yaml", "network: {ethernets: {ens192: {dhcp4: false, addresses: [192.0.2.5/24]}}}"));

    [Theory]
    [InlineData("[Match]\nName=ens192\n\n[Network]\nAddress=192.0.2.5/24\nAddress=2001:db8::5/64\nGateway=192.0.2.1\n", "1 192.0.2.5, 1 2001:db8::5")]
    [InlineData("[Match]\nMACAddress=00:50:56:00:00:02\n[Network]\nDHCP=no\n[Address]\nAddress=192.0.2.5/24\nLabel=x\n[Address]\nAddress=192.0.2.6/24\n", "2 192.0.2.5, 2 192.0.2.6")]
    [InlineData("[Match]\nName=en*\n[Network]\nDHCP=ipv4\n", "1 dhcp, 2 dhcp")]
    [InlineData("[Match]\nName=wl* ens224\n[Network]\nDHCP=yes\n", "2 dhcp")]
    [InlineData("[Match]\nMACAddress=00:50:56:00:00:01 00:50:56:00:00:02\n[Network]\nDHCP=yes\n", "1 dhcp, 2 dhcp")]
    [InlineData("[Match]\nType=ether\n[Network]\nDHCP=yes\n", "1 dhcp, 2 dhcp")]
    [InlineData("[Match]\nDriver=vmxnet3\n[Network]\nDHCP=yes\n", "")]
    [InlineData("[Match]\nMACAddress=00:50:56:00:00:02\nDriver=virtio_net\n[Network]\nDHCP=yes\n", "2 dhcp")]
    [InlineData("[Match]\nDriver=!virtio_net\n[Network]\nDHCP=yes\n", "")]
    [InlineData("[Match]\nName=ens192\n[Link]\nUnmanaged=yes\n[Network]\nDHCP=yes\n", "")]
    [InlineData("[Match]\nName=ens192\n[Network]\nDHCP=ipv6\n# DHCP=yes\n", "")]
    [InlineData("[Match\nName\n=\n[]\n", "")]
    public void Networkd_is_read(string text, string expected) => Is(expected, ("/etc/systemd/network/20-lan.network", text));

    [Fact]
    public void Of_networkd_s_files_the_first_that_matches_counts_with_its_drop_ins() => Is(
        "1 192.0.2.6, 2 dhcp",
        ("/etc/systemd/network/10-lan.network", "[Match]\nName=ens192\n[Network]\nAddress=192.0.2.5/24\n"),
        ("/etc/systemd/network/10-lan.network.d/moved.conf", "[Network]\nAddress=\nAddress=192.0.2.6/24\n"),
        ("/etc/systemd/network/90-all.network", "[Match]\nName=*\n[Network]\nDHCP=yes\n"));

    [Fact]
    public void Networkd_s_bonds_are_found_by_what_their_ports_say() => Is(
        "any 192.0.2.5",
        ("/etc/systemd/network/10-bond.network", "[Match]\nName=bond0\n[Network]\nAddress=192.0.2.5/24\n"),
        ("/etc/systemd/network/20-ports.network", "[Match]\nName=ens192 ens224\n[Network]\nBond=bond0\n"));

    [Fact]
    public void Networkd_s_VLANs_are_found_by_what_they_are_on_and_their_device_files() => Is(
        "1 192.0.2.4, 1 192.0.2.5 on VLAN 100, 1 2001:db8::5 on VLAN 100, any 192.0.2.6 on VLAN 200",
        ("/etc/systemd/network/10-lan.network", "[Match]\nName=ens192\n[Network]\nAddress=192.0.2.4/24\nVLAN=mgmt\nVLAN=dmz unknown\n"),
        ("/etc/systemd/network/20-mgmt.netdev", "[NetDev]\nName=mgmt\nKind=vlan\n[VLAN]\nId=100\n"),
        ("/etc/systemd/network/20-mgmt.network", "[Match]\nName=mgmt\n[Network]\nAddress=192.0.2.5/24\nAddress=2001:db8::5/64\n"),
        ("/etc/systemd/network/30-dmz.netdev", "[NetDev]\nName=dmz\nKind=vlan\n[VLAN]\nId=200\n"),
        ("/etc/systemd/network/30-dmz.network", "[Match]\nName=dm?\n[Link]\nMACAddress=02:00:00:00:00:01\n[Network]\nAddress=192.0.2.6/24\n"));

    [Fact]
    public void Red_Hat_s_and_SUSE_s_VLANs_are_read() => Is(
        "1 192.0.2.5 on VLAN 100, 1 192.0.2.7 on VLAN 300, 2 192.0.2.6 on VLAN 200",
        ("/etc/sysconfig/network-scripts/ifcfg-ens192.100", "DEVICE=ens192.100\nVLAN=yes\nONBOOT=yes\nIPADDR=192.0.2.5\nPREFIX=24\n"),
        ("/etc/sysconfig/network-scripts/ifcfg-dmz", "DEVICE=dmz\nVLAN=yes\nPHYSDEV=ens224\nVLAN_ID=200\nIPADDR=192.0.2.6\nPREFIX=24\n"),
        ("/etc/sysconfig/network/ifcfg-vlan300", "STARTMODE='auto'\nETHERDEVICE='ens192'\nIPADDR='192.0.2.7/24'\n"));

    [Fact]
    public void NetworkManager_s_VLANs_know_their_card_by_its_connection() => Is(
        "1 192.0.2.4, 1 192.0.2.5 on VLAN 10",
        ("/etc/NetworkManager/system-connections/lan.nmconnection", $"[connection]\nid=lan\nuuid=1-2\ntype=ethernet\n[ethernet]\nmac-address={First}\n[ipv4]\nmethod=manual\naddress1=192.0.2.4/24\n"),
        ("/etc/NetworkManager/system-connections/mgmt.nmconnection", "[connection]\nid=mgmt\ntype=vlan\ninterface-name=mgmt\n[vlan]\nid=10\nparent=1-2\n[ipv4]\nmethod=manual\naddress1=192.0.2.5/24\n"));

    [Fact]
    public void Networkd_that_does_not_run_configures_nothing()
    {
        _files.Remove("/etc/systemd/system");

        Is("", ("/etc/systemd/network/20-lan.network", "[Match]\nName=ens192\n[Network]\nDHCP=yes\n"));
    }

    [Theory]
    [InlineData("[connection]\nid=lan\ntype=ethernet\ninterface-name=ens192\n[ipv4]\nmethod=manual\naddress1=192.0.2.5/24,192.0.2.1\ndns=192.0.2.53;\n", "1 192.0.2.5")]
    [InlineData("[connection]\ntype=802-3-ethernet\n[802-3-ethernet]\nmac-address=00:50:56:00:00:02\n[ipv4]\nmethod=manual\naddresses1=192.0.2.5;24;192.0.2.1;\n", "2 192.0.2.5")]
    [InlineData("[connection]\ntype=ethernet\ninterface-name=ens224\n[ipv4]\nmethod=auto\n", "2 dhcp")]
    [InlineData("[connection]\ntype=ethernet\ninterface-name=ens224\n[ethernet]\ncloned-mac-address=02:00:00:00:00:01\n[ipv4]\nmethod=auto\n", "any dhcp")]
    [InlineData("[connection]\ntype=ethernet\nautoconnect=false\ninterface-name=ens192\n[ipv4]\nmethod=auto\n", "")]
    [InlineData("[connection]\ntype=ethernet\ninterface-name=ens192\n[ipv4]\nmethod=disabled\naddress1=192.0.2.5/24\n", "")]
    [InlineData("[connection]\ntype=ethernet\n[ipv4]\nmethod=auto\n", "")]
    [InlineData("[connection]\ntype=wifi\ninterface-name=ens192\n[ipv4]\nmethod=auto\n", "")]
    [InlineData("[connection]\ntype=vlan\ninterface-name=ens192.10\n[vlan]\nid=10\nparent=ens192\n[ipv4]\nmethod=auto\n", "")]
    [InlineData("[connection]\ntype=vlan\ninterface-name=mgmt\n[vlan]\nid=10\nparent=ens192\n[ipv4]\nmethod=manual\naddress1=192.0.2.5/24\n[ipv6]\nmethod=manual\naddress1=2001:db8::5/64,2001:db8::1\n", "1 192.0.2.5 on VLAN 10, 1 2001:db8::5 on VLAN 10")]
    [InlineData("[connection]\ntype=vlan\n[vlan]\nid=10\nparent=ens224\n[ipv4]\nmethod=manual\naddress1=192.0.2.5/24\n", "2 192.0.2.5 on VLAN 10")]
    [InlineData("[connection]\ntype=ethernet\ninterface-name=ens192\n[ipv4]\nmethod=disabled\n[ipv6]\nmethod=manual\naddress1=2001:db8::5/64\n", "1 2001:db8::5")]
    [InlineData("[connection]\ntype=ethernet\ninterface-name=ens192\n[ipv6]\nmethod=disabled\naddress1=2001:db8::5/64\n", "")]
    public void NetworkManager_is_read(string text, string expected) => Is(expected, ("/etc/NetworkManager/system-connections/lan.nmconnection", text));

    [Fact]
    public void NetworkManager_s_ports_know_their_bond_by_its_uuid() => Is(
        "any 192.0.2.5",
        ("/etc/NetworkManager/system-connections/bond.nmconnection", "[connection]\nuuid=1-2\ntype=bond\ninterface-name=bond0\n[ipv4]\nmethod=manual\naddress1=192.0.2.5/24\n"),
        ("/etc/NetworkManager/system-connections/port.nmconnection", "[connection]\ntype=ethernet\ninterface-name=ens192\nmaster=1-2\nslave-type=bond\n"));

    [Fact]
    public void Two_connections_for_one_card_leave_its_address_open()
    {
        Is(
            "2 dhcp",
            ("/etc/NetworkManager/system-connections/a.nmconnection", "[connection]\ntype=ethernet\ninterface-name=ens192\n[ipv4]\nmethod=auto\n"),
            ("/etc/NetworkManager/system-connections/b.nmconnection", "[connection]\ntype=ethernet\ninterface-name=ens192\n[ipv4]\nmethod=manual\naddress1=192.0.2.5/24\n"),
            ("/etc/NetworkManager/system-connections/c.nmconnection", "[connection]\ntype=ethernet\ninterface-name=ens224\n[ipv4]\nmethod=auto\n"));

        Assert.Equal($"ens192 ({First}): NetworkManager has 2 configurations for it", Assert.Single(_notes));
    }

    [Theory]
    [InlineData("TYPE=Ethernet\nBOOTPROTO=none\nDEVICE=ens192\nONBOOT=yes\nIPADDR=192.0.2.5\nPREFIX=24\n", "1 192.0.2.5")]
    [InlineData("DEVICE=\"ens192\"\nBOOTPROTO=\"static\"\nIPADDR0=192.0.2.5\nIPADDR1=192.0.2.6\nNETMASK0=255.255.255.0\n", "1 192.0.2.5, 1 192.0.2.6")]
    [InlineData("HWADDR=00:50:56:00:00:02\nBOOTPROTO=dhcp\n", "2 dhcp")]
    [InlineData("DEVICE=ens192\nIPADDR=192.0.2.5\nIPV6INIT=yes\nIPV6ADDR=2001:db8::5/64\nIPV6ADDR_SECONDARIES=\"2001:db8::6/64 2001:db8::7/64\"\n", "1 192.0.2.5, 1 2001:db8::5, 1 2001:db8::6, 1 2001:db8::7")]
    [InlineData("DEVICE=ens192\nIPADDR=192.0.2.5\nIPV6INIT=no\nIPV6ADDR=2001:db8::5/64\n", "1 192.0.2.5")]
    [InlineData("DEVICE=ens192\nBOOTPROTO=dhcp\nIPADDR=192.0.2.5\n", "1 dhcp")]
    [InlineData("DEVICE=ens192\nONBOOT=no\nBOOTPROTO=dhcp\n", "")]
    [InlineData("=\n\"\nDEVICE\nIPADDR=x\n", "")]
    public void Red_Hat_s_files_are_read(string text, string expected) => Is(expected, ("/etc/sysconfig/network-scripts/ifcfg-ens192", text));

    [Fact]
    public void Red_Hat_s_bonds_are_found_by_what_their_ports_say() => Is(
        "any 192.0.2.5",
        ("/etc/sysconfig/network-scripts/ifcfg-bond0", "DEVICE=bond0\nTYPE=Bond\nBONDING_MASTER=yes\nIPADDR=192.0.2.5\nPREFIX=24\n"),
        ("/etc/sysconfig/network-scripts/ifcfg-ens192", "DEVICE=ens192\nMASTER=bond0\nSLAVE=yes\n"),
        ("/etc/sysconfig/network-scripts/ifcfg-ens224", "DEVICE=ens224\nMASTER=bond0\nSLAVE=yes\n"),
        ("/etc/sysconfig/network-scripts/ifcfg-ens224.bak", "DEVICE=ens224\nIPADDR=192.0.2.7\n"));

    [Theory]
    [InlineData("BOOTPROTO='static'\nSTARTMODE='auto'\nIPADDR='192.0.2.5/24'\nIPADDR_1='192.0.2.6/24'\n", "1 192.0.2.5, 1 192.0.2.6")]
    [InlineData("BOOTPROTO='dhcp4'\nSTARTMODE='hotplug'\n", "1 dhcp")]
    [InlineData("BOOTPROTO='dhcp'\nSTARTMODE='off'\n", "")]
    public void SUSE_s_files_are_read(string text, string expected) => Is(expected, ("/etc/sysconfig/network/ifcfg-ens192", text));

    [Fact]
    public void SUSE_s_bridges_name_their_ports() => Is(
        "any 192.0.2.5",
        ("/etc/sysconfig/network/ifcfg-br0", "STARTMODE='auto'\nBRIDGE='yes'\nBRIDGE_PORTS='ens192'\nIPADDR='192.0.2.5/24'\n"),
        ("/etc/sysconfig/network/ifcfg-ens192", "STARTMODE='auto'\nBOOTPROTO='none'\n"));

    [Fact]
    public void Programs_that_contradict_each_other_leave_the_address_open()
    {
        Is(
            "2 dhcp",
            ("/etc/network/interfaces", "auto ens192 ens224\niface ens192 inet dhcp\niface ens224 inet dhcp\n"),
            ("/etc/netplan/01.yaml", "network: {ethernets: {ens192: {addresses: [192.0.2.5/24]}, ens224: {dhcp4: true}}}"));

        Assert.Contains("contradict each other", Assert.Single(_notes), StringComparison.Ordinal);
    }

    [Fact]
    public void A_card_without_an_address_in_the_vmx_may_be_any()
    {
        _files.With("/etc/network/interfaces", "auto ens192\niface ens192 inet dhcp\n");

        Assert.Equal("any dhcp", Read(new NetworkCard(Mac: null, 192, "virtio", KeepsName: false)));
    }

    [Fact]
    public void Yaml_that_would_exhaust_the_stack_or_the_memory_is_reported_and_skipped()
    {
        Is(
            "",
            ("/etc/netplan/deep.yaml", new string('[', 200_000)),
            ("/etc/netplan/wide.yaml", "a: &a [x, x]\n" + string.Concat(Enumerable.Range(0, 20).Select(i => $"b{i}: &b{i} [*a, *a]\n"))),
            ("/etc/netplan/large.yaml", new string(' ', 300_000)));

        Assert.Equal(3, _notes.Count);
    }

    [Fact]
    public void Files_of_any_bytes_are_no_error()
    {
        var random = new Random(5);
        const string alphabet = "\0\n\n\n =:[]{}&*!|>-'\"\\/#;,.%@é192.0.2.5/24ens192ifaceautoinetMatchNetworkDHCPAddressVLANId=2001:db8::5";
        foreach (var path in new[]
        {
            "/etc/network/interfaces", "/etc/netplan/a.yaml", "/etc/systemd/network/a.network", "/etc/systemd/network/a.netdev", "/etc/NetworkManager/system-connections/a",
            "/etc/sysconfig/network-scripts/ifcfg-a", "/etc/sysconfig/network/ifcfg-",
        })
        {
            for (var i = 0; i < 50; i++)
            {
                _files.With(path, string.Concat(Enumerable.Range(0, random.Next(200)).Select(_ => alphabet[random.Next(alphabet.Length)])));
                _ = Read(Cards());
            }
        }
    }

    private static NetworkCard[] Cards() =>
    [
        new(Guest.Mac(First), 192, "virtio", KeepsName: false),
        new(Guest.Mac(Second), 224, "virtio", KeepsName: false),
    ];

    private void Is(string expected, params (string Path, string Text)[] files)
    {
        foreach (var (path, text) in files)
        {
            _files.With(path, text);
        }

        Assert.Equal(expected, Read(Cards()));
    }

    private string Read(params NetworkCard[] cards)
    {
        var addresses = ConfiguredAddresses.Of(
            cards, CardNames.Of(cards, NetworkFiles.Read(_files)), new NetworkPrograms(_files, _notes.Add).Read(), _notes.Add);
        return string.Join(", ", addresses.Select(address => $"{address.Mac switch { First => "1", Second => "2", _ => "any" }} {(address.Address is null ? "dhcp" : address.Text)}"));
    }
}
