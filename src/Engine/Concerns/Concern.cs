using V2K.Rules;
using V2K.Rules.Findings;

namespace V2K.Engine.Concerns;

/// <summary>What the concerns have in common.</summary>
internal static class Concern
{
    private const int MostNamed = 3;

    /// <summary>What kept something from being read, as a blocker.</summary>
    /// <param name="failure">The failure.</param>
    /// <param name="id">Its kind where it has none of its own.</param>
    internal static Finding Of(V2KException failure, string id)
    {
        var place = failure.Line is null ? failure.File : $"{failure.File}:{failure.Line}";
        var what = string.Join(": ", new[] { place, failure.Key, failure.What.TrimEnd('.') }.Where(part => part is not null));
        return Finding.Blocker(what, "the VM cannot be converted", failure.Remedy).As(failure.Id ?? id) with { IsNamingFile = place is not null };
    }

    /// <summary>Some of <paramref name="all"/> other than <paramref name="self"/>: a thousand copies must not make a million names.</summary>
    internal static string Others(List<VmView> all, VmView self) =>
        string.Join(", ", all.Where(other => other != self).Take(MostNamed).Select(other => other.Vm.Id))
        + (all.Count - 1 > MostNamed ? $" and {all.Count - 1 - MostNamed} more" : "");
}
