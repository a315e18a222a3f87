using System.Collections.Concurrent;
using System.Text;
using Cake.Core.Diagnostics;
using Spectre.Console;
using V2K.Engine.Stages;
using V2K.Engine.State;
using V2K.Rules;
using V2K.Rules.Findings;

namespace V2K.Build.Console;

/// <summary>
/// What a run says: one line an event. On a terminal, what is under way is shown below the lines (<see cref="LiveView"/>), and of many VMs
/// only what came of their steps is said.
/// </summary>
/// <param name="console">Where to.</param>
/// <param name="verbosity">
/// <see cref="Verbosity.Quiet"/> leaves failures alone, <see cref="Verbosity.Minimal"/> adds warnings and what was done; from
/// <see cref="Verbosity.Verbose"/> on, notes are told too, and of many VMs everything.
/// </param>
public sealed class RunLog(IAnsiConsole console, Func<Verbosity> verbosity) : IRunLog
{
    /// <summary>More than any drawing: it goes out in one write.</summary>
    private const int TerminalBuffer = 1 << 16;

    private readonly ConcurrentDictionary<(string Vm, StepKey Step), LiveRow> _rows = new();
    private readonly Lock _writing = new();
    private LiveView? _view;
    private int _done;
    private int _upToDate;

    /// <summary>Several VMs run at once, so each failure is printed when it happens.</summary>
    public bool HasManyVms { get; set; }

    /// <summary>How many steps were done, and how many had nothing to do.</summary>
    public (int Done, int UpToDate) Steps => (_done, _upToDate);

    /// <summary>Whether every event is a line, or only what matters among many.</summary>
    private bool SaysAll => verbosity() >= Verbosity.Normal && (_view is null || !HasManyVms || verbosity() >= Verbosity.Verbose);

    /// <summary>Shows the running steps during <paramref name="work"/> where there is a terminal.</summary>
    /// <param name="work">The work.</param>
    /// <param name="vms">How many VMs it is about, to count those that ended; 0 not to.</param>
    public async Task WithProgressAsync(Func<Task> work, int vms = 0)
    {
        if (!console.Profile.Capabilities.Interactive || !console.Profile.Capabilities.Ansi || !console.Profile.Out.IsTerminal)
        {
            await work();
            return;
        }

        await using var terminal = new StreamWriter(
            System.Console.OpenStandardOutput(), new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), TerminalBuffer);
        using var view = new LiveView(
            terminal, () => (System.Console.WindowWidth, System.Console.WindowHeight), LiveStyle.Of(console), vms);
        _view = view;
        try
        {
            await work();
        }
        finally
        {
            _view = null;
        }
    }

    /// <summary>Says that the run was asked to stop.</summary>
    public void Stopping(string line)
    {
        if (_view is { } view)
        {
            view.Stop();
            view.Say(line);
        }
        else
        {
            System.Console.Error.WriteLine(line);
        }
    }

    /// <inheritdoc/>
    public void UpToDate(string vm, Step step, string reason)
    {
        Interlocked.Increment(ref _upToDate);
        if (SaysAll)
        {
            Line(vm, step, "up to date, " + reason);
        }
    }

    /// <inheritdoc/>
    public void Started(string vm, Step step, string reason)
    {
        if (SaysAll)
        {
            Line(vm, step, "to do, " + reason);
        }

        if (_view is { } view && step.Stage is not Stage.Translate)
        {
            _rows[(vm, step.Key)] = view.Add(Printable.OneLine(vm), $"{step.Stage} {Printable.OneLine(step.Label)}");
        }
    }

    /// <inheritdoc/>
    public void Progress(string vm, Step step, long done, long total)
    {
        if (_view is { } view && _rows.TryGetValue((vm, step.Key), out var row))
        {
            view.Update(row, done, total);
        }
    }

    /// <inheritdoc/>
    public void Finished(string vm, Step step, TimeSpan elapsed, string notes)
    {
        Interlocked.Increment(ref _done);
        Remove((vm, step.Key));
        if (SaysAll || (verbosity() >= Verbosity.Minimal && step.Stage is not Stage.Translate))
        {
            Line(vm, step, $"done in {elapsed.TotalSeconds:0.00} s, {notes}");
        }
    }

    /// <inheritdoc/>
    public void Failed(string vm, V2KException failure)
    {
        foreach (var key in _rows.Keys.Where(key => key.Vm == vm))
        {
            Remove(key);
        }

        if (!HasManyVms)
        {
            return;
        }

        var line = $"error: {Printable.OneLine(vm)}: {failure.Message}";
        _view?.Fail(Printable.OneLine(vm));
        if (_view is { } view && !System.Console.IsErrorRedirected)
        {
            // Both are the same terminal, and only the view knows where its rows are.
            view.Say(line, isBad: true);
        }
        else
        {
            System.Console.Error.WriteLine(line);
        }
    }

    /// <inheritdoc/>
    public void Found(string vm, Finding finding)
    {
        if (verbosity() < (finding.Severity == Severity.Info ? Verbosity.Verbose : Verbosity.Minimal))
        {
            return;
        }

        var place = finding.Key is null ? "" : finding.Line is null ? $"{finding.Key}: " : $"{finding.Key} (line {finding.Line}): ";
        var severity = finding.Severity == Severity.Info ? "note" : finding.Severity.ToString().ToLowerInvariant();
        Write($"{vm}  {severity}: {place}{finding.What}. For the guest: {finding.Changes}. {finding.Remedy}.");
    }

    /// <inheritdoc/>
    public void Ended(string vm, V2KException? failure) => _view?.End();

    private void Remove((string Vm, StepKey Step) key)
    {
        if (_rows.TryRemove(key, out var row))
        {
            _view?.Remove(row);
        }
    }

    private void Line(string vm, Step step, string text) => Write($"{vm}  {step.Stage,-9}  {step.Label}: {text}");

    /// <summary>A line is never wrapped: another program may read it, or somebody copy it.</summary>
    private void Write(string text)
    {
        var line = Printable.OneLine(text);
        if (_view is { } view)
        {
            view.Say(line);
            return;
        }

        lock (_writing)
        {
            console.Profile.Out.Writer.WriteLine(line);
        }
    }
}
