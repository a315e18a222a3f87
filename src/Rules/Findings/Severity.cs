using System.Text.Json.Serialization;

namespace V2K.Rules.Findings;

/// <summary>How much a finding matters to the migration.</summary>
public enum Severity
{
    /// <summary>Good to know; the guest will not notice.</summary>
    [JsonStringEnumMemberName("info")]
    Info,

    /// <summary>The guest will behave differently; somebody should look.</summary>
    [JsonStringEnumMemberName("warning")]
    Warning,

    /// <summary>The guest will not work, or data is at stake, until somebody acts.</summary>
    [JsonStringEnumMemberName("blocker")]
    Blocker,
}
