using Spectre.Console;
using V2K.Build.Options;
using V2K.Rules;

namespace V2K.Build.Console;

/// <summary>
/// Standard output as the file of a result: <c>--json=-</c>, or by one of its names. Then it holds that result alone, for the program that reads it, and
/// everything for people goes to standard error.
/// </summary>
internal static class StandardOutput
{
    private const string Dash = "-";

    private static readonly string[] Names = ["/dev/stdout", "/dev/fd/1", "/proc/self/fd/1", "/proc/thread-self/fd/1", $"/proc/{Environment.ProcessId}/fd/1"];

    private static readonly Option[] Results = [KnownOptions.Json, KnownOptions.Report];

    /// <summary>Whether <paramref name="file"/> means it: a link to it does, too.</summary>
    internal static bool Is(string file)
    {
        var path = Path.GetFullPath(file);
        return file == Dash || Names.Contains(path, StringComparer.Ordinal) || Names.Contains(new FileInfo(path).LinkTarget, StringComparer.Ordinal);
    }

    /// <summary>Keeps it for the result that <paramref name="line"/> asks for there, if any.</summary>
    /// <exception cref="V2KException">Two results are asked for there.</exception>
    internal static void Reserve(CommandLine line)
    {
        var asked = Results.Where(option => line.Value(option) is { } file && Is(file)).ToList();
        if (asked.Count > 1)
        {
            throw new V2KException(
                "standard output cannot hold two results", "Name a file for one of them", key: string.Join(" and ", asked.Select(option => $"--{option.Name}")))
            { Kind = FailureKind.Usage };
        }

        if (asked.Count == 1)
        {
            System.Console.SetOut(System.Console.Error);
            AnsiConsole.Console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(System.Console.Error) });
        }
    }

    /// <summary>Opens it for a result.</summary>
    internal static StreamWriter Open() => new(System.Console.OpenStandardOutput());
}
