using System.Buffers.Binary;
using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;

namespace V2K.Engine.TestBoots.Signals;

/// <summary>A packet of IPv6's Neighbour Discovery on Ethernet: RFC 4861, sections 4.3 and 4.4.</summary>
/// <param name="IsReply">An answer to a question; else an announcement, or the guest's own look whether somebody has its address.</param>
/// <param name="Mac">Who has the address, in lower case with colons.</param>
/// <param name="Address">The address.</param>
public readonly record struct NeighbourDiscovery(bool IsReply, string Mac, IPAddress Address)
{
    private const int Ethernet = 14;
    private const int Header = 40;
    private const int Message = Ethernet + Header;
    private const int Target = Message + 8;
    private const int Options = Target + 16;
    private const int Length = Options + 8;
    private const byte Icmpv6 = 58;
    private const byte Solicitation = 135;
    private const byte Advertisement = 136;
    private const byte HopLimit = 255;

    /// <summary>Options 1 and 2: the hardware address of the sender, and of the target.</summary>
    private const byte SourceOption = 1;
    private const byte TargetOption = 2;

    /// <summary>Understands an Ethernet frame without a tag; null for anything else, and for link-local addresses, which every guest has.</summary>
    public static NeighbourDiscovery? Parse(ReadOnlySpan<byte> frame)
    {
        if (frame.Length < Options
            || BinaryPrimitives.ReadUInt16BigEndian(frame[12..]) != 0x86DD
            || frame[Ethernet + 6] != Icmpv6
            || frame[Ethernet + 7] != HopLimit
            || frame[Message + 1] != 0)
        {
            return null;
        }

        var address = new IPAddress(frame.Slice(Target, 16));
        if (address.IsIPv6LinkLocal || address.IsIPv6Multicast || address.Equals(IPAddress.IPv6Any))
        {
            return null;
        }

        var sender = new IPAddress(frame.Slice(Ethernet + 8, 16));
        return frame[Message] switch
        {
            // The flag S says that somebody asked.
            Advertisement => new NeighbourDiscovery((frame[Message + 4] & 0x40) != 0, MacOf(frame), address),
            // Duplicate address detection: who asks is about to have it (RFC 4862, section 5.4).
            Solicitation when sender.Equals(IPAddress.IPv6Any) => new NeighbourDiscovery(IsReply: false, ArpPacket.MacText(frame.Slice(6, 6)), address),
            _ => null,
        };
    }

    /// <summary>
    /// The frame by which <paramref name="from"/> asks, from its link-local address, who has <paramref name="address"/>. A question without a sender
    /// would be a duplicate address detection, and keep the guest from taking the address.
    /// </summary>
    public static byte[] Question(PhysicalAddress from, IPAddress address)
    {
        ArgumentNullException.ThrowIfNull(from);
        ArgumentNullException.ThrowIfNull(address);
        if (address.AddressFamily != AddressFamily.InterNetworkV6)
        {
            throw new ArgumentException("only IPv6 has neighbour discovery", nameof(address));
        }

        var target = address.GetAddressBytes();
        var mac = from.GetAddressBytes();
        var frame = new byte[Length];

        // In ff02::1:ff00:0/104, the solicited-node address (RFC 4291, section 2.7.1), and its multicast address (RFC 2464, section 7).
        ReadOnlySpan<byte> group = [0xFF, 0x02, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0xFF, .. target.AsSpan(13)];
        ((ReadOnlySpan<byte>)[0x33, 0x33, .. group[12..]]).CopyTo(frame);
        mac.CopyTo(frame, 6);
        BinaryPrimitives.WriteUInt16BigEndian(frame.AsSpan(12), 0x86DD);

        frame[Ethernet] = 0x60;
        BinaryPrimitives.WriteUInt16BigEndian(frame.AsSpan(Ethernet + 4), Length - Message);
        frame[Ethernet + 6] = Icmpv6;
        frame[Ethernet + 7] = HopLimit;
        LinkLocal(mac).CopyTo(frame, Ethernet + 8);
        group.CopyTo(frame.AsSpan(Ethernet + 24));

        frame[Message] = Solicitation;
        target.CopyTo(frame, Target);
        frame[Options] = SourceOption;
        frame[Options + 1] = 1;
        mac.CopyTo(frame, Options + 2);
        BinaryPrimitives.WriteUInt16BigEndian(frame.AsSpan(Message + 2), Checksum(frame));
        return frame;
    }

    /// <summary>fe80:: and the hardware address as an EUI-64 (RFC 4291, appendix A).</summary>
    private static byte[] LinkLocal(byte[] mac) =>
        [0xFE, 0x80, 0, 0, 0, 0, 0, 0, (byte)(mac[0] ^ 2), mac[1], mac[2], 0xFF, 0xFE, mac[3], mac[4], mac[5]];

    /// <summary>Of the addresses, the length, the next header and the message (RFC 8200, section 8.1).</summary>
    private static ushort Checksum(ReadOnlySpan<byte> frame)
    {
        uint sum = Icmpv6 + (uint)(frame.Length - Message);
        for (var at = Ethernet + 8; at < frame.Length; at += 2)
        {
            sum += BinaryPrimitives.ReadUInt16BigEndian(frame[at..]);
        }

        while (sum >> 16 != 0)
        {
            sum = (sum & 0xFFFF) + (sum >> 16);
        }

        return (ushort)~sum;
    }

    /// <summary>What the answer's option says; the frame's sender where it has none.</summary>
    private static string MacOf(ReadOnlySpan<byte> frame)
    {
        for (var at = Options; at + 8 <= frame.Length && frame[at + 1] != 0; at += frame[at + 1] * 8)
        {
            if (frame[at] == TargetOption)
            {
                return ArpPacket.MacText(frame.Slice(at + 2, 6));
            }
        }

        return ArpPacket.MacText(frame.Slice(6, 6));
    }
}
