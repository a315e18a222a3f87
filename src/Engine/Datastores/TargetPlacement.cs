using V2K.Engine.Interop;
using V2K.Engine.State;

namespace V2K.Engine.Datastores;

/// <summary>
/// Where targets may lie: outside of every source, or in a folder inside one that holds nothing but V2K's results, which the scan of the source passes
/// by. Symbolic links are followed. A source inside a target is no matter: a target is written to, and its results have other names than VMs.
/// </summary>
internal static class TargetPlacement
{
    /// <summary>Why <paramref name="target"/> cannot take results beside <paramref name="sources"/>, and what to do; null where it can.</summary>
    /// <param name="target">The full path of the target; it may not exist.</param>
    /// <param name="sources">The full paths of the folders of all datastores.</param>
    internal static (string What, string Remedy)? Fault(string target, IReadOnlyList<string> sources)
    {
        var real = RealPath.Of(target);
        List<string> folders = [.. sources.Select(RealPath.Of)];
        var inside = folders.FindIndex(folder => DatastorePaths.IsInside(real, folder));
        if (inside < 0)
        {
            return null;
        }

        if (folders.Contains(real))
        {
            return ($"{target} is a source itself, where V2K never writes", "Choose another folder: one outside of the source, or an empty one inside it");
        }

        const string Remedy = "Choose an empty folder, or one outside of the source; V2K writes to no other folder of a source";
        try
        {
            return MadeFiles.FindForeign(real, folders) is not { } foreign ? null
                : ($"{target} lies in the source {sources[inside]} and holds {Path.Combine(target, Path.GetRelativePath(real, foreign))}, which V2K did not make", Remedy);
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException)
        {
            return ($"{target} lies in the source {sources[inside]}, and whether V2K made what is in it cannot be seen: {cause.Message}", Remedy);
        }
    }

    /// <summary>The folders that a scan of the sources does not enter, by full path without links: other sources, and targets.</summary>
    internal static HashSet<string> PassedBy(IReadOnlyList<Datastore> datastores) =>
        [.. datastores.SelectMany(datastore => new[] { datastore.Source, datastore.Target }).Select(RealPath.Of)];
}
