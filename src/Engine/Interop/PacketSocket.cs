using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace V2K.Engine.Interop;

/// <summary>
/// A raw socket on one network interface, packet(7): whole Ethernet frames of ARP and ICMPv6, with the VLAN's tag that the kernel takes off a
/// frame before anybody sees it. Needs CAP_NET_RAW.
/// </summary>
internal sealed partial class PacketSocket : IDisposable
{
    private const int SolSocket = 1;
    private const int AttachFilter = 26;
    private const int SolPacket = 263;
    private const int AddMembership = 1;
    private const short Promiscuous = 1;
    private const int AuxiliaryData = 8;
    private const int DontWait = 0x40;

    /// <summary>TP_STATUS_VLAN_VALID of linux/if_packet.h: there was a tag, and this is it.</summary>
    private const uint HasTag = 1 << 4;

    /// <summary>ETH_P_ALL in network byte order. A socket for one protocol gets tagged frames as well, and does not learn that they were.</summary>
    private static readonly short AllProtocols = BinaryPrimitives.ReverseEndianness((short)0x0003);

    /// <summary>
    /// BPF (Documentation/networking/filter.rst): ARP, whatever has its tag still, and IPv6 whose next header is ICMPv6. What else a guest sends
    /// would crowd them out.
    /// </summary>
    private static readonly FilterLine[] Filter =
    [
        new(0x28, 0, 0, 12),
        new(0x15, 4, 0, 0x0806),
        new(0x15, 3, 0, 0x8100),
        new(0x15, 0, 3, 0x86DD),
        new(0x30, 0, 0, 20),
        new(0x15, 0, 1, 58),
        new(0x06, 0, 0, ushort.MaxValue),
        new(0x06, 0, 0, 0),
    ];

    private readonly Socket _socket;
    private readonly byte[] _first = new byte[1];

    private PacketSocket(Socket socket) => _socket = socket;

    /// <summary>Opens it on the interface with this index, for the frames of every address.</summary>
    /// <exception cref="SocketException">This user may not, or the interface is gone.</exception>
    internal static PacketSocket Open(int index)
    {
        // Protocol 0 hears nothing until the socket is bound to the one interface.
        var socket = new Socket(AddressFamily.Packet, SocketType.Raw, ProtocolType.Unspecified);
        try
        {
            Attach(socket);
            socket.SetRawSocketOption(SolPacket, AuxiliaryData, [1, 0, 0, 0]);
            socket.Bind(new LinkEndPoint(index));

            // Answers go to an address that the host does not have.
            var request = new byte[16];
            BinaryPrimitives.WriteInt32LittleEndian(request, index);
            BinaryPrimitives.WriteInt16LittleEndian(request.AsSpan(4), Promiscuous);
            socket.SetRawSocketOption(SolPacket, AddMembership, request);
            return new PacketSocket(socket);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>Sends a frame, its tag included.</summary>
    /// <exception cref="SocketException">The interface is down.</exception>
    internal void Send(byte[] frame) => _socket.Send(frame);

    /// <summary>Waits for a frame.</summary>
    /// <returns>Its length in <paramref name="frame"/>, and the 16 bits of the tag that the kernel took off; null for none.</returns>
    /// <exception cref="SocketException">The interface went down or came up; the socket stays usable.</exception>
    internal async Task<(int Length, ushort? Tag)> ReceiveAsync(byte[] frame, CancellationToken cancellation)
    {
        while (true)
        {
            // .NET waits, and recvmsg(2) alone tells the tag.
            await _socket.ReceiveAsync(_first, SocketFlags.Peek, cancellation);
            if (Take(frame) is { } taken)
            {
                return taken;
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _socket.Dispose();

    private unsafe (int Length, ushort? Tag)? Take(byte[] frame)
    {
        const int ControlBytes = 256;
        var control = stackalloc byte[ControlBytes];
        fixed (byte* start = frame)
        {
            var part = new Part { Start = start, Length = (nuint)frame.Length };
            var header = new MessageHeader { Parts = &part, PartCount = 1, Control = control, ControlLength = ControlBytes };
            var length = ReceiveMessage(_socket.SafeHandle, &header, DontWait);
            return length < 0 ? null : ((int)length, Tag(new ReadOnlySpan<byte>(control, (int)header.ControlLength)));
        }
    }

    /// <summary>Looks through cmsg(3) for a <c>struct tpacket_auxdata</c>.</summary>
    private static unsafe ushort? Tag(ReadOnlySpan<byte> control)
    {
        var headerLength = sizeof(nuint) + 8;
        while (control.Length > headerLength)
        {
            var length = (int)MemoryMarshal.Read<nuint>(control);
            if (length <= headerLength || length > control.Length)
            {
                return null;
            }

            var (level, type) = (MemoryMarshal.Read<int>(control[sizeof(nuint)..]), MemoryMarshal.Read<int>(control[(sizeof(nuint) + 4)..]));
            var data = control[headerLength..length];
            if (level == SolPacket && type == AuxiliaryData && data.Length >= 18)
            {
                return (MemoryMarshal.Read<uint>(data) & HasTag) != 0 ? MemoryMarshal.Read<ushort>(data[16..]) : null;
            }

            control = control[Math.Min(control.Length, (length + sizeof(nuint) - 1) & -sizeof(nuint))..];
        }

        return null;
    }

    private static unsafe void Attach(Socket socket)
    {
        fixed (FilterLine* lines = Filter)
        {
            var program = new FilterProgram { Length = (ushort)Filter.Length, Lines = lines };
            socket.SetRawSocketOption(SolSocket, AttachFilter, new ReadOnlySpan<byte>(&program, sizeof(FilterProgram)));
        }
    }

    [LibraryImport("libc", EntryPoint = "recvmsg", SetLastError = true)]
    private static unsafe partial nint ReceiveMessage(SafeHandle socket, MessageHeader* header, int flags);

    /// <summary><c>struct sock_filter</c>.</summary>
    private readonly record struct FilterLine(ushort Code, byte IfTrue, byte IfFalse, uint Value);

    /// <summary><c>struct sock_fprog</c>.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private unsafe struct FilterProgram
    {
        internal ushort Length;
        internal FilterLine* Lines;
    }

    /// <summary><c>struct iovec</c>.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private unsafe struct Part
    {
        internal byte* Start;
        internal nuint Length;
    }

    /// <summary><c>struct msghdr</c> of recvmsg(2).</summary>
    [StructLayout(LayoutKind.Sequential)]
    private unsafe struct MessageHeader
    {
        internal byte* Name;
        internal uint NameLength;
        internal Part* Parts;
        internal nuint PartCount;
        internal byte* Control;
        internal nuint ControlLength;
        internal int Flags;
    }

    /// <summary><c>struct sockaddr_ll</c>.</summary>
    private sealed class LinkEndPoint(int index) : EndPoint
    {
        private const int Size = 20;

        public override AddressFamily AddressFamily => AddressFamily.Packet;

        public override SocketAddress Serialize()
        {
            var address = new SocketAddress(AddressFamily.Packet, Size);
            BinaryPrimitives.WriteInt16LittleEndian(address.Buffer.Span[2..], AllProtocols);
            BinaryPrimitives.WriteInt32LittleEndian(address.Buffer.Span[4..], index);
            return address;
        }
    }
}
