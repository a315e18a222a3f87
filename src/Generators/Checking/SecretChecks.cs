using Microsoft.CodeAnalysis;
using V2K.Generators.Model;
using V2K.Generators.Planning;
using V2K.Rules.Translation;

namespace V2K.Generators.Checking;

/// <summary>What can be wrong with keys that hold secrets.</summary>
internal static class SecretChecks
{
    /// <summary>Parameters that would give a rule a secret as text, which it could put into a finding.</summary>
    public static IEnumerable<Diagnostic> ReadAsText(IEnumerable<Placed<RuleModel>> rules, TranslationPlan plan) =>
        from rule in rules
        from parameter in rule.Model.Parameters
        where parameter.Source == ParameterSource.Vmx && !parameter.Hides && plan.IsSecret(parameter.Key) == true
        select rule.Fault(Descriptors.SecretAsText, parameter.Name, parameter.Name, parameter.Key);

    /// <summary>Keys that sound like a secret, and of which nothing says whether they are one.</summary>
    public static IEnumerable<Diagnostic> Undeclared(
        IEnumerable<Placed<RuleModel>> rules, IEnumerable<Placed<DeclarationModel>> declarations, TranslationPlan plan)
    {
        bool IsOpen(string key) => Secrecy.Sounds(key.AsSpan()) && plan.IsSecret(key) is null;

        var read =
            from rule in rules
            from parameter in rule.Model.Parameters
            where parameter.Source == ParameterSource.Vmx && IsOpen(parameter.Key)
            select rule.Fault(Descriptors.UndeclaredSecret, parameter.Name, parameter.Key);
        return read.Concat(
            from known in declarations
            where IsOpen(known.Model.Key)
            select known.Fault(Descriptors.UndeclaredSecret, known.Model.Place, known.Model.Key));
    }
}
