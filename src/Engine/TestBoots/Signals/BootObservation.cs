using V2K.Engine.Libvirt;
using V2K.Engine.TestBoots.Passphrases;

namespace V2K.Engine.TestBoots.Signals;

/// <summary>What is known of a guest at one moment of its boot.</summary>
/// <param name="Seconds">Since its start.</param>
/// <param name="State">What libvirt says.</param>
/// <param name="Serial">All that it has said on its serial port.</param>
/// <param name="Screen">What its screen shows, or its consoles a while ago; null where that is no text.</param>
/// <param name="Leases">The addresses that DHCP gave away.</param>
/// <param name="Neighbours">Who has said to have which address, and whether it answered for it; null where nobody listens.</param>
/// <param name="Agent">What the guest agent answered; null for no answer.</param>
/// <param name="Unlocking">What came of the keys of its encrypted disks; null where there are none.</param>
public sealed record BootObservation(
    double Seconds,
    DomainState State,
    string Serial,
    string? Screen,
    IReadOnlyList<DhcpLease> Leases,
    IReadOnlyDictionary<Neighbour, bool>? Neighbours,
    string? Agent,
    Unlocking? Unlocking = null);
