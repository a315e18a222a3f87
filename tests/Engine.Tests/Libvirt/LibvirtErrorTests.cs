using V2K.Engine.Libvirt;

namespace V2K.Engine.Tests.Libvirt;

public sealed class LibvirtErrorTests
{
    private const int SystemError = 38;

    [Theory]
    [InlineData("virtlogd")]
    [InlineData("virtlockd")]
    [InlineData("virtnetworkd")]
    public void A_daemon_beside_libvirts_own_that_does_not_run_is_named_and_libvirt_has_not_gone_away(string daemon)
    {
        var error = new LibvirtError(SystemError, $"Failed to connect socket to '/var/run/libvirt/{daemon}-sock': No such file or directory");

        Assert.False(error.IsConnectionLost);
        Assert.Equal(
            $"cannot start web01: {daemon}, which libvirt at qemu:///system needs, does not answer ({error.Message}). "
            + $"Start it: systemctl start {daemon}, or {daemon} -d where there is no systemd.",
            error.Explain("cannot start web01", "Look at it", "qemu:///system").Message);
    }

    [Theory]
    [InlineData("Failed to connect socket to '/var/run/libvirt/libvirt-sock': No such file or directory")]
    [InlineData("Failed to connect socket to '/var/run/libvirt/virtqemud-sock': Connection refused")]
    [InlineData("End of file while reading data: Input/output error")]
    public void Without_its_own_daemon_libvirt_has_gone_away(string message)
    {
        var error = new LibvirtError(SystemError, message);

        Assert.True(error.IsConnectionLost);
        Assert.Contains("closed the connection", error.Explain("cannot start web01", "Look at it", "qemu:///system").Message, StringComparison.Ordinal);
    }
}
