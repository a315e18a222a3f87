using V2K.Engine.Datastores;
using V2K.Engine.Interop;

namespace V2K.Engine.Configuration.Writing;

/// <summary>
/// Which datastore an id such as <c>5f1c2d3e-0a1b2c3d-66aa-ac1f6b0a1b2c</c> stands for. The files say so: what they name by the id lies there, and a VM's
/// own swap file and logs lie in its own folder.
/// </summary>
internal static class VolumeMatch
{
    /// <summary>The source in which the files that <paramref name="references"/> name lie; null where none or several do equally.</summary>
    /// <param name="references">All that name one volume.</param>
    /// <param name="sources">The full paths of the datastores' folders.</param>
    internal static string? Find(IReadOnlyCollection<VolumeReference> references, IReadOnlyList<string> sources)
    {
        var scores = new double[sources.Count];
        foreach (var reference in references)
        {
            // What lies on two datastores says less than what lies on one.
            var isThere = sources.Select(source => IsThere(reference, source)).ToArray();
            var places = isThere.Count(one => one);
            for (var i = 0; i < scores.Length; i++)
            {
                scores[i] += (isThere[i] ? 2.0 / places : 0) + (IsOwnFolder(reference, sources[i]) ? 1 : 0);
            }
        }

        var best = scores.Max();
        return best > 0 && scores.Count(score => score == best) == 1 ? sources[Array.IndexOf(scores, best)] : null;
    }

    private static bool IsThere(VolumeReference reference, string source)
    {
        var path = Path.GetFullPath(Path.Combine(source, reference.Path.Path));
        return reference.Path.Path.Length < 4096 && !reference.Path.Path.Contains('\0', StringComparison.Ordinal) && DatastorePaths.IsInside(path, source)
            && File.Exists(path) && DatastorePaths.IsInside(RealPath.Of(path), RealPath.Of(source));
    }

    /// <summary>Whether it names a file beside the one that names it: a file that the running VM had, which is gone.</summary>
    private static bool IsOwnFolder(VolumeReference reference, string source) =>
        Path.GetDirectoryName(reference.Path.Path) is { Length: > 0 } folder
        && Path.Combine(source, folder) == Path.GetDirectoryName(reference.Referrer);
}
