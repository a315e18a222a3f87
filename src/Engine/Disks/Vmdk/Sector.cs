namespace V2K.Engine.Disks.Vmdk;

/// <summary>The unit in which VMDKs count: 512 bytes, whatever the guest or the storage uses.</summary>
internal static class Sector
{
    /// <summary>Bytes.</summary>
    internal const int Size = 512;

    /// <summary>
    /// The largest disk that is read. VMware's own limit is 62 TiB; a bound is what keeps a forged header from costing
    /// days or memory.
    /// </summary>
    internal const long MaximumCapacity = 64L << 40;

    /// <summary>Converts a capacity, refusing what no VMware product makes.</summary>
    /// <param name="sectors">As found in the file.</param>
    /// <param name="what">Whose capacity, for the message.</param>
    /// <param name="file">The file it was found in.</param>
    internal static long Capacity(ulong sectors, string what, string file) =>
        sectors is > 0 and <= (ulong)MaximumCapacity / Size
            ? (long)sectors * Size
            : throw Damage.In(file, $"{what} is {sectors} sectors long; from 1 to {MaximumCapacity / Size} (64 TiB) are possible");

    /// <summary>Converts the sector number of something that must start within <paramref name="file"/>.</summary>
    internal static long Offset(ulong sector, DiskFile file, string what) =>
        sector <= (ulong)file.Size / Size
            ? (long)sector * Size
            : throw Damage.Outside(file.Path, $"{what} should be at sector {sector}, but the file ends at byte {file.Size}");
}
