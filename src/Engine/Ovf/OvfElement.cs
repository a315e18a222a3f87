namespace V2K.Engine.Ovf;

/// <summary>An element of a description. Names are compared without their prefixes: name spaces differ between versions and exporters.</summary>
internal sealed class OvfElement(OvfElement? parent, string qualifiedName, string name, OvfNamespace space, int line)
    : OvfPart(qualifiedName, name, space, line)
{
    private readonly List<OvfElement> _children = [];
    private readonly List<OvfAttribute> _attributes = [];
    private string? _label;

    internal OvfElement? Parent => parent;

    /// <summary>The outermost element.</summary>
    internal OvfElement Root => parent?.Root ?? this;

    internal IReadOnlyList<OvfElement> Children => _children;

    internal IReadOnlyList<OvfAttribute> Attributes => _attributes;

    /// <summary>The text in it, children left out, without the white space around it.</summary>
    internal string Content { get; set; } = "";

    /// <summary>Whether it is a pair of key and value in its attributes, as VMware's extensions are: <c>vmw:Config</c>.</summary>
    internal bool IsPair => Space is OvfNamespace.Vmware && Find("key") is not null && Find("value") is not null;

    /// <summary>Whether it is a device: one of the three elements of a VirtualHardwareSection that describe some.</summary>
    internal bool IsItem => Name is "Item" or "StorageItem" or "EthernetPortItem";

    /// <inheritdoc/>
    internal override string Text => IsPair ? Find("value")!.Text : Content;

    /// <inheritdoc/>
    internal override string Title => Owner is { } owner && owner != this ? $"{owner.Title} {Label}" : Label;

    private string Label => _label ??= FindId() is { Length: > 0 } id ? $"{QualifiedName} {id}" : QualifiedName;

    /// <summary>What distinguishes it from other elements of its name.</summary>
    private string? FindId() => Name switch
    {
        "Item" or "StorageItem" or "EthernetPortItem" => ChildText("InstanceID") ?? ChildText("InstanceId"),
        "Disk" => Find("diskId")?.Text,
        "File" or "Configuration" => Find("id")?.Text,
        "Property" or "Config" or "ExtraConfig" => Find("key")?.Text,
        _ => null,
    };

    /// <summary>The device that it is part of.</summary>
    private OvfElement? Owner => IsItem ? this : parent?.Owner;

    /// <summary>What stands in it, or in its value, is a secret.</summary>
    internal override void Hide()
    {
        base.Hide();
        Find("value")?.Hide();
    }

    internal void Add(OvfElement child) => _children.Add(child);

    internal void Add(OvfAttribute attribute) => _attributes.Add(attribute);

    /// <summary>The children with this name.</summary>
    internal IEnumerable<OvfElement> All(string name) => _children.Where(child => child.Name.Equals(name, StringComparison.OrdinalIgnoreCase));

    /// <summary>The first child with this name; null without.</summary>
    internal OvfElement? First(string name) => All(name).FirstOrDefault();

    /// <summary>The attribute with this name; null without. That does not count as reading it.</summary>
    internal OvfAttribute? Find(string name) => _attributes.Find(attribute => attribute.Name == name);

    /// <summary>The value of an attribute, which is read by that; null where it is absent or empty.</summary>
    internal string? Get(string name)
    {
        var attribute = Find(name);
        attribute?.Read();
        return attribute?.Text.Trim() is { Length: > 0 } text ? text : null;
    }

    /// <summary>The text of the first child with this name, which is read by that; null where it is absent or empty.</summary>
    internal string? TextOf(string name)
    {
        var child = First(name);
        child?.Read();
        return child?.Content is { Length: > 0 } text ? text : null;
    }

    /// <summary>Every element below it and itself, in the file's order.</summary>
    internal IEnumerable<OvfElement> Descendants() => _children.SelectMany(child => child.Descendants()).Prepend(this);

    private string? ChildText(string name) => First(name)?.Content;
}
