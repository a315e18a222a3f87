namespace V2K.Engine.Guests.Network;

/// <summary>Reads interfaces(5), the configuration of ifupdown.</summary>
internal static class Ifupdown
{
    /// <summary>The files and folders that <paramref name="text"/> takes in by <c>source</c> and <c>source-directory</c>, as shell patterns.</summary>
    internal static IEnumerable<string> Sources(string text) =>
        from words in Lines(text)
        where words is ["source" or "source-directory", _]
        let path = words[1].StartsWith('/') ? words[1] : "/etc/network/" + words[1]
        select words[0] == "source" ? path : path.TrimEnd('/') + "/*";

    /// <summary>The interfaces that <paramref name="texts"/> bring up at boot.</summary>
    internal static IReadOnlyList<InterfaceSettings> Interfaces(IEnumerable<string> texts)
    {
        var atBoot = new HashSet<string>(StringComparer.Ordinal);
        var found = new List<InterfaceSettings>();
        var isOpen = false;
        var isIpv6 = false;
        foreach (var words in texts.SelectMany(Lines))
        {
            if (words[0] == "iface" && words.Length > 1)
            {
                isOpen = words is [_, _, "inet" or "inet6", ..] or [_, _];
                isIpv6 = words is [_, _, "inet6", ..];
                if (isOpen)
                {
                    var name = words[1].Split(':')[0];
                    found.Add(Interface(words[1], name) with { IsDhcp = isIpv6 ? null : words.ElementAtOrDefault(3) == "dhcp" });
                }
            }
            else if (words[0] is "auto" or "allow-auto" or "allow-hotplug")
            {
                atBoot.UnionWith(words[1..]);
                isOpen = false;
            }
            else if (words[0] is "mapping" or "source" or "source-directory" or "rename" or "template" || words[0].StartsWith("no-", StringComparison.Ordinal))
            {
                isOpen = false;
            }
            else if (isOpen)
            {
                found[^1] = Option(found[^1], words, isIpv6);
            }
        }

        // bridge_ports eth0.5 brings up the VLAN, too (bridge-utils-interfaces(5)).
        found.AddRange(
            from port in found.SelectMany(one => one.Ports).Distinct(StringComparer.Ordinal).ToList()
            where VlanName.Parent(port) is not null && !found.Exists(one => one.Id == port)
            select Interface(port, port));

        // What is up besides is up by somebody's hand. eth0:1 is one more address of eth0.
        return InterfaceSettings.Merge(
            from one in found
            where atBoot.Contains(one.Id) || found.Exists(other => other.Ports.Contains(one.Id, StringComparer.Ordinal))
            select one with { Id = one.Id.Split(':')[0] });
    }

    private static InterfaceSettings Interface(string id, string name) => new(id)
    {
        Names = [name],
        IsTagged = VlanName.Parent(name) is not null,
        VlanOf = VlanName.Parent(name),
        VlanId = VlanName.Id(name),
    };

    private static InterfaceSettings Option(InterfaceSettings one, string[] words, bool isIpv6) => words[0] switch
    {
        "address" when words.Length > 1 && (isIpv6 ? InterfaceSettings.Ipv6(words[1]) : InterfaceSettings.Address(words[1])) is { } address =>
            one with { Addresses = [.. one.Addresses, address] },
        "use" when words.ElementAtOrDefault(1) == "dhcp" => one with { IsDhcp = true },
        "bond-slaves" or "bond_slaves" or "slaves" or "bridge_ports" or "bridge-ports" => one with { Ports = words[1..] },
        "bond-master" or "bond_master" => one with { PortOf = words.ElementAtOrDefault(1) },
        "vlan-raw-device" or "vlan_raw_device" => one with { IsTagged = true, VlanOf = words.ElementAtOrDefault(1) ?? one.VlanOf },
        "vlan-id" or "vlan_id" => one with { IsTagged = true, VlanId = VlanName.ParseId(words.ElementAtOrDefault(1)) },
        "hwaddress" => one with { HasOwnMac = true },
        _ => one,
    };

    private static IEnumerable<string[]> Lines(string text) =>
        NetworkFiles.WordsByLine(text.Replace("\\\n", " ", StringComparison.Ordinal), '#');
}
