using V2K.Rules.Findings;

namespace V2K.Engine.Concerns;

/// <summary>A kind of concern, as the catalogue shows it and <c>--ignore</c> names it.</summary>
/// <param name="Id">One of <see cref="FindingId"/>.</param>
/// <param name="Severity">How much it matters; the gravest where it depends.</param>
/// <param name="Source">What gives rise to it.</param>
/// <param name="Summary">What it is, as a sentence without a full stop.</param>
/// <param name="Remedy">What to do about it, as a sentence without a full stop.</param>
public sealed record ConcernKind(string Id, Severity Severity, ConcernSource Source, string Summary, string Remedy)
{
    /// <summary>What <c>--ignore</c> does where it is a blocker.</summary>
    public Ignoring Ignoring { get; init; }
}

/// <summary>What gives rise to a concern, and with it where it is looked for.</summary>
public enum ConcernSource
{
    /// <summary>The .vmx alone: a rule or a declaration finds it, and a blocker stops Translate already.</summary>
    Settings,

    /// <summary>The description of an exported VM.</summary>
    Export,

    /// <summary>The files of the VM: a blocker stops Convert and what follows.</summary>
    Files,

    /// <summary>What is at the target, or is not: a blocker stops the stage that would write there.</summary>
    Target,

    /// <summary>Other VMs: Inventory and Plan, which see them all, find it.</summary>
    OtherVms,
}
