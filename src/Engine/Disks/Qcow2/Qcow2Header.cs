using System.Buffers.Binary;
using V2K.Rules;

namespace V2K.Engine.Disks.Qcow2;

/// <summary>
/// The header of a qcow2 image, version 3, without backing file, snapshots or encryption. Big-endian; places and sizes are bytes.
/// (QEMU's docs/interop/qcow2.txt, Header.)
/// <code>
///   0 u32 magic "QFI\xFB"        24 u64 size                     60 u32 nb_snapshots            96 u32 refcount_order
///   4 u32 version               32 u32 crypt_method             64 u64 snapshots_offset       100 u32 header_length
///   8 u64 backing_file_offset   36 u32 l1_size, in entries      72 u64 incompatible_features  104 u8  compression_type
///  16 u32 backing_file_size     40 u64 l1_table_offset          80 u64 compatible_features    105 u8×7 padding
///  20 u32 cluster_bits          48 u64 refcount_table_offset    88 u64 autoclear_features
///                               56 u32 refcount_table_clusters
/// </code>
/// </summary>
/// <param name="ClusterBits">The cluster size as a power of two: 12 to 21.</param>
/// <param name="VirtualSize">The size of the disk as the guest sees it.</param>
/// <param name="L1Entries">Entries in the active L1 table.</param>
/// <param name="L1Position">Where it is.</param>
/// <param name="RefcountTablePosition">Where the refcount table is.</param>
/// <param name="RefcountTableClusters">Clusters it takes.</param>
/// <param name="IsZstd">Whether compressed clusters are Zstandard frames; else they are deflated. Bit 3 of the incompatible features, and byte 104.</param>
internal sealed record Qcow2Header(
    int ClusterBits,
    long VirtualSize,
    int L1Entries,
    long L1Position,
    long RefcountTablePosition,
    int RefcountTableClusters,
    bool IsZstd)
{
    /// <summary>Bytes of the longest header: with the compression type, and padding to a multiple of 8.</summary>
    internal const int Length = 112;

    /// <summary>Bytes of a header without a compression type.</summary>
    private const int ShortLength = 104;

    /// <summary>Bit 3 of the incompatible features: the compression type is not 0, deflate.</summary>
    private const long CompressionFeature = 1 << 3;

    /// <summary>The compression type of Zstandard.</summary>
    private const byte Zstd = 1;

    /// <summary>Refcounts are 1 &lt;&lt; 4 = 16 bits wide.</summary>
    private const int RefcountOrder = 4;

    /// <summary>"QFI" and 0xFB.</summary>
    private const uint Magic = 0x5146_49FB;

    private const int Version = 3;

    /// <summary>QEMU's limit, 32 MiB of them (QCOW_MAX_L1_SIZE).</summary>
    internal const int MaximumL1Entries = (32 << 20) / sizeof(ulong);

    /// <summary>Writes the header to the start of <paramref name="cluster"/>, which is zero: so is the end of the header extensions.</summary>
    internal void WriteTo(Span<byte> cluster)
    {
        BinaryPrimitives.WriteUInt32BigEndian(cluster, Magic);
        BinaryPrimitives.WriteInt32BigEndian(cluster[4..], Version);
        BinaryPrimitives.WriteInt32BigEndian(cluster[20..], ClusterBits);
        BinaryPrimitives.WriteInt64BigEndian(cluster[24..], VirtualSize);
        BinaryPrimitives.WriteInt32BigEndian(cluster[36..], L1Entries);
        BinaryPrimitives.WriteInt64BigEndian(cluster[40..], L1Position);
        BinaryPrimitives.WriteInt64BigEndian(cluster[48..], RefcountTablePosition);
        BinaryPrimitives.WriteInt32BigEndian(cluster[56..], RefcountTableClusters);
        BinaryPrimitives.WriteInt32BigEndian(cluster[96..], RefcountOrder);
        BinaryPrimitives.WriteInt32BigEndian(cluster[100..], IsZstd ? Length : ShortLength);
        if (IsZstd)
        {
            BinaryPrimitives.WriteInt64BigEndian(cluster[72..], CompressionFeature);
            cluster[104] = Zstd;
        }
    }

    /// <summary>Reads a header and checks it: the image must be complete in itself.</summary>
    /// <param name="bytes">Its <see cref="Length"/> bytes.</param>
    /// <param name="file">Where they are from, for messages.</param>
    internal static Qcow2Header Parse(ReadOnlySpan<byte> bytes, string file)
    {
        if (BinaryPrimitives.ReadUInt32BigEndian(bytes) != Magic || BinaryPrimitives.ReadInt32BigEndian(bytes[4..]) != Version)
        {
            throw Unsound("is not a qcow2 image of version 3", file);
        }

        var features = BinaryPrimitives.ReadInt64BigEndian(bytes[72..]);
        var compressionType = BinaryPrimitives.ReadInt32BigEndian(bytes[100..]) > ShortLength ? bytes[104] : 0;
        if (BinaryPrimitives.ReadInt64BigEndian(bytes[8..]) != 0
            || BinaryPrimitives.ReadInt32BigEndian(bytes[32..]) != 0
            || (features, compressionType) is not ((0, 0) or (CompressionFeature, Zstd)))
        {
            throw Unsound("has a backing file, is encrypted, or needs unknown features", file);
        }

        var header = new Qcow2Header(
            BinaryPrimitives.ReadInt32BigEndian(bytes[20..]),
            BinaryPrimitives.ReadInt64BigEndian(bytes[24..]),
            BinaryPrimitives.ReadInt32BigEndian(bytes[36..]),
            BinaryPrimitives.ReadInt64BigEndian(bytes[40..]),
            BinaryPrimitives.ReadInt64BigEndian(bytes[48..]),
            BinaryPrimitives.ReadInt32BigEndian(bytes[56..]),
            compressionType == Zstd);
        return header is { ClusterBits: >= 9 and <= 21, VirtualSize: >= 0, L1Entries: >= 0 and <= MaximumL1Entries }
            ? header
            : throw Unsound("has invalid sizes in its header", file);
    }

    /// <summary>Says that a file is not an image of ours.</summary>
    internal static V2KException Unsound(string what, string file) => new(what, "Convert the disk again", file);
}
