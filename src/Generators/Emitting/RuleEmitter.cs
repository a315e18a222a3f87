using V2K.Generators.Model;
using V2K.Generators.Planning;

namespace V2K.Generators.Emitting;

/// <summary>Writes the method that applies one rule: bind the parameters, call <c>Map</c>, note the outcome.</summary>
internal static class RuleEmitter
{
    /// <summary>The method's name.</summary>
    public static string MethodOf(TranslationPlan plan, RuleModel rule) => $"Apply{plan.IdOf(rule)}{rule.Name}";

    /// <summary>What it makes: an element, or a list of them.</summary>
    public static string MadeType(RuleModel rule) => rule.Returns.IsList
        ? $"global::System.Collections.Generic.IReadOnlyList<{rule.Target.Element}>"
        : rule.Target.Element;

    /// <summary>The targets it takes from other rules, each once, in the order of its parameters.</summary>
    public static IEnumerable<TargetPlan> Needs(TranslationPlan plan, RuleModel rule) => rule.Parameters
        .Where(parameter => parameter.Source == ParameterSource.From)
        .Select(parameter => plan.Find(parameter.Key))
        .OfType<TargetPlan>()
        .Distinct();

    /// <summary>Whether it wants what the built-in rule makes.</summary>
    public static bool WantsBuiltIn(RuleModel rule) =>
        rule.Parameters.Any(parameter => parameter.Source == ParameterSource.BuiltIn);

    /// <summary>Writes the method.</summary>
    public static void Method(IndentedWriter text, TranslationPlan plan, RuleModel rule)
    {
        var parameters = new List<string> { "TranslationRun run" };
        if (rule.ForEach is not null)
        {
            parameters.Add("int first");
            parameters.Add("int second");
        }

        parameters.AddRange(Needs(plan, rule).Select(need => $"{need.Target.Type} {need.Local}"));
        if (WantsBuiltIn(rule))
        {
            parameters.Add($"{MadeType(plan.BuiltInFor(rule) ?? rule)}? builtIn");
        }

        parameters.Add($"out {MadeType(rule)} made");
        string instance = rule.ForEach is null ? "-1, -1" : "first, second";
        text.Open($"private static Verdict {MethodOf(plan, rule)}({string.Join(", ", parameters)})");
        text.Line($"run.Begin({plan.IdOf(rule)}, {instance});");
        text.Line($"var answer = {rule.Class}.Map(");
        for (int i = 0; i < rule.Parameters.Count; i++)
        {
            string end = i + 1 < rule.Parameters.Count ? "," : ");";
            text.Line("    " + Argument(plan, rule.Parameters[i]) + end);
        }

        if (rule.Parameters.Count == 0)
        {
            text.Line("    );");
        }

        Answer(text, plan, rule);
        text.Close().Line();
    }

    private static void Answer(IndentedWriter text, TranslationPlan plan, RuleModel rule)
    {
        string value = "answer";
        if (rule.Returns.IsMapped)
        {
            value = "answer.Value";
            text.Open("foreach (var finding in answer.Findings ?? [])");
            text.Line($"run.Report(finding, {About(plan, rule)});");
            text.Close().Line();
            text.Open("if (answer.VetoReason is { } reason)");
            text.Line("made = default!;").Line("return run.Veto(reason);").Close().Line();
        }

        text.Open($"if ({value} is {{ }} value)").Line("made = value;").Line("return run.Make();").Close().Line();
        text.Line("made = default!;").Line("return Verdict.Declined;");
    }

    private static string About(TranslationPlan plan, RuleModel rule)
    {
        var keys = rule.Parameters.Where(parameter => parameter.Source == ParameterSource.Vmx).ToArray();
        return keys.Length == 0
            ? "-1"
            : "finding.About switch { "
                + string.Concat(keys.Select(parameter => $"{Literal.Of(parameter.Name)} => {Slot(plan, parameter)}, "))
                + "_ => -1 }";
    }

    private static string Argument(TranslationPlan plan, ParameterModel parameter) => parameter.Source switch
    {
        ParameterSource.Index => parameter.Position == 0 ? "first" : "second",
        ParameterSource.From => LocalOf(plan, parameter.Key),
        ParameterSource.Options => "run.Options",
        ParameterSource.BuiltIn => "builtIn",
        _ => Read(plan, parameter),
    };

    private static string Read(TranslationPlan plan, ParameterModel parameter)
    {
        ValueModel value = parameter.Value!;
        string slot = Slot(plan, parameter);
        string assumed = Literal.Of(Assumed(parameter.Default));
        string read = value.Kind switch
        {
            ValueKind.Text => $"run.Text({slot})",
            ValueKind.Enum or ValueKind.Own => $"{ValueEmitter.MethodOf(value)}(run, {slot}, {assumed})",
            _ => $"run.{value.Kind}({slot}, {assumed})",
        };
        return parameter.Default is null ? read : $"{read} ?? {parameter.Default}";
    }

    /// <summary>What a person would say of the value that stands in for a malformed one.</summary>
    public static string Assumed(string? value)
    {
        if (value is null)
        {
            return "no value";
        }

        if (value is "true" or "false")
        {
            return value.ToUpperInvariant();
        }

        return value.StartsWith("global::", StringComparison.Ordinal) ? value.Substring(value.LastIndexOf('.') + 1)
            : value.StartsWith("default(", StringComparison.Ordinal) ? "the default"
            : value;
    }

    private static string Slot(TranslationPlan plan, ParameterModel parameter)
    {
        KeyPlan key = plan.KeyOf(parameter.Key, out int first, out int second);
        bool spelledOut = !string.Equals(key.Lower, parameter.Key, StringComparison.OrdinalIgnoreCase);
        if (spelledOut || key.Numbers == 0)
        {
            return $"{key.Slot + (first * key.Stride) + second}";
        }

        return key.Numbers == 1 ? $"{key.Slot} + first" : $"{key.Slot} + (first * {key.Stride}) + second";
    }

    /// <summary>A target that no rule fills has what a new object has.</summary>
    private static string LocalOf(TranslationPlan plan, string target) => plan.Find(target)?.Local ?? "Default" + target;
}
