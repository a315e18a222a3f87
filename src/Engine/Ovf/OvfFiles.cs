using System.Globalization;
using V2K.Engine.Disks;
using V2K.Rules;
using V2K.Rules.Findings;

namespace V2K.Engine.Ovf;

/// <summary>The files beside a description, in its folder or in the archive around it, and how a VM's path names them.</summary>
/// <param name="path">The description.</param>
/// <param name="isAlone">Whether it describes one VM; else the VM's path lies below it, as if it were a folder.</param>
internal sealed class OvfFiles(string path, bool isAlone)
{
    private readonly Lazy<HashSet<string>?> _members = new(() => MembersOf(path));

    private string Folder => Path.GetDirectoryName(path) ?? "";

    /// <summary>The name of a file of the export.</summary>
    /// <param name="href">A relative reference, in which blanks and the like may be spelled with percent signs (RFC 3986); VirtualBox writes them as they are.</param>
    /// <param name="at">The element that has it, for messages.</param>
    /// <exception cref="V2KException">It leads out of the export, or onto the network.</exception>
    internal string NameOf(string href, OvfElement at)
    {
        if (href.IndexOf("://", StringComparison.Ordinal) is > 0 and var colon)
        {
            throw new V2KException(
                $"'{Printable.Excerpt(href)}' is not a file of the export: its name is a link for {Printable.Excerpt(href.AsSpan(0, colon))}, which V2K does not fetch",
                "Download it, put it beside the .ovf, and name it in href",
                path,
                at.Line);
        }

        var decoded = href.Contains('%', StringComparison.Ordinal) && !Exists(href) ? Uri.UnescapeDataString(href) : href;
        if (decoded.Split('/', '\\').Contains(".."))
        {
            throw new V2KException(
                $"'{Printable.Excerpt(decoded)}' points outside the export and is refused",
                "If the file belongs to the VM, put it beside the .ovf; otherwise treat this VM as hostile",
                path,
                at.Line)
            { Id = FindingId.OutsideDatastores };
        }

        return isAlone || Path.IsPathRooted(decoded) ? decoded : "../" + decoded;
    }

    /// <summary>The name of a disk that is described, and not there yet.</summary>
    /// <param name="id">Its id.</param>
    /// <param name="bytes">Its size.</param>
    internal string EmptyDisk(string id, long bytes) =>
        (isAlone ? Path.GetFileName(path) + "/" : "") + OvfEmptyDisk.NameOf(id, bytes);

    private bool Exists(string name) => _members.Value is { } members
        ? members.Contains(name)
        : File.Exists(Path.Combine(Folder, name));

    /// <summary>The members of the archive that <paramref name="path"/> lies in, by their names below its folder; null for a file of its own.</summary>
    private static HashSet<string>? MembersOf(string path)
    {
        if (OvaPath.Split(path) is not var (archive, member))
        {
            return null;
        }

        using var file = DiskFile.Open(archive);
        var prefix = member.LastIndexOf('/') is >= 0 and var slash ? member[..(slash + 1)] : "";
        return [.. TarArchive.Members(file).Where(other => other.Name.StartsWith(prefix, StringComparison.Ordinal)).Select(other => other.Name[prefix.Length..])];
    }
}

/// <summary>
/// Disks that a description gives a size and no file: the VM gets them empty. Such a disk has a path below the description, with its size in it:
/// <c>/mnt/ds1/vcsa.ovf/vmdisk3#26843545600.vmdk</c>. Read, it is a VMDK descriptor of nothing but zeroes.
/// </summary>
internal static class OvfEmptyDisk
{
    private const string Ending = ".vmdk";
    private const int LongestId = 80;

    /// <summary>The file name of a disk.</summary>
    internal static string NameOf(string id, long bytes)
    {
        var plain = string.Concat(id.Select(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.' ? c : '-')).TrimStart('.', '-');
        plain = plain.Length == 0 ? "disk" : plain[..Math.Min(plain.Length, LongestId)];
        return string.Create(CultureInfo.InvariantCulture, $"{plain}#{bytes}{Ending}");
    }

    /// <summary>The description that a path lies below, and the size of the disk, in bytes; null for any other path.</summary>
    internal static (string Description, long Bytes)? Split(string path)
    {
        var name = Path.GetFileName(path.AsSpan());
        var mark = name.LastIndexOf('#');
        var description = Path.GetDirectoryName(path);
        return mark > 0
            && name.EndsWith(Ending, StringComparison.OrdinalIgnoreCase)
            && OvfFile.Matches(description ?? "")
            && long.TryParse(name[(mark + 1)..^Ending.Length], NumberStyles.None, CultureInfo.InvariantCulture, out var bytes)
            && !Directory.Exists(description)
                ? (description!, bytes)
                : null;
    }

    /// <summary>The name of the result, without its ending: <c>vmdisk3</c>.</summary>
    internal static string PlainName(string path)
    {
        var name = Path.GetFileName(path);

        // disk.vmdk.gz
        name = name.EndsWith(".gz", StringComparison.OrdinalIgnoreCase) ? name[..^3] : name;
        return Split(path) is not null ? name[..name.LastIndexOf('#')] : Path.GetFileNameWithoutExtension(name);
    }

    /// <summary>A descriptor of such a disk. ("Virtual Disk Format 5.0", The Descriptor File.)</summary>
    internal static string Descriptor(long bytes) => string.Create(
        CultureInfo.InvariantCulture,
        $"# Disk DescriptorFile\nversion=1\nCID=fffffffe\nparentCID=ffffffff\ncreateType=\"custom\"\nRW {bytes / Disks.Vmdk.Sector.Size} ZERO\n");
}
