using System.Globalization;
using System.Xml.Linq;
using V2K.Rules;

namespace V2K.Engine.Ovf;

/// <summary>A device of an OVF: VirtualHardwareSection/Item, or StorageItem and EthernetPortItem of version 2. (DSP0004, CIM_ResourceAllocationSettingData.)</summary>
/// <param name="Element">The element itself.</param>
/// <param name="Path">The .ovf.</param>
internal sealed record OvfItem(XElement Element, string Path)
{
    /// <summary>Its line in the .ovf.</summary>
    internal int Line => Element.Line();

    /// <summary>ResourceType: 17 for a disk, and so on.</summary>
    internal int Type => Number("ResourceType") ?? 0;

    /// <summary>ResourceSubType, in lower case: <c>vmxnet3</c>.</summary>
    internal string SubType => Text("ResourceSubType")?.ToLowerInvariant() ?? "";

    /// <summary>InstanceID, by which other items name it as their parent.</summary>
    internal string Id => Text("InstanceID") ?? "";

    /// <summary>Whether it is there when the VM starts.</summary>
    internal bool IsConnected => !string.Equals(Text("AutomaticAllocation"), "false", StringComparison.OrdinalIgnoreCase);

    /// <summary>The text of one of its elements; null without.</summary>
    internal string? Text(string name) => Element.Text(name) is { Length: > 0 } text ? text : null;

    /// <summary>The same as a number from 0 on.</summary>
    /// <exception cref="V2KException">It is none.</exception>
    internal int? Number(string name) => Text(name) is not { } text ? null
        : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number
        : throw new V2KException($"'{text}' is no number", "Correct it, or export the VM again", Path, Line, name);
}
