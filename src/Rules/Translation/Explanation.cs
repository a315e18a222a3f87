namespace V2K.Rules.Translation;

/// <summary>What became of one line of the VMX file.</summary>
/// <param name="Line">The 1-based line.</param>
/// <param name="Key">The key as the file spells it.</param>
/// <param name="Value">The value, without quotes and escapes, as people may see it: of a secret its length.</param>
/// <param name="Disposition">What became of it, in one word.</param>
/// <param name="Because">Why: the reason it was ignored, what a concern changes, which line counts instead; null where the rules say it.</param>
/// <param name="Readings">The rules that read it.</param>
public sealed record LineExplanation(
    int Line, string Key, string Value, Disposition Disposition, string? Because, IReadOnlyList<RuleReading> Readings)
{
    /// <summary>The whole value, where <see cref="Value"/> hides some or all of it; null elsewhere.</summary>
    public SecretText? Hidden { get; init; }
}

/// <summary>What became of a line.</summary>
public enum Disposition
{
    /// <summary>A rule made something of it.</summary>
    Translated,

    /// <summary>Rules read it and had nothing to make of it.</summary>
    NothingToDo,

    /// <summary>It is left out on purpose.</summary>
    Ignored,

    /// <summary>It is known to matter and cannot be translated, or would matter with another value.</summary>
    Concern,

    /// <summary>A later line for the same key counts.</summary>
    Superseded,

    /// <summary>The rule that reads it was not asked: a site's rule took its place.</summary>
    NotAsked,

    /// <summary>Nothing knows the key.</summary>
    Unknown,
}

/// <summary>A rule that read a line.</summary>
/// <param name="Rule">The rule.</param>
/// <param name="Instance">The instance it ran for, such as <c>scsi0:1</c>; null for a rule without a group.</param>
/// <param name="Outcome">What became of it.</param>
/// <param name="Reason">Why it vetoed; null otherwise.</param>
/// <param name="Parts">Where its value shows in the domain, by way of other rules too.</param>
public sealed record RuleReading(
    RuleEntry Rule, string? Instance, Outcome Outcome, string? Reason, IReadOnlyList<DomainPart> Parts);

/// <summary>A part of the domain.</summary>
/// <param name="Property">The property of <see cref="Model.Domain"/>, such as <c>Disks</c>.</param>
/// <param name="Index">The 0-based element of a list; null for a single value.</param>
public readonly record struct DomainPart(string Property, int? Index);

/// <summary>Where a part of the domain comes from.</summary>
/// <param name="Part">The part.</param>
/// <param name="Rule">The rule that made it.</param>
/// <param name="Instance">The instance it ran for; null for a rule without a group.</param>
/// <param name="Lines">The lines behind it, read by this rule or by those it takes from.</param>
public sealed record PartExplanation(DomainPart Part, RuleEntry Rule, string? Instance, IReadOnlyList<int> Lines);
