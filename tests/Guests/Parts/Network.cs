using V2K.Guests.Model;

namespace V2K.Guests.Parts;

/// <summary>Network configuration bound to the name of the card, which is what a migration breaks.</summary>
internal static class Network
{
    /// <summary>The name of a card in the slot that VMware gives to the first one (192).</summary>
    internal const string FirstCard = "ens192";

    /// <summary>The name of a card in the slot that VMware gives to the second one (224).</summary>
    internal const string SecondCard = "ens224";

    /// <summary>interfaces(5) with DHCP.</summary>
    internal static GuestFile Ifupdown(string card = FirstCard) => new("/etc/network/interfaces",
        $"""
        auto lo
        iface lo inet loopback

        auto {card}
        iface {card} inet dhcp

        """);

    /// <summary>interfaces(5) with DHCP on one card and a static address on another.</summary>
    /// <param name="card">The name of the card with DHCP.</param>
    /// <param name="second">The name of the other.</param>
    /// <param name="address">With the length of its prefix.</param>
    internal static GuestFile Ifupdown(string card, string second, string address)
    {
        var first = Ifupdown(card);
        return first with
        {
            Text = first.Text +
                $"""
                auto {second}
                iface {second} inet static
                    address {address}

                """,
        };
    }

    /// <summary>interfaces(5) with a static address.</summary>
    internal static GuestFile IfupdownStatic(string card, string address) => Interfaces(
        $"""
        allow-hotplug {card}
        iface {card} inet static
            address {address}

        """);

    /// <summary>interfaces(5) with static addresses, each of which its card gets only if it is the one it was.</summary>
    internal static GuestFile Checked(params IEnumerable<(string Card, string Address, string Mac)> cards) => Interfaces(
        string.Concat(cards.Select(one =>
            $"""
            auto {one.Card}
            iface {one.Card} inet static
                pre-up grep -qix {one.Mac} /sys/class/net/{one.Card}/address
                address {one.Address}


            """)));

    /// <summary>interfaces(5) with a bridge, and a VLAN, upon a card that is named nowhere else.</summary>
    /// <param name="bridge">The bridge's address, with the length of its prefix.</param>
    /// <param name="bridge6">Its address of IPv6.</param>
    /// <param name="vlan">The address on VLAN 100.</param>
    internal static GuestFile BridgeAndVlan(string bridge, string bridge6, string vlan) => Interfaces(
        $"""
        auto br0
        iface br0 inet static
            address {bridge}
            bridge_ports {FirstCard}
            bridge_stp off
            bridge_fd 0

        iface br0 inet6 static
            address {bridge6}

        auto {FirstCard}.100
        iface {FirstCard}.100 inet static
            address {vlan}

        """);

    /// <summary>interfaces(5) with a bond of both cards.</summary>
    internal static GuestFile Bond(string address) => Interfaces(
        $"""
        auto bond0
        iface bond0 inet static
            address {address}
            bond-slaves {FirstCard} {SecondCard}
            bond-mode active-backup
            bond-miimon 100

        """);

    /// <summary>systemd.network(5) with DHCP.</summary>
    internal static IEnumerable<GuestFile> Networkd() => Networkd("Name=" + FirstCard, "DHCP=ipv4");

    /// <summary>systemd.network(5) with a static address, bound to the address of the first card.</summary>
    /// <param name="guest">The guest's name.</param>
    /// <param name="address">With the length of its prefix.</param>
    internal static IEnumerable<GuestFile> NetworkdByAddress(string guest, string address) =>
        Networkd("MACAddress=" + Guest.MacOf(guest), "Address=" + address);

    /// <summary>systemd.network(5) with a static address, bound to the name of the first card.</summary>
    /// <param name="address">With the length of its prefix.</param>
    internal static IEnumerable<GuestFile> NetworkdStatic(string address) => Networkd("Name=" + FirstCard, "Address=" + address);

    /// <summary>systemd.network(5) with a static address, bound to the driver of VMware's cards.</summary>
    /// <param name="address">With the length of its prefix.</param>
    internal static IEnumerable<GuestFile> NetworkdByDriver(string address) => Networkd("Driver=vmxnet3", "Address=" + address);

    /// <summary>The rules that udev wrote until Debian 8 when it first saw a card.</summary>
    /// <param name="guest">The guest's name.</param>
    /// <param name="cards">The names of its cards in the order of VMware's numbers.</param>
    internal static GuestFile PersistentRules(string guest, params IEnumerable<string> cards) => new("/etc/udev/rules.d/70-persistent-net.rules",
        string.Concat(cards.Select((card, number) =>
            $$"""
            # PCI device 0x15ad:0x07b0 (vmxnet3)
            SUBSYSTEM=="net", ACTION=="add", DRIVERS=="?*", ATTR{address}=="{{Guest.MacOf(guest, number)}}", ATTR{dev_id}=="0x0", ATTR{type}=="1", KERNEL=="eth*", NAME="{{card}}"

            """)));

    /// <summary>netplan with a static address.</summary>
    /// <param name="address">With the length of its prefix: <c>10.77.3.10/24</c>.</param>
    /// <param name="gateway">The default route.</param>
    internal static GuestFile Netplan(string address, string gateway) => new("/etc/netplan/01-lan.yaml",
        $"""
        network:
          version: 2
          renderer: networkd
          ethernets:
            {FirstCard}:
              addresses: [{address}]
              routes:
                - to: default
                  via: {gateway}

        """)
    {
        IsPrivate = true,
    };

    /// <summary>A keyfile of NetworkManager (nm-settings-keyfile(5)) with a static address.</summary>
    /// <param name="address">With the length of its prefix, and the gateway: <c>10.77.4.10/24,10.77.4.1</c>.</param>
    internal static GuestFile NetworkManager(string address) => new("/etc/NetworkManager/system-connections/lan.nmconnection",
        $"""
        [connection]
        id=lan
        uuid=5f2f3b1e-64b1-4d0c-9f6e-0a51c2b7d9e4
        type=ethernet
        interface-name={FirstCard}

        [ipv4]
        method=manual
        address1={address}

        [ipv6]
        method=disabled

        """)
    {
        IsPrivate = true,
    };

    /// <summary>A keyfile of NetworkManager with a static address, bound to the address of the first card.</summary>
    /// <param name="guest">The guest's name.</param>
    /// <param name="address">With the length of its prefix.</param>
    internal static GuestFile NetworkManagerByAddress(string guest, string address)
    {
        var byName = NetworkManager(address);
        return byName with
        {
            Text = byName.Text.Replace($"interface-name={FirstCard}\n", $"\n[ethernet]\nmac-address={Guest.MacOf(guest)}\n", StringComparison.Ordinal),
        };
    }

    /// <summary>netplan with a static address, bound to the address of the first card, which it gives its name.</summary>
    /// <param name="guest">The guest's name.</param>
    /// <param name="address">With the length of its prefix.</param>
    internal static GuestFile NetplanByAddress(string guest, string address) => new("/etc/netplan/50-cloud-init.yaml",
        $"""
        network:
          version: 2
          ethernets:
            lan:
              match:
                macaddress: "{Guest.MacOf(guest)}"
              set-name: {FirstCard}
              addresses: [{address}]

        """)
    {
        IsPrivate = true,
    };

    private static GuestFile Interfaces(string stanzas) => new("/etc/network/interfaces", "auto lo\niface lo inet loopback\n\n" + stanzas);

    private static IEnumerable<GuestFile> Networkd(string match, string network) =>
    [
        new("/etc/systemd/network/10-lan.network",
            $"""
            [Match]
            {match}

            [Network]
            {network}

            """),
        GuestFile.Link(
            "/etc/systemd/system/multi-user.target.wants/systemd-networkd.service", "/lib/systemd/system/systemd-networkd.service"),
    ];
}
