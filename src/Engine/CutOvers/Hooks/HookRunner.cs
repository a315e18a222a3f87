using System.ComponentModel;
using CliWrap;
using V2K.Engine.Configuration;
using V2K.Engine.Tools;
using V2K.Rules;

namespace V2K.Engine.CutOvers.Hooks;

/// <summary>
/// Runs the administrator's programs: never by a shell, with JSON on standard input and V2K's own environment, for a bounded time and with bounded
/// memory for what they write.
/// </summary>
/// <param name="settings">Which, and how long.</param>
/// <param name="file">The configuration, for messages.</param>
public sealed class HookRunner(HookSettings settings, string file)
{
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(5);

    /// <summary>Whether there is a hook for <paramref name="moment"/>.</summary>
    public bool Has(HookEvent moment) => settings[moment] is not null;

    /// <summary>Refuses hooks that cannot run, before any VM is shut down.</summary>
    /// <exception cref="V2KException">A program is missing, or not executable.</exception>
    public void Require()
    {
        foreach (var hook in settings.Programs)
        {
            if (!File.Exists(hook.Program))
            {
                throw Error(hook, $"{hook.Program} is missing", "Install it, or correct its path");
            }

            if (!Tool.IsExecutable(hook.Program))
            {
                throw Error(hook, $"{hook.Program} is not executable", $"Run chmod +x {ToolRunner.Quote([hook.Program])}");
            }
        }
    }

    /// <summary>Runs the hook for <paramref name="moment"/>, if there is one.</summary>
    /// <param name="moment">When.</param>
    /// <param name="input">What it reads.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <returns>The end of what it wrote to standard output; null where there is no hook.</returns>
    /// <exception cref="V2KException">It cannot be started, fails, or takes too long.</exception>
    internal async Task<string?> RunAsync(HookEvent moment, HookInput input, CancellationToken cancellation)
    {
        if (settings[moment] is not { } hook)
        {
            return null;
        }

        if (input.Name.Contains('\0', StringComparison.Ordinal))
        {
            throw Error(hook, "a VM's name with a NUL character cannot be an argument", "Rename the VM in VMware");
        }

        using var output = new TailOfOutput();
        using var errors = new TailOfOutput();
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        patience.CancelAfter(settings.Timeout);
        try
        {
            var result = await new ChildProgram
            {
                Path = hook.Program,
                Arguments = hook.ArgumentsFor(input.Name),
                WorkingFolder = "/",
                Input = input.Text,
                Output = PipeTarget.ToStream(output),
                Errors = PipeTarget.ToStream(errors),
                Grace = Grace,
            }.RunAsync(patience.Token);
            return result.ExitCode == 0 ? output.Text
                : throw Error(hook, $"{hook.Program} failed with exit status {result.ExitCode}{Said(errors)}", "Correct what it says, and run the same command again");
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            throw Error(
                hook, $"{hook.Program} did not end within {settings.Timeout.TotalSeconds:0} s and was stopped{Said(errors)}",
                "See what it waits for, or give it more time with timeout: in hooks:");
        }
        catch (Win32Exception cause)
        {
            // Not for this processor, without an interpreter, or not for this user.
            throw Error(hook, $"{hook.Program} cannot be started: {cause.Message}", "A script needs a first line such as #!/bin/sh", cause);
        }
    }

    private static string Said(TailOfOutput errors) => errors.Text is { Length: > 0 } text ? $": {text}" : "";

    private V2KException Error(Hook hook, string what, string remedy, Exception? cause = null) => new(what, remedy, file, hook.Line, $"hooks.{Choices.Hooks.Word(hook.Event)}", cause);
}
