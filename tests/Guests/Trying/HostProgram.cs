using System.Diagnostics;
using System.Text;
using CliWrap;
using CliWrap.Buffered;
using V2K.Engine.State;
using V2K.Engine.TestBoots.Signals;
using V2K.Engine.Tools;
using V2K.Guests.Model;

namespace V2K.Guests.Trying;

/// <summary>V2K's host as a process of its own, as an administrator runs it, on the guests of the laboratory.</summary>
/// <param name="Program">The host's assembly.</param>
/// <param name="Laboratory">The folder with the datastore; results go beside it.</param>
internal sealed record HostProgram(string Program, string Laboratory)
{
    private const string KeyVariable = "V2K_LABORATORY_KEY";

    /// <summary>Longer than an emulated test boot waits by itself: what is not done by then never will be.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(30);

    /// <summary>What a stage needs to take back what it set up.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(30);

    /// <summary>Where the results of <paramref name="way"/> go.</summary>
    internal string ResultsOf(Way way) => Path.Combine(Laboratory, "out", way.Name);

    /// <summary>Deletes what <paramref name="way"/> made of <paramref name="guest"/>, and what is remembered of it.</summary>
    internal void Forget(Guest guest, Way way)
    {
        foreach (var folder in new[] { Path.Combine(ResultsOf(way), guest.Name), Path.Combine(ResultsOf(way), StateFolder.Name, guest.Name) })
        {
            if (Directory.Exists(folder))
            {
                Directory.Delete(folder, recursive: true);
            }
        }
    }

    /// <summary>Runs one target for one guest.</summary>
    internal async Task<StageOutcome> RunAsync(string target, Guest guest, Way way, CancellationToken cancellation)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        patience.CancelAfter(Patience);
        var load = LoadAverage.Now();
        var clock = Stopwatch.StartNew();
        try
        {
            var run = await StartAsync(target, guest, way, patience.Token);
            cancellation.ThrowIfCancellationRequested();
            return Outcome(run.ExitCode == 0, run.ExitCode == 0 ? WhatCameOf(LastLine(run.StandardOutput)) : LastLine(run.StandardError));
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return Outcome(passed: false, $"error: not done after {Patience.TotalMinutes:0} minutes");
        }

        StageOutcome Outcome(bool passed, string said) => new(target, passed, Math.Round(clock.Elapsed.TotalSeconds, 1), load, said);
    }

    private async Task<BufferedCommandResult> StartAsync(string target, Guest guest, Way way, CancellationToken stop)
    {
        using var kill = new CancellationTokenSource();
        await using var registration = stop.Register(() => kill.CancelAfter(Grace));

        // This process itself need not be dotnet: run by it, a project is a program of its own.
        return await Cli.Wrap(KnownTools.Dotnet.Require())
            .WithArguments(
            [
                Program, $"--target={target}", $"--vm={guest.Name}",
                $"--datastore=/vmfs/volumes/laboratory,{Path.Combine(Laboratory, "datastore")}={ResultsOf(way)}",
                .. guest.Key is null ? Array.Empty<string>() : [$"--key=all:env:{KeyVariable}"],
                // Whatever was read from its files, or not: a login prompt alone would not do.
                .. target == "TestBoot" ? guest.Cards.Where(card => !card.IsPort)
                    .SelectMany(card => card.MoreAddresses.Prepend(card.Address ?? ExpectedAddresses.Dhcp)).Select(address => $"--address={address}") : [],
                .. guest.Options, .. way.Options,
            ])
            .WithWorkingDirectory(Laboratory)
            .WithEnvironmentVariables(variables => variables.Set(KeyVariable, guest.Key))
            .WithValidation(CommandResultValidation.None)
            .ExecuteBufferedAsync(Encoding.UTF8, Encoding.UTF8, forcefulCancellationToken: kill.Token, gracefulCancellationToken: stop);
    }

    /// <summary>The end of a step's line: VM, stage and seconds are told beside it.</summary>
    internal static string WhatCameOf(string line)
    {
        const string Done = ": done in ";
        const string Seconds = " s, ";
        var done = line.IndexOf(Done, StringComparison.Ordinal);
        var end = done < 0 ? -1 : line.IndexOf(Seconds, done + Done.Length, StringComparison.Ordinal);
        return end < 0 ? line : line[(end + Seconds.Length)..];
    }

    private static string LastLine(string text) => text.TrimEnd().Split('\n')[^1].Trim();
}
