using System.Buffers.Binary;

namespace V2K.Engine.TestBoots.Signals;

/// <summary>The tag of IEEE 802.1Q that says to which VLAN an Ethernet frame belongs.</summary>
internal static class VlanTag
{
    private const int AfterAddresses = 12;
    private const int Length = 4;
    private const ushort Protocol = 0x8100;
    private const int IdBits = 0xFFF;

    /// <summary>The frame with the tag of <paramref name="vlan"/>; the frame itself for null.</summary>
    internal static byte[] Add(byte[] frame, int? vlan)
    {
        if (vlan is not { } id)
        {
            return frame;
        }

        var tagged = new byte[frame.Length + Length];
        frame.AsSpan(0, AfterAddresses).CopyTo(tagged);
        BinaryPrimitives.WriteUInt16BigEndian(tagged.AsSpan(AfterAddresses), Protocol);
        BinaryPrimitives.WriteUInt16BigEndian(tagged.AsSpan(AfterAddresses + 2), (ushort)id);
        frame.AsSpan(AfterAddresses).CopyTo(tagged.AsSpan(AfterAddresses + Length));
        return tagged;
    }

    /// <summary>Takes off the tag that a frame has still.</summary>
    /// <param name="frame">The frame; without the tag afterwards.</param>
    /// <param name="taken">The 16 bits of a tag that was taken off before; null for none.</param>
    /// <returns>The VLAN; null for none. Tag 0 is a priority, no VLAN.</returns>
    internal static int? Take(ref Span<byte> frame, ushort? taken)
    {
        if (taken is null && frame.Length >= AfterAddresses + Length && BinaryPrimitives.ReadUInt16BigEndian(frame[AfterAddresses..]) == Protocol)
        {
            taken = BinaryPrimitives.ReadUInt16BigEndian(frame[(AfterAddresses + 2)..]);
            frame[..AfterAddresses].CopyTo(frame[Length..]);
            frame = frame[Length..];
        }

        return (taken & IdBits) is > 0 and var id ? id : null;
    }
}
