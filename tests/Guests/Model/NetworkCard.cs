namespace V2K.Guests.Model;

/// <summary>A network card of a guest.</summary>
/// <param name="Address">The static IPv4 address it had; null where DHCP gives one.</param>
public sealed record NetworkCard(string? Address = null)
{
    /// <summary>VMware's model: <c>vmxnet3</c> or <c>e1000</c>.</summary>
    public string Model { get; init; } = "vmxnet3";

    /// <summary>It is one more port of a bond, and has no address of its own.</summary>
    public bool IsPort { get; init; }

    /// <summary>Further addresses that it answers for, on VLANs or of IPv6.</summary>
    public IReadOnlyList<string> MoreAddresses { get; init; } = [];

    /// <summary>The slot that the <c>.vmx</c> names; null for the one that VMware gives to a card of this number.</summary>
    public int? Slot { get; init; }

    /// <summary>Whether the <c>.vmx</c> says in which slot it sits; one that was never started does not.</summary>
    public bool HasSlot { get; init; } = true;
}
