using System.Globalization;
using System.Text;
using V2K.Engine.Datastores;
using V2K.Engine.Disks.Vmdk;
using V2K.Rules;

namespace V2K.Engine.Disks;

/// <summary>The text of a descriptor that is missing or scrambled, as VMware would write it. It is shown, and never written into a datastore.</summary>
/// <param name="Path">The full path of the descriptor.</param>
/// <param name="Text">Its text, for a file that ends with a line feed.</param>
/// <param name="Notes">What to do besides writing it, and what to check, a sentence each.</param>
public sealed record ProposedDescriptor(string Path, string Text, IReadOnlyList<string> Notes)
{
    /// <summary>What VMware gives a new disk; snapshots of a base whose descriptor was written again then name it as theirs.</summary>
    private const uint FirstContentId = 0xFFFF_FFFE;

    private const int MostSnapshots = 64;

    /// <summary>What to propose for the disk at <paramref name="path"/>, which cannot be read; null where its extents are not beside it.</summary>
    /// <param name="path">The full path of the descriptor, or of an extent that is named in its place.</param>
    /// <param name="adapter">ddb.adapterType: <c>lsilogic</c>, <c>buslogic</c> or <c>ide</c>.</param>
    /// <param name="hardware">ddb.virtualHWVersion.</param>
    /// <param name="paths">Keeps names in the datastores.</param>
    public static ProposedDescriptor? For(string path, string adapter, string hardware, IDatastorePaths paths)
    {
        if ((StrayExtents.Beside(path, paths) ?? Raw(path)) is not { } stray
            || stray.Extents.Any(extent => Printable.OneLine(extent.Name) != extent.Name || extent.Name.Contains('"', StringComparison.Ordinal)))
        {
            return null;
        }

        var notes = new List<string>();
        if (stray.RenamedFrom is not null)
        {
            notes.Add($"First rename the present file to {stray.Extents[0].Name}.");
        }

        var parent = stray.IsSnapshot ? ParentOf(stray.Descriptor, paths) : null;
        if (stray.IsSnapshot && parent is null)
        {
            return null;
        }

        if (parent is { } snapshot)
        {
            notes.Add($"Only the file names show that its parent is {snapshot.Name}: check this in the VM's .vmsd file.");
        }

        return new ProposedDescriptor(stray.Descriptor, TextOf(stray, parent, ContentId(stray.Descriptor, paths), adapter, hardware), notes);
    }

    private static string TextOf(StrayExtents stray, (string Name, uint Id)? parent, uint id, string adapter, string hardware)
    {
        var sectors = stray.Extents.Sum(extent => extent.Length) / Sector.Size;
        var (cylinders, heads, perTrack) = Geometry(sectors, adapter);
        var text = new StringBuilder()
            .Append("# Disk DescriptorFile\nversion=1\nencoding=\"UTF-8\"\n")
            .Append(CultureInfo.InvariantCulture, $"CID={id:x8}\nparentCID={parent?.Id ?? uint.MaxValue:x8}\ncreateType=\"{stray.CreateType}\"\n");
        if (parent is { } snapshot)
        {
            text.Append(CultureInfo.InvariantCulture, $"parentFileNameHint=\"{snapshot.Name}\"\n");
        }

        text.Append("\n# Extent description\n");
        foreach (var extent in stray.Extents)
        {
            text.Append(CultureInfo.InvariantCulture, $"RW {extent.Length / Sector.Size} {extent.Type} \"{extent.Name}\"{(extent.Type == "FLAT" ? " 0" : "")}\n");
        }

        // A snapshot has the geometry of its base.
        text.Append("\n# The Disk Data Base\n#DDB\n\n");
        return (stray.IsSnapshot ? text : text.Append(CultureInfo.InvariantCulture, $"""
            ddb.adapterType = "{adapter}"
            ddb.geometry.cylinders = "{cylinders}"
            ddb.geometry.heads = "{heads}"
            ddb.geometry.sectors = "{perTrack}"
            ddb.virtualHWVersion = "{hardware}"

            """)).ToString();
    }

    /// <summary>
    /// The geometry that VMware's tools give a disk: IDE as ATA has it; SCSI 64 heads of 32 sectors below 1 GiB, 128 of 32 below 2 GiB, else
    /// 255 of 63. (VMware KB 1026254)
    /// </summary>
    internal static (long Cylinders, int Heads, int Sectors) Geometry(long sectors, string adapter)
    {
        const long Gibibyte = (1L << 30) / Sector.Size;
        var (heads, perTrack) = adapter == "ide" ? (16, 63) : sectors < Gibibyte ? (64, 32) : sectors < 2 * Gibibyte ? (128, 32) : (255, 63);
        var cylinders = Math.Max(1, sectors / (heads * perTrack));
        return (adapter == "ide" ? Math.Min(cylinders, 16383) : cylinders, heads, perTrack);
    }

    private static StrayExtents? Raw(string path)
    {
        try
        {
            using var file = DiskFile.Open(path);
            return ForeignFile.Of(file) is { Kind: ForeignKind.Raw } ? StrayExtents.Renamed(file) : null;
        }
        catch (V2KException)
        {
            // It is missing, too: then there is nothing to describe.
            return null;
        }
    }

    /// <summary>The CID that the first snapshot expects of the disk; VMware's first where there is none.</summary>
    private static uint ContentId(string descriptor, IDatastorePaths paths)
    {
        var (stem, own) = Numbered(descriptor);
        for (var number = own + 1; number <= own + MostSnapshots; number++)
        {
            if (Descriptor(NameOf(stem, number), descriptor, paths) is { ParentHint: { } hint, ParentContentId: { } expected }
                && System.IO.Path.GetFileName(hint.Replace('\\', '/')) == System.IO.Path.GetFileName(descriptor))
            {
                return expected;
            }
        }

        return FirstContentId;
    }

    /// <summary>The disk on which the snapshot <paramref name="descriptor"/> stands, by its number, and that disk's CID.</summary>
    private static (string Name, uint Id)? ParentOf(string descriptor, IDatastorePaths paths)
    {
        var (stem, own) = Numbered(descriptor);
        for (var number = own - 1; number >= 0 && own > 0 && own - number <= MostSnapshots; number--)
        {
            var name = NameOf(stem, number);
            if (Descriptor(name, descriptor, paths) is { } parent)
            {
                return (name, parent.ContentId);
            }

            // Its descriptor is to be written again as well, with that CID.
            if (StrayExtents.Beside(paths.Resolve(name, descriptor), paths) is not null)
            {
                return (name, FirstContentId);
            }
        }

        return null;
    }

    private static VmdkDescriptor? Descriptor(string name, string beside, IDatastorePaths paths)
    {
        try
        {
            return File.Exists(paths.Resolve(name, beside)) ? LayerReader.ReadDescriptor(paths.Resolve(name, beside), paths) : null;
        }
        catch (V2KException)
        {
            // Unreadable itself, it says nothing.
            return null;
        }
    }

    /// <summary><c>web01</c> and 2 for <c>web01-000002.vmdk</c>; <c>web01</c> and 0 for <c>web01.vmdk</c>.</summary>
    private static (string Stem, int Number) Numbered(string descriptor)
    {
        var name = System.IO.Path.GetFileNameWithoutExtension(descriptor);
        return name.Length > 7 && name[^7] == '-' && int.TryParse(name.AsSpan(name.Length - 6), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? (name[..^7], number)
            : (name, 0);
    }

    private static string NameOf(string stem, int number) =>
        number == 0 ? $"{stem}.vmdk" : string.Create(CultureInfo.InvariantCulture, $"{stem}-{number:000000}.vmdk");
}
