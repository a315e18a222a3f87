using System.Text.RegularExpressions;

namespace V2K.Engine.Guests.Network;

/// <summary>
/// The names of cards that a guest's network configuration uses, of whatever kind it is. <c>ens192.100</c> is a VLAN, and uses
/// <c>ens192</c>.
/// </summary>
internal static partial class ConfiguredNames
{
    private static readonly char[] AboveCard = ['.', ':', '@'];

    /// <summary>Reads them.</summary>
    internal static IReadOnlySet<string> Read(IGuestFiles files) =>
        Candidates(files).Select(name => name.Trim('"', '\'', ';').Split(AboveCard)[0]).Where(CardNames.IsCard).ToHashSet(StringComparer.Ordinal);

    private static IEnumerable<string> Candidates(IGuestFiles files) =>
    [
        .. new NetworkPrograms(files, _ => { }).IfupdownTexts().Concat(NetworkFiles.Texts(files, "/etc/network/interfaces.d/*"))
            .SelectMany(text => Ifupdown().Matches(text)).SelectMany(match => Words(match.Groups["names"].Value)),
        .. NetworkFiles.Texts(files, "/etc/NetworkManager/system-connections/*").Select(text => new IniText(text))
            .SelectMany(profile => profile.All("connection", "interface-name").Concat(profile.All("match", "interface-name")).Concat(profile.All("vlan", "parent"))),
        .. NetworkFiles.Texts(files, "/etc/systemd/network/*.network").SelectMany(text => new IniText(text).All("Match", "Name")).SelectMany(Words),
        .. NetworkFiles.NetplanTexts(files).SelectMany(Netplan.Cards).Select(card => card.Name),
        .. IfcfgNames(files),
        .. NetworkFiles.Texts(files, "/etc/dhcpcd.conf").SelectMany(Dhcpcd.Interfaces).SelectMany(one => one.Names),
        .. NetworkFiles.Texts(files, "/etc/netctl/*").Select(text => NetworkFiles.Value(text, "Interface") ?? ""),
    ];

    /// <summary>SUSE names a file after the interface, and nothing in it need.</summary>
    private static IEnumerable<string> IfcfgNames(IGuestFiles files) =>
    [
        .. files.Glob("/etc/sysconfig/network/ifcfg-*").Select(path => Path.GetFileName(path)["ifcfg-".Length..]),
        .. NetworkFiles.Texts(files, "/etc/sysconfig/network-scripts/ifcfg-*").Concat(NetworkFiles.Texts(files, "/etc/sysconfig/network/ifcfg-*"))
            .SelectMany(text => Ifcfg().Matches(text)).SelectMany(match => Words(match.Groups["names"].Value)),
    ];

    private static string[] Words(string text) => text.Split([' ', '\t', '\r'], StringSplitOptions.RemoveEmptyEntries);

    [GeneratedRegex("^[ \\t]*(iface|auto|allow-[a-z]+|vlan[-_]raw[-_]device|(bond[-_])?slaves|bond[-_]primary|bridge[-_]ports)[ \\t]+(?<names>.+)$", RegexOptions.ExplicitCapture | RegexOptions.Multiline, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Ifupdown();

    [GeneratedRegex("^[ \\t]*(DEVICE|PHYSDEV|ETHERDEVICE|BRIDGE_PORTS|BONDING_SLAVE_?[0-9]+)=[\"']?(?<names>[^\"'\\n]+)", RegexOptions.ExplicitCapture | RegexOptions.Multiline, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Ifcfg();
}
