using System.Text.RegularExpressions;

namespace V2K.Engine.Guests.Network;

/// <summary>Where a guest switches IPv6 off: the kernel's command line (ipv6.disable=1), sysctl.conf(5), modprobe.d(5).</summary>
internal static partial class Ipv6Switch
{
    private const int MaximumBytes = 1 << 20;

    private static readonly string[] Patterns =
    [
        "/etc/sysctl.conf", "/etc/sysctl.d/*.conf", "/usr/lib/sysctl.d/*.conf", "/etc/modprobe.d/*.conf",
        "/etc/default/grub", "/etc/default/grub.d/*.cfg", "/etc/kernel/cmdline", "/boot/grub/grub.cfg", "/boot/grub2/grub.cfg", "/boot/loader/entries/*.conf",
    ];

    /// <summary>The first file that switches it off, on all interfaces or on one; null for none.</summary>
    internal static string? FindOff(IGuestFiles files) => Patterns
        .SelectMany(files.Glob)
        .FirstOrDefault(path => files.IsFile(path) && files.Length(path) <= MaximumBytes && Off().IsMatch(files.ReadText(path)));

    [GeneratedRegex(
        "^[^#\\n]*\\bipv6\\.disable(_ipv6)?=1|^\\s*-?net[./]ipv6[./]conf[./]\\S+[./]disable_ipv6\\s*=\\s*1|^\\s*(options\\s+ipv6\\s[^\\n]*disable(_ipv6)?=1|install\\s+ipv6\\s|blacklist\\s+ipv6\\s*$)",
        RegexOptions.ExplicitCapture | RegexOptions.Multiline, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Off();
}
