using V2K.Engine.Stages;
using V2K.Rules;
using V2K.Rules.Findings;

namespace V2K.Build.Console;

/// <summary>Tells another log of a VM under another name: in full, where several VMs of a run have one display name.</summary>
/// <param name="log">The log of the run.</param>
/// <param name="name">The name.</param>
internal sealed class NamedRunLog(IRunLog log, string name) : IRunLog
{
    /// <inheritdoc/>
    public void UpToDate(string vm, Step step, string reason) => log.UpToDate(name, step, reason);

    /// <inheritdoc/>
    public void Started(string vm, Step step, string reason) => log.Started(name, step, reason);

    /// <inheritdoc/>
    public void Progress(string vm, Step step, long done, long total) => log.Progress(name, step, done, total);

    /// <inheritdoc/>
    public void Finished(string vm, Step step, TimeSpan elapsed, string notes) => log.Finished(name, step, elapsed, notes);

    /// <inheritdoc/>
    public void Failed(string vm, V2KException failure) => log.Failed(name, failure);

    /// <inheritdoc/>
    public void Found(string vm, Finding finding) => log.Found(name, finding);

    /// <inheritdoc/>
    public void Waiting(string vm, Step step, string what) => log.Waiting(name, step, what);

    /// <inheritdoc/>
    public void Ended(string vm, V2KException? failure) => log.Ended(name, failure);
}
