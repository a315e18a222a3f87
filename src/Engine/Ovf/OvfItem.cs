using System.Globalization;
using V2K.Rules;

namespace V2K.Engine.Ovf;

/// <summary>A device of an OVF: VirtualHardwareSection/Item, or StorageItem and EthernetPortItem of version 2. (DSP0004, CIM_ResourceAllocationSettingData.)</summary>
/// <param name="Element">The element itself.</param>
/// <param name="Path">The .ovf.</param>
internal sealed record OvfItem(OvfElement Element, string Path)
{
    private const int Disk = 17;

    /// <summary>Its line in the .ovf.</summary>
    internal int Line => Element.Line;

    /// <summary>
    /// ResourceType: 17 for a disk, and so on. Version 2 calls disks logical disks (31) and storage volumes (32); where it names none, the element says it.
    /// </summary>
    internal int Type { get; } = (Number(Element, "ResourceType", Path), Element.Name) switch
    {
        (31 or 32 or null, "StorageItem") or (31 or 32, _) => Disk,
        (33 or null, "EthernetPortItem") or (33, _) => 10,
        (var type, _) => type ?? 0,
    };

    /// <summary>The names in ResourceSubType, in lower case: exporters list several to choose from, <c>virtio lsilogic</c>.</summary>
    internal IReadOnlyList<string> SubTypes { get; } =
        [.. Element.All("ResourceSubType").SelectMany(element => element.Content.ToLowerInvariant().Split([' ', ',', ';', '\t', '\n', '\r'], StringSplitOptions.RemoveEmptyEntries))];

    /// <summary>The first of them; empty without.</summary>
    internal string SubType => SubTypes.Count > 0 ? SubTypes[0] : "";

    /// <summary>InstanceID, by which other items name it as their parent; before version 1.0 it was spelled InstanceId.</summary>
    internal string Id { get; } = Element.TextOf("InstanceID") ?? "";

    /// <summary>What people call it.</summary>
    internal string Label => Element.TextOf("ElementName") ?? Element.TextOf("Caption") ?? (Id.Length > 0 ? $"item {Id}" : $"the item on line {Line}");

    /// <summary>Whether it is there when the VM starts.</summary>
    internal bool IsConnected => !"false".Equals(Text("AutomaticAllocation"), StringComparison.OrdinalIgnoreCase);

    /// <summary>One of its elements; null without. That does not count as reading it.</summary>
    internal OvfElement? Part(string name) => Element.First(name);

    /// <summary>The text of one of its elements, which is read by that; null where it is absent or empty.</summary>
    internal string? Text(string name) => Element.TextOf(name);

    /// <summary>The same as a number from 0 on.</summary>
    /// <exception cref="V2KException">It is none.</exception>
    internal int? Number(string name) => Number(Element, name, Path);

    /// <summary>Whether any of the subtypes has <paramref name="part"/> in it.</summary>
    internal bool Is(string part) => SubTypes.Any(type => type.Contains(part, StringComparison.Ordinal));

    private static int? Number(OvfElement element, string name, string path) => element.TextOf(name) is not { } text ? null
        : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number
        : throw new V2KException(
            $"'{Printable.Excerpt(text)}' is not a number", "Correct it, or export the VM again", path, element.First(name)!.Line, element.First(name)!.QualifiedName);
}
