using V2K.Rules;

namespace V2K.Engine.Tools;

/// <summary>What became of asking a program for its version.</summary>
/// <param name="Tool">The program.</param>
/// <param name="Version">Its version as it prints it; null where it is missing or does not run.</param>
/// <param name="Problem">Why there is no version; null where there is one.</param>
public sealed record ToolProbe(Tool Tool, string? Version, string? Problem)
{
    /// <summary>Looks for <paramref name="tool"/> and asks it for its version.</summary>
    public static async Task<ToolProbe> AskAsync(Tool tool, ToolRunner runner, CancellationToken cancellation)
    {
        if (tool.Find() is null)
        {
            return new ToolProbe(tool, Version: null, "is not installed");
        }

        try
        {
            var answer = await runner.RunAsync(
                tool, [tool.VersionArgument], $"Install {tool.Name} again", alsoGood: tool.VersionStatus, cancellation: cancellation);
            return new ToolProbe(tool, VersionIn(answer.Output + "\n" + answer.Errors), Problem: null);
        }
        catch (V2KException broken)
        {
            return new ToolProbe(tool, Version: null, $"does not run: {broken.What}");
        }
    }

    /// <summary>
    /// The first word that starts with a digit: <c>7.2.22</c> in <c>qemu-img version 7.2.22 (Debian …)</c>. A quote or a <c>v</c>
    /// may stand before it.
    /// </summary>
    public static string VersionIn(string text) =>
        text.Split([' ', '\n', '\t', ','], StringSplitOptions.RemoveEmptyEntries)
            .Select(word => word.Trim('"').TrimStart('v'))
            .FirstOrDefault(word => word.Length > 0 && char.IsAsciiDigit(word[0])) ?? "of unknown version";
}
