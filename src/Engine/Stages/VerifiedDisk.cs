using System.Text.Json.Serialization;
using V2K.Engine.Disks.Verifying;

namespace V2K.Engine.Stages;

/// <summary>What a comparison of a disk with its source found. Sizes and places are bytes.</summary>
/// <param name="Vm">The VM, as in <c>[datastore1] web01/web01.vmx</c>.</param>
/// <param name="Device">Where the disk sat in VMware: <c>scsi0:0</c>.</param>
/// <param name="Source">The VMDK's full path on this host.</param>
/// <param name="Target">The converted disk's.</param>
/// <param name="IsIdentical">Whether the guest reads the same from both.</param>
/// <param name="VirtualBytes">The size of the disk as the guest sees it.</param>
/// <param name="ComparedBytes">What was stored on either side and so was read.</param>
/// <param name="FirstDifference">The first byte that differs; null if none does.</param>
/// <param name="Changed">Which side has changed since the copy; null if they are identical.</param>
/// <param name="Recorded">When both were last known to be alike; null if no checksums were recorded before.</param>
/// <param name="Checksum">The checksum of the whole content, hexadecimal; null if they differ.</param>
public sealed record VerifiedDisk(
    string Vm,
    string Device,
    string Source,
    string Target,
    bool IsIdentical,
    long VirtualBytes,
    long ComparedBytes,
    long? FirstDifference,
    ChangedSide? Changed,
    DateTimeOffset? Recorded,
    string? Checksum);

/// <summary>The comparison's JSON, without reflection.</summary>
[JsonSourceGenerationOptions(WriteIndented = true, PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UseStringEnumConverter = true)]
[JsonSerializable(typeof(IReadOnlyList<VerifiedDisk>))]
public sealed partial class VerifiedDiskJson : JsonSerializerContext;
