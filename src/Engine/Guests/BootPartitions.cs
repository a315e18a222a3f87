using V2K.Engine.Guests.Appliance;

namespace V2K.Engine.Guests;

/// <summary>
/// The partitions of a boot loader, which systemd finds by their types where no fstab names them
/// (systemd-gpt-auto-generator(8), Boot Loader Specification).
/// </summary>
internal static class BootPartitions
{
    /// <summary>The EFI system partition, by its type in a GPT or in an MBR.</summary>
    private static readonly string[] EfiTypes = ["c12a7328-f81f-11d2-ba4b-00a0c93ec93b", "0xef"];

    private static readonly string[] ExtendedTypes = ["bc13c2ff-59e6-4262-a352-b275fd6f7172"];

    /// <summary>Mounts what is mounted in none of <paramref name="folders"/> yet.</summary>
    /// <returns>Where.</returns>
    internal static IReadOnlyList<string> Mount(
        GuestAppliance appliance, IReadOnlyList<string> folders, IReadOnlyDictionary<string, string> identities, StepLog log)
    {
        var mounted = new List<string>();
        if (!folders.Contains("/boot", StringComparer.Ordinal) && IsEmpty(appliance, "/boot") && Find(ExtendedTypes) is { } extended)
        {
            Try(extended, "/boot");
        }

        if (!folders.Contains("/efi", StringComparer.Ordinal) && !folders.Contains("/boot/efi", StringComparer.Ordinal) && Find(EfiTypes) is { } efi
            && EfiFolder(appliance, folders.Concat(mounted)) is { } folder)
        {
            Try(efi, folder);
        }

        return mounted;

        string? Find(string[] types) => identities.Values.Distinct(StringComparer.Ordinal)
            .FirstOrDefault(device => types.Contains(appliance.Identity(device).GetValueOrDefault("PART_ENTRY_TYPE"), StringComparer.OrdinalIgnoreCase));

        void Try(string device, string folder)
        {
            if (appliance.TryMount(device, folder))
            {
                log.Note($"{device} is mounted at {folder} because of its type: no line of fstab names it");
                mounted.Add(folder);
            }
            else
            {
                log.Warn($"{device}, from which the guest boots, cannot be mounted: it is not changed");
            }
        }
    }

    /// <summary>systemd's two places, and Debian's; null where <c>/boot</c> itself is the partition.</summary>
    private static string? EfiFolder(GuestAppliance appliance, IEnumerable<string> taken)
    {
        var isBootTaken = taken.Contains("/boot", StringComparer.Ordinal);
        return isBootTaken && appliance.IsFolder("/boot/EFI") ? null
            : appliance.IsFolder("/efi") ? "/efi"
            : appliance.IsFolder("/boot/efi") ? "/boot/efi"
            : !isBootTaken && IsEmpty(appliance, "/boot") ? "/boot"
            : null;
    }

    private static bool IsEmpty(GuestAppliance appliance, string folder) =>
        appliance.IsFolder(folder) && appliance.Glob(folder + "/*").Count == 0;
}
