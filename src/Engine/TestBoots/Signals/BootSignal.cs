using System.Text.Json.Serialization;

namespace V2K.Engine.TestBoots.Signals;

/// <summary>What proves that a guest has come up, the best first; and what came before.</summary>
public enum BootSignal
{
    /// <summary>The QEMU guest agent answers: the system runs its services.</summary>
    [JsonStringEnumMemberName("guestAgent")]
    GuestAgent,

    /// <summary>The guest took an address by DHCP and answers for it by ARP.</summary>
    [JsonStringEnumMemberName("dhcpLease")]
    DhcpLease,

    /// <summary>The guest answers, by ARP or Neighbour Discovery, for an address of its own configuration.</summary>
    [JsonStringEnumMemberName("staticAddress")]
    StaticAddress,

    /// <summary>It asks for a user's name, on the serial port or on a text screen.</summary>
    [JsonStringEnumMemberName("loginPrompt")]
    LoginPrompt,

    /// <summary>It asked for the passphrase of an encrypted disk, and was given a key: no proof by itself.</summary>
    [JsonStringEnumMemberName("unlocked")]
    Unlocked,
}

/// <summary>A signal that came.</summary>
/// <param name="Kind">Which.</param>
/// <param name="Detail">What exactly, such as <c>198.18.7.23 for 00:50:56:8a:5b:01</c>.</param>
/// <param name="Seconds">How long after the start.</param>
public sealed record SeenSignal(BootSignal Kind, string Detail, double Seconds)
{
    /// <summary>A line for people.</summary>
    public string Text => Kind switch
    {
        BootSignal.GuestAgent => $"the guest agent answers ({Detail})",
        BootSignal.DhcpLease => $"DHCP lease and ARP answer, {Detail}",
        BootSignal.StaticAddress => $"{(Detail.Split(' ')[0].Contains(':', StringComparison.Ordinal) ? "neighbour advertisement" : "ARP answer")} for the guest's own address, {Detail}",
        BootSignal.Unlocked => $"asked for a passphrase and got {Detail}",
        _ => $"login prompt, {Detail}",
    };
}
