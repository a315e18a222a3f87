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
        "/etc/NetworkManager/system-connections/*", "/etc/udev/rules.d/*.rules",
    ];

    /// <summary>Puts <paramref name="driver"/> for the drivers of VMware's cards.</summary>
    internal static string Change(string text, string driver) =>
        KernelArguments.ByLine(text, line => Match().Replace(line, match => match.Groups["key"].Value + driver));

    [GeneratedRegex("(?<key>(?<![\\w-])(driver|DRIVERS|ENV\\{ID_NET_DRIVER\\})\\s*(==?|:)\\s*[\"']?)(vmxnet3?|e1000e?|pcnet32)(?!\\w)", RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Match();
}
