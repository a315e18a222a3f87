using System.Text;
using V2K.Engine.Guests;
using V2K.Engine.Guests.Initramfs;
using V2K.Engine.Guests.Steps;
using V2K.Engine.Tests.Guests.Initramfs;
using V2K.Rules;

namespace V2K.Engine.Tests.Guests.Steps;

public sealed class InitramfsStepTests : IDisposable
{
    private const string Path = $"/boot/initrd.img-{InitramfsMaking.Release}";

    private readonly FolderGuest _files = new();

    public InitramfsStepTests()
    {
        var modules = $"/lib/modules/{InitramfsMaking.Release}";
        _files.With(modules + "/modules.dep", InitramfsMaking.Dependencies)
            .With(modules + "/modules.alias", InitramfsMaking.Aliases)
            .With(modules + "/modules.builtin", "kernel/fs/ext4/ext4.ko\n")
            .With("/etc/initramfs-tools/modules", "# none\n");
        foreach (var module in InitramfsMaking.Dependencies.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split(':')[0]))
        {
            _files.With($"{modules}/{module}", "the code of " + System.IO.Path.GetFileName(module));
        }

        _files.With(Path, Encoding.Latin1.GetString(InitramfsMaking.InitramfsTools(InitramfsMaking.Zstd)));
    }

    public void Dispose() => _files.Dispose();

    [Fact]
    public void Drivers_are_appended_with_tables_that_know_old_and_new()
    {
        var before = _files.ReadText(Path);
        var guest = Run();

        var image = Unpack();
        Assert.StartsWith(before, _files.ReadText(Path), StringComparison.Ordinal);
        Assert.Equal(0, _files.Length(Path) % 512);
        Assert.Equal(
            ["scsi_mod", "virtio", "virtio_blk", "virtio_net", "virtio_pci", "virtio_ring", "virtio_scsi", "vmw_pvscsi"],
            image.Modules.Keys.Order(StringComparer.Ordinal));
        Assert.Equal($"usr/lib/modules/{InitramfsMaking.Release}", image.ModulesFolder);
        var dependencies = image.Text(image.ModulesFolder + "/modules.dep")!;
        Assert.Contains("kernel/drivers/block/virtio_blk.ko: kernel/drivers/virtio/virtio_ring.ko kernel/drivers/virtio/virtio.ko\n", dependencies, StringComparison.Ordinal);
        Assert.Contains("kernel/drivers/scsi/vmw_pvscsi.ko: kernel/drivers/scsi/scsi_mod.ko\n", dependencies, StringComparison.Ordinal);
        Assert.Contains("alias virtio:d00000002v* virtio_blk", image.Text(image.ModulesFolder + "/modules.alias"), StringComparison.Ordinal);
        Assert.True(image.Entries["lib"].IsLink);
        Assert.Equal("vmw_pvscsi\nvirtio_pci\nvirtio_blk\n", image.Text("conf/modules"));
        Assert.Contains("virtio_blk\n", _files.ReadText("/etc/initramfs-tools/modules"), StringComparison.Ordinal);
        Assert.Empty(guest.Log.Warnings);
    }

    [Fact]
    public void A_unified_kernel_image_is_reported_because_no_driver_can_be_added()
    {
        _files.With("/boot/efi/EFI/Linux/debian-6.1.efi", "MZ");

        Assert.Contains("/boot/efi/EFI/Linux/debian-6.1.efi contains its initramfs", Assert.Single(Run().Log.Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public void A_unified_kernel_image_without_a_signature_is_extended_inside()
    {
        const string unified = "/boot/efi/EFI/Linux/debian-6.1.efi";
        _files.Remove(Path);
        _files.With(unified, Encoding.Latin1.GetString(UnifiedImageMaking.Make(InitramfsMaking.InitramfsTools(InitramfsMaking.Gzip), "root=/dev/sda1 quiet")));

        Assert.Empty(Run().Log.Warnings);

        using (var file = new MemoryStream(Encoding.Latin1.GetBytes(_files.ReadText(unified))))
        {
            var image = UnifiedImage.TryRead(file)!;
            Assert.Equal($"root=UUID={Guest.RootUuid} quiet", Encoding.ASCII.GetString(image.Section(UnifiedImage.CommandLine)!));
            Assert.Contains("the code of virtio_blk.ko", Encoding.Latin1.GetString(image.Section(UnifiedImage.Initramfs)!), StringComparison.Ordinal);
        }

        Assert.Equal(0, Run().Log.Changes);
    }

    [Fact]
    public void A_signed_unified_kernel_image_stays_as_it_is()
    {
        var signed = Encoding.Latin1.GetString(UnifiedImageMaking.Make(InitramfsMaking.InitramfsTools(InitramfsMaking.Gzip), "root=/dev/sda1 quiet", isSigned: true));
        _files.With("/efi/EFI/Linux/debian-6.1.efi", signed);

        Assert.Single(Run().Log.Warnings);
        Assert.Equal(signed, _files.ReadText("/efi/EFI/Linux/debian-6.1.efi"));
    }

    [Fact]
    public void A_second_run_changes_nothing()
    {
        Run();
        var once = _files.ReadText(Path);

        var again = Run();

        Assert.Equal(once, _files.ReadText(Path));
        Assert.Equal(0, again.Log.Changes);
    }

    [Fact]
    public void A_gzipped_image_is_extended_like_any_other()
    {
        _files.With(Path, Encoding.Latin1.GetString(InitramfsMaking.InitramfsTools(InitramfsMaking.Gzip)));

        Run();

        Assert.Contains("virtio_blk", Unpack().Modules.Keys);
        Assert.Equal(0, Run().Log.Changes);
    }

    [Theory]
    [InlineData(InitramfsMaking.Release, 0)]
    [InlineData("5.4.0-200-generic", 1)]
    public void Behind_LZ4_only_newer_kernels_look_for_more(string release, int rebuilt)
    {
        var image = Encoding.Latin1.GetString(InitramfsMaking.InitramfsTools(content => InitramfsMaking.Lz4(
            Encoding.Latin1.GetBytes(Encoding.Latin1.GetString(content).Replace(InitramfsMaking.Release, release.PadRight(InitramfsMaking.Release.Length, 'x'), StringComparison.Ordinal)))));
        release = release.PadRight(InitramfsMaking.Release.Length, 'x');
        _files.With($"/boot/initrd.img-{release}", image)
            .With($"/lib/modules/{release}/modules.dep", InitramfsMaking.Dependencies)
            .With("/usr/sbin/update-initramfs", "").With("/bin/update-initramfs", "");
        foreach (var module in InitramfsMaking.Dependencies.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split(':')[0]))
        {
            _files.With($"/lib/modules/{release}/{module}", "code");
        }

        Run();

        Assert.Equal(rebuilt, _files.Commands.Count);
    }

    [Fact]
    public void Another_addition_takes_the_place_of_the_first()
    {
        Run();
        var once = _files.Length(Path);

        Run(guest => guest.ForInitramfs["etc/systemd/network/70-v2k-ens192.link"] = "[Match]\n");

        Assert.InRange(_files.Length(Path), once, once + 1024);
        Assert.Equal("[Match]\n", Unpack().Text("etc/systemd/network/70-v2k-ens192.link"));
    }

    [Fact]
    public void The_swap_to_resume_from_is_renamed_inside_the_image()
    {
        Run();

        Assert.Equal($"RESUME=UUID={Guest.SwapUuid}\n", Unpack().Text("conf/conf.d/resume"));
    }

    /// <summary>Neither Arch nor Alpine has the release in the name, and an image may hold no modules.</summary>
    [Theory]
    [InlineData("/boot/initramfs-linux.img", "5.10.0", true)]
    [InlineData("/boot/initramfs-linux-lts.img", "5.10.0", false)]
    [InlineData("/boot/initramfs-vanilla", InitramfsMaking.Release, true)]
    [InlineData("/boot/EFI/debian/initrd.img-6.1.0-18-amd64", "6.1.0-1", false)]
    public void An_image_without_modules_is_for_the_kernel_of_its_name_or_the_only_one(string path, string other, bool isOnly)
    {
        _files.Remove(Path);
        _files.With(path, Encoding.Latin1.GetString(CpioWriter.Write([CpioEntry.File("init_functions", InitramfsMaking.Text("x"))])))
            .With($"/lib/modules/{InitramfsMaking.Release}/pkgbase", path.Contains("lts", StringComparison.Ordinal) ? "linux-lts\n" : "linux\n");
        if (!isOnly)
        {
            _files.With($"/lib/modules/{other}/modules.dep", InitramfsMaking.Dependencies).With($"/lib/modules/{other}/pkgbase", "linux\n");
        }

        Run();

        Assert.Contains("virtio_blk.ko", _files.ReadText(path), StringComparison.Ordinal);
        Assert.Contains($"lib/modules/{InitramfsMaking.Release}/kernel", _files.ReadText(path), StringComparison.Ordinal);
    }

    [Fact]
    public void An_image_whose_script_loads_known_modules_is_regenerated()
    {
        _files.With(Path, Encoding.Latin1.GetString(CpioWriter.Write([CpioEntry.File("bin/nash", InitramfsMaking.Text("x"))])))
            .With("/sbin/mkinitrd", "").With("/bin/mkinitrd", "").With("/etc/modprobe.conf", "alias scsi_hostadapter mptspi\n");

        Run();

        Assert.StartsWith("mkinitrd -f --with=virtio_pci --with=virtio_blk ", Assert.Single(_files.Commands), StringComparison.Ordinal);
        Assert.Equal("alias scsi_hostadapter mptspi\nalias scsi_hostadapter90 virtio_pci\nalias scsi_hostadapter91 virtio_blk\n", _files.ReadText("/etc/modprobe.conf"));
    }

    [Fact]
    public void Dracut_no_longer_omits_the_drivers_that_its_configuration_excluded()
    {
        _files.With(Path, Encoding.Latin1.GetString(CpioWriter.Write(
            [CpioEntry.File("usr/lib/dracut/hooks/x", InitramfsMaking.Text("x")), CpioEntry.File($"usr/lib/modules/{InitramfsMaking.Release}/kernel/drivers/scsi/scsi_mod.ko", InitramfsMaking.Text("x"))])))
            .With("/etc/dracut.conf.d/slim.conf", "hostonly=\"yes\"\nomit_drivers+=\" floppy virtio_blk virtio_net \"\n");

        Run();

        Assert.Equal("hostonly=\"yes\"\nomit_drivers+=\" floppy \"\n", _files.ReadText("/etc/dracut.conf.d/slim.conf"));
        Assert.Contains("virtio_blk", _files.ReadText("/etc/dracut.conf.d/90-v2k-virtio.conf"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_compressed_module_is_appended_unpacked()
    {
        var module = $"/lib/modules/{InitramfsMaking.Release}/kernel/drivers/block/virtio_blk.ko";
        _files.Remove(module);
        _files.With(module + ".zst", Encoding.Latin1.GetString(InitramfsMaking.Zstd(InitramfsMaking.Text("unpacked"))));
        _files.With($"/lib/modules/{InitramfsMaking.Release}/modules.dep", InitramfsMaking.Dependencies.Replace("virtio_blk.ko", "virtio_blk.ko.zst", StringComparison.Ordinal));

        Run();

        var image = Unpack();
        Assert.Equal("kernel/drivers/block/virtio_blk.ko", image.Modules["virtio_blk"]);
        Assert.Equal(8L, Contents()[$"{image.ModulesFolder}/kernel/drivers/block/virtio_blk.ko"]);
    }

    [Fact]
    public void Built_in_drivers_are_not_looked_for()
    {
        _files.With($"/lib/modules/{InitramfsMaking.Release}/modules.builtin",
            "kernel/virtio_pci.ko\nkernel/virtio_blk.ko\nkernel/virtio_scsi.ko\nkernel/virtio_net.ko\n");
        var before = _files.Length(Path);

        var guest = Run(skipNames: true);

        Assert.Equal(before, _files.Length(Path));
        Assert.Empty(guest.Log.Warnings);
    }

    [Fact]
    public void A_kernel_without_an_image_is_reported()
    {
        _files.With("/lib/modules/5.10.0/modules.dep", "kernel/virtio_blk.ko:\n");

        var guest = Run();

        Assert.Contains("the kernel 5.10.0 has no initramfs", Assert.Single(guest.Log.Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public void A_kernel_that_was_started_without_an_initramfs_and_has_no_virtio_is_an_error()
    {
        _files.With("/lib/modules/5.10.0/modules.dep", "kernel/virtio_blk.ko:\n").With("/lib/modules/5.10.0/modules.builtin", "kernel/drivers/scsi/vmw_pvscsi.ko\n")
            .With("/boot/vmlinuz-5.10.0", "kernel");

        var failure = Assert.Throws<V2KException>(() => Run());

        Assert.Contains("the kernel 5.10.0 has no initramfs that could be extended", failure.Message, StringComparison.Ordinal);
        Assert.Contains("--skip-steps=initramfs", failure.Remedy, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/boot/vmlinuz-" + InitramfsMaking.Release)]
    [InlineData("/boot/efi/EFI/Linux/debian-6.1.efi")]
    public void A_guest_whose_only_kernel_has_no_initramfs_that_could_be_extended_is_an_error(string image)
    {
        _files.Remove(Path);
        _files.With(image, image.EndsWith(".efi", StringComparison.Ordinal)
            ? Encoding.Latin1.GetString(UnifiedImageMaking.Make(InitramfsMaking.InitramfsTools(InitramfsMaking.Gzip), "quiet", isSigned: true))
            : "kernel");

        var failure = Assert.Throws<V2KException>(() => Run());

        Assert.Contains($"the kernel {InitramfsMaking.Release} has no initramfs", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_boot_folder_without_any_kernel_is_an_error()
    {
        _files.Remove(Path);
        _files.With("/boot/grub/grub.cfg", "");

        var failure = Assert.Throws<V2KException>(() => Run());

        Assert.StartsWith("/boot: contains no kernel and no initramfs", failure.Message, StringComparison.Ordinal);
        Assert.Contains("/etc/fstab", failure.Remedy, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("kernel/virtio_pci.ko\nkernel/virtio_blk.ko\n", "/boot/vmlinuz-" + InitramfsMaking.Release)]
    [InlineData("kernel/virtio_pci.ko\nkernel/virtio_blk.ko\n", "/boot/grub/grub.cfg")]
    public void A_kernel_with_all_drivers_in_itself_needs_no_initramfs(string builtIn, string other)
    {
        _files.Remove(Path);
        _files.With($"/lib/modules/{InitramfsMaking.Release}/modules.builtin", builtIn).With(other, "");

        Assert.Empty(Run().Log.Warnings);
    }

    [Fact]
    public void A_signed_unified_kernel_that_has_all_it_needs_is_no_concern()
    {
        const string unified = "/boot/efi/EFI/Linux/debian-6.1.efi";
        _files.Remove(Path);
        _files.With($"/lib/modules/{InitramfsMaking.Release}/modules.dep", "kernel/virtio_blk.ko:\n")
            .With($"/lib/modules/{InitramfsMaking.Release}/modules.builtin", "kernel/virtio_pci.ko\nkernel/virtio_net.ko\nkernel/virtio_scsi.ko\n")
            .With(unified, Encoding.Latin1.GetString(UnifiedImageMaking.Make(
                InitramfsMaking.Gzip(CpioWriter.Write([CpioEntry.File("scripts/functions", InitramfsMaking.Text("x")), CpioEntry.File($"lib/modules/{InitramfsMaking.Release}/kernel/virtio_blk.ko", InitramfsMaking.Text("x"))])), "root=UUID=x quiet", isSigned: true)));
        var before = _files.ReadText(unified);

        Assert.Empty(Run(skipNames: true).Log.Warnings);
        Assert.Equal(before, _files.ReadText(unified));
    }

    [Fact]
    public void A_hand_made_image_gets_the_drivers_and_the_next_one_is_warned_of()
    {
        _files.With(Path, HandMade("for module in vmw_pvscsi ext4; do modprobe $module; done\nmount -o ro /dev/sda2 /root"));

        var guest = Run();

        Assert.Contains("virtio_blk.ko", _files.ReadText(Path), StringComparison.Ordinal);
        Assert.Contains("for module in virtio_pci virtio_blk ext4; do", _files.ReadText(Path), StringComparison.Ordinal);
        Assert.Contains("mount -o ro /dev/vda2 /root", _files.ReadText(Path), StringComparison.Ordinal);
        Assert.Contains("the next one lacks them", Assert.Single(guest.Log.Warnings), StringComparison.Ordinal);
        Assert.Equal(0, Run().Log.Changes);
    }

    [Theory]
    [InlineData("modprobe -q mptspi", 1)]
    [InlineData("find /sys -name modalias | xargs cat | xargs modprobe -a", 1)]
    [InlineData("insmod /lib/mptspi.ko", 2)]
    [InlineData("mount -t proc proc /proc", 2)]
    public void A_hand_made_image_that_does_not_load_the_drivers_is_reported(string command, int warnings)
    {
        _files.With(Path, HandMade(command));

        Assert.Equal(warnings, Run().Log.Warnings.Count);
    }

    [Theory]
    [InlineData("/etc/mkinitfs/mkinitfs.conf", "features=\"ata base scsi\"\n", "features=\"ata base scsi virtio\"\n")]
    [InlineData("/etc/sysconfig/kernel", "INITRD_MODULES=\"ext4\"\n", "INITRD_MODULES=\"ext4 virtio_pci virtio_blk virtio_scsi virtio_net\"\n")]
    [InlineData("/etc/mkinitrd.conf", "MODULE_LIST=\"ext4\" # Slackware\n", "MODULE_LIST=\"ext4:virtio_pci:virtio_blk:virtio_scsi:virtio_net\" # Slackware\n")]
    public void An_initramfs_program_known_only_by_its_configuration_gets_the_virtio_modules(string path, string text, string expected)
    {
        _files.With(Path, HandMade("modprobe virtio_blk"))
            .With("/etc/mkinitfs/features.d/virtio.modules", "kernel/drivers/virtio\n").With(path, text);

        Assert.Empty(Run().Log.Warnings);

        Assert.Equal(expected, _files.ReadText(path));
        Assert.Equal(0, Run().Log.Changes);
    }

    [Fact]
    public void An_image_of_unknown_compression_is_regenerated_by_the_guests_own_tool()
    {
        _files.With(Path, "\u0089LZO\0\r\n\x1a\n").With("/usr/sbin/update-initramfs", "").With("/bin/update-initramfs", "");

        Run();

        Assert.Equal([$"update-initramfs -u -k {InitramfsMaking.Release}"], _files.Commands);
    }

    [Fact]
    public void A_full_boot_file_system_is_an_error_and_changes_nothing()
    {
        var before = _files.ReadText(Path);
        _files.Free = 1000;

        var failure = Assert.Throws<V2KException>(() => Run());

        Assert.Contains("needs ", failure.Message, StringComparison.Ordinal);
        Assert.Equal(before, _files.ReadText(Path));
    }

    private GuestWork Run(Action<GuestWork>? prepare = null, bool skipNames = false)
    {
        using var scratch = new TempFolder();
        var guest = new GuestWork(_files, skipNames ? new DeviceNames([], _ => new Dictionary<string, string>()) : Guest.Names(), Guest.Machine(), new AdjustOptions(), new StepLog())
        {
            Scratch = scratch.Path,
        };
        prepare?.Invoke(guest);
        new InitramfsStep().Run(guest);
        return guest;
    }

    private static string HandMade(string command) =>
        Encoding.Latin1.GetString(CpioWriter.Write([CpioEntry.File("init", InitramfsMaking.Text($"#!/bin/sh\n{command}\nfindfs $root\n"))]));

    /// <summary>The image as a kernel unpacks it: archive after archive, the decompressor telling where the compressed one ends.</summary>
    private InitramfsImage Unpack()
    {
        using var whole = new MemoryStream(Plain());
        return InitramfsImage.TryRead(whole, whole.Length)!;
    }

    private Dictionary<string, long> Contents()
    {
        var lengths = new Dictionary<string, long>(StringComparer.Ordinal);
        using var whole = new MemoryStream(Plain());
        while (whole.Position < whole.Length)
        {
            if (whole.ReadByte() == 0)
            {
                continue;
            }

            whole.Position--;
            foreach (var entry in new CpioReader(whole).Read((_, _) => true))
            {
                lengths[entry.Name] = entry.Content.Length;
            }
        }

        return lengths;
    }

    private byte[] Plain()
    {
        using var file = File.OpenRead(_files[Path]);
        var length = AppendedArchive.OriginalLength(file);
        var bytes = Encoding.Latin1.GetBytes(_files.ReadText(Path));
        var original = InitramfsMaking.InitramfsTools(content => content);
        return [.. original, .. bytes[(int)length..]];
    }
}
