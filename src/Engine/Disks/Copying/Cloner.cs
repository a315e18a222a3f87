using V2K.Engine.Interop;

namespace V2K.Engine.Disks.Copying;

/// <summary>
/// Lets the target's file system share blocks with the source (XFS, Btrfs, NFS 4.2; ioctl_ficlonerange(2)): no byte is moved. Which files can be
/// shared from is tried once each, on a file that is gone afterwards.
/// </summary>
/// <param name="target">Where to.</param>
/// <param name="granule">What is shared must be so aligned on the virtual disk.</param>
/// <param name="isAllowed">Whether to share at all: what is compressed cannot be.</param>
internal sealed class Cloner(TargetFile target, int granule, bool isAllowed = true)
{
    /// <summary>The block size of file systems that share blocks; where theirs is larger, the system says no, and the bytes are copied.</summary>
    private const int BlockLength = 4096;

    private readonly Dictionary<DiskFile, bool> _sources = [];

    /// <summary>The part of <paramref name="run"/> that can be shared; null if there is none.</summary>
    internal Run? Shareable(Run run)
    {
        if (run.Kind is not RunKind.Data || !isAllowed)
        {
            return null;
        }

        var start = (run.Offset + granule - 1) / granule * granule;
        var end = run.End / granule * granule;
        return start < end && (run.File!.Start + run.Position + start - run.Offset) % BlockLength == 0 && CanShare(run.File)
            ? run.Slice(start, end)
            : null;
    }

    /// <summary>Shares <paramref name="run"/> at <paramref name="position"/> of the target.</summary>
    /// <returns>Whether that went well; if not, the bytes are to be copied.</returns>
    internal bool TryClone(in Run run, long position) =>
        target.TryClone(run.File!, run.Position, run.Length, position);

    private bool CanShare(DiskFile source)
    {
        if (!_sources.TryGetValue(source, out var can))
        {
            can = source.IsPlain && source.Size >= BlockLength && target.TryOnSibling(
                sibling => Posix.TryCloneRange(source.Handle, 0, BlockLength, sibling, 0));
            _sources.Add(source, can);
        }

        return can;
    }
}
