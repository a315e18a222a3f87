using Microsoft.CodeAnalysis;

namespace V2K.Generators.Checking;

/// <summary>
/// Every diagnostic of the generator. An id is never used again for something else; each has a page under
/// docs/diagnostics and a line in AnalyzerReleases.
/// </summary>
internal static class Descriptors
{
    // A path in the repository: it holds in every clone, and the compiler prints it beside the message.
    private const string Pages = "docs/diagnostics/";

    public static readonly DiagnosticDescriptor DuplicateRule = Error(
        "V2K0001", "Two rules compete for one place", "{0} and {1} both fill {2}{3}: merge them, or give one a Part or another group");

    public static readonly DiagnosticDescriptor MalformedKey = Error(
        "V2K0002", "Malformed key pattern", "'{0}' is no key pattern: {1}");

    public static readonly DiagnosticDescriptor UnmatchableKey = Error(
        "V2K0003", "Key that cannot be bound", "'{0}' cannot be bound: {1}");

    public static readonly DiagnosticDescriptor ConflictingDeclarations = Error(
        "V2K0004", "Key declared twice", "'{0}' is declared here and on {1}: keep one declaration");

    public static readonly DiagnosticDescriptor IgnoredAndMapped = Error(
        "V2K0005", "Key both ignored and mapped", "'{0}' is ignored here, and {1} reads it: remove one of them");

    public static readonly DiagnosticDescriptor NoParser = Error(
        "V2K0006", "Type that cannot be read from a VMX file",
        "'{0}' of type {1} cannot be read from text: use string, bool, int, long, Guid, an enumeration, or a type with TryParseVmx");

    public static readonly DiagnosticDescriptor NoDefault = Error(
        "V2K0007", "Parameter without a value for an absent key",
        "'{0}' has no value where the key is absent: make its type nullable or give it a default");

    public static readonly DiagnosticDescriptor NoSource = Error(
        "V2K0008", "Parameter without a source", "'{0}' has no source: bind it with [Vmx], [Index], [From] or [BuiltIn]");

    public static readonly DiagnosticDescriptor NoTarget = Error(
        "V2K0009", "Target that does not exist", "'{0}' is {1}");

    public static readonly DiagnosticDescriptor WrongReturn = Error(
        "V2K0010", "Map does not return the target's type", "Map returns {0}, and {1} wants {2}");

    public static readonly DiagnosticDescriptor NoMap = Error(
        "V2K0011", "Rule without a usable Map", "{0} is no rule: {1}");

    public static readonly DiagnosticDescriptor Circle = Error(
        "V2K0012", "Rules wait for each other", "{0} cannot be filled: {1}");

    public static readonly DiagnosticDescriptor WrongFrom = Error(
        "V2K0013", "[From] that does not fit", "'{0}' of type {1} cannot take {2} of type {3}");

    public static readonly DiagnosticDescriptor WrongIndex = Error(
        "V2K0014", "[Index] without a number", "'{0}' cannot be bound: {1}");

    public static readonly DiagnosticDescriptor NoSummary = Error(
        "V2K0015", "Rule without a summary", "{0} has no <summary>: say what it does, for the rule catalogue");

    public static readonly DiagnosticDescriptor NoExample = Error(
        "V2K0016", "Rule without an example", "{0} has no <example>: show VMX lines and the XML they become");

    public static readonly DiagnosticDescriptor MalformedExample = Error(
        "V2K0017", "Malformed example", "The example of {0} cannot be run: {1}");

    public static readonly DiagnosticDescriptor NoReason = Error(
        "V2K0018", "Declaration without a reason", "'{0}' is declared without saying {1}");

    public static readonly DiagnosticDescriptor WrongGroup = Error(
        "V2K0019", "[ForEach] without instances", "'{0}' has no instances: {1}");

    public static readonly DiagnosticDescriptor Unreachable = Error(
        "V2K0020", "Rule that is never applied", "{0} is never applied: {1}");

    public static readonly DiagnosticDescriptor WrongBuiltIn = Error(
        "V2K0021", "[BuiltIn] without a built-in rule", "'{0}' cannot be bound: {1}");

    public static readonly DiagnosticDescriptor ScalarTarget = Error(
        "V2K0022", "Several values for a target that takes one", "{0} takes one value, so {1} has no place on its rule");

    public static readonly DiagnosticDescriptor SecretAsText = Error(
        "V2K0023", "Secret that is read as text", "'{0}' reads {1}, which is declared a secret: make its type SecretText");

    public static readonly DiagnosticDescriptor UndeclaredSecret = Error(
        "V2K0024", "Key that sounds like a secret", "'{0}' sounds like a secret, and nothing says whether it is one: add Secret = true or Secret = false");

    /// <summary>All of them, for the test that each has its page.</summary>
    public static IReadOnlyList<DiagnosticDescriptor> All { get; } =
    [
        DuplicateRule, MalformedKey, UnmatchableKey, ConflictingDeclarations, IgnoredAndMapped, NoParser, NoDefault, NoSource,
        NoTarget, WrongReturn, NoMap, Circle, WrongFrom, WrongIndex, NoSummary, NoExample, MalformedExample, NoReason,
        WrongGroup, Unreachable, WrongBuiltIn, ScalarTarget, SecretAsText, UndeclaredSecret,
    ];

    private static DiagnosticDescriptor Error(string id, string title, string message) => new(
        id, title, message, "V2K.Rules", DiagnosticSeverity.Error, isEnabledByDefault: true, helpLinkUri: Pages + id + ".md");
}
