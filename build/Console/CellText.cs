using System.Text;
using Spectre.Console.Rendering;

namespace V2K.Build.Console;

/// <summary>Text measured in cells of a terminal: Chinese characters take two, combining accents none.</summary>
internal static class CellText
{
    private const string Ellipsis = "…";

    /// <summary>How many cells <paramref name="text"/> takes.</summary>
    internal static int Width(string text) => Ascii.IsValid(text) ? text.Length : new Segment(text).CellCount();

    /// <summary><paramref name="text"/> in exactly <paramref name="width"/> cells: filled up with blanks, or cut off with an ellipsis.</summary>
    internal static string Fit(string text, int width)
    {
        var cut = Cut(text, width);
        return cut + new string(' ', Math.Max(0, width - Width(cut)));
    }

    /// <summary><paramref name="text"/> in at most <paramref name="width"/> cells.</summary>
    internal static string Cut(string text, int width)
    {
        if (Width(text) <= width)
        {
            return text;
        }

        var cut = text;
        while (cut.Length > 0 && Width(cut) > width - Ellipsis.Length)
        {
            cut = cut[..^(char.IsLowSurrogate(cut[^1]) ? 2 : 1)];
        }

        return width > 0 ? cut + Ellipsis : "";
    }
}
