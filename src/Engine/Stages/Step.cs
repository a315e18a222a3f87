using V2K.Engine.State;

namespace V2K.Engine.Stages;

/// <summary>The smallest thing that is done or skipped as a whole: one domain XML, one disk.</summary>
/// <param name="Key">Which step of the VM it is.</param>
/// <param name="Name">What it makes: <c>web01.qcow2</c>. Several disks of a VM may have one name.</param>
/// <param name="Inputs">Everything its result depends on.</param>
/// <param name="Outputs">The full paths of the files it makes; they appear whole or not at all.</param>
/// <param name="RunAsync">Does it; returns what is worth showing again while it is up to date.</param>
public sealed record Step(
    StepKey Key,
    string Name,
    Fingerprint Inputs,
    IReadOnlyList<string> Outputs,
    Func<StepProgress, CancellationToken, Task<string>> RunAsync)
{
    private readonly string? _label;

    /// <summary>The stage it belongs to.</summary>
    public Stage Stage => Key.Stage;

    /// <summary>What people are shown for it: the name, and where another disk of the VM has the same, its place.</summary>
    public string Label
    {
        get => _label ?? Name;
        init => _label = value;
    }

    /// <summary>
    /// Decides, from the record of its last good end and whether it is forced, where a look at files does not tell: for a
    /// result that libvirt holds, for example. Null leaves it to the files.
    /// </summary>
    public Func<StepRecord?, bool, StepDecision>? Decide { get; init; }

    /// <summary>
    /// What its result was made from, where that is known only when it is done: what it finds on the way may change what it works with.
    /// Null where <see cref="Inputs"/> says it all.
    /// </summary>
    public Func<Fingerprint>? Settled { get; init; }

    /// <summary>Removes what a killed run left beside a result that is up to date; null where nothing is.</summary>
    public Action? Tidy { get; init; }
}

/// <summary>The stages of a migration, in their order.</summary>
public enum Stage
{
    /// <summary>VMX to domain XML.</summary>
    Translate,

    /// <summary>What of the VMDKs no longer changes copied ahead, while the VM runs.</summary>
    Precopy,

    /// <summary>VMDK to qcow2 or raw.</summary>
    Convert,

    /// <summary>The guest made ready for KVM.</summary>
    Adjust,

    /// <summary>The domain defined in libvirt.</summary>
    Define,

    /// <summary>The guest proven to come up.</summary>
    TestBoot,

    /// <summary>The guest moved for good: shut down in VMware, and run under KVM.</summary>
    CutOver,

    /// <summary>Converted disks against their sources; makes nothing.</summary>
    Verify,
}

/// <summary>Receives a step's progress.</summary>
/// <param name="done">Bytes dealt with.</param>
/// <param name="total">Bytes to deal with.</param>
public delegate void StepProgress(long done, long total);
