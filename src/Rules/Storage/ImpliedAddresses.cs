using V2K.Rules.Model;

namespace V2K.Rules.Storage;

/// <summary>
/// The places that libvirt gives disks without an address: by their names, seven to a SCSI controller, six to AHCI, two
/// to a channel of IDE.
/// </summary>
internal static class ImpliedAddresses
{
    /// <summary>Leaves addresses out, of all disks of a bus or of none, so that nobody has to look twice.</summary>
    internal static IReadOnlyList<Disk> LeaveOut(IReadOnlyList<Disk> disks)
    {
        var redundant = disks.GroupBy(disk => disk.Bus).Where(bus => bus.All(IsImplied)).Select(bus => bus.Key).ToHashSet();
        return [.. disks.Select(disk => redundant.Contains(disk.Bus) ? disk with { Address = null } : disk)];
    }

    private static bool IsImplied(Disk disk)
    {
        var index = Index(disk.Target);
        return disk.Address is null || disk.Address == disk.Bus switch
        {
            DiskBus.Scsi => new DriveAddress(index / 7, Target: 0, index % 7),
            DiskBus.Sata => new DriveAddress(index / 6, Target: 0, index % 6),
            DiskBus.Ide => new DriveAddress(index / 4, Target: 0, index % 2, Bus: index / 2 % 2),
            _ => null,
        };
    }

    /// <summary>0 for <c>sda</c>, 25 for <c>sdz</c>, 26 for <c>sdaa</c>.</summary>
    private static int Index(string target) => target[2..].Aggregate(0, (index, letter) => (index * 26) + letter - 'a' + 1) - 1;
}
