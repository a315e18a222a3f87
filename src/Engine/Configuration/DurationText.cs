using System.Globalization;
using System.Text.RegularExpressions;

namespace V2K.Engine.Configuration;

/// <summary>Durations, sizes and times of day, as the configuration file spells them.</summary>
internal static partial class DurationText
{
    private static readonly (string Letter, TimeSpan Time)[] Units =
        [("d", TimeSpan.FromDays(1)), ("h", TimeSpan.FromHours(1)), ("m", TimeSpan.FromMinutes(1)), ("s", TimeSpan.FromSeconds(1))];

    private static readonly (string Name, long Bytes)[] Sizes =
    [
        ("KiB/s", 1L << 10), ("MiB/s", 1L << 20), ("GiB/s", 1L << 30), ("kB/s", 1_000), ("MB/s", 1_000_000), ("GB/s", 1_000_000_000),
        ("Mbit/s", 1_000_000 / 8), ("Gbit/s", 1_000_000_000 / 8),
    ];

    /// <summary>What a rate may be given in.</summary>
    internal static IReadOnlyList<string> RateUnits => [.. Sizes.Select(size => size.Name)];

    /// <summary><c>45m</c>, <c>1h30m</c>, <c>2d</c>: whole numbers, each unit at most once, the larger first; null for anything else.</summary>
    internal static TimeSpan? Parse(string text)
    {
        var match = Duration.Match(text);
        return match.Success && text.Length > 0
            ? Units.Aggregate(TimeSpan.Zero, (sum, unit) => match.Groups[unit.Letter] is { Success: true, ValueSpan: var number } ? sum + (unit.Time * int.Parse(number)) : sum)
            : null;
    }

    /// <summary><paramref name="duration"/> as the file spells it, to the second: <c>1h30m</c>.</summary>
    internal static string Text(TimeSpan duration)
    {
        var text = "";
        foreach (var (letter, time) in Units)
        {
            var count = (long)(duration / time);
            text += count > 0 ? $"{count}{letter}" : "";
            duration -= time * count;
        }

        return text.Length > 0 ? text : "0s";
    }

    /// <summary><c>400 MiB/s</c> in bytes; null for anything else.</summary>
    internal static long? ParseRate(string text)
    {
        var digits = text.AsSpan().IndexOfAnyExceptInRange('0', '9');
        return digits is >= 1 and <= 9 && Array.Find(Sizes, size => size.Name.Equals(text[digits..].Trim(), StringComparison.OrdinalIgnoreCase)) is { Bytes: > 0 } unit
            ? long.Parse(text[..digits], CultureInfo.InvariantCulture) * unit.Bytes
            : null;
    }

    /// <summary><c>22:00</c>; null for anything else.</summary>
    internal static TimeOnly? ParseTime(string text) =>
        TimeOnly.TryParseExact(text, ["HH:mm", "H:mm"], CultureInfo.InvariantCulture, DateTimeStyles.None, out var time) ? time : null;

    [GeneratedRegex(@"^(?:(?<d>[0-9]{1,6})d)?(?:(?<h>[0-9]{1,6})h)?(?:(?<m>[0-9]{1,6})m)?(?:(?<s>[0-9]{1,6})s)?\z", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Duration { get; }
}
