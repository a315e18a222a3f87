using V2K.Rules.Model;

namespace V2K.Rules.Network;

/// <summary>The order of network cards, by which a guest that counts them (<c>eth0</c>, <c>eth1</c>) tells one from another.</summary>
public static class CardOrder
{
    /// <summary>
    /// As the guest found them on VMware's PCI bus, which from the fifth card on, or with an e1000 among vmxnet3, is not the order of their numbers.
    /// libvirt gives places on the bus out from the first to the last.
    /// </summary>
    public static IReadOnlyList<NetworkInterface> AsFound(IReadOnlyList<NetworkInterface> cards) =>
        cards.All(card => PciSlotNumber.Of(card.VmxSlot) is not null) ? [.. cards.OrderBy(card => new PciSlotNumber(card.VmxSlot!.Value).Order)] : cards;

    /// <summary>
    /// The index of the PCI Express port, from 1, that card <paramref name="number"/> gets among <paramref name="slots"/>: kernels find
    /// devices port by port. Null where it had no slot.
    /// </summary>
    public static int? Port(int number, IReadOnlyList<CardSlot> slots)
    {
        ArgumentNullException.ThrowIfNull(slots);
        var inOrder = slots.OrderBy(card => card.Slot.Order).ThenBy(card => card.Number).Select(card => card.Number).ToList();
        return inOrder.IndexOf(number) is >= 0 and var at ? at + 1 : null;
    }
}
