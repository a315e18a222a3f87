using V2K.Engine.Guests;
using V2K.Engine.Guests.Steps;

namespace V2K.Engine.Tests.Guests.Steps;

/// <summary>QEMU's guest agent, enabled or installed.</summary>
public sealed class GuestAgentStepTests : StepTests
{
    [Fact]
    public void The_guest_agent_is_enabled_as_its_unit_wants()
    {
        Files.With("/usr/lib/systemd/system/qemu-guest-agent.service", "[Install]\nWantedBy=dev-virtio\\x2dports-org.qemu.guest_agent.0.device\n");

        Run(new GuestAgentStep());

        Assert.Equal(
            "/usr/lib/systemd/system/qemu-guest-agent.service",
            Files.LinkTarget("/etc/systemd/system/dev-virtio\\x2dports-org.qemu.guest_agent.0.device.wants/qemu-guest-agent.service"));
        Unchanged(new GuestAgentStep());
    }

    [Fact]
    public void The_guest_agent_is_installed_at_the_first_boot_if_asked()
    {
        Files.With("/etc/systemd/system/x.service", "");
        var wish = new AdjustOptions { GuestAgent = GuestAgentWish.Install };

        Run(new GuestAgentStep(), wish);

        Assert.NotNull(Files.LinkTarget("/etc/systemd/system/multi-user.target.wants/v2k-install-guest-agent.service"));
        Assert.True(Files.IsFile("/usr/local/sbin/v2k-install-guest-agent"));
        Assert.Equal(0, Run(new GuestAgentStep(), wish).Log.Changes);
    }
}
