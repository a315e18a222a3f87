using V2K.Rules.Model;
using V2K.Rules.Network;
using V2K.Rules.Translation;

namespace V2K.Engine.Inventory;

/// <summary>A network card: what it was plugged into, and what it gets.</summary>
/// <param name="Source">VMware's network; its kind, or the card, where the file names none.</param>
/// <param name="Target">libvirt's network, bridge or host device: <c>production, portgroup db</c>.</param>
/// <param name="IsMapped">Whether an entry of <c>networks:</c> says so. What no entry takes goes to libvirt's default.</param>
public sealed record CardLine(string Source, string Target, bool IsMapped)
{
    /// <summary>What <paramref name="card"/> is plugged into, with <paramref name="networks"/> in force.</summary>
    internal static CardLine Of(NetworkInterface card, NetworkMap networks) =>
        new(SourceOf(card), TargetOf(card), card.VmxSource is null || networks.Find(card.VmxSource) is not null);

    /// <summary>Its name, else the kind of connection; the card where the file says neither.</summary>
    private static string SourceOf(NetworkInterface card) => card.VmxNetwork
        ?? (card.VmxSource is { Type: not ConnectionType.Bridged } network ? network.Text : card.VmxDevice);

    private static string TargetOf(NetworkInterface card) =>
        (card.Type is "network" ? card.Source : card.IsDirect ? $"{card.Source} (macvtap)" : $"{card.Source} ({card.Type})")
        + (card.PortGroup is { } group ? $", portgroup {group}" : "")
        + (card.Vlan is { } vlan ? $", VLAN {vlan}" : "");
}
