using V2K.Rules.Model;

namespace V2K.Engine.Guests.Network;

/// <summary>Reads the <c>ifcfg-*</c> files of Red Hat's (nm-settings-ifcfg-rh(5)) and SUSE's (ifcfg(5)) kind.</summary>
internal static class Ifcfg
{
    /// <summary>The interfaces that <paramref name="files"/>, names and texts, bring up at boot.</summary>
    internal static IReadOnlyList<InterfaceSettings> Interfaces(IEnumerable<(string Name, string Text)> files) =>
        InterfaceSettings.Merge(files.Select(file => Interface(file.Name["ifcfg-".Length..], Variables(file.Text))).OfType<InterfaceSettings>());

    private static InterfaceSettings? Interface(string suffix, Dictionary<string, string> variables)
    {
        var device = variables.GetValueOrDefault("DEVICE", suffix);
        var name = device.Split(':')[0];
        if (name == "lo" || Is("ONBOOT", "no") || Is("STARTMODE", "off") || Is("STARTMODE", "manual"))
        {
            return null;
        }

        var isDhcp = variables.GetValueOrDefault("BOOTPROTO", "").StartsWith("dhcp", StringComparison.OrdinalIgnoreCase) && !Is("BOOTPROTO", "dhcp6");
        MacAddress? mac = MacAddress.TryParseVmx(variables.GetValueOrDefault("HWADDR", ""), out var address) ? address : null;
        var isTagged = Is("VLAN", "yes") || variables.ContainsKey("ETHERDEVICE") || VlanName.Parent(name) is not null;
        return new InterfaceSettings(name)
        {
            Names = mac is null ? [name] : [],
            Macs = mac is null ? [] : [mac.Value],
            IsDhcp = isDhcp,
            Addresses =
            [
                .. from text in Values("IPADDR") where !isDhcp || InterfaceSettings.Ipv6(text) is not null select InterfaceSettings.Address(text) into known where known is not null select known,

                // Red Hat's; SUSE has both families in IPADDR.
                .. Is("IPV6INIT", "yes") ? Words("IPV6ADDR").Concat(Words("IPV6ADDR_SECONDARIES")).Select(InterfaceSettings.Ipv6).OfType<string>() : [],
            ],
            HasOwnMac = variables.ContainsKey("MACADDR") || variables.ContainsKey("LLADDR"),
            IsTagged = isTagged,
            VlanId = isTagged ? VlanName.ParseId(variables.GetValueOrDefault("VLAN_ID")) ?? VlanName.Id(name) : null,
            VlanOf = isTagged ? variables.GetValueOrDefault("ETHERDEVICE") ?? variables.GetValueOrDefault("PHYSDEV") ?? VlanName.Parent(name) : null,
            Ports = [.. Values("BONDING_SLAVE"), .. Words("BRIDGE_PORTS")],

            // BRIDGE names the bridge in Red Hat's files, and says yes in SUSE's.
            PortOf = variables.GetValueOrDefault("MASTER") ?? variables.GetValueOrDefault("TEAM_MASTER")
                ?? (Is("BRIDGE", "yes") ? null : variables.GetValueOrDefault("BRIDGE")),
        };

        bool Is(string key, string value) => value.Equals(variables.GetValueOrDefault(key), StringComparison.OrdinalIgnoreCase);

        IEnumerable<string> Words(string key) => variables.GetValueOrDefault(key, "").Split(' ', StringSplitOptions.RemoveEmptyEntries);

        // IPADDR, IPADDR0, IPADDR_1.
        IEnumerable<string> Values(string key) =>
            from pair in variables
            where pair.Key.StartsWith(key, StringComparison.Ordinal) && pair.Key.AsSpan(key.Length).Trim('_').TrimStart("0123456789").IsEmpty
            select pair.Value;
    }

    private static Dictionary<string, string> Variables(string text)
    {
        var variables = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var line in text.Split('\n', StringSplitOptions.TrimEntries))
        {
            if (line.Split('=', count: 2) is [var key, var value] && !key.StartsWith('#') && value.Trim('"', '\'') is { Length: > 0 } bare)
            {
                variables[key] = bare;
            }
        }

        return variables;
    }
}
