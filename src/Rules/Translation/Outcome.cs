namespace V2K.Rules.Translation;

/// <summary>What became of one application of a rule.</summary>
public enum Outcome
{
    /// <summary>It had nothing to say; the next candidate was asked.</summary>
    Declined,

    /// <summary>It filled its target.</summary>
    Made,

    /// <summary>It forbade the target, built-in rules included.</summary>
    Vetoed,

    /// <summary>It made a value, and a site's rule made another out of it.</summary>
    Replaced,
}
