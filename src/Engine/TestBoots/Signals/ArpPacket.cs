using System.Buffers.Binary;
using System.Net;
using System.Net.NetworkInformation;

namespace V2K.Engine.TestBoots.Signals;

/// <summary>An ARP packet for IPv4 on Ethernet: RFC 826.</summary>
/// <param name="IsReply">An answer; else a question or an announcement.</param>
/// <param name="Mac">Who sent it, in lower case with colons.</param>
/// <param name="Address">The address the sender says it has; 0.0.0.0 for a probe.</param>
public readonly record struct ArpPacket(bool IsReply, string Mac, IPAddress Address)
{
    private const int Ethernet = 14;
    private const int Length = Ethernet + 28;

    /// <summary>Understands an Ethernet frame; null for anything but ARP.</summary>
    public static ArpPacket? Parse(ReadOnlySpan<byte> frame) =>
        frame.Length >= Length
        && frame[12..22].SequenceEqual((ReadOnlySpan<byte>)[0x08, 0x06, 0x00, 0x01, 0x08, 0x00, 6, 4, 0, frame[21]])
        && frame[21] is 1 or 2
            ? new ArpPacket(frame[21] == 2, MacText(frame.Slice(22, 6)), new IPAddress(frame.Slice(28, 4)))
            : null;

    /// <summary>The frame by which <paramref name="from"/>, which says to be <paramref name="sender"/>, asks who has <paramref name="address"/>.</summary>
    public static byte[] Question(PhysicalAddress from, IPAddress sender, IPAddress address)
    {
        ArgumentNullException.ThrowIfNull(from);
        ArgumentNullException.ThrowIfNull(sender);
        ArgumentNullException.ThrowIfNull(address);
        var frame = new byte[Length];
        frame.AsSpan(0, 6).Fill(0xFF);
        from.GetAddressBytes().CopyTo(frame, 6);
        BinaryPrimitives.WriteUInt16BigEndian(frame.AsSpan(12), 0x0806);
        BinaryPrimitives.WriteUInt16BigEndian(frame.AsSpan(14), 1);
        BinaryPrimitives.WriteUInt16BigEndian(frame.AsSpan(16), 0x0800);
        frame[18] = 6;
        frame[19] = 4;
        frame[21] = 1;
        from.GetAddressBytes().CopyTo(frame, 22);
        sender.GetAddressBytes().CopyTo(frame, 28);
        address.GetAddressBytes().CopyTo(frame, 38);
        return frame;
    }

    /// <summary>A hardware address as <see cref="Mac"/> has it.</summary>
    internal static string MacText(ReadOnlySpan<byte> bytes) =>
        $"{bytes[0]:x2}:{bytes[1]:x2}:{bytes[2]:x2}:{bytes[3]:x2}:{bytes[4]:x2}:{bytes[5]:x2}";
}
