namespace V2K.Guests.Model;

/// <summary>A vmxnet3 card of a guest.</summary>
/// <param name="Address">The static IPv4 address it had; null where DHCP gives one.</param>
public sealed record NetworkCard(string? Address = null);
