using V2K.Engine.Guests.Appliance;
using V2K.Engine.Guests.Initramfs;

namespace V2K.Engine.Guests;

/// <summary>
/// <c>/boot</c> where it is a file system of its own that fstab does not name, or names by what only VMware knew: found by the kernels in it, which have to
/// be those whose modules are in the root file system.
/// </summary>
internal static class BootFolder
{
    private const string Folder = "/boot";

    /// <summary>Mounts it, unless <c>/boot</c> holds kernels already and fstab does not name another file system.</summary>
    /// <param name="appliance">Has the guest's root mounted.</param>
    /// <param name="candidates">What it may be.</param>
    /// <param name="isNamed">fstab has a line for it, and what that means is not known.</param>
    /// <param name="log">Where it is noted.</param>
    /// <returns>Its device; null where none was looked for, or none is found.</returns>
    internal static string? Mount(GuestAppliance appliance, IEnumerable<string> candidates, bool isNamed, StepLog log)
    {
        var releases = Releases(appliance);
        if (releases.Count == 0 || !appliance.IsFolder(Folder) || (!isNamed && Score(appliance, releases) > 0))
        {
            return null;
        }

        var found = new List<(string Device, int Score)>();
        foreach (var device in candidates)
        {
            if (appliance.TryMount(device, Folder, "ro"))
            {
                found.Add((device, Score(appliance, releases)));
                appliance.Unmount(Folder);
            }
        }

        var best = found.Where(one => one.Score > 0 && one.Score == found.Max(other => other.Score)).Select(one => one.Device).ToList();
        if (best is not [var only])
        {
            if (best.Count > 1)
            {
                log.Warn($"{string.Join(", ", best)} hold the kernels of this system, and fstab does not show which of them is {Folder}");
            }

            return null;
        }

        if (!appliance.TryMount(only, Folder))
        {
            log.Warn($"{only}, which holds the guest's kernels, cannot be mounted for writing: it is not changed");
            return null;
        }

        log.Note($"{only} is mounted at {Folder} because it holds kernels: fstab uses an unknown name for it");
        return only;
    }

    /// <summary>How many kernels and initramfs are below <c>/boot</c>: those that carry a release of the system's in their names count for more than all others.</summary>
    internal static int Score(IGuestFiles files, IReadOnlyList<string> releases)
    {
        const int Named = 1000;
        var paths = KernelImages.In(files, Folder).Concat(files.Glob(Folder + "/initr*")).Distinct(StringComparer.Ordinal).ToList();
        return paths.Sum(path => releases.Any(release => path.Contains(release, StringComparison.Ordinal)) ? Named : 1);
    }

    private static List<string> Releases(GuestAppliance files) =>
        [.. KernelModules.Folders(files).Where(files.IsFolder).Select(folder => Path.GetFileName(folder)!)];
}
