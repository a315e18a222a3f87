using System.Text.RegularExpressions;
using V2K.Rules.Model;

namespace V2K.Engine.Guests.Network;

/// <summary>
/// The names that a guest itself gives to a card by its address, whatever machine it is on: by udev's rules, <c>.link</c> files, Red Hat's
/// ifcfg files and netplan.
/// </summary>
internal static partial class BoundNames
{
    /// <summary>Reads them.</summary>
    internal static IReadOnlyDictionary<MacAddress, string> Read(IGuestFiles files)
    {
        var bound = new Dictionary<MacAddress, string>();
        foreach (var text in NetworkFiles.Texts(files, "/etc/udev/rules.d/*.rules").Where(IsTheirs))
        {
            foreach (var line in text.Split('\n').Where(line => !line.StartsWith('#')))
            {
                // A udev rule can give a card any name: lan0.
                Bind(Address().Match(line).Groups["value"].Value, Name().Match(line) is { Success: true } name ? name.Groups["value"].Value : null);
            }
        }

        foreach (var text in NetworkFiles.Texts(files, "/etc/systemd/network/*.link").Where(IsTheirs))
        {
            var link = new IniText(text);
            Bind(link.Last("Match", "MACAddress") ?? link.Last("Match", "PermanentMACAddress"), link.Last("Link", "Name"));
        }

        foreach (var text in NetworkFiles.Texts(files, "/etc/sysconfig/network-scripts/ifcfg-*").Concat(NetworkFiles.Texts(files, "/etc/sysconfig/network/ifcfg-*")))
        {
            // Red Hat's udev rules rename the card with this address to this device.
            BindCard(NetworkFiles.Value(text, "HWADDR"), NetworkFiles.Value(text, "DEVICE"));
        }

        foreach (var (name, mac) in NetworkFiles.NetplanTexts(files).SelectMany(Netplan.Cards))
        {
            Bind(mac, name);
        }

        return bound;

        void BindCard(string? mac, string? name)
        {
            if (name is not null && CardNames.IsCard(name))
            {
                Bind(mac, name);
            }
        }

        void Bind(string? mac, string? name)
        {
            if (name is not null && MacAddress.TryParseVmx(mac ?? "", out var address))
            {
                bound[address] = name;
            }
        }
    }

    private static bool IsTheirs(string text) => !text.StartsWith(NetworkFiles.WrittenByUs, StringComparison.Ordinal);

    [GeneratedRegex("(ATTRS?|SYSFS)\\{address\\}==\"(?<value>[0-9A-Fa-f:]{17})\"", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Address();

    [GeneratedRegex("(?<!\\w)NAME:?=\"(?<value>[^\"$%]+)\"", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Name();
}
