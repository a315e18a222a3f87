using System.Text.Json.Serialization;
using V2K.Engine.Concerns;
using V2K.Engine.Configuration;
using V2K.Rules.Findings;

namespace V2K.Engine.Inventory;

/// <summary>A VM as the inventory shows it. Sizes are bytes unless the name says otherwise.</summary>
/// <param name="Id">Its unique name: <c>[datastore1] web01/web01.vmx</c>.</param>
/// <param name="Name">Its display name.</param>
/// <param name="Guest">VMware's identifier of the guest operating system; null where unknown.</param>
/// <param name="Cpus">Virtual processors; 0 where the file cannot be read.</param>
/// <param name="MemoryMebibytes">Memory in MiB; 0 where the file cannot be read.</param>
/// <param name="Disks">Its disks in the order of the domain: the boot disk first.</param>
/// <param name="Networks">The VMware networks of its interfaces, in their order.</param>
/// <param name="Concerns">What to look at before it is migrated.</param>
public sealed record VmSummary(
    string Id,
    string Name,
    string? Guest,
    int Cpus,
    long MemoryMebibytes,
    IReadOnlyList<DiskLine> Disks,
    IReadOnlyList<string> Networks,
    IReadOnlyList<ConcernLine> Concerns)
{
    /// <summary>Whether it is a template: it never runs, and is migrated only where it is named.</summary>
    public bool IsTemplate { get; init; }

    /// <summary>Who is asked before it moves, by <c>vms:</c> of the configuration.</summary>
    public string? Owner { get; init; }

    /// <summary>What the administrators noted about it there.</summary>
    public string? Notes { get; init; }

    /// <summary>Its network cards in their order, with what each gets.</summary>
    [JsonIgnore]
    public IReadOnlyList<CardLine> Cards { get; init; } = [];

    /// <summary>Whether a concern has to be settled before it can be migrated.</summary>
    [JsonIgnore]
    public bool IsBlocked => Concerns.Any(concern => concern.IsBlocker);
}

/// <summary>A disk as the inventory shows it.</summary>
/// <param name="Device">Where it sits in VMware: <c>scsi0:0</c>.</param>
/// <param name="File">The VMDK's full path on this host; as the VM spells it where that leads to no file here.</param>
/// <param name="Kind">As VMware calls it; null where it cannot be read.</param>
/// <param name="VirtualBytes">Its size as the guest sees it.</param>
/// <param name="AllocatedBytes">What its files occupy.</param>
/// <param name="Snapshots">The number of snapshots above the base disk.</param>
public sealed record DiskLine(string Device, string File, string? Kind, long VirtualBytes, long AllocatedBytes, int Snapshots)
{
    /// <summary>Whether <see cref="File"/> is a device of this host that the domain has as it is, and nothing is copied.</summary>
    [JsonIgnore]
    public bool IsAttached { get; init; }
}

/// <summary>A concern as the inventory shows it.</summary>
/// <param name="Id">Its kind, as <c>--ignore</c> names it.</param>
/// <param name="Severity"><c>warning</c> or <c>blocker</c>.</param>
/// <param name="What">What was found, without a full stop.</param>
/// <param name="Changes">What it changes for the guest, or for the migration.</param>
/// <param name="Remedy">What to do about it.</param>
/// <param name="Key">The VMX key it is about; null for the VM as a whole.</param>
/// <param name="IsIgnored">The administrator knows of it: it stops nothing. Never true of what cannot be ignored.</param>
public sealed record ConcernLine(string Id, string Severity, string What, string Changes, string Remedy, string? Key, bool IsIgnored)
{
    /// <summary>Whether it has to be settled before the VM can be migrated.</summary>
    [JsonIgnore]
    public bool IsBlocker => Severity == "blocker" && !IsIgnored;

    /// <summary>All of it in a line.</summary>
    [JsonIgnore]
    public string Text => Changes.Length == 0 ? $"{What}. {Remedy}." : $"{What}; {Changes}. {Remedy}.";

    /// <summary>Words <paramref name="finding"/>.</summary>
    public static ConcernLine Of(Finding finding, Config config) => new(
        finding.Id ?? "",
        finding.Severity.ToString().ToLowerInvariant(),
        finding.What,
        finding.Changes,
        finding.Remedy,
        finding.Key,
        Blockers.IsIgnored(finding, config));
}

/// <summary>The inventory's JSON.</summary>
[JsonSourceGenerationOptions(WriteIndented = true, PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(IReadOnlyList<VmSummary>))]
public sealed partial class InventoryJson : JsonSerializerContext;
