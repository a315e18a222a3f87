using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace V2K.Engine.TestBoots.Signals;

/// <summary>
/// Listens for ARP on a bridge and asks for addresses there: the proof that a guest has one, whatever the guest's
/// firewall thinks, and whatever subnet it lies in. Needs CAP_NET_RAW.
/// </summary>
public sealed class ArpWatch : IDisposable
{
    /// <summary>ETH_P_ARP in network byte order, as packet(7) wants it.</summary>
    private static readonly short Protocol = BinaryPrimitives.ReverseEndianness((short)0x0806);

    private static readonly string OwnMac = ArpPacket.MacText(ArpAsker.Mac.GetAddressBytes());

    private readonly ConcurrentDictionary<(string Mac, IPAddress Address), bool> _seen = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly ArpAsker _asker = new();
    private readonly Socket _socket;
    private readonly Task _listening;

    private ArpWatch(Socket socket)
    {
        _socket = socket;
        _listening = ListenAsync();
    }

    /// <summary>Listens on <paramref name="bridge"/>; null where this user may not.</summary>
    public static ArpWatch? Start(string bridge)
    {
        var device = Path.Combine("/sys/class/net", bridge);
        Socket? socket = null;
        try
        {
            var index = int.Parse(File.ReadAllText(Path.Combine(device, "ifindex")), CultureInfo.InvariantCulture);
            socket = new Socket(AddressFamily.Packet, SocketType.Raw, (ProtocolType)Protocol);
            socket.Bind(new LinkEndPoint(index));
            HearAll(socket, index);
            return new ArpWatch(socket);
        }
        catch (Exception cause) when (cause is SocketException or IOException)
        {
            socket?.Dispose();
            return null;
        }
    }

    /// <summary>Who said to have which address so far; the value tells whether it answered when asked.</summary>
    public IReadOnlyDictionary<(string Mac, IPAddress Address), bool> Seen => _seen;

    /// <summary>Asks who has <paramref name="address"/>; an answer shows up in <see cref="Seen"/>.</summary>
    public void Ask(IPAddress address)
    {
        try
        {
            _socket.Send(ArpPacket.Question(ArpAsker.Mac, _asker.SenderFor(address), address));
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

    /// <summary>PACKET_ADD_MEMBERSHIP with PACKET_MR_PROMISC (packet(7)): answers go to an address that the host does not have.</summary>
    private static void HearAll(Socket socket, int index)
    {
        const int SolPacket = 263;
        const int AddMembership = 1;
        const short Promiscuous = 1;
        var request = new byte[16];
        BinaryPrimitives.WriteInt32LittleEndian(request, index);
        BinaryPrimitives.WriteInt16LittleEndian(request.AsSpan(4), Promiscuous);
        socket.SetRawSocketOption(SolPacket, AddMembership, request);
    }

    private async Task ListenAsync()
    {
        var frame = new byte[2048];
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                var length = await _socket.ReceiveAsync(frame, _stop.Token);
                if (ArpPacket.Parse(frame.AsSpan(0, length)) is { } packet && !packet.Address.Equals(IPAddress.Any) && packet.Mac != OwnMac)
                {
                    _seen.AddOrUpdate((packet.Mac, packet.Address), packet.IsReply, (_, before) => before || packet.IsReply);
                }
            }
            catch (Exception cause) when (cause is OperationCanceledException or ObjectDisposedException)
            {
                return;
            }
            catch (SocketException)
            {
                // ENETDOWN, once, when the bridge goes down or comes up; the socket goes on.
                await Task.Delay(TimeSpan.FromMilliseconds(200));
            }
        }
    }

    /// <summary><c>struct sockaddr_ll</c> of packet(7).</summary>
    private sealed class LinkEndPoint(int index) : EndPoint
    {
        private const int Size = 20;

        public override AddressFamily AddressFamily => AddressFamily.Packet;

        public override SocketAddress Serialize()
        {
            var address = new SocketAddress(AddressFamily.Packet, Size);
            BinaryPrimitives.WriteInt16LittleEndian(address.Buffer.Span[2..], Protocol);
            BinaryPrimitives.WriteInt32LittleEndian(address.Buffer.Span[4..], index);
            return address;
        }
    }
}
