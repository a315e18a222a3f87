using V2K.Rules.Model;

namespace V2K.Engine.Guests.Network;

/// <summary>Reads NetworkManager's connections, nm-settings-keyfile(5).</summary>
internal static class Keyfiles
{
    /// <summary>The connections of <paramref name="texts"/> that come up by themselves.</summary>
    internal static IReadOnlyList<InterfaceSettings> Interfaces(IEnumerable<string> texts)
    {
        var profiles = texts.Select(text => new IniText(text)).ToList();
        var names = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var profile in profiles)
        {
            if (profile.Last("connection", "uuid") is { } uuid && (profile.Last("connection", "interface-name") ?? profile.Last("connection", "id")) is { } name)
            {
                names[uuid] = name;
            }
        }

        return [.. profiles.Where(IsWanted).Select(profile => Interface(profile, names))];
    }

    private static bool IsWanted(IniText profile) =>
        profile.Last("connection", "type") is "ethernet" or "802-3-ethernet" or "bond" or "bridge" or "team" or "vlan"
        && profile.Last("connection", "autoconnect") is not ("false" or "no" or "0");

    private static InterfaceSettings Interface(IniText profile, Dictionary<string, string> names)
    {
        var isVlan = profile.Last("connection", "type") == "vlan";
        var parent = isVlan && profile.Last("vlan", "parent") is { } wanted ? names.GetValueOrDefault(wanted, wanted) : null;
        var vlan = isVlan ? VlanName.ParseId(profile.Last("vlan", "id")) : null;
        // A VLAN without a name is called after what it is on.
        var name = profile.Last("connection", "interface-name") ?? (parent is not null && vlan is not null ? $"{parent}.{vlan}" : null);
        var macText = Ethernet(profile, "mac-address");
        MacAddress? mac = MacAddress.TryParseVmx(macText ?? "", out var address) ? address : null;
        var isCard = profile.Last("connection", "type") is "ethernet" or "802-3-ethernet";
        var master = profile.Last("connection", "controller") ?? profile.Last("connection", "master");
        var method = profile.Last("ipv4", "method");
        var method6 = profile.Last("ipv6", "method");
        return new InterfaceSettings(name ?? profile.Last("connection", "id") ?? "")
        {
            Names = name is null ? [] : [name],
            Macs = mac is null ? [] : [mac.Value],
            IsForOneCard = true,
            IsDhcp = method == "auto",
            Addresses =
            [
                .. method is "manual" or "auto" ? Addresses(profile, "ipv4", InterfaceSettings.Ipv4) : [],
                .. method6 is "manual" or "auto" or "dhcp" ? Addresses(profile, "ipv6", InterfaceSettings.Ipv6) : [],
            ],
            HasOwnMac = Ethernet(profile, "cloned-mac-address") is { } cloned && cloned is not ("permanent" or "preserve"),
            IsTagged = isVlan,
            VlanId = vlan,
            VlanOf = parent,
            PortOf = master is null ? null : names.GetValueOrDefault(master, master),
            Doubt = profile.Section("match").Any() ? "it matches by more than a name"
                : macText is not null && mac is null ? "its mac-address is not valid"
                : !isCard && name is null ? "it names no interface"
                : null,
        };
    }

    private static string? Ethernet(IniText profile, string key) => profile.Last("ethernet", key) ?? profile.Last("802-3-ethernet", key);

    /// <summary><c>address1=192.0.2.5/24,192.0.2.1</c>, and as it was before NetworkManager 1.0: <c>addresses1=192.0.2.5;24;192.0.2.1;</c>.</summary>
    private static IEnumerable<string> Addresses(IniText profile, string family, Func<string, string?> read) => profile.Section(family)
        .Where(line => line.Key.StartsWith("address", StringComparison.Ordinal) && !line.Key.StartsWith("address-", StringComparison.Ordinal))
        .Select(line => read(line.Value.Split(',', ';')[0]))
        .OfType<string>();
}
