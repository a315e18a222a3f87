using V2K.Guests.Trying;

namespace V2K.Guests.Tests;

public sealed class DhcpTrafficTests
{
    private const string Mac = "00:50:56:01:02:03";

    [Fact]
    public void A_request_of_the_card_is_found_behind_other_packets() =>
        Assert.True(DhcpTraffic.HasRequestOf(Mac, [.. new byte[24], .. Packet(type: 1), .. Packet(type: 3)]));

    [Fact]
    public void A_discovery_is_no_request() => Assert.False(DhcpTraffic.HasRequestOf(Mac, [.. new byte[24], .. Packet(type: 1)]));

    [Fact]
    public void Another_cards_request_does_not_count() =>
        Assert.False(DhcpTraffic.HasRequestOf("00:50:56:01:02:04", [.. new byte[24], .. Packet(type: 3)]));

    [Fact]
    public void A_file_that_is_being_written_may_end_anywhere()
    {
        byte[] file = [.. new byte[24], .. Packet(type: 3)];

        Assert.All(Enumerable.Range(0, file.Length), length => Assert.False(DhcpTraffic.HasRequestOf(Mac, file.AsSpan(0, length))));
    }

    private static byte[] Packet(byte type)
    {
        var frame = new byte[14 + 20 + 8 + 240 + 8];
        Convert.FromHexString(Mac.Replace(":", "", StringComparison.Ordinal)).CopyTo(frame, 6);
        frame[12] = 0x08;
        frame[14] = 0x45;
        frame[35] = 68;
        frame[37] = 67;
        new byte[] { 53, 1, type, 255 }.CopyTo(frame, 282);
        return [.. new byte[8], .. BitConverter.GetBytes(frame.Length), .. BitConverter.GetBytes(frame.Length), .. frame];
    }
}
