using V2K.Rules;
using V2K.Rules.Findings;

namespace V2K.Engine.Stages;

/// <summary>Tells nobody: for looking at what a run would do.</summary>
internal sealed class SilentRunLog : IRunLog
{
    /// <summary>The one there needs to be.</summary>
    internal static SilentRunLog Instance { get; } = new();

    /// <inheritdoc/>
    public void UpToDate(string vm, Step step, string reason)
    {
    }

    /// <inheritdoc/>
    public void Started(string vm, Step step, string reason)
    {
    }

    /// <inheritdoc/>
    public void Progress(string vm, Step step, long done, long total)
    {
    }

    /// <inheritdoc/>
    public void Finished(string vm, Step step, TimeSpan elapsed, string notes)
    {
    }

    /// <inheritdoc/>
    public void Failed(string vm, V2KException failure)
    {
    }

    /// <inheritdoc/>
    public void Found(string vm, Finding finding)
    {
    }
}
