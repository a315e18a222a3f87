using V2K.Engine.Disks;
using V2K.Engine.Interop;
using V2K.Rules;
using V2K.Rules.Findings;

namespace V2K.Engine.Ovf;

/// <summary>
/// Names of files in an OVA: the archive is taken for a folder, <c>/mnt/ds1/web01.ova/web01-disk1.vmdk</c>. So everything that resolves names, keeps them in
/// the datastores and derives targets from them works as for files.
/// </summary>
internal static class OvaPath
{
    private const string Ending = ".ova";

    /// <summary>Whether <paramref name="path"/> is called like an archive.</summary>
    internal static bool IsArchive(string path) => path.EndsWith(Ending, StringComparison.OrdinalIgnoreCase);

    /// <summary>Splits the name of a member.</summary>
    /// <returns>The archive, a regular file, and the member's name in it; null for the name of a file of its own.</returns>
    internal static (string Archive, string Member)? Split(string path)
    {
        for (var slash = path.IndexOf('/', 1); slash > 0; slash = path.IndexOf('/', slash + 1))
        {
            if (IsArchive(path[..slash]) && IsFile(path[..slash]))
            {
                return (path[..slash], path[(slash + 1)..]);
            }
        }

        return null;
    }

    /// <summary>Finds a member.</summary>
    /// <exception cref="V2KException">There is none of this name.</exception>
    internal static TarMember Find(DiskFile archive, string name) =>
        TarArchive.Members(archive).FirstOrDefault(member => member.Name == name)
        ?? throw new V2KException(
            $"contains no file {name}", "The archive is incomplete or its .ovf names another file: export the VM again", archive.Path)
        { Id = FindingId.MissingDisk };

    /// <summary>Refuses a member whose holes were left out.</summary>
    /// <exception cref="V2KException">It is one.</exception>
    internal static void RequireWhole(string archive, TarMember member)
    {
        if (member.IsSparse)
        {
            throw new V2KException(
                $"stores {member.Name} without its holes, so it cannot be read in place", "Unpack the archive (tar -xf) and name the .ovf beside it", archive);
        }
    }

    private static bool IsFile(string path)
    {
        try
        {
            return Posix.TryStatus(path) is { IsRegularFile: true };
        }
        catch (IOException)
        {
            // It may not be looked at: opening it reports that.
            return false;
        }
    }
}
