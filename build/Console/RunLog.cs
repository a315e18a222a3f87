using System.Collections.Concurrent;
using Cake.Core.Diagnostics;
using Spectre.Console;
using V2K.Engine.Stages;
using V2K.Rules;
using V2K.Rules.Findings;

namespace V2K.Build.Console;

/// <summary>What a run says: one line an event, and progress bars below them on a terminal.</summary>
/// <param name="console">Where to.</param>
/// <param name="verbosity">From <see cref="Verbosity.Verbose"/> on, notes are told too.</param>
public sealed class RunLog(IAnsiConsole console, Func<Verbosity> verbosity) : IRunLog
{
    private readonly ConcurrentDictionary<(string Vm, string Step), ProgressTask> _bars = new();
    private ProgressContext? _progress;
    private ProgressTask? _vms;

    /// <summary>More VMs than one are under way, so that a failure must be told when it happens.</summary>
    public bool TellsFailures { get; set; }

    /// <summary>Shows progress bars while <paramref name="work"/> goes on, where there is a terminal to show them on.</summary>
    /// <param name="work">What goes on.</param>
    /// <param name="vms">How many VMs it is about, for a bar that counts those that ended; 0 for none.</param>
    public async Task WithProgressAsync(Func<Task> work, int vms = 0)
    {
        if (!console.Profile.Capabilities.Interactive || !console.Profile.Out.IsTerminal)
        {
            await work();
            return;
        }

        await console.Progress()
            .AutoClear(enabled: true)
            .HideCompleted(enabled: true)
            .Columns(
                new TaskDescriptionColumn(),
                new ProgressBarColumn(),
                new PercentageColumn(),
                new TransferSpeedColumn(),
                new RemainingTimeColumn())
            .StartAsync(async progress =>
            {
                _vms = vms > 0 ? progress.AddTask($"{vms} VMs", maxValue: vms) : null;
                _progress = progress;
                await work();
                _progress = null;
            });
    }

    /// <inheritdoc/>
    public void UpToDate(string vm, Step step, string reason) => Line(vm, step, "up to date, " + reason);

    /// <inheritdoc/>
    public void Started(string vm, Step step, string reason)
    {
        Line(vm, step, "to do, " + reason);
        if (_progress is { } progress && step.Stage is not Stage.Translate)
        {
            var bar = progress.AddTask(Markup.Escape($"{Printable.OneLine(vm)} {step.Stage} {Printable.OneLine(step.Name)}"));
            bar.IsIndeterminate = step.Stage is not (Stage.Convert or Stage.Verify);
            _bars[(vm, step.Key)] = bar;
        }
    }

    /// <inheritdoc/>
    public void Progress(string vm, Step step, long done, long total)
    {
        if (_bars.TryGetValue((vm, step.Key), out var bar))
        {
            bar.IsIndeterminate = false;
            bar.MaxValue = Math.Max(1, total);
            bar.Value = done;
        }
    }

    /// <inheritdoc/>
    public void Finished(string vm, Step step, TimeSpan elapsed, string notes)
    {
        if (_bars.TryRemove((vm, step.Key), out var bar))
        {
            bar.Value = bar.MaxValue;
            bar.StopTask();
        }

        Line(vm, step, $"done in {elapsed.TotalSeconds:0.00} s, {notes}");
    }

    /// <inheritdoc/>
    public void Failed(string vm, V2KException failure)
    {
        foreach (var key in _bars.Keys.Where(key => key.Vm == vm))
        {
            if (_bars.TryRemove(key, out var bar))
            {
                bar.StopTask();
            }
        }

        if (TellsFailures && _progress is not null && !System.Console.IsErrorRedirected)
        {
            // Both are the same terminal, and only the console knows where the bars are.
            console.WriteLine(Printable.OneLine($"error: {vm}: {failure.Message}"));
        }
        else if (TellsFailures)
        {
            System.Console.Error.WriteLine($"error: {Printable.OneLine(vm)}: {failure.Message}");
        }
    }

    /// <inheritdoc/>
    public void Found(string vm, Finding finding)
    {
        if (finding.Severity == Severity.Info && verbosity() < Verbosity.Verbose)
        {
            return;
        }

        var place = finding.Key is null ? "" : finding.Line is null ? $"{finding.Key}: " : $"{finding.Key} (line {finding.Line}): ";
        var severity = finding.Severity == Severity.Info ? "note" : finding.Severity.ToString().ToLowerInvariant();
        Write($"{vm}  {severity}: {place}{finding.What}. For the guest: {finding.Changes}. {finding.Remedy}.");
    }

    /// <inheritdoc/>
    public void Ended(string vm, V2KException? failure) => _vms?.Increment(1);

    private void Line(string vm, Step step, string text) => Write($"{vm}  {step.Stage,-9}  {step.Name}: {text}");

    /// <summary>A line is never wrapped unless bars move below it: another program may read it.</summary>
    private void Write(string text)
    {
        lock (_bars)
        {
            if (_progress is null)
            {
                console.Profile.Out.Writer.WriteLine(Printable.OneLine(text));
            }
            else
            {
                console.WriteLine(Printable.OneLine(text));
            }
        }
    }
}
