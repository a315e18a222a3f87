namespace V2K.Rules.Findings;

/// <summary>How much a finding matters to the migration.</summary>
public enum Severity
{
    /// <summary>Good to know; the guest will not notice.</summary>
    Info,

    /// <summary>The guest will behave differently; somebody should look.</summary>
    Warning,

    /// <summary>The guest will not work, or data is at stake, until somebody acts.</summary>
    Blocker,
}
