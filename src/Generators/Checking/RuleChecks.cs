using Microsoft.CodeAnalysis;
using V2K.Generators.Emitting;
using V2K.Generators.Model;
using V2K.Generators.Parsing;
using V2K.Generators.Planning;

namespace V2K.Generators.Checking;

/// <summary>What can be wrong between rules.</summary>
internal static class RuleChecks
{
    /// <summary>Two rules of one site for one part or group of a target.</summary>
    public static IEnumerable<Diagnostic> Duplicates(IEnumerable<Placed<RuleModel>> rules) => rules
        .GroupBy(rule => (rule.Model.Target.FullName, rule.Model.Part, Pattern: rule.Model.ForEach?.Pattern.ToLowerInvariant(), rule.Model.Site))
        .SelectMany(group =>
        {
            var sorted = group.OrderBy(rule => rule.Model.Class, StringComparer.Ordinal).ToArray();
            string forEach = group.Key.Pattern is null ? "" : " for each " + group.Key.Pattern;
            return sorted.Skip(1).Select(rule => rule.Fault(
                Descriptors.DuplicateRule, Place.Rule, sorted[0].Model.Name, rule.Model.Name, group.Key.FullName, forEach));
        });

    /// <summary>Rules that wait for each other.</summary>
    public static IEnumerable<Diagnostic> Circle(IReadOnlyCollection<Placed<RuleModel>> rules, TranslationPlan plan)
    {
        for (int i = 0; i + 1 < plan.Circle.Count; i++)
        {
            string waits = string.Join(" needs ", plan.Circle);
            foreach (var rule in rules.Where(rule => rule.Model.Target.FullName == plan.Circle[i]))
            {
                foreach (var from in rule.Model.Parameters.Where(parameter =>
                    parameter.Source == ParameterSource.From && parameter.Key == plan.Circle[i + 1]))
                {
                    yield return rule.Fault(Descriptors.Circle, from.Name, plan.Circle[i], waits);
                }
            }
        }
    }

    /// <summary>Rules for a group whose instances no key makes present.</summary>
    public static IEnumerable<Diagnostic> Unreachable(IEnumerable<Placed<RuleModel>> rules, TranslationPlan plan) => rules
        .Where(rule => rule.Model.ForEach is { } group && plan.Keys.All(key => key.Group != plan.Group(group)))
        .Select(rule => rule.Fault(
            Descriptors.Unreachable, Place.ForEach, rule.Model.Name, $"no rule reads a key of {rule.Model.ForEach!.Pattern}"));

    /// <summary>Parameters that ask for a built-in rule's value where there is none, or of another type.</summary>
    public static IEnumerable<Diagnostic> BuiltIns(IEnumerable<Placed<RuleModel>> rules, TranslationPlan plan) => rules
        .SelectMany(rule => rule.Model.Parameters, (rule, parameter) => (rule, parameter))
        .Where(pair => pair.parameter.Source == ParameterSource.BuiltIn)
        .Select(pair => BuiltInFault(pair.rule.Model, pair.parameter, plan) is { } fault
            ? pair.rule.Fault(Descriptors.WrongBuiltIn, pair.parameter.Name, pair.parameter.Name, fault)
            : null)
        .OfType<Diagnostic>();

    private static string? BuiltInFault(RuleModel rule, ParameterModel parameter, TranslationPlan plan)
    {
        if (rule.Site is null)
        {
            return "its rule is built in itself";
        }

        return plan.BuiltInFor(rule) is not { } builtIn ? $"no built-in rule fills {rule.Target.FullName} so"
            : RuleEmitter.MadeType(builtIn) != parameter.Key ? $"{builtIn.Name} makes {RuleEmitter.MadeType(builtIn).Replace("global::", "")}"
            : null;
    }
}
