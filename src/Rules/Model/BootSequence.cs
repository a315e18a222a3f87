namespace V2K.Rules.Model;

/// <summary>What the firmware tries to boot from.</summary>
/// <param name="Devices">
/// <c>hdd</c>, <c>cdrom</c>, <c>floppy</c> and <c>ethernet0</c> to <c>ethernet9</c>, the first one first; empty for
/// VMware's default, which begins with the boot disk like libvirt's.
/// </param>
/// <param name="Disk">The disk to boot from, such as <c>scsi0:1</c>; null for the first one.</param>
public sealed record BootSequence(IReadOnlyList<string> Devices, string? Disk)
{
    /// <summary>VMware's default.</summary>
    public static BootSequence Default { get; } = new([], Disk: null);

    /// <summary>A device's place in the order, from 1; null where libvirt's default order serves.</summary>
    public int? PlaceOf(string device)
    {
        for (var i = 0; i < Devices.Count && Devices[0] is not "hdd"; i++)
        {
            if (Devices[i] == device)
            {
                return i + 1;
            }
        }

        return null;
    }
}
