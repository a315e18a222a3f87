using V2K.Engine.Configuration;
using V2K.Engine.Datastores;
using V2K.Rules;
using V2K.Rules.Findings;

namespace V2K.Engine.Concerns;

/// <summary>The concerns that stop a VM until somebody acts, or says that they know.</summary>
public static class Blockers
{
    /// <summary>Those among <paramref name="findings"/> that nobody has overridden.</summary>
    public static IReadOnlyList<Finding> Standing(IEnumerable<Finding> findings, Config config) =>
        [.. findings.Where(finding => finding.Severity == Severity.Blocker && !IsIgnored(finding, config))];

    /// <summary>Whether the administrator overrode <paramref name="finding"/>, and it can be overridden.</summary>
    public static bool IsIgnored(Finding finding, Config config) => config.Ignore.Contains(finding.Id ?? "") && CanBeIgnored(finding.Id);

    /// <summary>Whether <c>--ignore</c> gets a VM past concerns of this kind: those of a rule or a key it does.</summary>
    public static bool CanBeIgnored(string? id) => ConcernKinds.InOrder.FirstOrDefault(kind => kind.Id == id)?.Ignoring is not Ignoring.Impossible;

    /// <summary>Stops <paramref name="vm"/> if it has a blocker that is not overridden.</summary>
    /// <exception cref="V2KException">One does.</exception>
    public static void Refuse(IEnumerable<Finding> findings, Config config, VirtualMachine vm)
    {
        var standing = Standing(findings, config);
        if (standing is [var first, ..])
        {
            var rest = standing.Skip(1).Select(blocker => blocker.Id).Distinct(StringComparer.Ordinal).ToList();
            var isFinal = standing.Any(blocker => !CanBeIgnored(blocker.Id));
            throw new V2KException(
                $"{first.What}; {first.Changes}{(rest.Count == 0 ? "" : $" (and there is {string.Join(", ", rest)})")}",
                isFinal ? first.Remedy : $"{first.Remedy}; or override this with --ignore={string.Join(',', rest.Prepend(first.Id).Distinct(StringComparer.Ordinal))}",
                first.IsNamingFile ? null : vm.VmxPath,
                first.IsNamingFile ? null : first.Line)
            { Id = first.Id };
        }
    }
}
