namespace V2K.Engine.Guests.Text;

/// <summary>The files that hold kernel command lines, as shell patterns.</summary>
public static class CommandLineFiles
{
    /// <summary>What boot loaders read.</summary>
    public static IReadOnlyList<string> OfLoaders { get; } =
    [
        "/boot/grub*/grub.cfg", "/boot/grub*/grub.conf", "/boot/grub*/menu.lst", "/boot/grub*/custom.cfg", "/boot/grub*/user.cfg",
        "/boot/efi/EFI/*/grub.cfg", "/boot/efi/EFI/*/grub.conf", "/boot/efi/EFI/*/custom.cfg", "/efi/EFI/*/grub.cfg",
        "/boot/loader/entries/*.conf", "/boot/efi/loader/entries/*.conf", "/efi/loader/entries/*.conf",
        "/boot/extlinux/*.conf", "/boot/extlinux/*.cfg", "/boot/extlinux.conf", "/extlinux.conf", "/boot/syslinux/*.cfg", "/boot/syslinux.cfg",
        "/boot/isolinux/*.cfg", "/boot/refind_linux.conf",
    ];

    /// <summary>GRUB's environment blocks.</summary>
    public static IReadOnlyList<string> Environments { get; } = ["/boot/grub*/grubenv", "/boot/efi/EFI/*/grubenv"];

    /// <summary>What those are made from when a kernel is installed.</summary>
    public static IReadOnlyList<string> OfGenerators { get; } =
    [
        "/etc/default/grub", "/etc/default/grub.d/*.cfg", "/etc/default/extlinux", "/etc/sysconfig/grub", "/etc/update-extlinux.conf",
        "/etc/kernel/cmdline", "/etc/kernel/cmdline.d/*.conf", "/etc/cmdline.d/*.conf", "/etc/dracut.conf", "/etc/dracut.conf.d/*.conf",
    ];

    /// <summary>All but the environment blocks.</summary>
    public static IEnumerable<string> All => OfLoaders.Concat(OfGenerators);
}
