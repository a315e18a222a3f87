using V2K.Engine.TestBoots.Signals;

namespace V2K.Engine.Tests.Libvirt;

/// <summary>A machine of nothing but firmware, looked into.</summary>
public sealed class GuestMemoryTests(PrivateLibvirt daemon) : IClassFixture<PrivateLibvirt>
{
    private const int Mebibytes = 16;

    [SkippableFact]
    public async Task The_memory_of_a_running_domain_is_read_and_firmware_has_no_consoles()
    {
        using var libvirt = await daemon.ConnectAsync();
        using var domain = libvirt.Start(
            $"<domain type='qemu'><name>memory</name><memory unit='MiB'>{Mebibytes}</memory><os><type arch='x86_64' machine='pc'>hvm</type></os></domain>",
            "memory",
            "Read what it says");

        // The processor starts here, with a far jump. It is the firmware's ROM; its copy below 1 MiB is for a moment not there.
        var reset = new byte[16];
        var isRead = domain.TryPeek(0xFFFF_FFF0, reset);
        var consoles = ConsoleMemory.Read(domain, Mebibytes);
        domain.Destroy();

        Assert.True(isRead);
        Assert.Equal(0xEA, reset[0]);
        Assert.Null(consoles);
    }
}
