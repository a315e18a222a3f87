using System.Collections.Concurrent;
using System.Text;
using Cake.Core.Diagnostics;
using Spectre.Console;
using V2K.Engine;
using V2K.Engine.Inventory;
using V2K.Engine.Stages;
using V2K.Engine.State;
using V2K.Rules;
using V2K.Rules.Findings;

namespace V2K.Build.Console;

/// <summary>
/// What a run says. One VM: a line an event. Several: a line for each result, warnings once for all VMs that have them. Many: a line a VM, and one
/// for all that are up to date. On a terminal, running steps are shown below the lines (<see cref="LiveView"/>); elsewhere each line has its time.
/// </summary>
/// <param name="console">Where to.</param>
/// <param name="verbosity">
/// <see cref="Verbosity.Quiet"/> leaves failures alone, <see cref="Verbosity.Minimal"/> adds warnings and what was done; from
/// <see cref="Verbosity.Verbose"/> on, every event of every VM has a line, with its reason.
/// </param>
public sealed class RunLog(IAnsiConsole console, Func<Verbosity> verbosity) : IRunLog
{
    /// <summary>More VMs than this are reported by one line each, whatever their number of steps.</summary>
    private const int FewVms = 12;

    /// <summary>More than any drawing: it goes out in one write.</summary>
    private const int TerminalBuffer = 1 << 16;

    private readonly ConcurrentDictionary<(string Vm, StepKey Step), LiveRow> _rows = new();
    private readonly ConcurrentDictionary<string, VmTally> _tallies = new(StringComparer.Ordinal);
    private readonly ConcurrentQueue<(string Vm, Finding Finding)> _found = new();
    private readonly Lock _writing = new();
    private LiveView? _view;
    private int _done;
    private int _upToDate;

    /// <summary>How many VMs the run is about.</summary>
    public int Vms { get; set; }

    /// <summary>Whether every VM goes through all stages by itself, and <see cref="Ended"/> says when it is through.</summary>
    public bool IsMigration { get; set; }

    /// <summary>How many steps were done, and how many had nothing to do.</summary>
    public (int Done, int UpToDate) Steps => (_done, _upToDate);

    private bool IsVerbose => verbosity() >= Verbosity.Verbose;

    /// <summary>Several VMs run at once, so each failure is printed when it happens.</summary>
    private bool HasSeveral => Vms > 1;

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

    /// <summary>Reports what is reported once for all VMs: their warnings, and which were up to date.</summary>
    public void Close()
    {
        if (verbosity() >= Verbosity.Minimal)
        {
            foreach (var group in ConcernGroups.Of([.. TakeFound().Select(item => (item.Vm, Line(item.Finding)))], FewVms))
            {
                var who = group.Owners.Count == 1 ? group.Owners[0] : Words.Count(group.Owners.Count, "VM");
                Write($"{who}  {group.Concern.Severity}: {group.Concern.Text}{NamesOf(group.Owners)}");
            }
        }

        var idle = _tallies.Values.Where(vm => vm.TakeIdle()).OrderBy(vm => vm.Name, StringComparer.Ordinal).ToList();
        if (verbosity() < Verbosity.Normal || IsVerbose)
        {
            return;
        }

        foreach (var vm in idle.Count > FewVms ? [] : idle)
        {
            Write($"{vm.Name}  up to date, {Words.Count(vm.UpToDate, "step")}");
        }

        if (idle.Count > FewVms)
        {
            Write($"{idle.Count} VMs up to date, {Words.Count(idle.Sum(vm => vm.UpToDate), "step")}; --verbosity=verbose or --target=Plan says why");
        }
    }

    /// <summary>Says a line that is a result of the run.</summary>
    public void Say(string line) => Write(line);

    /// <inheritdoc/>
    public void UpToDate(string vm, Step step, string reason)
    {
        Interlocked.Increment(ref _upToDate);
        TallyOf(vm).AddUpToDate();
        if (IsVerbose)
        {
            Line(vm, step, "up to date, " + reason);
        }
    }

    /// <inheritdoc/>
    public void Started(string vm, Step step, string reason)
    {
        TallyOf(vm).Start();
        if (IsVerbose || (verbosity() >= Verbosity.Normal && !HasSeveral))
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
        TallyOf(vm).Finish(step.Stage);
        if (IsVerbose || SaysResultOf(step.Stage))
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

        TallyOf(vm).Start();
        if (!HasSeveral)
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
            // "error:" begins such a line, by which scripts find it; its time stands at the end.
            System.Console.Error.WriteLine(System.Console.IsErrorRedirected ? $"{line} ({LineTime.Now})" : line);
        }
    }

    /// <inheritdoc/>
    public void Found(string vm, Finding finding)
    {
        if (verbosity() < (finding.Severity == Severity.Info ? Verbosity.Verbose : Verbosity.Minimal))
        {
            return;
        }

        if (HasSeveral && !IsVerbose)
        {
            _found.Enqueue((vm, finding));
            return;
        }

        var place = finding.Key is null ? "" : finding.Line is null ? $"{finding.Key}: " : $"{finding.Key} (line {finding.Line}): ";
        var severity = finding.Severity == Severity.Info ? "note" : finding.Severity.ToString().ToLowerInvariant();
        Write($"{vm}  {severity}: {place}{finding.What}. For the guest: {finding.Changes}. {finding.Remedy}.");
    }

    /// <inheritdoc/>
    public void Waiting(string vm, Step step, string what)
    {
        if (verbosity() >= Verbosity.Minimal)
        {
            Line(vm, step, what);
        }
    }

    /// <inheritdoc/>
    public void Ended(string vm, V2KException? failure)
    {
        _view?.End();
        if (failure is null && Vms > FewVms && !IsVerbose && verbosity() >= Verbosity.Normal && TallyOf(vm).Text is { Length: > 0 } done)
        {
            Write($"{vm}  {done}");
        }
    }

    /// <summary>Of many VMs that go through all stages, each is one line when it ends; the XML of several is not worth a line.</summary>
    private bool SaysResultOf(Stage stage) => verbosity() switch
    {
        < Verbosity.Minimal => false,
        Verbosity.Minimal => stage is not Stage.Translate && !(IsMigration && Vms > FewVms),
        _ => !HasSeveral || (stage is not Stage.Translate && !(IsMigration && Vms > FewVms)) || (!IsMigration && Vms <= FewVms),
    };

    private VmTally TallyOf(string vm) => _tallies.GetOrAdd(vm, name => new VmTally(name));

    private IEnumerable<(string Vm, Finding Finding)> TakeFound()
    {
        while (_found.TryDequeue(out var item))
        {
            yield return item;
        }
    }

    private static ConcernLine Line(Finding finding) => new(
        finding.Id ?? "", finding.Severity.ToString().ToLowerInvariant(), finding.What, finding.Changes, finding.Remedy, finding.Key, IsIgnored: false);

    private static string NamesOf(IReadOnlyList<string> vms) => vms.Count == 1 ? ""
        : $" In {string.Join(", ", vms.Order(StringComparer.Ordinal).Take(FewVms))}{(vms.Count > FewVms ? $" and {vms.Count - FewVms} more" : "")}.";

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
            console.Profile.Out.Writer.WriteLine(console.Profile.Out.IsTerminal ? line : $"{LineTime.Now}  {line}");
        }
    }
}
