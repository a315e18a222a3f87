namespace V2K.Engine.Guests.Text;

/// <summary>The files that hold kernel command lines, as shell patterns.</summary>
public static class CommandLineFiles
{
    /// <summary>Where the EFI system partition may be mounted.</summary>
    private static readonly string[] EfiPartitions = ["/boot/efi", "/efi", "/boot"];

    /// <summary>What boot loaders read.</summary>
    public static IReadOnlyList<string> OfLoaders { get; } =
    [
        "/boot/grub*/grub.cfg", "/boot/grub*/grub.conf", "/boot/grub*/menu.lst", "/boot/grub*/custom.cfg", "/boot/grub*/user.cfg",
        "/boot/extlinux/*.conf", "/boot/extlinux/*.cfg", "/boot/extlinux.conf", "/extlinux/*.conf", "/extlinux.conf",
        "/boot/syslinux/*.cfg", "/boot/syslinux.cfg", "/syslinux/*.cfg", "/boot/isolinux/*.cfg", "/boot/refind_linux.conf",
        .. EfiPartitions.SelectMany(folder => (string[])
            [$"{folder}/EFI/*/*.cfg", $"{folder}/EFI/*/*.conf", $"{folder}/grub*/grub.cfg", $"{folder}/loader/entries/*.conf", $"{folder}/syslinux/*.cfg"]),
    ];

    /// <summary>GRUB's environment blocks.</summary>
    public static IReadOnlyList<string> Environments { get; } = ["/boot/grub*/grubenv", "/boot/efi/EFI/*/grubenv", "/efi/EFI/*/grubenv"];

    /// <summary>What those are made from when a kernel is installed.</summary>
    public static IReadOnlyList<string> OfGenerators { get; } =
    [
        "/etc/default/grub", "/etc/default/grub.d/*.cfg", "/etc/grub.d/*custom*", "/etc/default/extlinux", "/etc/default/u-boot", "/etc/sysconfig/grub", "/etc/update-extlinux.conf",
        "/etc/kernel/cmdline", "/etc/kernel/cmdline.d/*.conf", "/etc/cmdline.d/*.conf", "/etc/dracut.conf", "/etc/dracut.conf.d/*.conf",
    ];

    /// <summary>All but the environment blocks.</summary>
    public static IEnumerable<string> All => OfLoaders.Concat(OfGenerators);
}
