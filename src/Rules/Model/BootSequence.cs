namespace V2K.Rules.Model;

/// <summary>What the firmware tries to boot from.</summary>
/// <param name="Devices">
/// <c>hdd</c>, <c>cdrom</c>, <c>floppy</c> and <c>ethernet0</c> to <c>ethernet9</c>, the first one first; empty for
/// VMware's default, which begins with the boot disk like libvirt's.
/// </param>
/// <param name="Disk">The disk to boot from, such as <c>scsi0:1</c>; null for the first one.</param>
public sealed record BootSequence(IReadOnlyList<string> Devices, string? Disk)
{
    /// <summary>The hard disks that a BIOS can number: SeaBIOS stops at 16 (<c>BUILD_MAX_EXTDRIVE</c>).</summary>
    private const int MostDisks = 16;

    /// <summary>VMware's default.</summary>
    public static BootSequence Default { get; } = new([], Disk: null);

    /// <summary>How many hard disks the VM has.</summary>
    public int Disks { get; init; }

    /// <summary>The hard disks that get a place, as many as the firmware can number.</summary>
    public int DisksInOrder => Math.Min(Disks, MostDisks);

    /// <summary>Whether libvirt's own order, the first disk and nothing else, is not what the VM needs.</summary>
    private bool IsExplicit => Devices.Count > 0 && (Devices[0] is not "hdd" || Disks > 1);

    /// <summary>
    /// A device's place in the order, from 1; null where libvirt's default order serves. <c>hdd</c> is the place of the
    /// boot disk, and the other disks take the places after it.
    /// </summary>
    public int? PlaceOf(string device)
    {
        var place = 1;
        for (var i = 0; i < Devices.Count && IsExplicit; i++)
        {
            if (Devices[i] == device)
            {
                return place;
            }

            place += Devices[i] is "hdd" ? Math.Max(DisksInOrder, 1) : 1;
        }

        return null;
    }
}
