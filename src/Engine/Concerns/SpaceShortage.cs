using V2K.Engine.Disks;
using V2K.Engine.Interop;
using V2K.Rules.Findings;

namespace V2K.Engine.Concerns;

/// <summary>A file system that has less room than copies take, or may take.</summary>
/// <param name="Volume">The file system.</param>
/// <param name="Need">What the copies take of it, less what is there of them already.</param>
/// <param name="Others">What copies of other VMs, which are under way, still take of it.</param>
internal sealed record SpaceShortage(TargetVolume Volume, SpaceNeed Need, SpaceNeed Others)
{
    private const int MostMeasurements = 20;

    /// <summary>Whether it is known that they do not fit; else they may or may not.</summary>
    internal bool IsCertain => Need.AtLeast + Others.AtLeast > Volume.FreeBytes;

    /// <summary>
    /// The file systems on which <paramref name="disks"/> do not fit, or may not. Disks that fit by what their files occupy are not looked
    /// into.
    /// </summary>
    /// <param name="disks">The disks to copy; those that go to block devices or share the blocks of their source take nothing.</param>
    /// <param name="others">What else is to be written to a file system: at most, by a quick look, or as far as it can be known.</param>
    internal static IEnumerable<SpaceShortage> Find(IEnumerable<DiskView> disks, Func<TargetVolume, bool, SpaceNeed>? others = null)
    {
        foreach (var group in disks.Where(disk => disk.Summary is not null && !Posix.IsBlockDevice(disk.Placement.Target))
            .GroupBy(disk => TargetVolume.Of(disk.Placement.Target)))
        {
            if (group.Key is not { } volume)
            {
                continue;
            }

            var ceiling = group.Sum(disk => QuickNeedOf(disk, volume).AtMost) + (others?.Invoke(volume, true).AtMost ?? 0);
            if (ceiling <= volume.Measured().FreeBytes)
            {
                continue;
            }

            var shortage = Measure(volume, [.. group], others);
            if (shortage.Need.AtMost + shortage.Others.AtMost > shortage.Volume.FreeBytes)
            {
                yield return shortage;
            }
        }
    }

    /// <summary>
    /// What <paramref name="disks"/> need, what others need, and what is free, at one moment: other VMs write meanwhile, and each byte of theirs makes
    /// both less. Free space is read last, so that a byte counts twice rather than not at all where they never stop for long enough.
    /// </summary>
    private static SpaceShortage Measure(TargetVolume volume, IReadOnlyList<DiskView> disks, Func<TargetVolume, bool, SpaceNeed>? others)
    {
        // The first time looks into the disks, which takes long; what it finds is kept.
        var (need, rest) = Needs();
        for (var attempt = 0; ; attempt++)
        {
            var now = volume.Measured();
            var (needAfter, restAfter) = Needs();
            if ((need, rest) == (needAfter, restAfter) || attempt == MostMeasurements)
            {
                return new SpaceShortage(now, need, rest);
            }

            (need, rest) = (needAfter, restAfter);
        }

        (SpaceNeed Own, SpaceNeed Others) Needs() => (
            disks.Aggregate(SpaceNeed.None, (sum, disk) => sum + NeedOf(disk, volume)),
            others?.Invoke(volume, false) ?? SpaceNeed.None);
    }

    /// <summary>What the copy of <paramref name="disk"/> still takes of <paramref name="volume"/>, on which its target is.</summary>
    internal static SpaceNeed NeedOf(DiskView disk, TargetVolume volume) =>
        CloneSupport.Between(disk.Summary!, volume) ? SpaceNeed.None : disk.Space.Without(SpaceNeed.BytesThere(disk.Placement.Target));

    /// <summary>The same without a look into the disk.</summary>
    internal static SpaceNeed QuickNeedOf(DiskView disk, TargetVolume volume) => CloneSupport.Between(disk.Summary!, volume)
        ? SpaceNeed.None
        : new SpaceNeed(0, SpaceNeed.Ceiling(disk.Summary!, disk.Placement.Layout.Preallocation)).Without(SpaceNeed.BytesThere(disk.Placement.Target));

    /// <summary>What to say of it.</summary>
    internal Finding Finding => IsCertain
        ? Rules.Findings.Finding.Blocker(
            $"{Volume.Folder} has {ByteSize.Text(Volume.FreeBytes)} free{UnderWay}, and the disks have {ByteSize.Text(Need.AtLeast)} of data",
            "they cannot be converted",
            ConcernKinds.LowSpace.Remedy).As(FindingId.LowSpace)
        : Rules.Findings.Finding.Warning(
            $"{Volume.Folder} has {ByteSize.Text(Volume.FreeBytes)} free{UnderWay}, and the disks need between {ByteSize.Text(Need.AtLeast)} and {ByteSize.Text(Need.AtMost)} of it",
            "the copy fails if the space runs out, and resumes once there is more",
            ConcernKinds.LowSpace.Remedy).As(FindingId.LowSpace);

    private string UnderWay => Others.AtMost > 0 ? $", of which copies of other VMs need up to {ByteSize.Text(Others.AtMost)}" : "";
}
