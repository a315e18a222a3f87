using V2K.Generators.Model;

namespace V2K.Generators.Planning;

/// <summary>A target and the rules that fill it, in their order.</summary>
internal sealed record TargetPlan(TargetModel Target, List<ContributionPlan> Contributions)
{
    /// <summary>The local variable that holds it.</summary>
    public string Local => Target.Holder.ToLowerInvariant() + Target.Property;
}

/// <summary>The candidates for one part or pattern of a target: those of sites first, the built-in one last.</summary>
/// <param name="Part">The part; empty for none.</param>
/// <param name="Group">The numbered group; null: once.</param>
/// <param name="Candidates">The rules in the order they are asked.</param>
internal sealed record ContributionPlan(string Part, GroupModel? Group, List<RuleModel> Candidates);
