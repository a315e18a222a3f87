namespace V2K.Rules.Translation;

/// <summary>A rule's answer.</summary>
internal enum Verdict
{
    /// <summary>Ask the next candidate.</summary>
    Declined,

    /// <summary>Here is the value.</summary>
    Made,

    /// <summary>Ask nobody else.</summary>
    Vetoed,
}
