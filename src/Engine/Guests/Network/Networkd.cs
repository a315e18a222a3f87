using V2K.Rules.Model;

namespace V2K.Engine.Guests.Network;

/// <summary>Reads systemd.network(5).</summary>
internal static class Networkd
{
    private const int MaximumVlans = 200;

    /// <summary>The interfaces that <paramref name="files"/> match, in the order of their names, each with the text of its drop-ins after its own.</summary>
    /// <param name="files">The <c>.network</c> files.</param>
    /// <param name="devices">The texts of the <c>.netdev</c> files, which say what the VLANs are.</param>
    internal static IReadOnlyList<InterfaceSettings> Interfaces(IEnumerable<(string Name, string Text)> files, IEnumerable<string> devices)
    {
        var networks = files.OrderBy(file => file.Name, StringComparer.Ordinal).Select(file => (File: file.Name, Text: new IniText(file.Text))).ToList();
        var interfaces = networks.ConvertAll(network => Interface(network.File, network.Text));
        var ids = new Dictionary<string, int?>(StringComparer.Ordinal);
        foreach (var device in devices.Select(text => new IniText(text)).Where(text => text.Last("NetDev", "Kind") == "vlan"))
        {
            ids.TryAdd(device.Last("NetDev", "Name") ?? "", VlanName.ParseId(device.Last("VLAN", "Id")));
        }

        // VLAN=lan5 of the one on which it is; Name=lan5 of another has its addresses.
        var vlans =
            from pair in networks.Zip(interfaces)
            from name in pair.First.Text.All("Network", "VLAN").SelectMany(Words)
            where ids.ContainsKey(name)
            let settings = interfaces.FirstOrDefault(one => one.Names.Any(pattern => ConfiguredAddresses.Matches(pattern, name)))
            where settings is not null
            select settings with { Id = name, Names = [name], IsTagged = true, VlanId = ids[name], VlanOf = pair.Second.Id };
        return [.. interfaces, .. vlans.Take(MaximumVlans)];
    }

    private static InterfaceSettings Interface(string id, IniText text)
    {
        var names = text.All("Match", "Name").SelectMany(Words).ToArray();
        var macTexts = text.All("Match", "MACAddress").Concat(text.All("Match", "PermanentMACAddress")).SelectMany(Words).ToList();
        var macs = macTexts.Select(one => MacAddress.TryParseVmx(one, out var mac) ? mac : (MacAddress?)null).OfType<MacAddress>().ToList();

        // Another place matched under VMware than under KVM.
        var other = text.Section("Match").Select(line => line.Key)
            .FirstOrDefault(key => key is not ("Name" or "MACAddress" or "PermanentMACAddress" or "Driver") && !(key == "Type" && text.Last("Match", key) == "ether"));
        var isUnmanaged = text.Last("Link", "Unmanaged") is "yes" or "true" or "on" or "1";
        return new InterfaceSettings(names is [var name] ? name : id)
        {
            Names = names,
            Macs = macs,
            Drivers = [.. text.All("Match", "Driver").SelectMany(Words)],
            IsDhcp = !isUnmanaged && text.Last("Network", "DHCP")?.ToLowerInvariant() is "yes" or "true" or "on" or "1" or "y" or "ipv4" or "v4" or "both",
            Addresses = isUnmanaged ? []
                : [.. text.All("Network", "Address").Concat(text.All("Address", "Address")).Select(InterfaceSettings.Address).OfType<string>().Distinct(StringComparer.Ordinal)],
            HasOwnMac = text.Last("Link", "MACAddress") is not null,
            PortOf = text.Last("Network", "Bond") ?? text.Last("Network", "Bridge"),
            Doubt = other is not null ? $"it matches by {other}"
                : text.Section("Match").Any(line => line.Value.StartsWith('!')) ? "it matches all but some"
                : macs.Count < macTexts.Count ? "it matches by an invalid address"
                : text.Last("Link", "ActivationPolicy") is { } policy and not ("up" or "always-up") ? $"its ActivationPolicy is {policy}"
                : null,
        };
    }

    private static string[] Words(string text) => text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
}
