using System.Text.RegularExpressions;
using V2K.Engine.Guests.Text;

namespace V2K.Engine.Guests.Virtio;

/// <summary>
/// Configuration by which a guest asks for virtio devices from before virtio 1.0: <c>virtio_pci.force_legacy=1</c> on a kernel command
/// line, <c>options virtio_pci force_legacy=1</c> in modprobe.d(5).
/// </summary>
internal static partial class LegacyWish
{
    private static readonly string[] ModuleOptions = ["/etc/modprobe.d/*.conf", "/lib/modprobe.d/*.conf", "/usr/lib/modprobe.d/*.conf", "/etc/modprobe.conf"];

    /// <summary>The file that asks for them; null for none.</summary>
    internal static string? Find(IGuestFiles files) => CommandLineFiles.All.Concat(ModuleOptions)
        .SelectMany(files.Glob)
        .Where(files.IsFile)
        .FirstOrDefault(path => Wish().IsMatch(files.ReadText(path)));

    [GeneratedRegex("^[^#\\n]*(virtio[-_]pci\\.|options\\s+virtio[-_]pci\\s[^#\\n]*)force_legacy(=[1yY]|(?=\\s|$))", RegexOptions.ExplicitCapture | RegexOptions.Multiline, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Wish();
}
