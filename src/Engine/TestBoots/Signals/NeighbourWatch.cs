using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using V2K.Engine.Interop;

namespace V2K.Engine.TestBoots.Signals;

/// <summary>
/// Listens on a bridge for who has which address, and asks for addresses there, by ARP and by IPv6's Neighbour Discovery, on each VLAN by
/// itself: the proof that a guest has one, whatever subnet it lies in. A guest's firewall has no say in ARP. Needs CAP_NET_RAW.
/// </summary>
public sealed class NeighbourWatch : IDisposable
{
    /// <summary>A guest that claims ever more addresses is listened to no further.</summary>
    private const int Maximum = 4096;

    private static readonly string OwnMac = ArpPacket.MacText(ArpAsker.Mac.GetAddressBytes());

    private readonly ConcurrentDictionary<Neighbour, bool> _seen = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly ArpAsker _asker = new();
    private readonly PacketSocket _socket;
    private readonly Task _listening;

    private NeighbourWatch(PacketSocket socket)
    {
        _socket = socket;
        _listening = ListenAsync();
    }

    /// <summary>Listens on <paramref name="bridge"/>; null where this user may not.</summary>
    public static NeighbourWatch? Start(string bridge)
    {
        try
        {
            var index = int.Parse(File.ReadAllText(Path.Combine("/sys/class/net", bridge, "ifindex")), CultureInfo.InvariantCulture);
            return new NeighbourWatch(PacketSocket.Open(index));
        }
        catch (Exception cause) when (cause is SocketException or IOException)
        {
            return null;
        }
    }

    /// <summary>Who said to have which address so far; the value tells whether it answered when asked.</summary>
    public IReadOnlyDictionary<Neighbour, bool> Seen => _seen;

    /// <summary>Asks who has <paramref name="wanted"/>; an answer shows up in <see cref="Seen"/>.</summary>
    public void Ask(WantedAddress wanted)
    {
        var address = wanted.Address;
        var question = address.AddressFamily == AddressFamily.InterNetworkV6
            ? NeighbourDiscovery.Question(ArpAsker.Mac, address)
            : ArpPacket.Question(ArpAsker.Mac, _asker.SenderFor(address), address);
        try
        {
            _socket.Send(VlanTag.Add(question, wanted.Vlan));
        }
        catch (SocketException)
        {
            // The bridge has no carrier until the guest's card is plugged in; the next question will go out.
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _stop.Cancel();
        _socket.Dispose();
        _listening.Wait(TimeSpan.FromSeconds(5));
        _stop.Dispose();
    }

    private async Task ListenAsync()
    {
        var frame = new byte[2048];
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                var (length, tag) = await _socket.ReceiveAsync(frame, _stop.Token);
                Note(frame.AsSpan(0, length), tag);
            }
            catch (Exception cause) when (cause is OperationCanceledException or ObjectDisposedException)
            {
                return;
            }
            catch (SocketException)
            {
                // ENETDOWN, once, when the bridge goes down or comes up; the socket stays usable.
                await Task.Delay(TimeSpan.FromMilliseconds(200));
            }
        }
    }

    private void Note(Span<byte> frame, ushort? tag)
    {
        var vlan = VlanTag.Take(ref frame, tag);
        var (isReply, neighbour) = ArpPacket.Parse(frame) is { } arp && !arp.Address.Equals(IPAddress.Any) ? (arp.IsReply, new Neighbour(arp.Mac, arp.Address, vlan))
            : NeighbourDiscovery.Parse(frame) is { } found ? (found.IsReply, new Neighbour(found.Mac, found.Address, vlan))
            : default;
        if (neighbour.Mac is not null && neighbour.Mac != OwnMac && (_seen.Count < Maximum || _seen.ContainsKey(neighbour)))
        {
            _seen.AddOrUpdate(neighbour, isReply, (_, before) => before || isReply);
        }
    }
}
