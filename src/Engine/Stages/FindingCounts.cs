using V2K.Rules.Findings;

namespace V2K.Engine.Stages;

/// <summary>How many findings there are, in words.</summary>
internal static class FindingCounts
{
    /// <summary>By severity: <c>1 blocker, 2 warnings, 3 notes</c>.</summary>
    internal static string Text(IReadOnlyList<Finding> findings)
    {
        var counts = new[]
        {
            Count(findings, Severity.Blocker, "blocker"),
            Count(findings, Severity.Warning, "warning"),
            Count(findings, Severity.Info, "note"),
        };
        var said = string.Join(", ", counts.Where(count => count is not null));
        return said.Length > 0 ? said : "no findings";
    }

    private static string? Count(IReadOnlyList<Finding> findings, Severity severity, string word) =>
        findings.Count(finding => finding.Severity == severity) switch
        {
            0 => null,
            1 => $"1 {word}",
            var count => $"{count} {word}s",
        };
}
