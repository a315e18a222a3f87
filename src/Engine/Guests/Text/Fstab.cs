using System.Text;

namespace V2K.Engine.Guests.Text;

/// <summary>A line of fstab(5) that mounts something.</summary>
/// <param name="Device">The first field, such as <c>UUID=…</c>.</param>
/// <param name="Folder">Where it goes; <c>none</c> or <c>swap</c> for swap.</param>
/// <param name="Type">The kind of file system.</param>
/// <param name="Options">Comma-separated.</param>
public sealed record FstabEntry(string Device, string Folder, string Type, string Options)
{
    /// <summary>The value of an option: <c>@</c> of <c>subvol=@</c>; null where it is not there.</summary>
    public string? Option(string name) => Options.Split(',')
        .Where(option => option.StartsWith(name + "=", StringComparison.Ordinal))
        .Select(option => option[(name.Length + 1)..])
        .FirstOrDefault();

    /// <summary>Whether an option without a value is there.</summary>
    public bool Has(string option) => Options.Split(',').Contains(option, StringComparer.Ordinal);
}

/// <summary>Tables of lines with fields between blanks: fstab(5) and crypttab(5).</summary>
public static class Fstab
{
    private const int DeviceField = 0;
    private const int OptionsField = 3;

    private static readonly char[] Blanks = [' ', '\t'];

    /// <summary>Lasting names for devices. In options, such as <c>device=/dev/sdb</c> of Btrfs or <c>logdev=/dev/sdc1</c> of XFS, only a name will do.</summary>
    public static string Change(string text, DeviceNames names)
    {
        var renamed = Change(text, DeviceField, fields => names.Lasting(fields[DeviceField]));
        return Change(renamed, OptionsField, fields => string.Join(',', fields[OptionsField].Split(',').Select(Option)));

        string Option(string option) =>
            option.IndexOf("=/dev/", StringComparison.Ordinal) is > 0 and var equals && names.Renamed(option[(equals + 1)..]) is { } name
                ? option[..(equals + 1)] + name
                : option;
    }

    /// <summary>What <paramref name="text"/> mounts.</summary>
    public static IReadOnlyList<FstabEntry> Parse(string text) =>
    [
        .. text.Split('\n').Select(Fields).Where(fields => fields.Count >= 3)
            .Select(fields => new FstabEntry(Unescape(fields[0]), Unescape(fields[1]), fields[2], fields.Count > 3 ? fields[3] : "defaults")),
    ];

    /// <summary>Changes one field of every line; null from <paramref name="change"/> leaves a field as it is, and the blanks stay in any case.</summary>
    /// <param name="text">The table.</param>
    /// <param name="field">The field's number from 0.</param>
    /// <param name="change">Gets all fields of a line.</param>
    public static string Change(string text, int field, Func<IReadOnlyList<string>, string?> change)
    {
        var lines = text.Split('\n');
        for (var i = 0; i < lines.Length; i++)
        {
            var fields = Fields(lines[i]);
            if (fields.Count > field && change(fields) is { } value)
            {
                lines[i] = Replace(lines[i], field, value);
            }
        }

        return string.Join('\n', lines);
    }

    private static List<string> Fields(string line)
    {
        var content = line.TrimEnd('\r');
        return content.TrimStart(Blanks).StartsWith('#') ? [] : [.. content.Split(Blanks, StringSplitOptions.RemoveEmptyEntries)];
    }

    private static string Replace(string line, int field, string value)
    {
        var start = 0;
        for (var i = 0; ; i++)
        {
            while (Blanks.Contains(line[start]))
            {
                start++;
            }

            var end = line.IndexOfAny([.. Blanks, '\r'], start);
            end = end < 0 ? line.Length : end;
            if (i == field)
            {
                return line[..start] + value + line[end..];
            }

            start = end;
        }
    }

    /// <summary>A blank is \040 there.</summary>
    private static string Unescape(string field)
    {
        if (!field.Contains('\\', StringComparison.Ordinal))
        {
            return field;
        }

        var text = new StringBuilder();
        for (var i = 0; i < field.Length; i++)
        {
            if (field[i] == '\\' && i + 3 < field.Length && field.AsSpan(i + 1, 3).IndexOfAnyExceptInRange('0', '7') < 0)
            {
                text.Append((char)(((field[i + 1] - '0') * 64) + ((field[i + 2] - '0') * 8) + field[i + 3] - '0'));
                i += 3;
            }
            else
            {
                text.Append(field[i]);
            }
        }

        return text.ToString();
    }
}
