using System.Text.RegularExpressions;
using V2K.Engine.Guests.Text;

namespace V2K.Engine.Guests.Network;

/// <summary>
/// Configuration that tells cards by their driver: systemd.network(5) and systemd.link(5) by <c>Driver=vmxnet3</c>, netplan(5) by
/// <c>driver: vmxnet3</c>, udev's rules by <c>DRIVERS=="vmxnet3"</c>.
/// </summary>
internal static partial class CardDrivers
{
    /// <summary>Where it is, as shell patterns.</summary>
    internal static readonly string[] Files =
    [
        "/etc/systemd/network/*.network", "/etc/systemd/network/*.link", "/etc/systemd/network/*.d/*.conf", "/etc/netplan/*.yaml", "/etc/netplan/*.yml",
        "/etc/NetworkManager/system-connections/*", "/etc/NetworkManager/NetworkManager.conf", "/etc/NetworkManager/conf.d/*.conf", "/etc/udev/rules.d/*.rules",
    ];

    /// <summary>Puts <paramref name="driver"/> for the drivers of VMware's cards, also in lists.</summary>
    internal static string Change(string text, string driver) => KernelArguments.ByLine(text, line =>
        Match().Replace(line, match => match.Groups["key"].Value + Driver().Replace(match.Groups["value"].Value, driver)));

    /// <summary>modprobe.conf(5) of old guests: <c>alias eth0 vmxnet3</c>.</summary>
    internal static string ChangeAliases(string text, string driver) =>
        KernelArguments.ByLine(text, line => Alias().Replace(line, match => match.Groups["key"].Value + driver));

    [GeneratedRegex("^(?<key>\\s*alias\\s+eth[0-9]+\\s+)(vmxnet3?|e1000e?|pcnet32)(?!\\w)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Alias();

    [GeneratedRegex("(?<key>(?<![\\w-])(driver|DRIVERS|ENV\\{ID_NET_DRIVER\\})\\s*(==?|:)\\s*)(?<value>\"[^\"]*\"|\\[[^]]*\\]|[^,}]*)|(?<key>^\\s*-\\s+)(?<value>[\"']?[a-z0-9]+[\"']?\\s*$)", RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Match();

    [GeneratedRegex("(?<!\\w)(vmxnet3?|e1000e?|pcnet32)(?!\\w)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Driver();
}
