using System.Text.RegularExpressions;
using V2K.Engine.Guests.Text;
using V2K.Rules.Model;

namespace V2K.Engine.Guests.Network;

/// <summary>Reads a guest's network configuration, of whatever kind, for the names of cards in it.</summary>
public static partial class NetworkFiles
{
    /// <summary>The first line of <c>.link</c> files that an earlier run wrote.</summary>
    internal const string WrittenByUs = "# Written by V2K";

    /// <summary>All places where <paramref name="files"/> may configure cards.</summary>
    public static NetworkFacts Read(IGuestFiles files)
    {
        var bound = new Dictionary<MacAddress, string>();
        var configured = new HashSet<string>(StringComparer.Ordinal);
        foreach (var text in Texts(files, "/etc/udev/rules.d/*.rules"))
        {
            foreach (var match in text.Split('\n').Where(line => !line.StartsWith('#')).Select(line => PersistentRule().Match(line)).Where(match => match.Success))
            {
                BindAny(match.Groups["mac"].Value, match.Groups["name"].Value);
            }
        }

        foreach (var text in Texts(files, "/etc/systemd/network/*.link").Where(text => !text.StartsWith(WrittenByUs, StringComparison.Ordinal)))
        {
            BindAny(Value(text, "MACAddress") ?? Value(text, "PermanentMACAddress"), Value(text, "Name"));
        }

        foreach (var text in Texts(files, "/etc/sysconfig/network-scripts/ifcfg-*").Concat(Texts(files, "/etc/sysconfig/network/ifcfg-*")))
        {
            // Red Hat's udev rules rename the card with this address to this device.
            Bind(Value(text, "HWADDR"), Value(text, "DEVICE"));
            Configure(Value(text, "DEVICE"));
        }

        foreach (var path in files.Glob("/etc/sysconfig/network/ifcfg-*"))
        {
            Configure(Path.GetFileName(path)["ifcfg-".Length..]);
        }

        foreach (var text in Texts(files, "/etc/network/interfaces").Concat(Texts(files, "/etc/network/interfaces.d/*")))
        {
            foreach (var match in Iface().Matches(text).Cast<Match>())
            {
                Configure(match.Groups["name"].Value);
            }
        }

        foreach (var text in Texts(files, "/etc/NetworkManager/system-connections/*"))
        {
            Configure(Value(text, "interface-name"));
        }

        foreach (var text in Texts(files, "/etc/systemd/network/*.network"))
        {
            foreach (var name in (Value(text, "Name") ?? "").Split(' '))
            {
                Configure(name);
            }
        }

        foreach (var text in Texts(files, "/etc/netplan/*.yaml").Concat(Texts(files, "/etc/netplan/*.yml")))
        {
            foreach (var (name, mac) in Netplan.Cards(text))
            {
                Bind(mac, name);
                Configure(name);
            }
        }

        return new NetworkFacts(IsPredictable(files), bound, configured);

        void Bind(string? mac, string? name)
        {
            if (name is not null && CardNames.IsCard(name))
            {
                BindAny(mac, name);
            }
        }

        // What udev is told to call a card may be any name: lan0.
        void BindAny(string? mac, string? name)
        {
            if (name is not null && MacAddress.TryParseVmx(mac ?? "", out var address))
            {
                bound[address] = name;
            }
        }

        void Configure(string? name)
        {
            if (name is not null && CardNames.IsCard(name))
            {
                configured.Add(name);
            }
        }
    }

    /// <summary>
    /// Whether udev names cards by their place: it does since systemd 197, unless the kernel's command line or an empty rule
    /// tells it not to.
    /// </summary>
    private static bool IsPredictable(IGuestFiles files)
    {
        if (!HasLinks(files)
            || files.LinkTarget("/etc/systemd/network/99-default.link") == "/dev/null"
            || files.LinkTarget("/etc/udev/rules.d/80-net-setup-link.rules") == "/dev/null")
        {
            return false;
        }

        // What /etc/default/grub says counts only once it is in grub.cfg.
        return !CommandLineFiles.OfLoaders.Concat(CommandLineFiles.Environments).Append("/etc/kernel/cmdline")
            .SelectMany(pattern => Texts(files, pattern))
            .SelectMany(text => KernelArguments.Values(text, "net.ifnames"))
            .Contains("0", StringComparer.Ordinal);
    }

    /// <summary>Whether udev reads <c>.link</c> files.</summary>
    public static bool HasLinks(IGuestFiles files) =>
        files.IsFile("/usr/lib/udev/rules.d/80-net-setup-link.rules") || files.IsFile("/lib/udev/rules.d/80-net-setup-link.rules");

    private static IEnumerable<string> Texts(IGuestFiles files, string pattern) =>
        files.Glob(pattern).Where(files.IsFile).Where(path => files.Length(path) < 1 << 20).Select(files.ReadText);

    /// <summary>The value of a key in an ini file or a shell assignment; a section's name is not looked at.</summary>
    private static string? Value(string text, string key) => text.Split('\n')
        .Select(line => line.Split('=', count: 2, StringSplitOptions.TrimEntries))
        .Where(pair => pair.Length == 2 && pair[0].Equals(key, StringComparison.Ordinal) && pair[1].Length > 0)
        .Select(pair => pair[1].Trim('"', '\''))
        .FirstOrDefault();

    [GeneratedRegex("ATTR\\{address\\}==\"(?<mac>[0-9A-Fa-f:]{17})\".*NAME=\"(?<name>[^\"]+)\"", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex PersistentRule();

    [GeneratedRegex("^\\s*(iface|auto|allow-[a-z]+)\\s+(?<name>\\S+)", RegexOptions.ExplicitCapture | RegexOptions.Multiline, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Iface();
}
