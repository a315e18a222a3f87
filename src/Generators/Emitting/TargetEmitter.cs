using V2K.Generators.Model;
using V2K.Generators.Planning;

namespace V2K.Generators.Emitting;

/// <summary>Writes how one target is filled: its contributions in order, each asking its candidates, site before built-in.</summary>
internal static class TargetEmitter
{
    /// <summary>Declares the target's variable and asks every contribution in its order.</summary>
    public static void Fill(IndentedWriter text, TranslationPlan plan, TargetPlan target)
    {
        text.Line(target.Target.IsList
            ? $"var {target.Local} = new global::System.Collections.Generic.List<{target.Target.Element}>();"
            : $"{target.Target.Type} {target.Local} = Default{target.Target.FullName};");
        for (int i = 0; i < target.Contributions.Count; i++)
        {
            var contribution = target.Contributions[i];
            if (contribution.Group is { } group)
            {
                Loop(text, plan, target, contribution, group);
            }
            else
            {
                Put(text, plan, target, contribution);
            }
        }

        text.Line();
    }

    private static void Loop(IndentedWriter text, TranslationPlan plan, TargetPlan target, ContributionPlan contribution, GroupModel group)
    {
        var bits = plan.Group(group);
        string next = $"run.Next({bits.Bit}, {bits.Bits}, ";
        text.Open($"for (int instance = {next}-1); instance >= 0; instance = {next}instance))");
        text.Line(bits.Stride == 1 ? "int first = instance;" : $"int first = instance / {bits.Stride};");
        text.Line(bits.Stride == 1 ? "int second = 0;" : $"int second = instance % {bits.Stride};");
        if (!group.SameNumbers(bits.Range))
        {
            // Another rule loops further.
            text.Open($"if (!({Within(group)}))").Line("continue;").Close().Line();
        }

        Put(text, plan, target, contribution);
        text.Close();
    }

    private static string Within(GroupModel group) =>
        $"first is >= {group.First} and <= {group.Last} && second is >= {group.FirstUnit} and <= {group.LastUnit}";

    private static void Put(IndentedWriter text, TranslationPlan plan, TargetPlan target, ContributionPlan contribution)
    {
        var rules = contribution.Candidates;
        if (rules.Count == 1 && rules[0].Site is null)
        {
            text.Open($"if ({Call(plan, rules[0])} == Verdict.Made)");
            Keep(text, plan, target, rules[0]);
            text.Close();
            return;
        }

        var builtIn = rules.Find(rule => rule.Site is null);
        bool builtInFirst = builtIn is not null && rules.Exists(RuleEmitter.WantsBuiltIn);
        text.OpenBare();
        text.Line("var verdict = Verdict.Declined;");
        if (builtInFirst)
        {
            // A site's rule may ask for what this one makes, so it goes first, and keeps its place as the last resort.
            text.Line($"var before = {Call(plan, builtIn!)};");
        }

        foreach (var rule in rules.Where(rule => rule.Site is not null))
        {
            Ask(text, plan, target, contribution, rule, builtInFirst ? builtIn : null);
        }

        if (builtInFirst)
        {
            text.Open("if (verdict == Verdict.Declined && before == Verdict.Made)");
            Keep(text, plan, target, builtIn!);
            text.Close();
        }
        else if (builtIn is not null)
        {
            text.Open($"if (verdict == Verdict.Declined && {Call(plan, builtIn)} == Verdict.Made)");
            Keep(text, plan, target, builtIn);
            text.Close();
        }

        text.Close();
    }

    private static void Ask(
        IndentedWriter text, TranslationPlan plan, TargetPlan target, ContributionPlan contribution, RuleModel rule, RuleModel? builtIn)
    {
        string range = rule.ForEach is { } own && contribution.Group is { } all && !own.SameNumbers(all) ? $" && {Within(own)}" : "";
        text.Open($"if (site == {plan.IdOf(rule.Site!)}{range})");
        string before = builtIn is null ? "default" : $"before == Verdict.Made ? {Made(plan, builtIn)} : default({RuleEmitter.MadeType(builtIn)}?)";
        text.Line($"verdict = {Call(plan, rule, before)};");
        if (builtIn is not null)
        {
            text.Open("if (verdict != Verdict.Declined && before == Verdict.Made)");
            text.Line("run.ReplaceBefore();").Close();
        }

        text.Open("if (verdict == Verdict.Made)");
        Keep(text, plan, target, rule);
        text.Close().Close();
    }

    private static string Made(TranslationPlan plan, RuleModel rule) => "made" + plan.IdOf(rule);

    private static string Call(TranslationPlan plan, RuleModel rule, string builtIn = "default")
    {
        var arguments = new List<string> { "run" };
        if (rule.ForEach is not null)
        {
            arguments.Add("first");
            arguments.Add("second");
        }

        arguments.AddRange(RuleEmitter.Needs(plan, rule).Select(need => need.Local));
        if (RuleEmitter.WantsBuiltIn(rule))
        {
            arguments.Add(builtIn);
        }

        arguments.Add("out var " + Made(plan, rule));
        return $"{RuleEmitter.MethodOf(plan, rule)}({string.Join(", ", arguments)})";
    }

    private static void Keep(IndentedWriter text, TranslationPlan plan, TargetPlan target, RuleModel rule)
    {
        string made = Made(plan, rule);
        if (!target.Target.IsList)
        {
            text.Line("run.Put(0, 1);").Line($"{target.Local} = {made};");
        }
        else if (rule.Returns.IsList)
        {
            text.Line($"run.Put({target.Local}.Count, {made}.Count);").Line($"{target.Local}.AddRange({made});");
        }
        else
        {
            text.Line($"run.Put({target.Local}.Count, 1);").Line($"{target.Local}.Add({made});");
        }
    }
}
