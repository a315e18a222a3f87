using System.Text;
using System.Text.RegularExpressions;

namespace V2K.Engine.Guests.Text;

/// <summary>
/// The filters of lvm.conf(5), <c>filter</c> and <c>global_filter</c>: lists, often over several lines, of patterns such as
/// <c>"a|^/dev/sda|"</c>, which take devices (a) or refuse them (r).
/// </summary>
public static partial class LvmFilters
{
    /// <summary>
    /// Puts the new name for a disk wherever a pattern names one, and lets patterns that take every <c>/dev/sd…</c> take
    /// <c>/dev/vd…</c> as well.
    /// </summary>
    public static string Change(string text, DeviceNames names)
    {
        var becomesVirtio = names.Disks.Any(disk => disk.OldName.StartsWith("sd", StringComparison.Ordinal) && disk.NewName.StartsWith("vd", StringComparison.Ordinal));
        var isInside = false;
        var lines = text.Split('\n');
        for (var i = 0; i < lines.Length; i++)
        {
            if (lines[i].AsSpan().TrimStart().StartsWith('#'))
            {
                continue;
            }

            var start = 0;
            if (!isInside && Start().Match(lines[i]) is { Success: true } begin)
            {
                isInside = true;
                start = begin.Length;
            }

            if (isInside)
            {
                (lines[i], isInside) = Line(lines[i], start);
            }
        }

        return string.Join('\n', lines);

        (string Line, bool GoesOn) Line(string line, int start)
        {
            var result = new StringBuilder(line[..start]);
            foreach (var part in Parts().Matches(line, start).Select(match => match.Value))
            {
                result.Append(part[0] == '"' ? Pattern(part) : part);
            }

            // Instead of a list, there may be one pattern.
            var brackets = Quoted().Replace(line[start..], "");
            var isList = start == 0 || brackets.Contains('[', StringComparison.Ordinal);
            return (result.ToString(), isList && !brackets.Contains(']', StringComparison.Ordinal));
        }

        string Pattern(string pattern)
        {
            var renamed = Device().Replace(pattern, match => names.Renamed(match.Value) ?? match.Value);
            return renamed == pattern && becomesVirtio && pattern.StartsWith("\"a", StringComparison.Ordinal)
                ? AnyDisk().Replace(pattern, "[sv]d")
                : renamed;
        }
    }

    [GeneratedRegex("^\\s*(devices/)?(global_)?filter\\s*=", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Start();

    /// <summary>Strings, and what is between them.</summary>
    [GeneratedRegex("\"[^\"]*\"|[^\"]+|\"", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Parts();

    [GeneratedRegex("\"[^\"]*\"", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Quoted();

    [GeneratedRegex("/dev/((sd|hd)[a-z]{1,3}[0-9]{0,3}|disk/by-(id|path)/[\\w.:+-]+)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Device();

    [GeneratedRegex("(?<![\\w\\]])sd", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex AnyDisk();
}
