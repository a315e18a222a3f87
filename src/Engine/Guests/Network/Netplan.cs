using V2K.Rules.Model;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;
using YamlDotNet.RepresentationModel;

namespace V2K.Engine.Guests.Network;

/// <summary>Reads netplan(5)'s YAML.</summary>
internal static class Netplan
{
    /// <summary>No netplan file nests as deep; reading one that does would take more stack than there is.</summary>
    private const int DeepestNesting = 32;

    /// <summary>
    /// The cards that a file configures under a name, each with the address by which the file itself gives it that name, if it does. A file
    /// that is no YAML configures none.
    /// </summary>
    internal static IReadOnlyList<(string Name, string? Mac)> Cards(string text) =>
    [
        .. from card in Section(Network(text), "ethernets")
           let match = Child(card.Settings, "match") as YamlMappingNode
           let newName = Scalar(card.Settings, "set-name")
           let mac = newName is null || match is null ? null : Scalar(match, "macaddress")
           // With a match, the key is only netplan's own word for the card.
           let name = match is null ? card.Id : newName ?? Scalar(match, "name")
           where name is not null
           select (name, mac),
    ];

    /// <summary>All interfaces of a file; null where it is no YAML that can be read.</summary>
    internal static IReadOnlyList<InterfaceSettings>? Interfaces(string text) => Network(text) is not { } network ? null :
    [
        .. Section(network, "ethernets").Select(one => Card(one.Id, one.Settings)),
        .. Section(network, "bonds").Concat(Section(network, "bridges")).Select(one => Addressed(one.Id, one.Settings) with
        {
            Names = [one.Id],
            Ports = [.. Scalars(Child(one.Settings, "interfaces"))],
        }),
        .. Section(network, "vlans").Select(one => Addressed(one.Id, one.Settings) with
        {
            Names = [one.Id],
            IsTagged = true,
            VlanId = VlanName.ParseId(Scalar(one.Settings, "id")),
            VlanOf = Scalar(one.Settings, "link"),
        }),
    ];

    private static InterfaceSettings Card(string id, YamlMappingNode settings)
    {
        var one = Addressed(id, settings);
        if (Child(settings, "match") is not YamlMappingNode match)
        {
            return one with { Names = [id] };
        }

        MacAddress? mac = MacAddress.TryParseVmx(Scalar(match, "macaddress") ?? "", out var address) ? address : null;
        List<string> drivers = [.. Scalars(Child(match, "driver"))];
        return one with
        {
            Macs = mac is null ? [] : [mac.Value],
            Names = mac is null && Scalar(match, "name") is { } name ? [name] : [],
            Drivers = drivers,
            Doubt = mac is null && Scalar(match, "name") is null && drivers.Count == 0 ? "its match is not known" : null,
        };
    }

    private static InterfaceSettings Addressed(string id, YamlMappingNode settings) => new(id)
    {
        IsDhcp = Scalar(settings, "dhcp4")?.ToLowerInvariant() is { } dhcp ? dhcp is "true" or "yes" or "on" or "y" : null,
        Addresses = [.. Scalars(Child(settings, "addresses")).Select(InterfaceSettings.Address).OfType<string>()],
        HasOwnMac = Child(settings, "macaddress") is not null,
    };

    /// <summary>A word, or the items of a list; of an item with settings (<c>192.0.2.5/24: {label: x}</c>) its key.</summary>
    private static IEnumerable<string> Scalars(YamlNode? list) =>
        from item in list is YamlSequenceNode sequence ? sequence.Children : list is YamlScalarNode single ? [single] : []
        let scalar = item is YamlMappingNode { Children: [var only] } ? only.Key : item
        where scalar is YamlScalarNode { Value: not null }
        select ((YamlScalarNode)scalar).Value;

    private static YamlMappingNode? Network(string text)
    {
        var yaml = new YamlStream();
        try
        {
            if (!IsTame(text))
            {
                return null;
            }

            yaml.Load(new StringReader(text));
        }
        catch (YamlException)
        {
            return null;
        }

        return yaml.Documents is [{ RootNode: YamlMappingNode root }, ..] ? Child(root, "network") as YamlMappingNode : null;
    }

    /// <summary>Whether a file can be loaded at no risk: not too deep, and without aliases, by which a short text says endless things.</summary>
    private static bool IsTame(string text)
    {
        var parser = new Parser(new StringReader(text));
        var depth = 0;
        while (parser.MoveNext())
        {
            depth += parser.Current!.NestingIncrease;
            if (depth > DeepestNesting || parser.Current is AnchorAlias)
            {
                return false;
            }
        }

        return true;
    }

    private static IEnumerable<(string Id, YamlMappingNode Settings)> Section(YamlMappingNode? network, string name) =>
        from one in (network is null ? null : Child(network, name) as YamlMappingNode)?.Children ?? Enumerable.Empty<KeyValuePair<YamlNode, YamlNode>>()
        where one is { Key: YamlScalarNode { Value: not null }, Value: YamlMappingNode }
        select (((YamlScalarNode)one.Key).Value!, (YamlMappingNode)one.Value);

    private static string? Scalar(YamlMappingNode node, string key) => (Child(node, key) as YamlScalarNode)?.Value;

    private static YamlNode? Child(YamlMappingNode node, string key) =>
        node.Children.FirstOrDefault(child => child.Key is YamlScalarNode scalar && scalar.Value == key).Value;
}
