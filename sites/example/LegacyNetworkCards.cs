using V2K.Rules.Annotations;
using V2K.Rules.Model;

namespace V2K.Sites.Example;

/// <summary>
/// Cards on the network "Legacy" become e1000e: the appliances there have no virtio driver. Everything else about the
/// card stays as the built-in rule makes it, and so do all other cards.
/// </summary>
/// <example>
/// ethernet0.present = "TRUE"
/// ethernet0.virtualDev = "vmxnet3"
/// ethernet0.networkName = "Legacy"
/// →
/// &lt;interface type='network'&gt;&lt;source network='default'/&gt;&lt;model type='e1000e'/&gt;&lt;/interface&gt;
/// </example>
[Rule(nameof(Domain.Interfaces), Topic.Network), ForEach("ethernet#", 0, 9)]
public static class LegacyNetworkCards
{
    public static NetworkInterface? Map([BuiltIn] NetworkInterface? card, [Vmx(".networkName")] string? network) =>
        card is not null && network == "Legacy" ? card with { Model = "e1000e" } : null;
}
