using System.Text;
using System.Text.RegularExpressions;

namespace V2K.Engine.Guests.Text;

/// <summary>
/// The filters of lvm.conf(5), <c>filter</c> and <c>global_filter</c>: lists, often over several lines, of patterns such as
/// <c>"a|^/dev/sda|"</c>, which take devices (a) or refuse them (r).
/// </summary>
public static partial class LvmFilters
{
    /// <summary>Nobody writes more; each costs time.</summary>
    private const int MaximumPatterns = 500;

    /// <summary>
    /// Puts the new name for a disk wherever a pattern names one, and lets patterns that take every <c>/dev/sd…</c> take
    /// <c>/dev/vd…</c> as well. A physical volume that the list as a whole would then no longer take, or no longer refuse, gets a pattern of its own.
    /// </summary>
    public static string Change(string text, DeviceNames names)
    {
        var result = new StringBuilder();
        var at = 0;
        foreach (var list in Lists(text))
        {
            var changed = Changed([.. list.Strings.Select(one => text[(one.Start.Value + 1)..(one.End.Value - 1)])], names, text);
            var next = 0;
            for (var i = 0; i < list.Strings.Count; i++)
            {
                var (start, end) = (list.Strings[i].Start.Value, list.Strings[i].End.Value);
                var behind = i == list.Strings.Count - 1 ? changed.Count : changed.FindIndex(one => one.Origin == i) + 1;
                var strings = changed[next..behind].ConvertAll(one => one.Origin is null ? $"\"{one.Text}\"" : $"{text[start]}{one.Text}{text[start]}");
                next = behind;
                var joined = string.Join(", ", strings);
                result.Append(text.AsSpan(at, start - at)).Append(list.IsBare && strings.Count > 1 ? $"[ {joined} ]" : joined);
                at = end;
            }
        }

        return Scan().Replace(result.Append(text.AsSpan(at)).ToString(), "${before}\"/dev\"");
    }

    /// <summary>What keeps LVM from physical volumes of the guest once <see cref="Change"/> has done what it can; empty for nothing.</summary>
    public static IReadOnlyList<string> Doubts(string text, DeviceNames names)
    {
        var doubts = new List<string>();
        foreach (var list in Lists(text))
        {
            var strings = list.Strings.Select(one => text[(one.Start.Value + 1)..(one.End.Value - 1)]).ToList();
            if (Parse(strings) is not { } patterns)
            {
                doubts.Add($"{list.Name} cannot be read as LVM reads it");
                continue;
            }

            var volumes = Volumes(names, text).ToList();
            var unknown = strings.Where((one, index) => patterns[index].Takes && NameOfDisk().IsMatch(one)
                && !volumes.Exists(volume => volume.Old.Concat(volume.New).Any(patterns[index].Expression.IsMatch))).ToList();
            doubts.AddRange(volumes.Where(volume => unknown.Count > 0 && !LvmPattern.Take(patterns, volume.New)).Select(volume =>
                $"{list.Name} does not accept {volume.New[0]}, a physical volume, and what {string.Join(", ", unknown.Select(one => $"\"{one}\""))} took in VMware is not known: the guest may not find its volumes"));
        }

        return doubts;
    }

    private static List<(string Text, int? Origin)> Changed(IReadOnlyList<string> strings, DeviceNames names, string context)
    {
        var becomesVirtio = names.Disks.Any(disk => disk.OldName.StartsWith("sd", StringComparison.Ordinal) && disk.NewName.StartsWith("vd", StringComparison.Ordinal));
        var changed = strings.Select((one, index) => (Text: Renamed(one), Origin: (int?)index)).ToList();
        if (Parse(strings) is not { } before || Parse([.. changed.Select(one => one.Text)]) is not { } after)
        {
            return changed;
        }

        foreach (var volume in Volumes(names, context))
        {
            var takes = LvmPattern.Take(before, volume.Old);
            var place = LvmPattern.First(after, volume.New[0]);

            // A pattern that knows the new name alone was put there before: what it says is what is wanted.
            if (LvmPattern.Take(after, volume.New) != takes && (place < 0 || volume.Old.Any(after[place].Expression.IsMatch)))
            {
                var added = (takes ? "a|^" : "r|^") + (takes && TakesEveryDisk(before, volume) ? "/dev/vd" : volume.New[0] + "$") + "|";
                changed.Insert(place < 0 ? changed.Count : place, (added, null));
                after.Insert(place < 0 ? after.Count : place, LvmPattern.TryParse(added)!);
            }
        }

        return changed;

        string Renamed(string pattern)
        {
            var renamed = Device().Replace(pattern, match => names.Renamed(match.Value) ?? match.Value);
            return renamed == pattern && becomesVirtio && pattern.StartsWith('a')
                ? AnyDisk().Replace(pattern, "[sv]d")
                : renamed;
        }
    }

    /// <summary>Whether the pattern that took a volume takes every disk of VMware's: then it shall take every disk of KVM's, those to come as well.</summary>
    private static bool TakesEveryDisk(List<LvmPattern> patterns, (IReadOnlyList<string> Old, IReadOnlyList<string> New) volume) =>
        volume.New[0].StartsWith("/dev/vd", StringComparison.Ordinal)
        && volume.Old.Select(name => LvmPattern.First(patterns, name)).FirstOrDefault(index => index >= 0 && patterns[index].Takes, -1) is >= 0 and var decisive
        && DeviceAliases.OfAnyVmwareDisk().Any(patterns[decisive].Expression.IsMatch);

    private static IEnumerable<(IReadOnlyList<string> Old, IReadOnlyList<string> New)> Volumes(DeviceNames names, string context) =>
        names.PhysicalVolumes.Where(volume => names.OnDisk(volume) is not null).Select(volume => (names.AliasesInVmware(volume, context), names.AliasesUnderKvm(volume)));

    private static List<LvmPattern>? Parse(IReadOnlyList<string> strings)
    {
        if (strings.Count > MaximumPatterns)
        {
            return null;
        }

        var patterns = strings.Select(LvmPattern.TryParse).OfType<LvmPattern>().ToList();
        return patterns.Count == strings.Count ? patterns : null;
    }

    /// <summary>The filters of a configuration, each with the places of its strings, quotes included.</summary>
    private static IEnumerable<(string Name, IReadOnlyList<Range> Strings, bool IsBare)> Lists(string text)
    {
        string? name = null;
        var isList = false;
        var strings = new List<Range>();
        foreach (var match in Tokens().Matches(text).Cast<Match>())
        {
            if (match.Groups["name"].Success)
            {
                (name, isList) = (match.Groups["name"].Value, false);
                strings.Clear();
            }
            else if (name is not null && match.Groups["string"].Success)
            {
                strings.Add(match.Index..(match.Index + match.Length));
                if (!isList)
                {
                    yield return (name, [.. strings], true);
                    name = null;
                }
            }
            else if (name is not null && match.Value == "[")
            {
                isList = true;
            }
            else if (name is not null && match.Value == "]")
            {
                if (strings.Count > 0)
                {
                    yield return (name, [.. strings], false);
                }

                name = null;
            }
        }
    }

    /// <summary>Comments and other strings are tokens too, so that nothing in them counts.</summary>
    [GeneratedRegex("#[^\n]*|(?<![\\w/.-])(devices/)?(?<name>(global_)?filter)\\s*=|(?<string>\"(\\\\.|[^\"\\\\])*\"|'[^']*')|\\[|\\]", RegexOptions.ExplicitCapture | RegexOptions.Singleline, matchTimeoutMilliseconds: 2000)]
    private static partial Regex Tokens();

    /// <summary>Folders of links in which LVM is to look for devices: under KVM there are no disks in these.</summary>
    [GeneratedRegex("^(?<before>[ \\t]*(devices/)?scan[ \\t]*=[ \\t]*\\[[^]#]*)\"/dev/disk/by-(id|path)/?\"", RegexOptions.ExplicitCapture | RegexOptions.Multiline, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Scan();

    /// <summary>Only a complete link name: with a pattern after it, it can match several disks.</summary>
    [GeneratedRegex("/dev/((sd|hd)[a-z]{1,3}[0-9]{0,3}|(disk/by-(id|path)|mapper)/[\\w.:+-]+(?=[$|)/\"']|$))", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Device();

    [GeneratedRegex("(?<![\\w\\]])sd", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex AnyDisk();

    /// <summary>What a pattern has in it that means disks: other patterns are for arrays, loop devices and the like.</summary>
    [GeneratedRegex("by-id|by-path|wwn|scsi|VMware|6000c29|mpath|\\bsd|/sd|nvme|/dev/disk", RegexOptions.IgnoreCase, matchTimeoutMilliseconds: 1000)]
    private static partial Regex NameOfDisk();
}
