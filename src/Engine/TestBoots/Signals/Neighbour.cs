using System.Net;

namespace V2K.Engine.TestBoots.Signals;

/// <summary>Who says to have which address, and where.</summary>
/// <param name="Mac">The card, in lower case with colons.</param>
/// <param name="Address">The IPv4 or IPv6 address.</param>
/// <param name="Vlan">The VLAN whose tag its frames carry; null for none.</param>
public readonly record struct Neighbour(string Mac, IPAddress Address, int? Vlan = null);

/// <summary>An address to ask for, and where.</summary>
/// <param name="Address">The IPv4 or IPv6 address.</param>
/// <param name="Vlan">The VLAN to ask on; null to ask without a tag.</param>
public readonly record struct WantedAddress(IPAddress Address, int? Vlan = null);
