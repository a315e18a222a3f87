using System.Text.Json.Serialization;

namespace V2K.Rules.Findings;

/// <summary>Something about a VM that the administrator should know: what it is, what it changes, what to do.</summary>
/// <param name="Severity">How much it matters.</param>
/// <param name="What">What was found, as a sentence without a full stop.</param>
/// <param name="Changes">What it changes for the guest.</param>
/// <param name="Remedy">What to do about it.</param>
public sealed record Finding(Severity Severity, string What, string Changes, string Remedy)
{
    /// <summary>The kind of finding, as <c>--ignore</c> names it.</summary>
    /// <remarks>One of <see cref="FindingId"/>; the translator names the rest after their rules.</remarks>
    public string? Id { get; init; }

    /// <summary>The rule that found it; null where none did.</summary>
    /// <remarks>The translator fills it in.</remarks>
    public string? Rule { get; init; }

    /// <summary>The name of the rule's parameter it is about; the translator turns it into <see cref="Key"/> and <see cref="Line"/>.</summary>
    [JsonIgnore]
    public string? About { get; init; }

    /// <summary>The VMX key it is about, as the file spells it; null for the VM as a whole.</summary>
    public string? Key { get; init; }

    /// <summary>The 1-based line of the VMX file it is about; null where that has none.</summary>
    public int? Line { get; init; }

    /// <summary>Whether <see cref="What"/> begins with the file that it is about, which no message names again.</summary>
    [JsonIgnore]
    public bool IsNamingFile { get; init; }

    /// <summary>Whether it says what was assumed in place of a malformed value.</summary>
    internal bool Assumption { get; init; }

    /// <summary>Something good to know.</summary>
    public static Finding Info(string what, string changes, string remedy) => new(Severity.Info, what, changes, remedy);

    /// <summary>Something the guest will notice.</summary>
    public static Finding Warning(string what, string changes, string remedy) => new(Severity.Warning, what, changes, remedy);

    /// <summary>Something that must be settled first.</summary>
    public static Finding Blocker(string what, string changes, string remedy) => new(Severity.Blocker, what, changes, remedy);

    /// <summary>Gives it the name of a kind: one of <see cref="FindingId"/>.</summary>
    public Finding As(string id) => this with { Id = id };

    /// <summary>Says which of the rule's parameters the finding is about; write it with <c>nameof</c>.</summary>
    public Finding At(string parameter) => this with { About = parameter };
}
