using V2K.Engine.Stages;
using V2K.Rules;
using V2K.Rules.Findings;

namespace V2K.Engine.Tests.Stages;

/// <summary>Remembers what a run said.</summary>
internal sealed class RecordingLog : IRunLog
{
    public List<string> Started { get; } = [];

    public List<string> UpToDate { get; } = [];

    public List<string> Failures { get; } = [];

    public List<Finding> Found { get; } = [];

    public List<string> Waiting { get; } = [];

    /// <summary>Is called whenever a step says how far it is.</summary>
    public Action Progressed { get; set; } = () => { };

    public void Clear()
    {
        Started.Clear();
        UpToDate.Clear();
        Failures.Clear();
        Found.Clear();
    }

    void IRunLog.UpToDate(string vm, Step step, string reason) => Add(UpToDate, $"{step.Stage} {step.Label}: {reason}");

    void IRunLog.Started(string vm, Step step, string reason) => Add(Started, $"{step.Stage} {step.Label}: {reason}");

    void IRunLog.Failed(string vm, V2KException failure) => Add(Failures, failure.Message);

    void IRunLog.Progress(string vm, Step step, long done, long total) => Progressed();

    void IRunLog.Waiting(string vm, Step step, string what) => Add(Waiting, $"{vm}: {what}");

    void IRunLog.Finished(string vm, Step step, TimeSpan elapsed, string notes)
    {
    }

    void IRunLog.Found(string vm, Finding finding) => Add(Found, finding);

    private static void Add<T>(List<T> list, T item)
    {
        lock (list)
        {
            list.Add(item);
        }
    }
}
