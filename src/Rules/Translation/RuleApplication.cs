namespace V2K.Rules.Translation;

/// <summary>One run of a rule on one instance.</summary>
/// <param name="Rule">Its place in <see cref="RuleCatalogue.Rules"/>.</param>
/// <param name="First">The instance's first number; -1 for a rule without a group.</param>
/// <param name="Second">The instance's second number.</param>
/// <param name="FirstRead">The first of its reads.</param>
internal record struct RuleApplication(int Rule, int First, int Second, int FirstRead)
{
    /// <summary>How many entries it read.</summary>
    public int Reads { get; set; }

    /// <summary>What became of it.</summary>
    public Outcome Outcome { get; set; }

    /// <summary>The place of its first value in a list target.</summary>
    public int Ordinal { get; set; }

    /// <summary>How many values it added.</summary>
    public int Count { get; set; }

    /// <summary>Why it vetoed.</summary>
    public string? Reason { get; set; }
}
