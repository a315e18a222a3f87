using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace V2K.Engine.Guests.Network;

/// <summary>Reads netplan(5)'s YAML.</summary>
internal static class Netplan
{
    /// <summary>
    /// The cards that a file configures under a name, each with the address by which the file itself gives it that name, if it does. A file
    /// that is no YAML configures none.
    /// </summary>
    internal static IReadOnlyList<(string Name, string? Mac)> Cards(string text)
    {
        var yaml = new YamlStream();
        try
        {
            yaml.Load(new StringReader(text));
        }
        catch (YamlException)
        {
            return [];
        }

        if (yaml.Documents is not [{ RootNode: YamlMappingNode root }, ..]
            || Child(root, "network") is not YamlMappingNode network
            || Child(network, "ethernets") is not YamlMappingNode cards)
        {
            return [];
        }

        return
        [
            .. from card in cards.Children
               where card.Key is YamlScalarNode { Value: not null } && card.Value is YamlMappingNode
               let settings = (YamlMappingNode)card.Value
               let match = Child(settings, "match") as YamlMappingNode
               let newName = (Child(settings, "set-name") as YamlScalarNode)?.Value
               let mac = newName is null || match is null ? null : (Child(match, "macaddress") as YamlScalarNode)?.Value
               // With a match, the key is only netplan's own word for the card.
               let name = match is null ? ((YamlScalarNode)card.Key).Value : newName ?? (Child(match, "name") as YamlScalarNode)?.Value
               where name is not null
               select (name, mac),
        ];
    }

    private static YamlNode? Child(YamlMappingNode node, string key) =>
        node.Children.FirstOrDefault(child => child.Key is YamlScalarNode scalar && scalar.Value == key).Value;
}
