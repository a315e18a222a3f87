using System.Text;
using CliWrap;
using V2K.Engine.Interop;

namespace V2K.Engine.Tools;

/// <summary>
/// Runs a program to its end: arguments as a list, never a shell. A program that is stopped gets SIGINT, then SIGTERM, then SIGKILL, and what it
/// started ends with it; so does what a program leaves running that fails.
/// </summary>
internal sealed class ChildProgram
{
    /// <summary>SIGTERM of signal(7).</summary>
    private const int Terminate = 15;

    /// <summary>The full path of the program.</summary>
    internal required string Path { get; init; }

    /// <summary>One element an argument, unquoted.</summary>
    internal required IReadOnlyList<string> Arguments { get; init; }

    /// <summary>Variables over those of V2K itself; null removes one.</summary>
    internal IReadOnlyDictionary<string, string?> Environment { get; init; } = new Dictionary<string, string?>(StringComparer.Ordinal);

    /// <summary>The folder it runs in; null for that of V2K.</summary>
    internal string? WorkingFolder { get; init; }

    /// <summary>What it reads from standard input.</summary>
    internal string Input { get; init; } = "";

    /// <summary>Where its standard output goes.</summary>
    internal required PipeTarget Output { get; init; }

    /// <summary>Where its standard error goes.</summary>
    internal required PipeTarget Errors { get; init; }

    /// <summary>
    /// Time that it gets after SIGINT before it is killed. After half of it comes SIGTERM: where V2K was started in the background by a script,
    /// SIGINT is ignored, also by the programs that it starts.
    /// </summary>
    internal required TimeSpan Grace { get; init; }

    /// <summary>Starts it and waits for its end.</summary>
    /// <returns>Its exit status and how long it took.</returns>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    internal async Task<CommandResult> RunAsync(CancellationToken cancellation)
    {
        var descendants = new Descendants();
        using var written = new ProgramOutput();
        using var kill = new CancellationTokenSource();
        using var terminate = new CancellationTokenSource();
        await using var registration = cancellation.Register(() =>
        {
            terminate.CancelAfter(Grace / 2);
            kill.CancelAfter(Grace);
        });

        var command = Cli.Wrap(Path)
            .WithArguments(Arguments)
            .WithEnvironmentVariables(new Dictionary<string, string?>(Environment, StringComparer.Ordinal) { [Descendants.Variable] = descendants.Value })
            .WithStandardInputPipe(PipeSource.FromString(Input, Encoding.UTF8))
            .WithValidation(CommandResultValidation.None)
            .WithStandardOutputPipe(written.To(Output))
            .WithStandardErrorPipe(written.To(Errors));
        var running = (WorkingFolder is null ? command : command.WithWorkingDirectory(WorkingFolder))
            .ExecuteAsync(forcefulCancellationToken: kill.Token, gracefulCancellationToken: cancellation);
        await using var termination = terminate.Token.Register(() =>
        {
            if (!running.Task.IsCompleted)
            {
                Posix.Signal(running.ProcessId, Terminate);
            }
        });
        CommandResult result;
        try
        {
            await written.EndWithAsync(running.ProcessId);
            result = await running;
        }
        catch (OperationCanceledException)
        {
            descendants.Kill();
            throw;
        }

        if (result.ExitCode != 0)
        {
            if (written.IsHeld)
            {
                // What it left may hold a disk that the next try wants.
                descendants.Kill();
            }

            // Ctrl-C on a terminal reaches the program too, which may then end before it is asked to.
            cancellation.ThrowIfCancellationRequested();
        }

        return result;
    }
}
