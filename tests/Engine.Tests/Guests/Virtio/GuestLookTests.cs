using System.Text;
using V2K.Engine.Guests;
using V2K.Engine.Tests.Guests.Initramfs;
using V2K.Rules.Model;

namespace V2K.Engine.Tests.Guests.Virtio;

/// <summary>The kernels on the disk have the last word: what each is found to have drivers for.</summary>
public sealed class GuestLookTests : IDisposable
{
    private const string New = "6.1.0-18-amd64";
    private const string Old = "3.16.0-4-amd64";

    private const string Modern = "license=GPL\0parm=force_legacy:Force legacy mode for transitional virtio 1 devices (bool)\0vermagic=6.1\0virtio_pci_legacy_probe\0virtio_pci_modern_probe\0";
    private const string Legacy = "license=GPL\0vermagic=3.16.0-4-amd64 SMP mod_unload\0virtio_pci_probe\0";

    private readonly FolderGuest _files = new();
    private readonly StepLog _log = new();

    public void Dispose() => _files.Dispose();

    [Theory]
    [InlineData("")]
    [InlineData(".gz")]
    [InlineData(".zst")]
    public void A_module_with_the_parameter_force_legacy_knows_virtio_1_0(string ending)
    {
        Install(Old, Packed(Modern, ending), ending);

        Assert.Equal(VirtioVersion.Modern, Find().Drivers.Virtio);
    }

    [Theory]
    [InlineData("")]
    [InlineData(".gz")]
    [InlineData(".zst")]
    public void A_module_without_it_does_not_whatever_its_kernel_s_release(string ending)
    {
        Install(New, Packed(Legacy, ending), ending);

        var found = Find();

        Assert.Equal((GuestFamily.Linux, VirtioVersion.Legacy), (found.Family, found.Drivers.Virtio));
        Assert.Contains(New, found.Because, StringComparison.Ordinal);
        Assert.Contains("before virtio 1.0", _log.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_module_packed_by_xz_is_looked_into()
    {
        // xz of "vermagic=3.16.0-4-amd64 virtio_pci_probe", by xz 5.4.
        Install(New, Convert.FromBase64String(XzOfLegacy), ".xz");

        Assert.Equal(VirtioVersion.Legacy, Find().Drivers.Virtio);
    }

    [Fact]
    public void A_module_built_with_no_way_to_the_modern_devices_does_not_know_them()
    {
        Install(New, Bytes("vermagic=6.1\0virtio_pci_legacy_probe\0vp_modern_probe\0"), needs: "kernel/drivers/virtio/virtio_pci_modern_dev.ko");

        Assert.Equal(VirtioVersion.Legacy, Find().Drivers.Virtio);
    }

    [Fact]
    public void A_module_built_without_the_legacy_devices_knows_the_modern_ones()
    {
        Install(New, Bytes("vermagic=6.1\0virtio_pci_modern_probe\0"), needs: "kernel/drivers/virtio/virtio_pci_modern_dev.ko");

        Assert.Equal(VirtioVersion.Modern, Find().Drivers.Virtio);
    }

    [Theory]
    [InlineData(Old, VirtioVersion.Legacy)]
    [InlineData("3.10.0-1160.el7.x86_64", VirtioVersion.Modern)]
    [InlineData(New, VirtioVersion.Modern)]
    public void A_file_that_is_no_module_leaves_it_to_the_release(string release, VirtioVersion expected)
    {
        Install(release, Bytes("the code of virtio_pci"));

        Assert.Equal(expected, Find().Drivers.Virtio);
    }

    [Fact]
    public void A_damaged_module_is_reported_and_the_kernel_release_decides()
    {
        var packed = Packed(Modern + new string('x', 100_000), ".gz");
        packed.AsSpan(packed.Length / 2).Fill(0xFF);
        Install(Old, packed, ".gz");

        Assert.Equal(VirtioVersion.Legacy, Find().Drivers.Virtio);
        Assert.Contains(_log.Warnings, warning => warning.Contains("cannot be unpacked", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("kernel/drivers/virtio/virtio_pci.ko\nkernel/drivers/virtio/virtio_pci_modern_dev.ko\nkernel/drivers/block/virtio_blk.ko\n", null, null, VirtioVersion.Modern)]
    [InlineData("kernel/drivers/virtio/virtio_pci.ko\nkernel/drivers/block/virtio_blk.ko\n", "virtio_pci.parm=force_legacy:Force legacy mode\0", null, VirtioVersion.Modern)]
    [InlineData("kernel/drivers/virtio/virtio_pci.ko\nkernel/drivers/block/virtio_blk.ko\n", null, "CONFIG_VIRTIO_PCI=y\n# CONFIG_VIRTIO_PCI_LEGACY is not set\n", VirtioVersion.Modern)]
    [InlineData("kernel/drivers/virtio/virtio_pci.ko\nkernel/drivers/block/virtio_blk.ko\n", null, "CONFIG_VIRTIO_PCI=y\n", VirtioVersion.Legacy)]
    [InlineData("kernel/drivers/virtio/virtio_pci.ko\nkernel/drivers/block/virtio_blk.ko\n", null, null, VirtioVersion.Legacy)]
    [InlineData("kernel/drivers/ata/ahci.ko\nkernel/drivers/net/e1000e.ko\n", null, null, VirtioVersion.None)]
    public void Built_in_modules_are_found(string builtIn, string? information, string? configuration, VirtioVersion expected)
    {
        With($"/lib/modules/{Old}/modules.dep", "").With($"/lib/modules/{Old}/modules.builtin", builtIn);
        _ = information is null ? _files : _files.With($"/lib/modules/{Old}/modules.builtin.modinfo", information);
        _ = configuration is null ? _files : _files.With($"/boot/config-{Old}", configuration);

        Assert.Equal(expected, Find().Drivers.Virtio);
    }

    [Fact]
    public void One_old_kernel_among_new_ones_makes_the_devices_transitional()
    {
        Install(New, Bytes(Modern));
        Install(Old, Bytes(Legacy));
        With($"/boot/vmlinuz-{New}", "kernel").With($"/boot/vmlinuz-{Old}", "kernel");

        var found = Find();

        Assert.Equal(VirtioVersion.Legacy, found.Drivers.Virtio);
        Assert.Contains(Old, found.Because, StringComparison.Ordinal);
    }

    [Fact]
    public void Modules_that_a_removed_kernel_left_count_for_nothing()
    {
        Install(New, Bytes(Modern));
        Install(Old, Bytes(Legacy));
        With($"/boot/vmlinuz-{New}", "kernel");

        Assert.Equal(VirtioVersion.Modern, Find().Drivers.Virtio);
    }

    [Theory]
    [InlineData("kernel/drivers/ata/ahci.ko:\nkernel/drivers/net/e1000e.ko:\n", HardwareAge.Standard)]
    [InlineData("kernel/drivers/ide/piix.ko:\nkernel/drivers/net/e1000.ko:\n", HardwareAge.Old)]
    public void A_kernel_without_virtio_gets_hardware_that_it_drives(string modules, HardwareAge expected)
    {
        With($"/lib/modules/{Old}/modules.dep", modules).With($"/lib/modules/{Old}/modules.builtin", "kernel/fs/ext4.ko\n").With($"/boot/vmlinuz-{Old}", "kernel");

        var found = Find();

        Assert.Equal((VirtioVersion.None, expected), (found.Drivers.Virtio, found.Drivers.Hardware));
        Assert.Contains("no virtio", found.Because, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("3.10.0-1160.el7.x86_64", "3.10.0-327.el7.x86_64", VirtioVersion.None)]
    [InlineData("3.10.0-327.el7.x86_64", "3.10.0-1160.el7.x86_64", VirtioVersion.Modern)]
    public void Of_a_kernel_with_virtio_and_one_without_the_newer_decides(string without, string with, VirtioVersion expected)
    {
        With($"/lib/modules/{without}/modules.dep", "kernel/drivers/ata/ahci.ko:\n").With($"/lib/modules/{without}/modules.builtin", "kernel/fs/ext4.ko\n");
        Install(with, Bytes(Modern));

        Assert.Equal(expected, Find().Drivers.Virtio);
    }

    [Fact]
    public void A_kernel_without_a_list_of_built_in_modules_is_judged_by_its_release()
    {
        With("/lib/modules/2.6.18-6-amd64/modules.dep", "/lib/modules/2.6.18-6-amd64/kernel/drivers/ide/piix.ko:\n");

        Assert.Equal(GuestDrivers.Old, Find().Drivers);
    }

    [Fact]
    public void A_kernel_with_everything_built_in_says_its_release_itself()
    {
        With("/boot/bzImage", Encoding.Latin1.GetString(BootImage("3.4.11-appliance (builder@host) #1 SMP")));

        Assert.Equal(VirtioVersion.Legacy, Find().Drivers.Virtio);
    }

    [Fact]
    public void Drivers_that_are_missing_are_missing_in_the_domain()
    {
        With($"/lib/modules/{New}/modules.builtin", "kernel/drivers/virtio/virtio.ko\n");
        Install(New, Bytes(Modern), more: "kernel/drivers/block/virtio_blk.ko:\nkernel/drivers/net/virtio_net.ko:\nkernel/drivers/char/hw_random/virtio-rng.ko:\n");

        Assert.Equal(VirtioDevices.Block | VirtioDevices.Network | VirtioDevices.Random, Find().Drivers.Devices);
    }

    [Theory]
    [InlineData("/etc/modprobe.d/virtio.conf", "options virtio_pci force_legacy=1\n", VirtioVersion.Legacy)]
    [InlineData("/boot/grub/grub.cfg", "linux /vmlinuz root=/dev/sda1 ro virtio_pci.force_legacy=1 quiet\n", VirtioVersion.Legacy)]
    [InlineData("/etc/modprobe.d/virtio.conf", "# options virtio_pci force_legacy=1\n", VirtioVersion.Modern)]
    [InlineData("/etc/modprobe.d/virtio.conf", "options virtio_pci force_legacy=0\n", VirtioVersion.Modern)]
    public void A_guest_that_asks_for_legacy_devices_gets_such_as_have_them(string path, string text, VirtioVersion expected)
    {
        Install(New, Bytes(Modern));
        With(path, text);

        Assert.Equal(expected, Find().Drivers.Virtio);
    }

    [Fact]
    public void Without_a_kernel_nothing_is_reported() => Assert.Null(GuestLook.Find(_files, _log));

    private const string XzOfLegacy = "/Td6WFoAAATm1rRGAgAhARYAAAB0L+WjAQAndmVybWFnaWM9My4xNi4wLTQtYW1kNjQgdmlydGlvX3BjaV9wcm9iZQB0jBEQjJGfxgABQCjUUkrlH7bzfQEAAAAABFla";

    private static byte[] Bytes(string text) => Encoding.Latin1.GetBytes(text);

    private static byte[] Packed(string text, string ending) => ending switch
    {
        ".gz" => InitramfsMaking.Gzip(Bytes(text)),
        ".zst" => InitramfsMaking.Zstd(Bytes(text)),
        _ => Bytes(text),
    };

    /// <summary>As much of an x86 kernel's image as says which it is.</summary>
    private static byte[] BootImage(string version)
    {
        var image = new byte[2048];
        "HdrS"u8.CopyTo(image.AsSpan(0x202));
        image[0x20E] = 0x00;
        image[0x20F] = 0x02;
        Bytes(version).CopyTo(image, 0x400);
        return image;
    }

    private GuestFound Find() => GuestLook.Find(_files, _log) ?? throw new InvalidOperationException("nothing is found");

    private FolderGuest With(string path, string text) => _files.With(path, text);

    private void Install(string release, byte[] module, string ending = "", string needs = "", string more = "")
    {
        With($"/lib/modules/{release}/modules.dep", $"kernel/drivers/virtio/virtio_pci.ko{ending}: {needs}\n{more}");
        With($"/lib/modules/{release}/kernel/drivers/virtio/virtio_pci.ko{ending}", Encoding.Latin1.GetString(module));
    }
}
