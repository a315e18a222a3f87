using V2K.Engine.Stages;
using V2K.Rules;
using V2K.Rules.Findings;

namespace V2K.Build.Console;

/// <summary>Tells several what happens.</summary>
/// <param name="logs">The logs, in the order of the calls.</param>
internal sealed class RunLogs(params IRunLog[] logs) : IRunLog
{
    /// <inheritdoc/>
    public void UpToDate(string vm, Step step, string reason) => Array.ForEach(logs, log => log.UpToDate(vm, step, reason));

    /// <inheritdoc/>
    public void Started(string vm, Step step, string reason) => Array.ForEach(logs, log => log.Started(vm, step, reason));

    /// <inheritdoc/>
    public void Progress(string vm, Step step, long done, long total) => Array.ForEach(logs, log => log.Progress(vm, step, done, total));

    /// <inheritdoc/>
    public void Finished(string vm, Step step, TimeSpan elapsed, string notes) => Array.ForEach(logs, log => log.Finished(vm, step, elapsed, notes));

    /// <inheritdoc/>
    public void Failed(string vm, V2KException failure) => Array.ForEach(logs, log => log.Failed(vm, failure));

    /// <inheritdoc/>
    public void Found(string vm, Finding finding) => Array.ForEach(logs, log => log.Found(vm, finding));

    /// <inheritdoc/>
    public void Waiting(string vm, Step step, string what) => Array.ForEach(logs, log => log.Waiting(vm, step, what));

    /// <inheritdoc/>
    public void Ended(string vm, V2KException? failure) => Array.ForEach(logs, log => log.Ended(vm, failure));
}
