using V2K.Engine;
using V2K.Engine.Stages;
using V2K.Engine.State;

namespace V2K.Build.Console;

/// <summary>What a run did for one VM, for the one line that it gets among many. Its disks are counted from several threads.</summary>
/// <param name="name">The VM's display name.</param>
internal sealed class VmTally(string name)
{
    private readonly Lock _gate = new();
    private readonly SortedDictionary<Stage, int> _finished = [];
    private bool _isTouched;
    private bool _isTaken;

    /// <summary>The VM's display name.</summary>
    internal string Name => name;

    /// <summary>How many of its steps were up to date.</summary>
    internal int UpToDate { get; private set; }

    /// <summary>A step was up to date.</summary>
    internal void AddUpToDate()
    {
        lock (_gate)
        {
            UpToDate++;
        }
    }

    /// <summary>Something is done for it, or it has failed: it is not up to date.</summary>
    internal void Start()
    {
        lock (_gate)
        {
            _isTouched = true;
        }
    }

    /// <summary>A step of <paramref name="stage"/> is done.</summary>
    internal void Finish(Stage stage)
    {
        lock (_gate)
        {
            _finished[stage] = _finished.GetValueOrDefault(stage) + 1;
        }
    }

    /// <summary>Whether all of its steps were up to date; true only once, so that nobody reports it twice.</summary>
    internal bool TakeIdle()
    {
        lock (_gate)
        {
            var isIdle = !_isTouched && !_isTaken && UpToDate > 0;
            _isTaken |= isIdle;
            return isIdle;
        }
    }

    /// <summary>What was done: <c>done: Translate, Convert 2 disks, Define</c>; empty for nothing.</summary>
    internal string Text
    {
        get
        {
            lock (_gate)
            {
                return _finished.Count == 0 ? "" : "done: " + string.Join(", ", _finished.Select(stage =>
                    StepKey.Of(stage.Key).IsOfDisk ? $"{stage.Key} {Words.Count(stage.Value, "disk")}" : $"{stage.Key}"));
            }
        }
    }
}
