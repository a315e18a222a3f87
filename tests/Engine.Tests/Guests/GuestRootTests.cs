using V2K.Engine.Guests;
using V2K.Rules;

namespace V2K.Engine.Tests.Guests;

public sealed class GuestRootTests
{
    private const string Volume = "/dev/vg/root";

    private static readonly GuestRoot Origin = new(Volume, "Debian", IsWindows: false) { OwnDevice = "/dev/mapper/vg-root" };
    private static readonly GuestRoot Snapshot = new("/dev/vg/before-upgrade", "Debian", IsWindows: false) { OwnDevice = "/dev/mapper/vg-root" };
    private static readonly GuestRoot Other = new("/dev/sda1", "Rescue", IsWindows: false) { OwnDevice = "/dev/sda1" };
    private static readonly GuestRoot Silent = new("/dev/sdb1", "Old", IsWindows: false);

    [Fact]
    public void A_snapshot_of_the_root_s_volume_is_no_other_system() => Assert.Equal(Origin, Choose(Snapshot, Origin));

    [Fact]
    public void Systems_that_each_have_a_root_are_for_the_administrator_to_choose()
    {
        Assert.Throws<V2KException>(() => Choose(Origin, Other));
        Assert.Throws<V2KException>(() => Choose(Origin, Silent));
        Assert.Throws<V2KException>(() => Choose(Snapshot, Snapshot));
    }

    [Theory]
    [InlineData("/etc/debian_version", "12.15\n", "Debian 12.15")]
    [InlineData("/etc/redhat-release", "CentOS release 6.10 (Final)\nKernel \\r\n", "CentOS release 6.10 (Final)")]
    [InlineData("/etc/fstab", "/dev/sda1 / ext4 defaults 0 1\n", "an unknown Linux distribution")]
    public void A_system_without_os_release_has_a_name(string path, string text, string name) => Assert.Equal(name, GuestRoot.NameIn(path, text));

    private static GuestRoot Choose(params GuestRoot[] roots) => GuestRoot.Choose(
        roots, wish: null, Guest.Names(), device => device == "/dev/mapper/vg-root" ? Volume : device);
}
