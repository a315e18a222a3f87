namespace V2K.Engine.Inventory;

/// <summary>Any number of disks in a few words.</summary>
public static class DiskSum
{
    /// <summary>How many there are, their size for the guest, and what is in use: <c>62 disks, 1.2 TiB, 410 GiB in use</c>; <c>none</c> for none.</summary>
    public static string Text(IReadOnlyCollection<DiskLine> disks)
    {
        ArgumentNullException.ThrowIfNull(disks);
        if (disks.Count == 0)
        {
            return "none";
        }

        var text = Words.Count(disks.Count, "disk");
        var unreadable = disks.Count(disk => disk.Kind is null);
        if (unreadable < disks.Count)
        {
            text += $", {ByteSize.Text(disks.Sum(disk => disk.VirtualBytes))}, {ByteSize.Text(InUse(disks))} in use";
        }

        var snapshots = disks.Max(disk => disk.Snapshots);
        return text
            + (snapshots > 0 ? $", {Words.Count(snapshots, "snapshot")}" : "")
            + (unreadable > 0 ? $", {unreadable} cannot be read" : "");
    }

    /// <summary>The bytes that their files occupy: what there is to copy.</summary>
    public static long InUse(IEnumerable<DiskLine> disks) => disks.Sum(disk => disk.AllocatedBytes);
}
