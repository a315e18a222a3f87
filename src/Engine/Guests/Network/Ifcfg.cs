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
        return new InterfaceSettings(name)
        {
            Names = mac is null ? [name] : [],
            Macs = mac is null ? [] : [mac.Value],
            IsDhcp = isDhcp,
            Addresses = isDhcp ? [] : [.. Values("IPADDR").Select(InterfaceSettings.Ipv4).OfType<string>()],
            HasOwnMac = variables.ContainsKey("MACADDR") || variables.ContainsKey("LLADDR"),
            IsTagged = Is("VLAN", "yes") || variables.ContainsKey("ETHERDEVICE") || name.Contains('.', StringComparison.Ordinal),
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
