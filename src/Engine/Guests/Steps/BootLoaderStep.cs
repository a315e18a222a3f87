using V2K.Engine.Guests.Text;

namespace V2K.Engine.Guests.Steps;

/// <summary>
/// Kernel command lines by lasting names, wherever boot loaders keep them. Only the names change: how the boot loader was
/// configured, for BIOS or for UEFI, stays as it is.
/// </summary>
public sealed class BootLoaderStep : IGuestStep
{
    /// <summary>Where kernel command lines are, but for grubenv.</summary>
    internal static readonly string[] CommandLineFiles =
    [
        "/boot/grub*/grub.cfg", "/boot/grub*/grub.conf", "/boot/grub*/menu.lst", "/boot/grub*/custom.cfg", "/boot/grub*/user.cfg",
        "/boot/efi/EFI/*/grub.cfg", "/boot/efi/EFI/*/grub.conf", "/boot/efi/EFI/*/custom.cfg", "/efi/EFI/*/grub.cfg",
        "/boot/loader/entries/*.conf", "/boot/efi/loader/entries/*.conf", "/efi/loader/entries/*.conf",
        "/boot/extlinux/*.conf", "/boot/extlinux.conf", "/boot/syslinux/*.cfg", "/boot/isolinux/*.cfg", "/boot/refind_linux.conf",
        "/etc/default/grub", "/etc/default/grub.d/*.cfg", "/etc/default/extlinux", "/etc/sysconfig/grub", "/etc/update-extlinux.conf",
        "/etc/kernel/cmdline", "/etc/kernel/cmdline.d/*.conf", "/etc/cmdline.d/*.conf", "/etc/dracut.conf", "/etc/dracut.conf.d/*.conf",
    ];

    /// <inheritdoc/>
    public string Name => "boot-loader";

    /// <inheritdoc/>
    public string Description => "`root=` and `resume=` on every kernel command line (GRUB, boot loader entries, extlinux, systemd-boot), GRUB's device.map";

    /// <inheritdoc/>
    public void Run(GuestWork guest)
    {
        // /etc/grub2.cfg and the like are links to these; what is found twice is changed once.
        foreach (var path in CommandLineFiles.SelectMany(guest.Files.Glob).Distinct(StringComparer.Ordinal))
        {
            guest.Edit(path, text => KernelArguments.Change(text, guest.Names.Lasting));
        }

        foreach (var path in guest.Files.Glob("/boot/grub*/grubenv").Concat(guest.Files.Glob("/boot/efi/EFI/*/grubenv")))
        {
            guest.Edit(path, text => KernelArguments.ChangeGrubEnvironment(text, guest.Names.Lasting));
        }

        foreach (var path in guest.Files.Glob("/boot/grub*/device.map"))
        {
            guest.Edit(path, text => Fstab.Change(text, field: 1, fields => guest.Names.Renamed(fields[1])));
        }
    }
}
