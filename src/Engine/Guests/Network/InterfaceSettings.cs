using System.Net;
using System.Net.Sockets;
using V2K.Rules.Model;

namespace V2K.Engine.Guests.Network;

/// <summary>A network interface as a guest's configuration describes it: a card, or what stands upon cards.</summary>
/// <param name="Id">What the configuration itself calls it, and refers to it by.</param>
internal sealed record InterfaceSettings(string Id)
{
    /// <summary>The names it applies to, with a shell's stars; empty for any.</summary>
    internal IReadOnlyList<string> Names { get; init; } = [];

    /// <summary>The cards it applies to; empty for any.</summary>
    internal IReadOnlyList<MacAddress> Macs { get; init; } = [];

    /// <summary>The drivers of the cards that it applies to, with a shell's stars; empty for any.</summary>
    internal IReadOnlyList<string> Drivers { get; init; } = [];

    /// <summary>Of all cards that it applies to, it configures one.</summary>
    internal bool IsForOneCard { get; init; }

    /// <summary>Addresses of both families, each spelled as .NET does.</summary>
    internal IReadOnlyList<string> Addresses { get; init; } = [];

    /// <summary>Whether it asks for an IPv4 address; null where nothing is said.</summary>
    internal bool? IsDhcp { get; init; }

    /// <summary>The interface presents itself with another address than the card's.</summary>
    internal bool HasOwnMac { get; init; }

    /// <summary>Its frames carry a VLAN's tag.</summary>
    internal bool IsTagged { get; init; }

    /// <summary>The number in that tag, 1 to 4094; null where it is not known.</summary>
    internal int? VlanId { get; init; }

    /// <summary>The interface that the VLAN is on, by name or id; null where its configuration does not name one.</summary>
    internal string? VlanOf { get; init; }

    /// <summary>The interfaces that are ports of this bond or bridge.</summary>
    internal IReadOnlyList<string> Ports { get; init; } = [];

    /// <summary>The bond or bridge that this interface is a port of.</summary>
    internal string? PortOf { get; init; }

    /// <summary>Why it cannot be determined what this configures; null where it can.</summary>
    internal string? Doubt { get; init; }

    /// <summary>Both, as one interface: what <paramref name="later"/> says goes before.</summary>
    internal InterfaceSettings With(InterfaceSettings later) => later with
    {
        Names = later.Names.Count > 0 ? later.Names : Names,
        Macs = later.Macs.Count > 0 ? later.Macs : Macs,
        Drivers = later.Drivers.Count > 0 ? later.Drivers : Drivers,
        Addresses = [.. Addresses.Union(later.Addresses, StringComparer.Ordinal)],
        IsDhcp = later.IsDhcp ?? IsDhcp,
        HasOwnMac = HasOwnMac || later.HasOwnMac,
        IsTagged = IsTagged || later.IsTagged,
        VlanId = later.VlanId ?? VlanId,
        VlanOf = later.VlanOf ?? VlanOf,
        Ports = [.. Ports.Union(later.Ports, StringComparer.Ordinal)],
        PortOf = later.PortOf ?? PortOf,
        Doubt = later.Doubt ?? Doubt,
    };

    /// <summary>One of each id, in the order in which they came first.</summary>
    internal static IReadOnlyList<InterfaceSettings> Merge(IEnumerable<InterfaceSettings> interfaces) =>
        [.. interfaces.GroupBy(one => one.Id, StringComparer.Ordinal).Select(same => same.Aggregate((first, later) => first.With(later)))];

    /// <summary>
    /// The address of <c>192.0.2.5/24</c>, as it is written everywhere; null for another family, and for what a card cannot have
    /// as its own.
    /// </summary>
    internal static string? Ipv4(string text) =>
        Bare(text) is var bare && IPAddress.TryParse(bare, out var parsed) && parsed.AddressFamily == AddressFamily.InterNetwork && parsed.ToString() == bare
            && parsed.GetAddressBytes()[0] is > 0 and < 224 and not 127
            ? bare
            : null;

    /// <summary>
    /// The address of <c>2001:db8::5/64</c> in its shortest spelling (RFC 5952); null for another family, and for what a card cannot have as
    /// its own or has on every network, such as <c>fe80::5</c>.
    /// </summary>
    internal static string? Ipv6(string text) =>
        IPAddress.TryParse(Bare(text), out var parsed) && parsed is { AddressFamily: AddressFamily.InterNetworkV6, ScopeId: 0, IsIPv4MappedToIPv6: false }
            // 2000::/3, what is given out, and fc00::/7, what everybody may take (RFC 4291, RFC 4193).
            && parsed.GetAddressBytes()[0] is (>= 0x20 and < 0x40) or 0xFC or 0xFD
            ? parsed.ToString()
            : null;

    /// <summary>Either.</summary>
    internal static string? Address(string text) => Ipv4(text) ?? Ipv6(text);

    /// <summary>Whether <paramref name="address"/>, one of <see cref="Addresses"/>, is one of IPv6.</summary>
    internal static bool IsIpv6(string address) => address.Contains(':', StringComparison.Ordinal);

    private static string Bare(string text) => text.Trim().Trim('"', '\'').Split('/')[0];
}

/// <summary>The configuration of one of a guest's network programs.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Interfaces">The interfaces, in its order.</param>
internal sealed record NetworkProgram(string Name, IReadOnlyList<InterfaceSettings> Interfaces)
{
    /// <summary>The first that applies to a card is taken; otherwise only one should.</summary>
    internal bool FirstWins { get; init; }
}
