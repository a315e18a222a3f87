namespace VerifyTests;

/// <summary>Finds a source file again from what the compiler wrote down.</summary>
internal static class SourceFile
{
    /// <summary>What the root of the repository becomes in a build with <c>ContinuousIntegrationBuild=true</c>.</summary>
    private const string MappedRoot = "/_/";

    /// <summary>The file's real path.</summary>
    /// <param name="path">As <c>[CallerFilePath]</c> has it.</param>
    /// <param name="binaries">A folder below the root of the repository: that of the test's binaries.</param>
    public static string Locate(string path, string binaries)
    {
        if (!path.StartsWith(MappedRoot, StringComparison.Ordinal))
        {
            return path;
        }

        for (var folder = Path.GetFullPath(binaries); folder is not null; folder = Path.GetDirectoryName(folder))
        {
            var candidate = Path.Combine(folder, path[MappedRoot.Length..]);
            if (File.Exists(candidate))
            {
                return candidate;
            }
        }

        throw new VerifyException($"{path} is in no folder above {binaries}: snapshots need the sources beside the binaries.");
    }
}
