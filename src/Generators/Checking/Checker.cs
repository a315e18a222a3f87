using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using V2K.Generators.Model;
using V2K.Generators.Parsing;
using V2K.Generators.Planning;

namespace V2K.Generators.Checking;

/// <summary>All diagnostics: those of each class, and those that only show when all classes are seen together.</summary>
internal static class Checker
{
    /// <summary>Checks everything that was read.</summary>
    public static IEnumerable<Diagnostic> Check(
        ImmutableArray<Parsed<RuleModel>> rules, ImmutableArray<Parsed<DeclarationModel>> declarations)
    {
        var placedRules = rules.SelectMany(parsed => parsed.Models, (parsed, model) => new Placed<RuleModel>(parsed, model)).ToArray();
        var placedDeclarations = declarations
            .SelectMany(parsed => parsed.Models, (parsed, model) => new Placed<DeclarationModel>(parsed, model)).ToArray();
        var plan = TranslationPlan.Make(placedRules.Select(rule => rule.Model), placedDeclarations.Select(known => known.Model));
        return
        [
            .. rules.SelectMany(parsed => parsed.Diagnostics),
            .. declarations.SelectMany(parsed => parsed.Diagnostics),
            .. RuleChecks.Duplicates(placedRules),
            .. RuleChecks.Circle(placedRules, plan),
            .. RuleChecks.Unreachable(placedRules, plan),
            .. RuleChecks.BuiltIns(placedRules, plan),
            .. KeyChecks.Shadowed(placedRules, plan),
            .. KeyChecks.Conflicts(placedDeclarations),
            .. KeyChecks.IgnoredAndMapped(placedRules, placedDeclarations, plan),
            .. SecretChecks.ReadAsText(placedRules, plan),
            .. SecretChecks.Undeclared(placedRules, placedDeclarations, plan),
        ];
    }
}

/// <summary>A model with the places of its source.</summary>
internal sealed record Placed<T>(Parsed<T> Parsed, T Model)
{
    /// <summary>A diagnostic at one of the places.</summary>
    public Diagnostic Fault(DiagnosticDescriptor descriptor, string place, params object[] arguments) =>
        Diagnostic.Create(descriptor, Parsed.Locate(place), arguments);
}
