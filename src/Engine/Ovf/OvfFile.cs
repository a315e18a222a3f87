using V2K.Engine.Disks;
using V2K.Rules;

namespace V2K.Engine.Ovf;

/// <summary>
/// Reads the description of exported VMs (.ovf), in an OVA or beside its disks, as settings of a .vmx, so that every rule applies. A description of one VM
/// is that VM's path. One of several is a folder to them: <c>/mnt/ds1/shop.ovf/web.ovf</c>.
/// </summary>
public static class OvfFile
{
    private const string Ending = ".ovf";

    /// <summary>Whether <paramref name="path"/> is called like a description.</summary>
    public static bool Matches(string path) => path.EndsWith(Ending, StringComparison.OrdinalIgnoreCase);

    /// <summary>Reads and translates a VM. Lines are those of the .ovf.</summary>
    /// <param name="path">The VM's path.</param>
    /// <param name="choices">What the administrator decided.</param>
    /// <returns>The VM, and the bytes of its description.</returns>
    /// <exception cref="V2KException">It cannot be read, is no OVF, or describes disks that are no VMDKs.</exception>
    internal static (OvfExport Export, byte[] Bytes) Read(string path, OvfChoices choices)
    {
        var (description, name) = Split(path);
        var (envelope, bytes) = ReadEnvelope(description);
        var system = name is null
            ? envelope.Systems.Count == 1 ? envelope.Systems[0] : throw new V2KException(
                $"describes {envelope.Systems.Count} VMs", $"Name one of them, such as {envelope.Systems[0].Name}", description)
            : envelope.Systems.FirstOrDefault(system => system.Name == name) ?? throw new V2KException(
                $"describes no VM {Printable.Excerpt(name)} any more", "List the VMs again (--target=Inventory)", description);
        return (OvfTranslation.Translate(envelope, system, choices), bytes);
    }

    /// <summary>The file that describes the VM with this path.</summary>
    internal static string DescriptionOf(string path) => Split(path).Description;

    /// <summary>Whether several VMs are described by the file that describes this one.</summary>
    internal static bool IsOneOfSeveral(string path) => Matches(path) && Split(path).Name is not null;

    /// <summary>The paths of the VMs that the file <paramref name="description"/> describes, and their names where there are several.</summary>
    /// <returns>Of a file that cannot be read, the file itself: reading the VM reports what is wrong.</returns>
    internal static IEnumerable<(string Path, string? DisplayName)> VmsIn(string description)
    {
        try
        {
            var (envelope, _) = ReadEnvelope(description);
            return envelope.Systems.Count == 1
                ? [(description, null)]
                : [.. envelope.Systems.Select(system => (Path.Combine(description, system.Name + Ending), system.Element.First("Name")?.Content is { Length: > 0 } name ? name : system.Name))];
        }
        catch (V2KException)
        {
            // Listed all the same: it fails when it is chosen.
            return [(description, null)];
        }
    }

    /// <summary>Whether <paramref name="path"/> is called like an archive with a description and its disks.</summary>
    internal static bool IsArchive(string path) => OvaPath.IsArchive(path);

    /// <summary>Whether <paramref name="path"/> lies in an archive, or in a description of several VMs: in no folder.</summary>
    internal static bool IsInFile(string path) => OvaPath.Split(path) is not null || IsOneOfSeveral(path);

    /// <summary>The description in the OVA <paramref name="archive"/>, as a path.</summary>
    /// <returns>Of an archive that cannot be read, the usual name: reading the VM reports what is wrong.</returns>
    internal static string In(string archive)
    {
        var name = Path.GetFileNameWithoutExtension(archive) + Ending;
        try
        {
            using var file = DiskFile.Open(archive);
            name = TarArchive.Members(file).FirstOrDefault(member => Matches(member.Name) && !IsAppleDouble(member.Name))?.Name ?? name;
        }
        catch (V2KException)
        {
            // Listed all the same: it fails when it is chosen.
        }

        return Path.Combine(archive, name);
    }

    /// <summary>What macOS puts beside a file that has attributes of its own: <c>._web01.ovf</c>.</summary>
    private static bool IsAppleDouble(string name) => name[(name.LastIndexOf('/') + 1)..].StartsWith("._", StringComparison.Ordinal);

    private static (OvfEnvelope Envelope, byte[] Bytes) ReadEnvelope(string description)
    {
        using var file = DiskFile.Open(description);
        OvfXml.RefuseLength(file.Size, description);
        var bytes = new byte[file.Size];
        file.Read(bytes, 0);
        return (OvfEnvelope.Parse(bytes, description), bytes);
    }

    /// <summary>Tells the description from the name of a VM below it.</summary>
    private static (string Description, string? Name) Split(string path)
    {
        var parent = Path.GetDirectoryName(path);
        return parent is not null && Matches(parent) && !Directory.Exists(parent)
            ? (parent, Path.GetFileName(path)[..^Ending.Length])
            : (path, null);
    }
}
