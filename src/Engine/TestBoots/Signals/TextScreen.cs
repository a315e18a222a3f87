using System.Globalization;
using System.Text;
using V2K.Engine.Libvirt;

namespace V2K.Engine.TestBoots.Signals;

/// <summary>
/// The text that a VGA adapter in text mode shows, straight from its memory: where a guest has no console on its serial port,
/// this is how its last words are read.
/// </summary>
public static class TextScreen
{
    private const int Columns = 80;
    private const int Rows = 25;

    /// <summary>Each cell is a character and its colours: https://wiki.osdev.org/Text_UI.</summary>
    private const string Command = "xp /2000hx 0xb8000";

    /// <summary>Fewer text cells than this of a hundred, and the adapter draws pictures.</summary>
    private const int PlausiblePercent = 95;

    /// <summary>The screen of <paramref name="domain"/>; null where it is not in text mode.</summary>
    public static string? Read(LibvirtDomain domain)
    {
        ArgumentNullException.ThrowIfNull(domain);
        return domain.AskMonitor(Command) is { } dump ? Parse(dump) : null;
    }

    /// <summary>Understands what QEMU's monitor prints: <c>00000000000b8000: 0x0757 0x0765 …</c>.</summary>
    public static string? Parse(string dump)
    {
        ArgumentNullException.ThrowIfNull(dump);
        var cells = dump.Split('\n')
            .SelectMany(line => line[(line.IndexOf(':', StringComparison.Ordinal) + 1)..].Split([' ', '\r'], StringSplitOptions.RemoveEmptyEntries))
            .Where(word => word.StartsWith("0x", StringComparison.Ordinal))
            .Select(word => (char)(ushort.TryParse(word.AsSpan(2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var cell) ? cell & 0xFF : 0xFF))
            .Take(Columns * Rows)
            .ToArray();
        if (cells.Length < Columns * Rows || cells.Count(IsText) * 100 < cells.Length * PlausiblePercent)
        {
            return null;
        }

        var text = new StringBuilder();
        foreach (var row in cells.Chunk(Columns))
        {
            text.Append(string.Concat(row.Select(cell => cell is >= ' ' and <= '~' ? cell : ' ')).TrimEnd()).Append('\n');
        }

        return text.ToString().TrimEnd('\n') is { Length: > 0 } shown ? shown + "\n" : null;
    }

    /// <summary>Nothing, ASCII, or the lines that menus are framed with in code page 437.</summary>
    private static bool IsText(char cell) => cell is '\0' or (>= ' ' and <= '~') or (>= '\xB0' and <= '\xDF') or (>= '\x10' and <= '\x1F');
}
