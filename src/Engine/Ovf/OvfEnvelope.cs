using V2K.Rules;

namespace V2K.Engine.Ovf;

/// <summary>
/// A description in DSP0243, "Open Virtualization Format Specification", versions 1.0 to 2.1, which differ in their name spaces: names are compared without.
/// </summary>
/// <param name="Path">The .ovf.</param>
/// <param name="Root">Envelope.</param>
/// <param name="Systems">Its VMs, by the names that tell them apart.</param>
/// <param name="IsGuessed">Whether its encoding was guessed.</param>
internal sealed record OvfEnvelope(string Path, OvfElement Root, IReadOnlyList<OvfSystem> Systems, bool IsGuessed)
{
    /// <summary>VMs in one description. A vApp of vCloud Director has at most 128.</summary>
    private const int MaximumSystems = 200;

    private const string Damaged = "The description is damaged: export the VM again";

    /// <summary>Reads a description.</summary>
    /// <exception cref="V2KException">It is no XML, no OVF, or of a version before 1.0.</exception>
    internal static OvfEnvelope Parse(byte[] bytes, string path)
    {
        var root = OvfXml.Parse(bytes, path, out var isGuessed);
        if (root.Name != "Envelope")
        {
            throw new V2KException($"is not an OVF: its root is {Printable.Excerpt(root.QualifiedName)}, not Envelope", Damaged, path, root.Line);
        }

        var systems = new List<OvfSystem>();
        var names = new Dictionary<string, int>(StringComparer.OrdinalIgnoreCase);
        foreach (var element in FindSystems(root))
        {
            systems.Add(new OvfSystem(element, NameOf(element, names)));
            if (systems.Count > MaximumSystems)
            {
                throw new V2KException($"describes more than {MaximumSystems} VMs, too many for a description", "Treat the file as hostile", path, element.Line);
            }
        }

        return systems.Count > 0 ? new OvfEnvelope(path, root, systems, isGuessed) : throw NoSystem(root, path);
    }

    /// <summary>The files, by their ids.</summary>
    /// <exception cref="V2KException">Two have one id.</exception>
    internal Dictionary<string, OvfElement> Files => ById("References", "File", "id");

    /// <summary>The disks, by their ids.</summary>
    /// <exception cref="V2KException">Two have one id.</exception>
    internal Dictionary<string, OvfElement> Disks => ById("DiskSection", "Disk", "diskId");

    /// <summary>The other VMs of the collection that <paramref name="system"/> is in.</summary>
    internal IEnumerable<OvfSystem> Neighbours(OvfSystem system) =>
        system.Element.Parent is { Name: "VirtualSystemCollection" } collection ? Systems.Where(other => other != system && other.Element.Parent == collection) : [];

    private static IEnumerable<OvfElement> FindSystems(OvfElement parent) => parent.Children.SelectMany(child => child.Name switch
    {
        "VirtualSystem" => [child],
        "VirtualSystemCollection" => FindSystems(child),
        _ => Array.Empty<OvfElement>(),
    });

    /// <summary>A name that is unique in the description, and that a file can have: made from the id of the VM.</summary>
    private static string NameOf(OvfElement system, Dictionary<string, int> others)
    {
        const int Longest = 80;
        var id = system.Find("id")?.Text ?? system.First("Name")?.Content ?? "";
        var plain = string.Concat(id.Select(c => c is '/' or '\\' or '#' || Printable.OneLine(c.ToString()) != c.ToString() ? '-' : c)).Trim().TrimStart('-', '.', ' ');
        plain = plain.Length == 0 ? "vm" : plain[..Math.Min(plain.Length, Longest)].TrimEnd();
        var name = plain;
        while (!others.TryAdd(name, 1))
        {
            name = $"{plain}-{++others[plain]}";
        }

        return name;
    }

    private static V2KException NoSystem(OvfElement root, string path)
    {
        var version = root.Find("version")?.Text;
        var content = root.First("Content");
        var uri = root.Attributes.FirstOrDefault(attribute => attribute.QualifiedName is "xmlns:ovf")?.Text;
        var isDraft = content is not null || root.Attributes.Any(attribute => attribute.Text == OvfNamespaces.Draft);
        return (isDraft, uri) switch
        {
            (true, "http://schemas.dmtf.org/ovf/envelope/1/") => new V2KException(
                $"is in the format of oVirt and Red Hat Virtualization (version {Printable.Excerpt(version ?? "unknown")}), not in OVF 1.0 or later",
                "Its VM already runs on KVM: move it with oVirt's tools or virt-v2v",
                path,
                (content ?? root).Line),
            (true, _) => new V2KException(
                $"is OVF {(version is "0.9" or "0.8" ? version : "0.9")}, the draft before version 1.0",
                "Convert it with VMware's ovftool (ovftool OLD.ovf NEW.ovf), or import it into VirtualBox and export it as OVF 1.0",
                path,
                (content ?? root).Line),
            _ when root.First("VirtualSystemCollection") is { } collection => new V2KException(
                "describes a vApp (VirtualSystemCollection) without any VM", "There is nothing to convert; export the VMs themselves", path, collection.Line),
            _ => new V2KException("describes no VM (VirtualSystem)", Damaged, path, root.Line),
        };
    }

    private Dictionary<string, OvfElement> ById(string section, string name, string attribute)
    {
        var found = new Dictionary<string, OvfElement>(StringComparer.Ordinal);
        foreach (var element in Root.All(section).SelectMany(parent => parent.All(name)))
        {
            if (!found.TryAdd(element.Get(attribute) ?? "", element))
            {
                throw new V2KException($"two {element.Name} have the same {attribute}", Damaged, Path, element.Line);
            }
        }

        return found;
    }
}

/// <summary>A VM of a description.</summary>
/// <param name="Element">VirtualSystem.</param>
/// <param name="Name">Its name, unique in the description, which a file can have.</param>
internal sealed record OvfSystem(OvfElement Element, string Name)
{
    /// <summary>The VirtualSystemCollections around it, the innermost first.</summary>
    internal IEnumerable<OvfElement> Collections
    {
        get
        {
            for (var parent = Element.Parent; parent is { Name: "VirtualSystemCollection" }; parent = parent.Parent)
            {
                yield return parent;
            }
        }
    }
}
