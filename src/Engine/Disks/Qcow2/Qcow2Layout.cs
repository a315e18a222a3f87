using System.Numerics;
using V2K.Rules;

namespace V2K.Engine.Disks.Qcow2;

/// <summary>What follows from the size of a disk and of its clusters. All numbers are bytes unless said otherwise.</summary>
internal static class Qcow2Layout
{
    /// <summary>The smallest and the largest cluster size that QEMU takes without a warning.</summary>
    internal const int MinimumCluster = 4 * 1024, MaximumCluster = 2 << 20;

    /// <summary>What one L2 table covers of the virtual disk.</summary>
    internal static long Coverage(int clusterLength) => L2Table.Entries(clusterLength) * (long)clusterLength;

    /// <summary>How many entries the L1 table has.</summary>
    /// <exception cref="V2KException">There is no such cluster size, or the disk is too large for it.</exception>
    internal static int L1Entries(long virtualSize, int clusterLength)
    {
        if (!BitOperations.IsPow2(clusterLength) || clusterLength is < MinimumCluster or > MaximumCluster)
        {
            throw new V2KException(
                $"{clusterLength} bytes is not a valid qcow2 cluster size", $"Choose a power of two from {MinimumCluster} to {MaximumCluster}");
        }

        var coverage = Coverage(clusterLength);
        var entries = (virtualSize + coverage - 1) / coverage;
        return entries <= Qcow2Header.MaximumL1Entries
            ? (int)entries
            : throw new V2KException(
                $"a disk of {virtualSize} bytes is too large for clusters of {clusterLength} bytes", "Choose a larger cluster size");
    }

    /// <summary>The length of as many clusters as hold <paramref name="length"/> bytes.</summary>
    internal static long RoundUp(long length, int clusterLength) => (length + clusterLength - 1) / clusterLength * clusterLength;
}
