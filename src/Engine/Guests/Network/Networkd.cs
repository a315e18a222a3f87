using V2K.Rules.Model;

namespace V2K.Engine.Guests.Network;

/// <summary>Reads systemd.network(5).</summary>
internal static class Networkd
{
    /// <summary>The interfaces that <paramref name="files"/> match, in the order of their names, each with the text of its drop-ins after its own.</summary>
    internal static IReadOnlyList<InterfaceSettings> Interfaces(IEnumerable<(string Name, string Text)> files) =>
        [.. files.OrderBy(file => file.Name, StringComparer.Ordinal).Select(file => Interface(file.Name, new IniText(file.Text)))];

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
                : [.. text.All("Network", "Address").Concat(text.All("Address", "Address")).Select(InterfaceSettings.Ipv4).OfType<string>().Distinct(StringComparer.Ordinal)],
            HasOwnMac = text.Last("Link", "MACAddress") is not null,
            PortOf = text.Last("Network", "Bond") ?? text.Last("Network", "Bridge"),
            Doubt = other is not null ? $"it matches by {other}"
                : text.Section("Match").Any(line => line.Value.StartsWith('!')) ? "it matches all but some"
                : macs.Count < macTexts.Count ? "it matches by an address that is none"
                : text.Last("Link", "ActivationPolicy") is { } policy and not ("up" or "always-up") ? $"its ActivationPolicy is {policy}"
                : null,
        };
    }

    private static string[] Words(string text) => text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
}
