using System.Globalization;

namespace V2K.Engine.Guests.Network;

/// <summary>What the usual names of VLAN interfaces say: <c>eth0.5</c>, <c>bond0.0005</c>, <c>vlan5</c>.</summary>
internal static class VlanName
{
    private const int Highest = 4094;

    /// <summary>The interface below <paramref name="name"/>: <c>eth0</c> of <c>eth0.5</c>; null if the name does not contain it.</summary>
    internal static string? Parent(string name) => name.LastIndexOf('.') is > 0 and var dot ? name[..dot] : null;

    /// <summary>The VLAN of <c>eth0.5</c> and <c>vlan5</c>; null for a name that says none.</summary>
    internal static int? Id(string name) =>
        name.LastIndexOf('.') is > 0 and var dot ? ParseId(name[(dot + 1)..])
        : name.StartsWith("vlan", StringComparison.Ordinal) ? ParseId(name["vlan".Length..])
        : null;

    /// <summary>A number from 1 to 4094; null for anything else.</summary>
    internal static int? ParseId(string? text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var id) && id is >= 1 and <= Highest ? id : null;
}
