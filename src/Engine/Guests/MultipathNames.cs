using System.Globalization;
using System.Text.RegularExpressions;
using V2K.Engine.Guests.Text;

namespace V2K.Engine.Guests;

/// <summary>
/// What multipathd(8) called the guest's disks: <c>mpatha</c>, or a name that the administrator chose. Under KVM a disk has no WWID, and nothing of these
/// names.
/// </summary>
internal static partial class MultipathNames
{
    private static readonly string[] Bindings = ["/etc/multipath/bindings", "/var/lib/multipath/bindings", "/etc/multipath_bindings"];

    /// <summary>The names that a guest's files give to WWIDs, each with its WWID.</summary>
    internal static IReadOnlyDictionary<string, string> Read(IGuestFiles files)
    {
        // config_dir of multipath.conf(5): these are read after the main file.
        string[] configurations = ["/etc/multipath.conf", .. files.Glob("/etc/multipath/conf.d/*.conf")];
        var names = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var match in Bindings.Where(files.IsFile).SelectMany(path => Binding().Matches(files.ReadText(path)).Cast<Match>()))
        {
            names[match.Groups["name"].Value] = match.Groups["wwid"].Value;
        }

        foreach (var block in configurations.Where(files.IsFile).SelectMany(path => Block().Matches(WithoutComments(files.ReadText(path))).Cast<Match>()).Select(match => match.Value))
        {
            if (Setting(block, "alias") is { } name && Setting(block, "wwid") is { } wwid)
            {
                names[name] = wwid;
            }
        }

        return names;
    }

    /// <summary><paramref name="disks"/> with the names that <paramref name="names"/> gives them. Of a single disk there is no question.</summary>
    internal static IReadOnlyList<GuestDisk> Of(IReadOnlyList<GuestDisk> disks, IReadOnlyDictionary<string, string> names) =>
    [
        .. disks.Select(disk => disk with
        {
            MultipathNames =
            [
                .. names.Where(name => disk.Uuid is { } uuid ? name.Value.Equals("3" + uuid, StringComparison.OrdinalIgnoreCase) : disks.Count == 1).Select(name => name.Key),
            ],
        }),
    ];

    /// <summary>Reads such a name: <c>/dev/mapper/mpatha-part1</c>, <c>/dev/mapper/36000c29…p1</c>, <c>/dev/disk/by-id/dm-uuid-part1-mpath-36000c29…</c>.</summary>
    internal static (GuestDisk Disk, int? Partition)? Find(string device, IReadOnlyList<GuestDisk> disks)
    {
        if (Device().Match(device) is not { Success: true } match)
        {
            return null;
        }

        var rest = match.Groups["rest"].Value;
        foreach (var disk in disks)
        {
            foreach (var name in disk.MultipathNames.Concat(disk.Uuid is { } uuid ? ["3" + uuid.ToLowerInvariant()] : []))
            {
                if (match.Groups["part"].Success ? rest == name : rest == name || (rest.StartsWith(name, StringComparison.Ordinal) && Part().IsMatch(rest[name.Length..])))
                {
                    var digits = match.Groups["part"].Success ? match.Groups["part"].Value : rest[name.Length..].TrimStart("-part".ToCharArray());
                    return (disk, int.TryParse(digits, CultureInfo.InvariantCulture, out var number) ? number : null);
                }
            }
        }

        return null;
    }

    private static string? Setting(string block, string name) =>
        Settings().Matches(block).FirstOrDefault(setting => setting.Groups["name"].Value == name)?.Groups["value"].Value;

    private static string WithoutComments(string text) => KernelArguments.ByLine(text, line => line.Split('#')[0]);

    [GeneratedRegex("^[ \\t]*(?<name>[A-Za-z0-9_.:-]+)[ \\t]+(?<wwid>[A-Za-z0-9_.:-]+)[ \\t\\r]*$", RegexOptions.ExplicitCapture | RegexOptions.Multiline, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Binding();

    /// <summary><c>multipath { wwid 36000c29… alias data }</c>, in any order.</summary>
    [GeneratedRegex("multipath\\s*\\{[^{}]*\\}", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Block();

    [GeneratedRegex("(?<=[\\s{])(?<name>wwid|alias)\\s+\"?(?<value>[^\\s\"}]+)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Settings();

    [GeneratedRegex("^/dev/(mapper/|disk/by-id/(dm-name-|dm-uuid-(part(?<part>[0-9]{1,3})-)?mpath-))(?<rest>[^/]+)$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Device();

    [GeneratedRegex("^(-part|p)?[0-9]{1,3}$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Part();
}
