using System.Globalization;

namespace V2K.Benchmarks.Disks;

/// <summary>How much of a file it shares with others, as filefrag(8) tells.</summary>
internal static class SharedExtents
{
    /// <summary>The part of the file's blocks that are shared, in percent.</summary>
    internal static long PercentOf(string path)
    {
        var (total, shared) = (0L, 0L);
        foreach (var line in Shell.Run("filefrag", "-v", path).Output.Split('\n'))
        {
            // "   0:        0..   32767:      24576..     57343:  32768:             shared"
            var fields = line.Split(':', StringSplitOptions.TrimEntries);
            if (fields.Length >= 5 && int.TryParse(fields[0], out _))
            {
                var blocks = long.Parse(fields[3], CultureInfo.InvariantCulture);
                total += blocks;
                shared += fields[^1].Contains("shared", StringComparison.Ordinal) ? blocks : 0;
            }
        }

        return total == 0 ? 0 : 100 * shared / total;
    }
}
