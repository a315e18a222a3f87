using Microsoft.CodeAnalysis;
using V2K.Generators.Model;
using V2K.Generators.Planning;
using V2K.Rules.Translation;

namespace V2K.Generators.Checking;

/// <summary>What can be wrong between the declarations of keys.</summary>
internal static class KeyChecks
{
    /// <summary>A pattern of a rule, some keys of which another rule's narrower pattern takes away.</summary>
    public static IEnumerable<Diagnostic> Shadowed(IEnumerable<Placed<RuleModel>> rules, TranslationPlan plan)
    {
        var shadowed = plan.Keys.Where(key => key is { IsBound: true, Numbers: > 0 })
            .GroupBy(key => KeyShape.Hash(key.Lower.AsSpan()))
            .SelectMany(bucket => bucket.OrderBy(key => key.Numbers).Skip(1), (bucket, key) => (
                key.Lower, Narrower: bucket.OrderBy(other => other.Numbers).First().Text))
            .ToDictionary(pair => pair.Lower, pair => pair.Narrower, StringComparer.OrdinalIgnoreCase);
        return
            from rule in rules
            from parameter in rule.Model.Parameters
            where parameter.Source == ParameterSource.Vmx && shadowed.ContainsKey(parameter.Key)
            select rule.Fault(
                Descriptors.UnmatchableKey, parameter.Name, parameter.Key, $"{shadowed[parameter.Key]} takes some of its keys");
    }

    /// <summary>Declarations of one key that say different things, or the same thing twice.</summary>
    public static IEnumerable<Diagnostic> Conflicts(IEnumerable<Placed<DeclarationModel>> declarations) => declarations
        .GroupBy(known => (Key: known.Model.Key.ToLowerInvariant(), known.Model.Site))
        .SelectMany(group =>
        {
            var sorted = group
                .OrderBy(known => known.Model.IsConcern)
                .ThenBy(known => known.Model.Class, StringComparer.Ordinal)
                .ThenBy(known => known.Model.Order)
                .ToArray();
            return sorted.Skip(1).Where((known, i) => !AreSeveralConcerns(sorted.Take(i + 1), known)).Select(known => known.Fault(
                Descriptors.ConflictingDeclarations, known.Model.Place, known.Model.Key, sorted[0].Model.Class.Replace("global::", "")));
        });

    /// <summary>Keys that are ignored although a rule of the same site reads them.</summary>
    public static IEnumerable<Diagnostic> IgnoredAndMapped(
        IReadOnlyCollection<Placed<RuleModel>> rules, IEnumerable<Placed<DeclarationModel>> declarations, TranslationPlan plan) =>
        from known in declarations
        where !known.Model.IsConcern && !known.Model.Key.EndsWith("*", StringComparison.Ordinal)
        let key = plan.KeyOf(known.Model.Key, out _, out _)
        let reader = rules.FirstOrDefault(rule => string.Equals(rule.Model.Site, known.Model.Site, StringComparison.Ordinal)
            && rule.Model.Parameters.Any(parameter => parameter.Source == ParameterSource.Vmx
                && plan.KeyOf(parameter.Key, out _, out _) == key))
        where reader is not null
        select known.Fault(Descriptors.IgnoredAndMapped, known.Model.Place, known.Model.Key, reader.Model.Name);

    /// <summary>Several concerns may share a key where each has its own value.</summary>
    private static bool AreSeveralConcerns(IEnumerable<Placed<DeclarationModel>> earlier, Placed<DeclarationModel> known) =>
        earlier.All(other => other.Model.IsConcern
            && !string.Equals(other.Model.When, known.Model.When, StringComparison.OrdinalIgnoreCase));
}
