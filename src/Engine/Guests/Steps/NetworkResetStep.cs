using System.Text.RegularExpressions;

namespace V2K.Engine.Guests.Steps;

/// <summary>
/// Every network card asks for its address by DHCP, whatever was configured; each kind of configuration that the guest has is set
/// aside and replaced by one of its own kind. Only if asked for.
/// </summary>
public sealed partial class NetworkResetStep : IGuestStep
{
    private const string Aside = ".v2k-disabled";

    /// <inheritdoc/>
    public string Name => "network-reset";

    /// <inheritdoc/>
    public string Description => "with `--network-reset=dhcp`: every card uses DHCP; the old configuration is renamed";

    /// <inheritdoc/>
    public void Run(GuestWork guest)
    {
        if (!guest.Options.NetworkReset)
        {
            guest.Log.Note("not asked for");
            return;
        }

        var cards = Cards(guest);
        SetAside(guest, "/etc/netplan/*.yaml", "/etc/netplan/90-v2k.yaml", cards, Netplan);
        SetAside(guest, "/etc/systemd/network/*.network", "/etc/systemd/network/90-v2k.network", cards, Networkd);
        foreach (var path in guest.Files.Glob("/etc/NetworkManager/system-connections/*").Where(path => !path.EndsWith(Aside, StringComparison.Ordinal) && guest.Files.IsFile(path)))
        {
            // Without a connection of its own, NetworkManager asks by DHCP on every card.
            if (EthernetConnection().IsMatch(guest.Files.ReadText(path)))
            {
                Rename(guest, path);
            }
        }

        foreach (var path in guest.Files.Glob("/etc/sysconfig/network-scripts/ifcfg-*").Concat(guest.Files.Glob("/etc/sysconfig/network/ifcfg-*"))
            .Where(path => !path.EndsWith("/ifcfg-lo", StringComparison.Ordinal)))
        {
            guest.Edit(path, Ifcfg);
        }

        foreach (var path in guest.Files.Glob("/etc/network/interfaces").Concat(guest.Files.Glob("/etc/network/interfaces.d/*")).Where(guest.Files.IsFile))
        {
            guest.Edit(path, Ifupdown);
        }
    }

    /// <summary>ifupdown: static stanzas become DHCP, and lose the lines that say where.</summary>
    internal static string Ifupdown(string text)
    {
        var isReset = false;
        var lines = new List<string>();
        foreach (var line in text.Split('\n'))
        {
            if (Stanza().Match(line) is { Success: true } stanza)
            {
                isReset = stanza.Groups["name"].Value != "lo" && stanza.Groups["method"].Value == "static";
                lines.Add(isReset ? line[..stanza.Groups["method"].Index] + "dhcp" : line);
            }
            else if (!isReset || !Address().IsMatch(line))
            {
                lines.Add(line);
            }
        }

        return string.Join('\n', lines);
    }

    /// <summary>ifcfg files of Red Hat's and SUSE's.</summary>
    internal static string Ifcfg(string text) => string.Join('\n', text.Split('\n')
        .Where(line => !IfcfgAddress().IsMatch(line))
        .Select(line => line.StartsWith("BOOTPROTO=", StringComparison.Ordinal) ? "BOOTPROTO=dhcp" : line));

    private static string Netplan(IReadOnlyList<(string Key, string Match)> cards) =>
        "# Written by V2K.\nnetwork:\n  version: 2\n  ethernets:\n"
        + string.Concat(cards.Select((card, index) => $"    card{index}:\n      match: {{{card.Key.ToLowerInvariant()}: \"{card.Match}\"}}\n      dhcp4: true\n"));

    private static string Networkd(IReadOnlyList<(string Key, string Match)> cards) =>
        $"# Written by V2K.\n[Match]\n{(cards[0].Key == "name" ? "Name" : "MACAddress")}={string.Join(' ', cards.Select(card => card.Match))}\n\n[Network]\nDHCP=yes\n";

    /// <summary>By address; where libvirt makes the addresses up, whatever looks like a card.</summary>
    private static IReadOnlyList<(string Key, string Match)> Cards(GuestWork guest) =>
        guest.Machine.Cards.All(card => card.Mac is not null) && guest.Machine.Cards.Count > 0
            ? [.. guest.Machine.Cards.Select(card => ("macaddress", card.Mac.ToString()!))]
            : [("name", "e*")];

    private static void SetAside(
        GuestWork guest, string pattern, string replacement, IReadOnlyList<(string Key, string Match)> cards, Func<IReadOnlyList<(string Key, string Match)>, string> make)
    {
        var paths = guest.Files.Glob(pattern);
        if (paths.Count == 0)
        {
            return;
        }

        foreach (var path in paths.Where(path => path != replacement))
        {
            Rename(guest, path);
        }

        guest.Put(replacement, make(cards));
        guest.Files.ChangeMode(replacement, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead);
    }

    private static void Rename(GuestWork guest, string path)
    {
        guest.Files.Move(path, path + Aside);
        guest.Log.Changed($"{path} renamed to {path + Aside}");
    }

    [GeneratedRegex("^\\s*iface\\s+(?<name>\\S+)\\s+inet6?\\s+(?<method>\\S+)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Stanza();

    [GeneratedRegex("^\\s*(address|netmask|gateway|broadcast|network|dns-\\S+|pointopoint|accept_ra|autoconf)\\s", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Address();

    [GeneratedRegex("^(IPADDR|NETMASK|PREFIX|GATEWAY|BROADCAST|NETWORK|DNS|IPV6ADDR|IPV6_DEFAULTGW|REMOTE_IPADDR|LABEL)[A-Z0-9_]*=", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex IfcfgAddress();

    [GeneratedRegex("^type=(ethernet|802-3-ethernet)", RegexOptions.ExplicitCapture | RegexOptions.Multiline, matchTimeoutMilliseconds: 1000)]
    private static partial Regex EthernetConnection();
}
