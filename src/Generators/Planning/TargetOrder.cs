using V2K.Generators.Model;

namespace V2K.Generators.Planning;

/// <summary>Puts targets in an order in which each comes after what its rules take from others.</summary>
internal static class TargetOrder
{
    /// <summary>Sorts the targets; those in <paramref name="circle"/> wait for each other.</summary>
    public static IReadOnlyList<TargetPlan> Sort(IReadOnlyList<RuleModel> rules, out IReadOnlyList<string> circle)
    {
        var waiting = new SortedDictionary<string, TargetPlan>(StringComparer.Ordinal);
        foreach (var rule in rules.GroupBy(rule => rule.Target.FullName, StringComparer.Ordinal))
        {
            waiting.Add(rule.Key, new TargetPlan(rule.First().Target, Contributions(rule)));
        }

        var sorted = new List<TargetPlan>();
        while (waiting.Values.FirstOrDefault(target => !Needs(target).Any(waiting.ContainsKey)) is { } next)
        {
            sorted.Add(next);
            waiting.Remove(next.Target.FullName);
        }

        circle = Circle(waiting);
        return sorted;
    }

    private static IEnumerable<string> Needs(TargetPlan target) => target.Contributions
        .SelectMany(contribution => contribution.Candidates)
        .SelectMany(rule => rule.Parameters)
        .Where(parameter => parameter.Source == ParameterSource.From)
        .Select(parameter => parameter.Key);

    private static List<ContributionPlan> Contributions(IEnumerable<RuleModel> rules) => [.. rules
        .GroupBy(rule => (rule.Part, Pattern: rule.ForEach?.Pattern.ToLowerInvariant() ?? ""))
        .OrderBy(group => group.Key.Pattern.Length > 0)
        .ThenBy(group => group.Key.Part, StringComparer.Ordinal)
        .ThenBy(group => group.Key.Pattern, StringComparer.Ordinal)
        .Select(group => new ContributionPlan(
            group.Key.Part,
            group.Select(rule => rule.ForEach).Aggregate((one, other) => one is null ? other : GroupPlan.Union(one, other!)),
            [.. group.GroupBy(rule => rule.Site, StringComparer.Ordinal)
                .Select(site => site.OrderBy(rule => rule.Class, StringComparer.Ordinal).First())
                .OrderBy(rule => rule.Site is null)
                .ThenBy(rule => rule.Site, StringComparer.Ordinal)]))];

    /// <summary>Follows needs among targets that could not be sorted until one comes again.</summary>
    private static IReadOnlyList<string> Circle(SortedDictionary<string, TargetPlan> waiting)
    {
        var path = new List<string>();
        string? at = waiting.Keys.FirstOrDefault();
        while (at is not null && !path.Contains(at))
        {
            path.Add(at);
            at = Needs(waiting[at]).First(waiting.ContainsKey);
        }

        return at is null ? [] : [.. path.Skip(path.IndexOf(at)), at];
    }
}
