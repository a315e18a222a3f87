using Spectre.Console;

namespace V2K.Build.Console;

/// <summary>What a terminal can show, and what of that a live view uses.</summary>
/// <param name="HasColors">It has colors, and they are wanted (<c>NO_COLOR</c>).</param>
/// <param name="HasUnicode">It has more than ASCII.</param>
public sealed record LiveStyle(bool HasColors, bool HasUnicode)
{
    /// <summary>Of <paramref name="console"/>.</summary>
    public static LiveStyle Of(IAnsiConsole console) =>
        new(console.Profile.Capabilities.ColorSystem is not ColorSystem.NoColors, console.Profile.Capabilities.Unicode);

    /// <summary>A line about a failure.</summary>
    internal string Bad(string text) => In("31;1", text);

    /// <summary>A line about the running steps.</summary>
    internal string Strong(string text) => In("1", text);

    /// <summary>So many cells of a bar that are done.</summary>
    internal string Done(int width) => In("32", new string(HasUnicode ? '━' : '#', width));

    /// <summary>So many cells of a bar that are left.</summary>
    internal string Left(int width) => In("2", new string(HasUnicode ? '─' : '.', width));

    private string In(string attributes, string text) => HasColors && text.Length > 0 ? $"\e[{attributes}m{text}\e[0m" : text;
}
