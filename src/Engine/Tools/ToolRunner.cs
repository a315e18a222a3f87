using System.Text;
using CliWrap;
using V2K.Rules;

namespace V2K.Engine.Tools;

/// <summary>What a program that ended well had to say.</summary>
/// <param name="Output">Standard output, decoded as UTF-8.</param>
/// <param name="Errors">Standard error, decoded as UTF-8.</param>
/// <param name="Elapsed">Wall-clock time from start to exit.</param>
public sealed record ToolResult(string Output, string Errors, TimeSpan Elapsed);

/// <summary>
/// Runs external programs: arguments as a list, never a shell; the command logged as one could repeat it;
/// a failure reported with the command, its exit status, the end of its error output and the remedy.
/// </summary>
/// <param name="log">Receives each command, quoted for a shell, before it starts.</param>
public sealed class ToolRunner(Action<string> log)
{
    private const int ErrorTailLength = 600;

    /// <summary>Time that a program gets after SIGINT before it is killed.</summary>
    private TimeSpan Grace { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Variables for the programs, over those of V2K itself; null takes one away.</summary>
    public IReadOnlyDictionary<string, string?> Environment { get; init; } = new Dictionary<string, string?>(StringComparer.Ordinal);

    /// <summary>What the programs read from standard input.</summary>
    public string Input { get; init; } = "";

    /// <summary>The same runner with <paramref name="variables"/> on top of its own.</summary>
    public ToolRunner With(IReadOnlyDictionary<string, string?> variables)
    {
        var both = new Dictionary<string, string?>(Environment, StringComparer.Ordinal);
        foreach (var (name, value) in variables)
        {
            both[name] = value;
        }

        return new ToolRunner(log) { Environment = both, Input = Input, Grace = Grace };
    }

    /// <summary>The same runner, with programs that read <paramref name="input"/>.</summary>
    public ToolRunner WithInput(string input) => new(log) { Environment = Environment, Input = input, Grace = Grace };

    /// <summary>The same runner, with programs that get <paramref name="grace"/> to end after they were asked to.</summary>
    public ToolRunner WithGrace(TimeSpan grace) => new(log) { Environment = Environment, Input = Input, Grace = grace };

    /// <summary>Runs <paramref name="tool"/> to its end.</summary>
    /// <param name="tool">The program; it must be on PATH.</param>
    /// <param name="arguments">One element an argument, unquoted.</param>
    /// <param name="remedy">What the administrator should do if the program fails.</param>
    /// <param name="onOutput">Receives standard output as it comes, in lines; progress, for example.</param>
    /// <param name="alsoGood">An exit status that is no failure, besides 0.</param>
    /// <param name="onErrors">Receives standard error likewise: of a program that fails, the exception has the end alone.</param>
    /// <param name="cancellation">Sends SIGINT, then SIGTERM, then SIGKILL.</param>
    /// <exception cref="V2KException">The program is not installed, or its exit status is another.</exception>
    public async Task<ToolResult> RunAsync(
        Tool tool,
        IReadOnlyList<string> arguments,
        string remedy,
        Action<string>? onOutput = null,
        int alsoGood = 0,
        Action<string>? onErrors = null,
        CancellationToken cancellation = default)
    {
        var path = tool.Require();
        var command = Quote([tool.Name, .. arguments]);
        log(UriCredentials.Mask(command));

        var output = new StringBuilder();
        var errors = new StringBuilder();
        var result = await new ChildProgram
        {
            Path = path,
            Arguments = arguments,
            Environment = Environment,
            Input = Input,
            Output = PipeTo(output, onOutput),
            Errors = PipeTo(errors, onErrors),
            Grace = Grace,
        }.RunAsync(cancellation);
        return result.ExitCode == 0 || result.ExitCode == alsoGood
            ? new ToolResult(output.ToString(), errors.ToString(), result.RunTime)
            : throw new V2KException($"{command} failed with exit status {result.ExitCode}{Said(errors.ToString())}", remedy);
    }

    private static PipeTarget PipeTo(StringBuilder all, Action<string>? onLine)
    {
        var whole = PipeTarget.ToStringBuilder(all, Encoding.UTF8);
        return onLine is null ? whole : PipeTarget.Merge(whole, PipeTarget.ToDelegate(onLine, Encoding.UTF8));
    }

    /// <summary>Spells a command so that pasting it into a POSIX shell repeats it.</summary>
    public static string Quote(IReadOnlyList<string> words) => string.Join(' ', words.Select(Quote));

    private static string Quote(string word) =>
        word.Length > 0 && word.All(c => char.IsAsciiLetterOrDigit(c) || "@%+=:,./_-".Contains(c, StringComparison.Ordinal))
            ? word
            : "'" + word.Replace("'", "'\\''", StringComparison.Ordinal) + "'";

    private static string Said(string errors)
    {
        var text = errors.Trim().ReplaceLineEndings(" / ");
        return text.Length switch
        {
            0 => ", without a message",
            <= ErrorTailLength => ": " + text,
            _ => ": … " + text[^ErrorTailLength..],
        };
    }
}
