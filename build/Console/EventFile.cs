using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.Encodings.Web;
using System.Text.Json;
using V2K.Build.Options;
using V2K.Engine.Datastores;
using V2K.Engine.Stages;
using V2K.Engine.State;
using V2K.Rules;
using V2K.Rules.Findings;

namespace V2K.Build.Console;

/// <summary><c>--json=FILE</c> of a migration: a line of JSON for each event, written as it happens.</summary>
internal sealed class EventFile : IDisposable
{
    /// <summary>The lines are read by people too, and nothing puts them into a web page unescaped.</summary>
    private static readonly RunEventJson Readable =
        new(new JsonSerializerOptions(RunEventJson.Default.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });

    private readonly StreamWriter _writer;

    /// <summary>Replaces the file; <c>-</c> is standard output.</summary>
    /// <exception cref="V2KException">It cannot be written.</exception>
    internal EventFile(string file)
    {
        _writer = OutputFile.Open(KnownOptions.Json, file);
        _writer.AutoFlush = true;
        _writer.NewLine = "\n";
    }

    /// <summary>Writes the events of <paramref name="vm"/>.</summary>
    internal IRunLog For(VirtualMachine vm) => new Vm(this, vm);

    /// <inheritdoc/>
    public void Dispose() => _writer.Dispose();

    private void Write(RunEvent happened)
    {
        lock (_writer)
        {
            _writer.WriteLine(JsonSerializer.Serialize(happened, Readable.RunEvent));
        }
    }

    /// <summary>The events of one VM.</summary>
    private sealed class Vm(EventFile file, VirtualMachine vm) : IRunLog
    {
        private readonly ConcurrentDictionary<StepKey, (long Began, long First)> _steps = new();

        public void UpToDate(string name, Step step, string reason) => file.Write(Of(RunEventKind.UpToDate, step) with { Reason = reason });

        public void Started(string name, Step step, string reason)
        {
            _steps[step.Key] = (Stopwatch.GetTimestamp(), -1);
            file.Write(Of(RunEventKind.Started, step) with { Reason = reason });
        }

        public void Progress(string name, Step step, long done, long total)
        {
            // A resumed copy starts with the bytes of the earlier one.
            var (began, first) = _steps.AddOrUpdate(
                step.Key, _ => (Stopwatch.GetTimestamp(), done), (_, known) => known.First < 0 ? known with { First = done } : known);
            var rate = (done - first) / Math.Max(0.001, Stopwatch.GetElapsedTime(began).TotalSeconds);
            file.Write(Of(RunEventKind.Progress, step) with
            {
                Done = done,
                Total = total,
                BytesPerSecond = (long)rate,
                SecondsLeft = rate > 0 ? Math.Round((total - done) / rate, 1) : null,
            });
        }

        public void Finished(string name, Step step, TimeSpan elapsed, string notes) => file.Write(Of(RunEventKind.Finished, step) with
        {
            Seconds = Math.Round(elapsed.TotalSeconds, 3),
            Notes = notes,
        });

        public void Failed(string name, V2KException failure) =>
            file.Write(Of(RunEventKind.Failed) with { Id = failure.Id, Message = failure.Message });

        public void Found(string name, Finding finding) => file.Write(Of(RunEventKind.Found) with
        {
            Id = finding.Id,
            Severity = finding.Severity.ToString().ToLowerInvariant(),
            Message = $"{finding.What}; {finding.Changes}. {finding.Remedy}.",
        });

        public void Waiting(string name, Step step, string what) => file.Write(Of(RunEventKind.Waiting, step) with { Reason = what });

        public void Ended(string name, V2KException? failure) => file.Write(Of(RunEventKind.Ended) with { Ok = failure is null });

        private RunEvent Of(RunEventKind kind, Step? step = null) => new(DateTimeOffset.UtcNow, vm.Id, vm.DisplayName, kind)
        {
            Stage = step?.Stage.ToString(),
            Step = step?.Name,
            Device = step?.Key.Device,
        };
    }
}
