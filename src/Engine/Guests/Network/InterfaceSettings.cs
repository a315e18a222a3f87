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

    /// <summary>IPv4 addresses.</summary>
    internal IReadOnlyList<string> Addresses { get; init; } = [];

    /// <summary>Whether it asks for an IPv4 address; null where nothing is said.</summary>
    internal bool? IsDhcp { get; init; }

    /// <summary>The interface presents itself with another address than the card's.</summary>
    internal bool HasOwnMac { get; init; }

    /// <summary>Its frames carry a VLAN's tag.</summary>
    internal bool IsTagged { get; init; }

    /// <summary>The interfaces that are ports of this bond or bridge.</summary>
    internal IReadOnlyList<string> Ports { get; init; } = [];

    /// <summary>The bond or bridge that this interface is a port of.</summary>
    internal string? PortOf { get; init; }

    /// <summary>Why it cannot be told what this configures; null where it can.</summary>
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
    internal static string? Ipv4(string text)
    {
        var address = text.Trim().Trim('"', '\'').Split('/')[0];
        return IPAddress.TryParse(address, out var parsed) && parsed.AddressFamily == AddressFamily.InterNetwork && parsed.ToString() == address
            && parsed.GetAddressBytes()[0] is > 0 and < 224 and not 127
            ? address
            : null;
    }
}

/// <summary>What one of a guest's network programs is told to do.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Interfaces">The interfaces, in its order.</param>
internal sealed record NetworkProgram(string Name, IReadOnlyList<InterfaceSettings> Interfaces)
{
    /// <summary>The first that applies to a card is taken; otherwise only one should.</summary>
    internal bool FirstWins { get; init; }
}
