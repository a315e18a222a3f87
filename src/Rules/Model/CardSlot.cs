using V2K.Rules.Network;

namespace V2K.Rules.Model;

/// <summary>Where a network card sat in VMware.</summary>
/// <param name="Number">The number of its <c>ethernet#</c>.</param>
/// <param name="Slot">Its slot.</param>
public sealed record CardSlot(int Number, PciSlotNumber Slot);
