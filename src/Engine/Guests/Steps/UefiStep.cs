using V2K.Engine.Tools;

namespace V2K.Engine.Guests.Steps;

/// <summary>
/// A loader where firmware without memory looks for one: <c>\EFI\BOOT\BOOTX64.EFI</c>. VMware's boot entries are not migrated, as they are in its
/// NVRAM, and many an installation has no other.
/// </summary>
public sealed class UefiStep : IGuestStep
{
    private const string Fallback = "EFI/BOOT/BOOTX64.EFI";

    private static readonly string[] Folders = ["/boot/efi", "/efi", "/boot"];

    /// <summary>Loaders that must lie beside shim under the names that shim looks for.</summary>
    private static readonly string[] Companions = ["grubx64.efi", "mmx64.efi", "grub.efi", "MokManager.efi"];

    /// <summary>What starts a guest, the most able first; a unified kernel image needs no loader.</summary>
    private static readonly string[] Loaders = ["*/shimx64.efi", "*/shim.efi", "*/grubx64.efi", "*/grub.efi", "systemd/systemd-bootx64.efi", "Linux/*.efi"];

    /// <inheritdoc/>
    public string Name => "uefi";

    /// <inheritdoc/>
    public string Description => "UEFI guests get the fallback loader `EFI/BOOT/BOOTX64.EFI`, copied from their boot loader";

    /// <inheritdoc/>
    public void Run(GuestWork guest)
    {
        if (!guest.Machine.IsUefi)
        {
            guest.Log.Note("the guest boots by BIOS");
            return;
        }

        var partition = Folders.FirstOrDefault(folder => guest.Files.IsFolder(folder + "/EFI"));
        if (partition is null)
        {
            guest.Log.Warn("no EFI system partition is mounted at /boot/efi, /efi or /boot: whether the firmware finds a loader cannot be determined");
            return;
        }

        // FAT knows no case, and neither does the appliance's mount of it.
        if (guest.Files.IsFile($"{partition}/{Fallback}"))
        {
            guest.Log.Note($"{partition}/{Fallback} exists");
            return;
        }

        if (FindLoader(guest.Files, partition) is not { } loader)
        {
            guest.Log.Warn($"{partition} holds no known loader: the firmware may not find one");
            return;
        }

        guest.Files.MakeFolder($"{partition}/EFI/BOOT");
        Copy(guest, loader, $"{partition}/{Fallback}");
        if (Path.GetFileName(loader).StartsWith("shim", StringComparison.Ordinal))
        {
            foreach (var name in Companions)
            {
                var companion = $"{Path.GetDirectoryName(loader)}/{name}";
                if (guest.Files.IsFile(companion))
                {
                    Copy(guest, companion, $"{partition}/EFI/BOOT/{name}");
                }
            }
        }
    }

    /// <summary>The guest's own, where others left theirs in folders beside its, which are called after distributions: os-release(5), ID.</summary>
    private static string? FindLoader(IGuestFiles files, string partition)
    {
        var found = Loaders.SelectMany(pattern => files.Glob($"{partition}/EFI/{pattern}").Reverse()).ToList();
        var distribution = Distribution.FindFile(files.IsFile) is { } release ? Distribution.IdIn(files.ReadText(release)) : null;
        return found.Find(loader => string.Equals(Path.GetFileName(Path.GetDirectoryName(loader)), distribution, StringComparison.OrdinalIgnoreCase))
            ?? found.FirstOrDefault();
    }

    private static void Copy(GuestWork guest, string from, string to)
    {
        guest.Files.Copy(from, to);
        guest.Log.Changed($"{to}, a copy of {from}");
    }
}
