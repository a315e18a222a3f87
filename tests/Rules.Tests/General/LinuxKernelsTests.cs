using V2K.Rules.General;
using V2K.Rules.Model;

namespace V2K.Rules.Tests.General;

public sealed class LinuxKernelsTests
{
    [Theory]
    [InlineData("2.6.9-78.EL", VirtioVersion.None)]
    [InlineData("2.6.9-89.EL", VirtioVersion.Legacy)]
    [InlineData("2.6.16.60-0.21-default", VirtioVersion.None)]
    [InlineData("2.6.18-92.el5", VirtioVersion.None)]
    [InlineData("2.6.18-128.1.1.el5", VirtioVersion.Legacy)]
    [InlineData("2.6.18-6-amd64", VirtioVersion.None)]
    [InlineData("2.6.24-16-server", VirtioVersion.None)]
    [InlineData("2.6.26-2-amd64", VirtioVersion.Legacy)]
    [InlineData("2.6.32-754.el6.x86_64", VirtioVersion.Legacy)]
    [InlineData("3.10.0-229.el7.x86_64", VirtioVersion.Legacy)]
    [InlineData("3.10.0-327.el7.x86_64", VirtioVersion.Modern)]
    [InlineData("3.12.28-4-default", VirtioVersion.Legacy)]
    [InlineData("3.16.0-4-amd64", VirtioVersion.Legacy)]
    [InlineData("3.19.0-25-generic", VirtioVersion.Legacy)]
    [InlineData("4.4.0-31-generic", VirtioVersion.Modern)]
    [InlineData("6.1.0-18-amd64", VirtioVersion.Modern)]
    public void The_kernel_release_shows_which_virtio_version_it_supports(string release, VirtioVersion expected) =>
        Assert.Equal(expected, LinuxKernels.Drivers(release)!.Virtio);

    [Theory]
    [InlineData("2.6.32-754.el6.x86_64", true)]
    [InlineData("2.6.32-220.el6.x86_64", false)]
    [InlineData("3.2.0-4-amd64", false)]
    [InlineData("3.16.0-4-amd64", true)]
    public void The_kernel_release_shows_whether_it_has_virtio_scsi(string release, bool expected) =>
        Assert.Equal(expected, LinuxKernels.Drivers(release)!.Has(VirtioDevices.Scsi));

    [Theory]
    [InlineData("")]
    [InlineData("vmlinuz")]
    [InlineData("6")]
    [InlineData("99999999999.1")]
    [InlineData("-1.2")]
    public void A_string_that_is_no_release_says_nothing_about_the_kernel(string text) => Assert.Null(LinuxKernels.Drivers(text));
}
