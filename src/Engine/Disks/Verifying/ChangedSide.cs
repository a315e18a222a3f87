using System.Text.Json.Serialization;

namespace V2K.Engine.Disks.Verifying;

/// <summary>Which side of a conversion is no longer what was copied.</summary>
public enum ChangedSide
{
    /// <summary>No checksum tells: the engine recorded none, or the block was shared and never read.</summary>
    [JsonStringEnumMemberName("unknown")]
    Unknown,

    /// <summary>The source: the VM ran on in VMware, or somebody wrote to its files.</summary>
    [JsonStringEnumMemberName("source")]
    Source,

    /// <summary>The target: it was adjusted, a guest ran on it, or it is damaged.</summary>
    [JsonStringEnumMemberName("target")]
    Target,

    /// <summary>Both.</summary>
    [JsonStringEnumMemberName("both")]
    Both,
}
