using V2K.Rules;
using V2K.Rules.Findings;

namespace V2K.Engine.Stages;

/// <summary>Receives the events of a run as they happen. Calls may come from several threads.</summary>
public interface IRunLog
{
    /// <summary>A step has nothing to do.</summary>
    void UpToDate(string vm, Step step, string reason);

    /// <summary>A step begins.</summary>
    void Started(string vm, Step step, string reason);

    /// <summary>A step makes progress.</summary>
    void Progress(string vm, Step step, long done, long total);

    /// <summary>A step ended well.</summary>
    void Finished(string vm, Step step, TimeSpan elapsed, string notes);

    /// <summary>A VM cannot continue; the others can.</summary>
    void Failed(string vm, V2KException failure);

    /// <summary>Something about a VM that the administrator should know.</summary>
    void Found(string vm, Finding finding);

    /// <summary>A VM waits for somebody, who should know at once.</summary>
    void Waiting(string vm, Step step, string what)
    {
    }

    /// <summary>A VM is through with a run, well or with a failure.</summary>
    void Ended(string vm, V2KException? failure)
    {
    }
}
