using System.Text.RegularExpressions;

namespace V2K.Engine.Guests;

/// <summary>
/// cloud-init(1), to which VMware is a source of data. Without its source it takes the guest for a new one: it would ask for an address on the
/// first card, whatever was configured, and make new host keys.
/// </summary>
internal static partial class CloudInit
{
    private const string Setting = "/etc/cloud/cloud.cfg.d/99-v2k.cfg";

    /// <summary>Has it keep what it once configured, where its source was VMware.</summary>
    internal static void Keep(GuestWork guest)
    {
        if (guest.Files.IsFolder("/etc/cloud/cloud.cfg.d") && IsOfVmware(guest.Files))
        {
            guest.Put(Setting, "# Written by V2K: the source of data was VMware, and what it said stays.\nmanual_cache_clean: true\nnetwork: {config: disabled}\n");
        }
    }

    /// <summary>The last source it had, or, before the first one, the only ones in its configuration.</summary>
    private static bool IsOfVmware(IGuestFiles files)
    {
        const string Last = "/var/lib/cloud/instance/datasource";
        if (files.IsFile(Last))
        {
            return Source().IsMatch(files.ReadText(Last));
        }

        return files.Glob("/etc/cloud/cloud.cfg.d/*.cfg").Prepend("/etc/cloud/cloud.cfg").Where(files.IsFile)
            .Select(path => List().Match(files.ReadText(path))).LastOrDefault(match => match.Success) is { } list
            && list.Groups["names"].Value.Split([',', ' ', '\n', '-'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) is { Length: > 0 } names
            && names.All(name => name is "VMware" or "OVF" or "None");
    }

    [GeneratedRegex("DataSource(VMware|OVF)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Source();

    [GeneratedRegex("^datasource_list:\\s*(\\[(?<names>[^]]*)\\]|(?<names>(\\s*-\\s*\\w+)+))", RegexOptions.ExplicitCapture | RegexOptions.Multiline, matchTimeoutMilliseconds: 1000)]
    private static partial Regex List();
}
