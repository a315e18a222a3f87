using V2K.Engine.Tools;

namespace V2K.Engine.Tests.Tools;

public sealed class DistributionTests
{
    [Theory]
    [InlineData("ID=debian\nPRETTY_NAME=\"Debian GNU/Linux 12 (bookworm)\"\n", "Debian GNU/Linux 12 (bookworm)", DistributionFamily.Debian)]
    [InlineData("NAME='Linux Mint'\nID=linuxmint\nID_LIKE=\"ubuntu debian\"\n", "Linux Mint", DistributionFamily.Debian)]
    [InlineData("ID=\"opensuse-leap\"\nID_LIKE=\"suse opensuse\"\nPRETTY_NAME=\"openSUSE Leap 15.6\"", "openSUSE Leap 15.6", DistributionFamily.Suse)]
    [InlineData("ID=\"sles\"\nPRETTY_NAME=\"SLES 15 SP6\"", "SLES 15 SP6", DistributionFamily.Suse)]
    [InlineData("ID=fedora\nPRETTY_NAME=\"Fedora Linux 42\"", "Fedora Linux 42", DistributionFamily.Fedora)]
    [InlineData("ID=\"ol\"\nID_LIKE=\"fedora\"\nPRETTY_NAME=\"Oracle Linux\"", "Oracle Linux", DistributionFamily.Fedora)]
    [InlineData("# a comment\nID=alpine\n\nPRETTY_NAME=\"Alpine\"", "Alpine", DistributionFamily.Unknown)]
    [InlineData("", "an unknown Linux distribution", DistributionFamily.Unknown)]
    public void The_family_comes_from_the_id_or_from_what_it_is_like(string osRelease, string name, DistributionFamily family) =>
        Assert.Equal(new Distribution(name, family), Distribution.Parse(osRelease));

    [Theory]
    [InlineData(DistributionFamily.Debian, "qemu-utils")]
    [InlineData(DistributionFamily.Fedora, "qemu-img")]
    [InlineData(DistributionFamily.Suse, "qemu-img")]
    [InlineData(DistributionFamily.Unknown, null)]
    public void Each_family_has_its_own_name_for_a_package(DistributionFamily family, string? package) =>
        Assert.Equal(package, new Distribution("any", family).PackageOf(KnownTools.QemuImg));

    [Fact]
    public void The_distribution_of_this_host_has_a_name() => Assert.NotEmpty(Distribution.Detect().Name);
}
