using System.Text.RegularExpressions;

namespace V2K.Engine.Guests.Text;

/// <summary>mdadm.conf(5): lines that begin with a keyword, of which three letters are enough; those that begin with a blank continue the line before.</summary>
public static partial class MdadmConf
{
    private static readonly char[] Blanks = [' ', '\t'];

    /// <summary>
    /// Makes mdadm scan every partition if its configuration lists disks (<c>DEVICE /dev/sd[ab]1</c>), and leaves arrays to
    /// their UUIDs (<c>ARRAY /dev/md0 UUID=… devices=/dev/sda1,/dev/sdb1</c>).
    /// </summary>
    public static string Change(string text)
    {
        var lines = new List<string>();
        var keyword = "";
        foreach (var line in text.Split('\n'))
        {
            var goesOn = line.Length > 0 && Blanks.Contains(line[0]);
            keyword = goesOn || line.StartsWith('#') || line.Length == 0 ? keyword : line.Split(Blanks)[0];
            var changed = line.AsSpan().TrimStart().StartsWith('#') ? line
                : Is(keyword, "DEVICE") ? WithoutDisks(line, goesOn)
                : Is(keyword, "ARRAY") ? ArrayDevices().Replace(line, "")
                : line;
            if (changed.Length > 0 || line.Length == 0)
            {
                lines.Add(changed);
            }
        }

        return string.Join('\n', lines);
    }

    private static bool Is(string keyword, string name) =>
        keyword.Length >= 3 && name.StartsWith(keyword, StringComparison.OrdinalIgnoreCase);

    /// <summary>A first line without disks says "partitions" instead; the lines behind it go if they have nothing else to say.</summary>
    private static string WithoutDisks(string line, bool goesOn)
    {
        var words = line.Split(Blanks, StringSplitOptions.RemoveEmptyEntries);
        if (!Array.Exists(words, Disk().IsMatch))
        {
            return line;
        }

        var others = words.Where(word => !Disk().IsMatch(word));
        return goesOn
            ? string.Concat(others.Select(word => " " + word))
            : string.Join(' ', others.Append("partitions").Distinct(StringComparer.Ordinal));
    }

    /// <summary>Also with a shell's wildcards: <c>/dev/sd[ab]1</c>, <c>/dev/[sh]d*</c>. Arrays, volumes and the like keep their names.</summary>
    [GeneratedRegex("^/dev/(?!md|dm-|loop|ram|nbd|drbd|mapper/(?!mpath|3))", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Disk();

    [GeneratedRegex("\\s+devices=\\S+", RegexOptions.IgnoreCase, matchTimeoutMilliseconds: 1000)]
    private static partial Regex ArrayDevices();
}
