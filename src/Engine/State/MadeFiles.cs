using V2K.Engine.Configuration;
using V2K.Engine.Disks.Precopying;
using V2K.Engine.Interop;
using V2K.Engine.TestBoots;

namespace V2K.Engine.State;

/// <summary>Tells the files of a target that V2K made from those of others, by what its state there says.</summary>
internal static class MadeFiles
{
    /// <summary>What V2K writes to the folder it is started in, which may be a target.</summary>
    private static readonly string[] OfCurrentFolder = [ConfigFile.DefaultName, "v2k-report.html"];

    /// <summary>Files with these endings are V2K's own, whichever VM they belong to.</summary>
    private static readonly string[] OwnEndings = [AtomicFile.PartialSuffix, AtomicFile.CheckpointSuffix, PrecopiedDisk.Suffix];

    /// <summary>How an NFS client calls a file that was deleted while it was open; it goes away by itself.</summary>
    private const string DeletedOnNfs = ".nfs";

    private static readonly EnumerationOptions Everything = new() { IgnoreInaccessible = false, AttributesToSkip = FileAttributes.None };

    /// <summary>The first file in <paramref name="target"/> that V2K did not make, in the order of paths; null where there is none, or no such folder.</summary>
    /// <param name="target">The full path of a target, links followed.</param>
    /// <param name="sources">The full paths of sources, links followed: what lies in one of them is no part of the target.</param>
    /// <returns>The full path of a file or a link.</returns>
    /// <exception cref="IOException">A folder cannot be read, so that nobody knows whose files are in it.</exception>
    /// <exception cref="UnauthorizedAccessException">A folder may not be read.</exception>
    internal static string? FindForeign(string target, IReadOnlyCollection<string> sources) => Path.Exists(target)
        ? FindForeign(target, Root.Empty(target), sources)
        : null;

    private static string? FindForeign(string folder, Root root, IReadOnlyCollection<string> sources)
    {
        var state = Path.Combine(folder, StateFolder.Name);
        root = Directory.Exists(state) && new DirectoryInfo(state).LinkTarget is null ? Root.Of(folder, state) : root;
        foreach (var entry in new DirectoryInfo(folder).EnumerateFileSystemInfos("*", Everything).OrderBy(entry => entry.FullName, StringComparer.Ordinal))
        {
            var foreign = entry is not DirectoryInfo || entry.LinkTarget is not null ? (root.Has(entry) ? null : entry.FullName)
                : entry.FullName == state || sources.Contains(entry.FullName, StringComparer.Ordinal) ? null
                : FindForeign(entry.FullName, root, sources);
            if (foreign is not null)
            {
                return foreign;
            }
        }

        return null;
    }

    /// <summary>A folder with state in it: the target itself, or one that was a target inside it.</summary>
    /// <param name="Folder">Its full path.</param>
    /// <param name="Recorded">The paths of all results, as they were when they were made: the folder may have been reached by another path then.</param>
    /// <param name="Vms">Each VM of which there is state, as its results are called: <c>web01/web01</c>.</param>
    private sealed record Root(string Folder, HashSet<string> Recorded, HashSet<string> Vms)
    {
        private static readonly EnumerationOptions WithFolders = new()
        {
            RecurseSubdirectories = true,
            AttributesToSkip = FileAttributes.ReparsePoint,
            IgnoreInaccessible = false,
        };

        internal static Root Empty(string folder) => new(folder, new(StringComparer.Ordinal), new(StringComparer.Ordinal));

        internal static Root Of(string folder, string state)
        {
            var root = Empty(folder);
            foreach (var file in Directory.EnumerateFiles(state, "*.json", WithFolders))
            {
                if (Posix.TryStatus(file) is { IsRegularFile: true } && VmStateJson.Read(file) is { } read)
                {
                    root.Vms.Add(Path.ChangeExtension(Path.GetRelativePath(state, file), null));
                    root.Recorded.UnionWith(read.Steps.Values.SelectMany(step => step.Outputs.Keys).Concat(read.Published.Values.SelectMany(step => step.Outputs.Keys)));
                }
            }

            return root;
        }

        internal bool Has(FileSystemInfo entry)
        {
            if (entry.LinkTarget is not null)
            {
                return false;
            }

            var name = Path.GetRelativePath(Folder, entry.FullName);
            return Recorded.Contains(entry.FullName) || Recorded.Any(path => path.EndsWith("/" + name, StringComparison.Ordinal))
                || OwnEndings.Any(ending => name.EndsWith(ending, StringComparison.Ordinal))
                || TestBootFiles.VmOf(name) is { } vm && Vms.Contains(vm)
                || OfCurrentFolder.Contains(name)
                || entry.Name.StartsWith(DeletedOnNfs, StringComparison.Ordinal);
        }
    }
}
