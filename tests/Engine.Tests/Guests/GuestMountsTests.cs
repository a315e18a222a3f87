using V2K.Engine.Guests;

namespace V2K.Engine.Tests.Guests;

public sealed class GuestMountsTests
{
    private static readonly Dictionary<string, string> Identities = new(StringComparer.Ordinal)
    {
        ["UUID=1"] = "/dev/sda1",
        ["LABEL=my data"] = "/dev/sda2",
        ["PARTLABEL=EFI System"] = "/dev/sda3",
        ["PARTUUID=2"] = "/dev/sda4",
        ["/dev/mapper/vg-root"] = "/dev/vg/root",
    };

    [Theory]
    [InlineData("UUID=1", "/dev/sda1")]
    [InlineData("UUID=\"1\"", "/dev/sda1")]
    [InlineData("/dev/disk/by-uuid/1", "/dev/sda1")]
    [InlineData("LABEL=my data", "/dev/sda2")]
    [InlineData("/dev/disk/by-label/my\\x20data", "/dev/sda2")]
    [InlineData("/dev/disk/by-partlabel/EFI\\x20System", "/dev/sda3")]
    [InlineData("/dev/disk/by-partuuid/2", "/dev/sda4")]
    [InlineData("/dev/disk/by-id/wwn-0x6000c29abc-part5", "/dev/sda5")]
    [InlineData("/dev/mapper/vg-root", "/dev/vg/root")]
    [InlineData("LABEL=other", null)]
    public void A_device_of_fstab_is_found_by_whatever_it_is_called(string device, string? expected) =>
        Assert.Equal(expected, GuestMounts.Device(device, Guest.Names(), Identities));
}
