using V2K.Rules.Findings;
using V2K.Rules.Network;

namespace V2K.Engine.Ovf;

/// <summary>Network cards: resource type 10, and EthernetPortItem of version 2.</summary>
internal sealed class OvfCards(OvfSettings settings)
{
    /// <summary>How many cards VMware gives a VM.</summary>
    private const int Maximum = 10;

    private int _count;

    /// <summary>The cards' names in a .vmx, by the ids of their items: <c>ethernet0</c>.</summary>
    internal Dictionary<string, string> Names { get; } = new(StringComparer.Ordinal);

    /// <summary>Adds the settings of the cards: by their AddressOnParent, where each has its own, as VMware numbers them; else as they are described.</summary>
    internal void Add(IEnumerable<OvfItem> items)
    {
        List<OvfItem> cards = [.. items];
        var numbers = cards.ConvertAll(card => OvfQuantity.Number(card.Part("AddressOnParent")?.Content));
        var isNumbered = numbers.TrueForAll(number => number is not null) && numbers.Distinct().Count() == numbers.Count;
        foreach (var card in isNumbered ? cards.Zip(numbers).OrderBy(pair => pair.Second).Select(pair => pair.First) : cards)
        {
            Add(card);
        }
    }

    private void Add(OvfItem item)
    {
        if (_count >= Maximum)
        {
            settings.Raise(
                Finding.Warning(
                    $"{item.Label} exceeds the {Maximum} network cards that V2K translates", "the guest does not get it", "Add it to the domain").As(FindingId.OvfPart),
                item.Element);
            return;
        }

        var name = $"ethernet{_count++}";
        Names[item.Id] = name;
        settings.Add(name + ".present", value: true, item.Part("ResourceType") ?? (OvfPart)item.Element);
        settings.Add(name + ".virtualDev", Model(item), item.Part("ResourceSubType"));
        var network = item.Text("Connection");
        settings.Add(name + ".networkName", network, item.Part("Connection"));
        settings.Add(name + ".connectionType", ConnectionTypeOf(item, network), item.Part("Connection"));

        if (Mac(item.Text("Address")) is { } address)
        {
            settings.Add(name + ".addressType", "static", item.Part("Address"));
            settings.Add(name + ".address", address, item.Part("Address"));
        }

        if (!item.IsConnected)
        {
            settings.Add(name + ".startConnected", value: false, item.Part("AutomaticAllocation"));
        }

        item.Part("AddressOnParent")?.Read();
        OvfConfigs.AddOfDevice(item, name, settings);
    }

    /// <summary>A hardware address with its colons, which some exporters leave out, or write as dashes; any other text as it is.</summary>
    internal static string? Mac(string? text)
    {
        var digits = text is null ? "" : string.Concat(text.Where(c => c is not (':' or '-' or '.')));
        return digits.Length == 12 && digits.All(char.IsAsciiHexDigit)
            ? string.Join(':', digits.Chunk(2).Select(pair => new string(pair))).ToLowerInvariant()
            : text;
    }

    /// <summary>
    /// Workstation, Fusion and VirtualBox have no port groups: their exports call a network by its kind. "Internal" is one in VirtualBox's alone.
    /// </summary>
    private static string? ConnectionTypeOf(OvfItem item, string? network) => network?.ToLowerInvariant() switch
    {
        "bridged" => ConnectionType.Bridged,
        "nat" => ConnectionType.Nat,
        "hostonly" or "host-only" => ConnectionType.HostOnly,
        "custom" => ConnectionType.Custom,
        "internal" when item.Element.Root.Attributes.Any(attribute =>
            attribute.QualifiedName.StartsWith("xmlns", StringComparison.Ordinal) && OvfNamespaces.Of(attribute.Text) is OvfNamespace.VirtualBox) => ConnectionType.LanSegment,
        _ => null,
    };

    /// <summary>The first model that VMware has; virtio, which other products list first, is not one of them.</summary>
    private static string? Model(OvfItem item) =>
        item.SubTypes.Select(Model).FirstOrDefault(model => model is not null) ?? (item.Is("virtio") ? "vmxnet3" : item.SubType);

    /// <summary>A card's model in the words of a .vmx; null for one that is not known.</summary>
    internal static string? Model(string subType) => subType[(subType.LastIndexOf('.') + 1)..] switch
    {
        "pcnet32" or "pcnet" or "flexible" or "vlance" or "am79c970a" or "am79c973" => "vlance",
        "e1000" or "82540em" or "82543gc" or "82545em" => "e1000",
        "e1000e" or "82574l" => "e1000e",
        "vmxnet" => "vmxnet",
        "vmxnet2" => "vmxnet2",
        "vmxnet3" => "vmxnet3",
        "vmxnet3vrdma" or "vrdma" => "vmxnet3vrdma",
        "sriov" or "sriovethernetcard" => "sriov",
        _ => null,
    };
}
