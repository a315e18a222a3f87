using V2K.Rules.Annotations;
using V2K.Rules.Findings;

namespace V2K.Rules.Translation;

/// <summary>Everything V2K knows about VMX keys, generated from the rule classes and their comments.</summary>
public static partial class RuleCatalogue
{
    /// <summary>The mapping rules, those of sites included.</summary>
    public static partial IReadOnlyList<RuleEntry> Rules { get; }

    /// <summary>The keys that are left out on purpose.</summary>
    public static partial IReadOnlyList<IgnoredEntry> Ignored { get; }

    /// <summary>The keys that raise a finding.</summary>
    public static partial IReadOnlyList<ConcernEntry> Concerns { get; }

    /// <summary>The keys of which a declaration or a rule says whether they hold secrets, those of sites included.</summary>
    public static partial IReadOnlyList<SecretEntry> Secrets { get; }

    /// <summary>The sites that have rules, sorted.</summary>
    public static partial IReadOnlyList<string> Sites { get; }
}

/// <summary>A mapping rule.</summary>
/// <param name="Name">The name of its class.</param>
/// <param name="Topic">Its chapter.</param>
/// <param name="Target">What it fills: <c>Domain.Interfaces</c>.</param>
/// <param name="IsList">Whether the target is a list, to which every rule adds.</param>
/// <param name="Pattern">The numbered group it runs for, such as <c>ethernet#</c>; null: it runs once.</param>
/// <param name="Keys">The keys it reads.</param>
/// <param name="Needs">What it takes from other rules: <c>Facts.GuestOs</c>.</param>
/// <param name="Summary">What it does, in Markdown.</param>
/// <param name="Examples">Its examples as they stand in its comment.</param>
/// <param name="Site">The site it belongs to; null for a built-in rule.</param>
/// <param name="Source">Its file without the folder.</param>
public sealed record RuleEntry(
    string Name,
    Topic Topic,
    string Target,
    bool IsList,
    string? Pattern,
    IReadOnlyList<KeyEntry> Keys,
    IReadOnlyList<string> Needs,
    string Summary,
    IReadOnlyList<string> Examples,
    string? Site,
    string Source);

/// <summary>A key that a rule reads.</summary>
/// <param name="Key">The key pattern.</param>
/// <param name="Type">What kind of value it wants, in words.</param>
/// <param name="Default">What an absent key means; null where the rule decides.</param>
public sealed record KeyEntry(string Key, string Type, string? Default);

/// <summary>Whether a key holds a secret.</summary>
/// <param name="Key">The key pattern; of several that fit a key, the longest decides.</param>
/// <param name="IsSecret">Whether it does.</param>
public sealed record SecretEntry(string Key, bool IsSecret);

/// <summary>A key that is left out on purpose.</summary>
/// <param name="Key">The key pattern.</param>
/// <param name="Topic">Its chapter.</param>
/// <param name="Because">Why KVM does not need it.</param>
/// <param name="Site">The site that says so; null for a built-in entry.</param>
public sealed record IgnoredEntry(string Key, Topic Topic, string Because, string? Site);

/// <summary>A key that raises a finding.</summary>
/// <param name="Key">The key pattern.</param>
/// <param name="Topic">Its chapter.</param>
/// <param name="Severity">How much it matters.</param>
/// <param name="Changes">What it changes for the guest.</param>
/// <param name="Remedy">What to do about it.</param>
/// <param name="When">The value that raises it; null: any that is not empty, <c>FALSE</c> or <c>0</c>.</param>
/// <param name="Except">A value that does not raise it; null for none.</param>
/// <param name="Id">The kind of finding; null: its key names it.</param>
/// <param name="Site">The site that says so; null for a built-in entry.</param>
public sealed record ConcernEntry(
    string Key, Topic Topic, Severity Severity, string Changes, string Remedy, string? When, string? Except, string? Id, string? Site);
