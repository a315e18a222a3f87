using V2K.Engine.Guests.Initramfs;
using V2K.Engine.Guests.Text;

namespace V2K.Engine.Guests.Steps;

/// <summary>
/// Kernel command lines by lasting names, wherever boot loaders keep them. Only the names change: how the boot loader was
/// configured, for BIOS or for UEFI, stays as it is.
/// </summary>
public sealed class BootLoaderStep : IGuestStep
{
    /// <inheritdoc/>
    public string Name => "boot-loader";

    /// <inheritdoc/>
    public string Description => "`root=` and `resume=` on every kernel command line (GRUB, boot loader entries, extlinux, systemd-boot), GRUB's device.map and the disks that its package is written to";

    /// <inheritdoc/>
    public void Run(GuestWork guest)
    {
        // Reading an initramfs takes seconds: only where a name is to be changed.
        var findsUuids = new Lazy<bool>(() => FindsUuids(guest));
        Func<string, string?> name = device => guest.Names.Renamed(device) is null && guest.Names.Lasting(device) is null ? null
            : findsUuids.Value ? guest.Names.Lasting(device)
            : guest.Names.Renamed(device);

        // /etc/grub2.cfg and the like are links to these; what is found twice is changed once.
        foreach (var path in CommandLineFiles.All.SelectMany(guest.Files.Glob).Distinct(StringComparer.Ordinal))
        {
            guest.Edit(path, text => KernelArguments.Change(text, name, guest.Names.Renamed));
        }

        foreach (var path in CommandLineFiles.Environments.SelectMany(guest.Files.Glob))
        {
            guest.Edit(path, text => KernelArguments.ChangeGrubEnvironment(text, name, guest.Names.Renamed));
        }

        foreach (var path in guest.Files.Glob("/boot/grub*/device.map"))
        {
            guest.Edit(path, text => Fstab.Change(text, field: 1, fields => guest.Names.Renamed(fields[1])));
        }

        guest.Edit(DebconfAnswers.Path, text => DebconfAnswers.Change(text, guest.Names));
    }

    /// <summary>
    /// Without an initramfs, the kernel itself looks for its root, and knows no UUID of a file system. One that was made by hand may not, either; what
    /// is on a command line has to suit every one of them.
    /// </summary>
    private static bool FindsUuids(GuestWork guest)
    {
        var images = InitramfsStep.Find(guest.Files);
        return images.Count > 0
            ? images.All(path => guest.Initramfs(path).Image is not { FindsUuids: false })
            : UnifiedKernels.Files.Any(pattern => guest.Files.Glob(pattern).Count > 0);
    }
}
