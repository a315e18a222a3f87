using V2K.Engine.Guests.Text;

namespace V2K.Engine.Guests.Network;

/// <summary>How a guest comes to the names of its network cards.</summary>
internal static class NamingPolicy
{
    private const string NoRule = "/dev/null";

    private static readonly string[] Folders = ["/usr/lib/udev/rules.d", "/lib/udev/rules.d"];

    /// <summary>systemd.link(5): what a policy may make a lasting name of.</summary>
    private static readonly string[] Lasting = ["onboard", "slot", "path", "mac", "database"];

    /// <summary>
    /// Whether udev names cards by their place: it does since systemd 197, unless the kernel's command line, an empty rule or a policy
    /// tells it not to.
    /// </summary>
    internal static bool IsPredictable(IGuestFiles files) =>
        (HasLinks(files) ? IsByPolicy(files) : HasRule(files, "80-net-name-slot.rules"))

        // What /etc/default/grub says counts only once it is in grub.cfg.
        && !CommandLineFiles.OfLoaders.Concat(CommandLineFiles.Environments).Append("/etc/kernel/cmdline")
            .SelectMany(pattern => NetworkFiles.Texts(files, pattern))
            .SelectMany(text => KernelArguments.Values(text, "net.ifnames"))
            .Contains("0", StringComparer.Ordinal);

    /// <summary>Whether udev reads <c>.link</c> files.</summary>
    internal static bool HasLinks(IGuestFiles files) => HasFile(files, "80-net-setup-link.rules");

    /// <summary>Whether there is a udev that reads rules; small systems have none.</summary>
    internal static bool HasUdev(IGuestFiles files) => Array.Exists([.. Folders, "/etc/udev/rules.d"], files.IsFolder);

    private static bool HasRule(IGuestFiles files, string name) =>
        HasFile(files, name) && files.LinkTarget("/etc/udev/rules.d/" + name) != NoRule;

    private static bool HasFile(IGuestFiles files, string name) => Folders.Any(folder => files.IsFile($"{folder}/{name}"));

    /// <summary>The first .link file for all cards has the say; systemd's own, which comes last, goes by place.</summary>
    private static bool IsByPolicy(IGuestFiles files)
    {
        if (!HasRule(files, "80-net-setup-link.rules") || files.LinkTarget("/etc/systemd/network/99-default.link") == NoRule)
        {
            return false;
        }

        var policy = files.Glob("/etc/systemd/network/*.link").Where(files.IsFile).Select(path => new IniText(files.ReadText(path)))
            .FirstOrDefault(link => link.Section("Match").All(line => line is { Key: "OriginalName", Value: "*" }) && link.Last("Link", "Name") is null);
        return policy is null || (policy.Last("Link", "NamePolicy") ?? "").Split(' ').Intersect(Lasting, StringComparer.Ordinal).Any();
    }
}
