using V2K.Guests.Model;

namespace V2K.Guests.Parts;

/// <summary>Network configuration bound to the name of the card, which is what a migration breaks.</summary>
internal static class Network
{
    /// <summary>The name of a card in the slot that VMware gives to the first one (192).</summary>
    internal const string FirstCard = "ens192";

    /// <summary>interfaces(5) with DHCP.</summary>
    internal static GuestFile Ifupdown(string card = FirstCard) => new("/etc/network/interfaces",
        $"""
        auto lo
        iface lo inet loopback

        auto {card}
        iface {card} inet dhcp

        """);

    /// <summary>systemd.network(5) with DHCP.</summary>
    internal static IEnumerable<GuestFile> Networkd() =>
    [
        new("/etc/systemd/network/10-lan.network",
            $"""
            [Match]
            Name={FirstCard}

            [Network]
            DHCP=ipv4

            """),
        GuestFile.Link(
            "/etc/systemd/system/multi-user.target.wants/systemd-networkd.service", "/lib/systemd/system/systemd-networkd.service"),
    ];

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
}
