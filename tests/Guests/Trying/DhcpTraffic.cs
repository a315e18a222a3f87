using System.Buffers.Binary;

namespace V2K.Guests.Trying;

/// <summary>Finds DHCP requests (RFC 2131) in what QEMU's filter-dump writes: a pcap file, little-endian, of Ethernet frames.</summary>
internal static class DhcpTraffic
{
    private const int FileHeader = 24;
    private const int PacketHeader = 16;
    private const int EthernetHeader = 14;
    private const int DhcpOptions = EthernetHeader + 20 + 8 + 240;

    /// <summary>Whether the card with address <paramref name="mac"/> asked for an address that it had been offered.</summary>
    internal static bool HasRequestOf(string mac, ReadOnlySpan<byte> pcap)
    {
        var sender = Convert.FromHexString(mac.Replace(":", "", StringComparison.Ordinal));
        var rest = pcap.Length < FileHeader ? [] : pcap[FileHeader..];
        while (rest.Length >= PacketHeader)
        {
            var length = BinaryPrimitives.ReadInt32LittleEndian(rest[8..]);
            if (length < 0 || rest.Length - PacketHeader < length)
            {
                // The last packet is still being written.
                break;
            }

            if (IsRequest(rest.Slice(PacketHeader, length), sender))
            {
                return true;
            }

            rest = rest[(PacketHeader + length)..];
        }

        return false;
    }

    /// <summary>An IPv4 packet without options, UDP from port 68 to 67, whose options hold message type (53) 3.</summary>
    private static bool IsRequest(ReadOnlySpan<byte> frame, ReadOnlySpan<byte> sender) =>
        frame.Length > DhcpOptions
        && frame.Slice(6, 6).SequenceEqual(sender)
        && frame[12..15].SequenceEqual<byte>([0x08, 0x00, 0x45])
        && frame[34..38].SequenceEqual<byte>([0, 68, 0, 67])
        && frame[DhcpOptions..].IndexOf<byte>([53, 1, 3]) >= 0;
}
