using V2K.Engine.Guests;
using V2K.Engine.Guests.Steps;
using V2K.Rules;

namespace V2K.Engine.Tests.Guests.Steps;

/// <summary>The steps that do one thing, and how steps are chosen.</summary>
public sealed class SmallStepsTests : StepTests
{
    [Theory]
    [InlineData("\tlinux /vmlinuz root=UUID=1 ro quiet", "\tlinux /vmlinuz root=UUID=1 ro quiet console=tty0 console=ttyS0,115200")]
    [InlineData("options root=UUID=1", "options root=UUID=1 console=tty0 console=ttyS0,115200")]
    [InlineData("GRUB_CMDLINE_LINUX=\"\"", "GRUB_CMDLINE_LINUX=\"console=tty0 console=ttyS0,115200\"")]
    [InlineData("GRUB_CMDLINE_LINUX=\"a b\"", "GRUB_CMDLINE_LINUX=\"a b console=tty0 console=ttyS0,115200\"")]
    [InlineData("linux /vmlinuz console=ttyS0,9600", "linux /vmlinuz console=ttyS0,9600")]
    [InlineData("set timeout=5", "set timeout=5")]
    [InlineData("GRUB_CMDLINE_LINUX_DEFAULT=\"quiet\"", "GRUB_CMDLINE_LINUX_DEFAULT=\"quiet\"")]
    public void A_serial_console_is_added_to_every_kernel_command_line(string line, string expected)
    {
        Assert.Equal(expected, SerialConsoleStep.Add(line));
        Assert.Equal(expected, SerialConsoleStep.Add(expected));
    }

    [Fact]
    public void New_files_are_labelled_and_where_that_fails_all_are_at_the_first_boot()
    {
        Files.With("/etc/selinux/config", "SELINUX=enforcing\nSELINUXTYPE=targeted\n")
            .With("/etc/selinux/targeted/contexts/files/file_contexts", "");
        var guest = Guest.Work(Files);
        guest.Put("/etc/new", "x");

        new SelinuxStep().Run(guest);

        Assert.Equal(["setfiles -F /etc/selinux/targeted/contexts/files/file_contexts /etc /etc/new"], Files.Commands);
        Assert.True(Files.IsFile("/.autorelabel"));
    }

    [Fact]
    public void LVM_forgets_the_serial_numbers_of_VMware_s_disks()
    {
        Files.With("/etc/lvm/devices/system.devices", "IDTYPE=sys_wwid IDNAME=naa.6000c29\n").With("/etc/blkid/blkid.tab", "x");

        var guest = Run(new LvmStep());

        Assert.False(Files.IsFile("/etc/lvm/devices/system.devices"));
        Assert.False(Files.IsFile("/etc/blkid/blkid.tab"));
        Assert.Contains("use_devicesfile = 0", guest.ForInitramfs["etc/lvm/lvmlocal.conf"], StringComparison.Ordinal);
    }

    [Fact]
    public void A_network_reset_leaves_nothing_static()
    {
        Files.With("/etc/network/interfaces", "auto ens192\niface ens192 inet static\n  address 192.0.2.1/24\n  gateway 192.0.2.254\n  mtu 9000\niface lo inet loopback\n")
            .With("/etc/sysconfig/network-scripts/ifcfg-ens192", "DEVICE=ens192\nBOOTPROTO=none\nIPADDR=192.0.2.1\nONBOOT=yes\n")
            .With("/etc/netplan/01.yaml", "network: {}\n");

        var options = new AdjustOptions { NetworkReset = true };
        Run(new NetworkResetStep(), options);

        Assert.Equal("auto ens192\niface ens192 inet dhcp\n  mtu 9000\niface lo inet loopback\n", Files.ReadText("/etc/network/interfaces"));
        Assert.Equal("DEVICE=ens192\nBOOTPROTO=dhcp\nONBOOT=yes\n", Files.ReadText("/etc/sysconfig/network-scripts/ifcfg-ens192"));
        Assert.True(Files.IsFile("/etc/netplan/01.yaml.v2k-disabled"));
        Assert.Contains("macaddress: \"00:50:56:aa:bb:cc\"", Files.ReadText("/etc/netplan/90-v2k.yaml"), StringComparison.Ordinal);
        Assert.Equal(0, Run(new NetworkResetStep(), options).Log.Changes);
    }

    [Fact]
    public void Steps_are_chosen_by_name_and_a_wrong_name_is_refused_with_the_nearest()
    {
        Assert.Equal(["trim"], GuestSteps.Chosen(new AdjustOptions { Steps = ["trim"] }).Select(step => step.Name));
        Assert.DoesNotContain("trim", GuestSteps.Chosen(new AdjustOptions { SkipSteps = ["trim"] }).Select(step => step.Name));

        var failure = Assert.Throws<V2KException>(() => GuestSteps.Chosen(new AdjustOptions { Steps = ["initrams"] }));
        Assert.Contains("Did you mean initramfs?", failure.Message, StringComparison.Ordinal);
    }
}
