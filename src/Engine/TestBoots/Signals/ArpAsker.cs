using System.Net;
using System.Net.NetworkInformation;

namespace V2K.Engine.TestBoots.Signals;

/// <summary>
/// As whom to ask a guest for its addresses: as a neighbour in its subnet. A probe, which names no sender, would keep a guest that first looks whether somebody
/// else has its address (RFC 5227, section 2.1.1: dhcpcd, wicked, NetworkManager) from taking it; and a stranger gets no answer where rp_filter is 1.
/// </summary>
public sealed class ArpAsker
{
    /// <summary>
    /// What differs in the last byte. How large the subnet is, is not known, and its first and its last address get no answer: one of three numbers is
    /// neither, in a subnet of four as in any larger one.
    /// </summary>
    private static readonly byte[] Differences = [3, 2, 1];

    private readonly Dictionary<IPAddress, int> _turns = [];

    /// <summary>
    /// Nobody's: a host's own would have the guest send what is meant for that neighbour, which may be its gateway, to the host, and the host might pass it on.
    /// </summary>
    public static PhysicalAddress Mac { get; } = new([0x02, (byte)'v', (byte)'2', (byte)'k', 0, 1]);

    /// <summary>The address to name as the sender when asking for <paramref name="address"/>, another one each time; none that has itself been asked for, and 0.0.0.0 where that leaves none.</summary>
    public IPAddress SenderFor(IPAddress address)
    {
        var turn = _turns.GetValueOrDefault(address);
        _turns[address] = turn + 1;
        return Enumerable.Range(turn, Differences.Length)
            .Select(number => Neighbour(address, Differences[number % Differences.Length]))
            .FirstOrDefault(neighbour => !_turns.ContainsKey(neighbour), IPAddress.Any);
    }

    private static IPAddress Neighbour(IPAddress address, byte difference)
    {
        var bytes = address.GetAddressBytes();
        bytes[^1] ^= difference;
        return new IPAddress(bytes);
    }
}
