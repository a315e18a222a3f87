using System.Text;
using V2K.Engine.Guests.Initramfs;
using V2K.Engine.Guests.Steps;
using V2K.Engine.Tests.Guests.Initramfs;

namespace V2K.Engine.Tests.Guests.Steps;

/// <summary>Kernel command lines and device maps of boot loaders.</summary>
public sealed class BootLoaderStepTests : StepTests
{
    [Fact]
    public void Kernel_command_lines_are_found_wherever_boot_loaders_keep_them()
    {
        string[] paths =
        [
            "/boot/grub/grub.cfg", "/boot/grub2/grub.cfg", "/boot/grub/menu.lst", "/boot/efi/EFI/debian/grub.cfg", "/boot/loader/entries/x.conf",
            "/boot/extlinux/extlinux.conf", "/boot/extlinux/linux.cfg", "/etc/default/grub", "/etc/kernel/cmdline", "/extlinux/extlinux.conf",
            "/boot/efi/EFI/syslinux/syslinux.cfg", "/boot/EFI/arch/grub.cfg", "/efi/EFI/refind/refind.conf", "/efi/loader/entries/y.conf",
            "/etc/grub.d/40_custom", "/etc/default/u-boot",
        ];
        foreach (var path in paths)
        {
            Files.With(path, "linux /vmlinuz root=/dev/sda1 ro\n");
        }

        Files.With("/boot/grub/device.map", "(hd0)\t/dev/sda\n").With("/boot/initrd.img-6.1", "");
        Run(new BootLoaderStep());

        Assert.All(paths, path => Assert.Equal($"linux /vmlinuz root=UUID={Guest.RootUuid} ro\n", Files.ReadText(path)));
        Assert.Equal("(hd0)\t/dev/vda\n", Files.ReadText("/boot/grub/device.map"));
        Unchanged(new BootLoaderStep());
    }

    [Fact]
    public void Without_an_initramfs_the_kernel_gets_a_root_name_that_it_can_resolve()
    {
        Files.With("/boot/grub/grub.cfg", "linux /vmlinuz root=/dev/sda1 ro\n");
        Run(new BootLoaderStep());

        Assert.Equal("linux /vmlinuz root=/dev/vda1 ro\n", Files.ReadText("/boot/grub/grub.cfg"));
    }

    [Theory]
    [InlineData("#!/bin/sh\nmount -t proc proc /proc\nmount $root /newroot\n", "/dev/vda1")]
    [InlineData("#!/bin/sh\nroot=$(findfs $root)\n", "UUID=" + Guest.RootUuid)]
    [InlineData("#!/bin/busybox sh\ncase $root in UUID=*) ;; esac\n", "UUID=" + Guest.RootUuid)]
    public void A_root_is_named_by_its_UUID_only_where_a_hand_made_initramfs_can_find_one(string init, string expected)
    {
        Files.With("/boot/grub/grub.cfg", "linux /vmlinuz root=/dev/sda1 ro\n")
            .With("/boot/initrd-own.img", Encoding.Latin1.GetString(InitramfsMaking.Gzip(CpioWriter.Write([CpioEntry.File("init", InitramfsMaking.Text(init)), CpioEntry.File("bin/busybox", InitramfsMaking.Text("x"))]))));
        Run(new BootLoaderStep());

        Assert.Equal($"linux /vmlinuz root={expected} ro\n", Files.ReadText("/boot/grub/grub.cfg"));
        Unchanged(new BootLoaderStep());
    }

    [Fact]
    public void Debians_grub_package_learns_the_new_name_of_its_disk()
    {
        Files.With(
            "/var/cache/debconf/config.dat",
            "Name: grub-pc/install_devices\nTemplate: grub-pc/install_devices\nValue: /dev/sda, /dev/sdx\nFlags: seen\n\nName: other/question\nValue: /dev/sda\n");
        Run(new BootLoaderStep());

        Assert.Equal(
            "Name: grub-pc/install_devices\nTemplate: grub-pc/install_devices\nValue: /dev/vda, /dev/sdx\nFlags: seen\n\nName: other/question\nValue: /dev/sda\n",
            Files.ReadText("/var/cache/debconf/config.dat"));
        Unchanged(new BootLoaderStep());
    }
}
