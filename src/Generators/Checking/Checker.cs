using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using V2K.Generators.Model;
using V2K.Generators.Parsing;

namespace V2K.Generators.Checking;

/// <summary>All diagnostics: those of each class, and those that only show when all classes are seen together.</summary>
internal static class Checker
{
    /// <summary>Checks everything that was read.</summary>
    public static IEnumerable<Diagnostic> Check(
        ImmutableArray<Parsed<RuleModel>> rules, ImmutableArray<Parsed<DeclarationModel>> declarations) =>
        rules.SelectMany(parsed => parsed.Diagnostics)
            .Concat(declarations.SelectMany(parsed => parsed.Diagnostics));
}
