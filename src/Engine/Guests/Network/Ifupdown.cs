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
        foreach (var words in texts.SelectMany(Lines))
        {
            if (words[0] == "iface" && words.Length > 1)
            {
                isOpen = words is [_, _, "inet", ..] or [_, _];
                if (isOpen)
                {
                    found.Add(new InterfaceSettings(words[1])
                    {
                        Names = [words[1].Split(':')[0]],
                        IsDhcp = words.ElementAtOrDefault(3) == "dhcp",
                        IsTagged = words[1].Contains('.', StringComparison.Ordinal),
                    });
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
                found[^1] = Option(found[^1], words);
            }
        }

        // What is up besides is up by somebody's hand. eth0:1 is one more address of eth0.
        return InterfaceSettings.Merge(
            from one in found
            where atBoot.Contains(one.Id) || found.Exists(other => other.Ports.Contains(one.Id, StringComparer.Ordinal))
            select one with { Id = one.Id.Split(':')[0] });
    }

    private static InterfaceSettings Option(InterfaceSettings one, string[] words) => words[0] switch
    {
        "address" when words.Length > 1 && InterfaceSettings.Ipv4(words[1]) is { } address => one with { Addresses = [.. one.Addresses, address] },
        "use" when words.ElementAtOrDefault(1) == "dhcp" => one with { IsDhcp = true },
        "bond-slaves" or "bond_slaves" or "slaves" or "bridge_ports" or "bridge-ports" => one with { Ports = words[1..] },
        "bond-master" or "bond_master" => one with { PortOf = words.ElementAtOrDefault(1) },
        "vlan-raw-device" or "vlan_raw_device" => one with { IsTagged = true },
        "hwaddress" => one with { HasOwnMac = true },
        _ => one,
    };

    private static IEnumerable<string[]> Lines(string text) =>
        NetworkFiles.WordsByLine(text.Replace("\\\n", " ", StringComparison.Ordinal), '#');
}
