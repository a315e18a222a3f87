using V2K.Engine.Guests.Text;

namespace V2K.Engine.Tests.Guests.Text;

public sealed class KernelArgumentsTests
{
    [Theory]
    [InlineData("\tlinux\t/boot/vmlinuz-6.1 root=/dev/sda1 ro quiet", "\tlinux\t/boot/vmlinuz-6.1 root=UUID=A ro quiet")]
    [InlineData("linuxefi /vmlinuz ro root=/dev/sda1", "linuxefi /vmlinuz ro root=UUID=A")]
    [InlineData("options root=/dev/sda1 resume=/dev/sda5", "options root=UUID=A resume=UUID=B")]
    [InlineData("GRUB_CMDLINE_LINUX=\"resume=/dev/sda5 quiet\"", "GRUB_CMDLINE_LINUX=\"resume=UUID=B quiet\"")]
    [InlineData("GRUB_CMDLINE_LINUX='root=/dev/sda1'", "GRUB_CMDLINE_LINUX='root=UUID=A'")]
    [InlineData("kernelopts=root=/dev/sda1 ro", "kernelopts=root=UUID=A ro")]
    [InlineData("append root=/dev/sda1 cryptdevice=/dev/sda5:root", "append root=UUID=A cryptdevice=UUID=B:root")]
    [InlineData("root=/dev/sda1", "root=UUID=A")]
    [InlineData("linux /vmlinuz fips=1 boot=/dev/sda1 mount.usr=/dev/sda5", "linux /vmlinuz fips=1 boot=UUID=A mount.usr=UUID=B")]
    [InlineData("linux /vmlinuz root=/dev/disk/by-path/pci-0000:03:00.0-scsi-0:0:0:0-part1 ro", "linux /vmlinuz root=UUID=A ro")]
    [InlineData("linux /vmlinuz cryptdevice=/dev/disk/by-path/pci-0000:03:00.0-scsi-0:0:0:0-part1:root ro", "linux /vmlinuz cryptdevice=UUID=A:root ro")]
    [InlineData("linux /vmlinuz root=/dev/sda1 rootflags=device=/dev/sda1,device=/dev/sda5,subvol=@", "linux /vmlinuz root=UUID=A rootflags=device=/dev/vda1,device=/dev/vda5,subvol=@")]
    [InlineData("linux /vmlinuz cryptopts=target=root,source=/dev/sda5,lvm=vg-root", "linux /vmlinuz cryptopts=target=root,source=UUID=B,lvm=vg-root")]
    public void A_device_becomes_its_UUID_wherever_the_argument_stands(string line, string expected) =>
        Assert.Equal(expected, KernelArguments.Change(line, Lasting, Renamed));

    [Theory]
    [InlineData("# linux /vmlinuz root=/dev/sda1")]
    [InlineData("set root='hd0,msdos1'")]
    [InlineData("search --no-floppy --fs-uuid --set=root 1234")]
    [InlineData("linux /vmlinuz root=/dev/mapper/vg-root ro")]
    [InlineData("linux /vmlinuz root=/dev/sda12 ro")]
    [InlineData("linux /vmlinuz nfsroot=/dev/sda1")]
    [InlineData("linux /vmlinuz root=UUID=1234")]
    [InlineData("linux /vmlinuz boot=live")]
    public void Kernel_arguments_without_VMware_devices_stay(string line) => Assert.Equal(line, KernelArguments.Change(line, Lasting, Renamed));

    [Fact]
    public void Grubenv_stays_1024_bytes_long()
    {
        var text = "# GRUB Environment Block\nkernelopts=root=/dev/sda1 ro\n".PadRight(1024, '#');

        var changed = KernelArguments.ChangeGrubEnvironment(text, Lasting, _ => null);

        Assert.Equal(1024, changed.Length);
        Assert.StartsWith("# GRUB Environment Block\nkernelopts=root=UUID=A ro\n###", changed, StringComparison.Ordinal);
    }

    [Fact]
    public void A_grubenv_without_room_for_a_UUID_gets_the_new_name()
    {
        var text = ("kernelopts=root=/dev/sda1 " + new string('x', 990) + "\n").PadRight(1024, '#');

        Assert.Equal(
            text.Replace("sda1", "vda1", StringComparison.Ordinal),
            KernelArguments.ChangeGrubEnvironment(text, _ => "UUID=11111111-2222-3333-4444-555555555555", _ => "/dev/vda1"));
    }

    [Fact]
    public void Values_of_an_argument_are_found() =>
        Assert.Equal(["0", "1"], KernelArguments.Values("GRUB_CMDLINE_LINUX=\"net.ifnames=0 quiet\"\n linux /v net.ifnames=1 xnet.ifnames2=3\n", "net.ifnames"));

    private static string Renamed(string device) => device.Replace("/dev/sd", "/dev/vd", StringComparison.Ordinal);

    private static string? Lasting(string device) => device switch
    {
        "/dev/sda1" or "/dev/disk/by-path/pci-0000:03:00.0-scsi-0:0:0:0-part1" => "UUID=A",
        "/dev/sda5" => "UUID=B",
        _ => null,
    };
}
