using System.Globalization;

namespace V2K.Build.Console;

/// <summary>The time of a line that a file keeps: UTC, as in the report and the state, <c>2026-11-28T13:44:08Z</c>.</summary>
internal static class LineTime
{
    /// <summary>This moment.</summary>
    internal static string Now => DateTimeOffset.UtcNow.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
