using System.Text.Json.Serialization;
using V2K.Engine.Disks;
using V2K.Engine.Inventory;

namespace V2K.Engine.Planning;

/// <summary>What a run would do, and what it would take. Sizes are bytes, times seconds.</summary>
/// <param name="Vms">The chosen VMs, in their order.</param>
/// <param name="Targets">The file systems that results go to.</param>
/// <param name="Rates">What the times are worked out from.</param>
/// <param name="Parallel">How many disks go at once.</param>
/// <param name="Seconds">All of it, as far as disks and guests go at once.</param>
public sealed record MigrationPlan(
    IReadOnlyList<VmPlan> Vms, IReadOnlyList<TargetPlan> Targets, MeasuredRates Rates, int Parallel, double Seconds)
{
    /// <summary>Whether something would keep a VM from getting through.</summary>
    [JsonIgnore]
    public bool IsBlocked => Vms.Any(vm => vm.IsBlocked) || Targets.Any(target => !target.IsEnough);
}

/// <summary>What a run would do for a VM.</summary>
/// <param name="Id">Its unique name: <c>[datastore1] web01/web01.vmx</c>.</param>
/// <param name="Name">Its display name.</param>
/// <param name="Wave">
/// VMs of one wave are best shut down and migrated together: 1 for all that share nothing, a number of its own for each
/// group of VMs that share disks.
/// </param>
/// <param name="Steps">What there is to do, in order, or need not be done.</param>
/// <param name="Concerns">What to look at before; a standing blocker keeps it from being done.</param>
public sealed record VmPlan(string Id, string Name, int Wave, IReadOnlyList<StepPlan> Steps, IReadOnlyList<ConcernLine> Concerns)
{
    /// <summary>Whether a blocker stands.</summary>
    public bool IsBlocked => Concerns.Any(concern => concern.IsBlocker);

    /// <summary>What is to be read and written.</summary>
    public long BytesToCopy => Steps.Sum(step => step.BytesToCopy);

    /// <summary>What the target can share with the source.</summary>
    public long BytesToClone => Steps.Sum(step => step.BytesToClone);

    /// <summary>How long its steps take one after another, disks at once not counted in.</summary>
    public double Seconds => Math.Round(Steps.Sum(step => step.Seconds), 1);
}

/// <summary>A step of a VM.</summary>
/// <param name="Stage">Its stage.</param>
/// <param name="Name">What it makes: <c>web01.qcow2</c>.</param>
/// <param name="MustRun">False: its result is up to date.</param>
/// <param name="Reason">Why it runs, or need not.</param>
/// <param name="Seconds">How long it takes.</param>
public sealed record StepPlan(string Stage, string Name, bool MustRun, string Reason, double Seconds)
{
    private readonly string? _label;

    /// <summary>The disk's place in the VM (<c>scsi0:1</c>), which tells disks of one name apart; null for a step that makes no disk.</summary>
    public string? Device { get; init; }

    /// <summary>What people are shown for <see cref="Name"/>.</summary>
    [JsonIgnore]
    public string Label
    {
        get => _label ?? Name;
        init => _label = value;
    }

    /// <summary>The disk is a device of this host that is attached as it is: there is no step.</summary>
    [JsonIgnore]
    public bool IsAttached { get; init; }

    /// <summary>What becomes of it, for people.</summary>
    [JsonIgnore]
    public string State => (MustRun ? "to do, " : IsAttached ? "" : "up to date, ") + Reason;

    /// <summary>The disk it reads, on this host; null for a step without.</summary>
    public string? Source { get; init; }

    /// <summary>The full path of what it makes; null for a step that makes no disk.</summary>
    public string? Target { get; init; }

    /// <summary>What it reads and writes.</summary>
    public long BytesToCopy { get; init; }

    /// <summary>What the target can share with the source, at the cost of its metadata.</summary>
    public long BytesToClone { get; init; }

    /// <summary>What it takes of the target's file system.</summary>
    [JsonIgnore]
    internal SpaceNeed Space { get; init; }
}

/// <summary>A file system that results go to.</summary>
/// <param name="Folder">A folder on it.</param>
/// <param name="FreeBytes">What may still be written to it.</param>
/// <param name="NeededBytes">What the steps write to it at most; what is there already of interrupted copies is left out.</param>
public sealed record TargetPlan(string Folder, long FreeBytes, long NeededBytes)
{
    /// <summary>What they are known to write: less where disks are stored in full and hold zeroes; 0 where everything fits in any case.</summary>
    public long LeastBytes { get; init; }

    /// <summary>Whether all of it fits, as far as is known.</summary>
    public bool IsEnough => LeastBytes <= FreeBytes;
}

/// <summary>The plan's JSON.</summary>
[JsonSourceGenerationOptions(WriteIndented = true, PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(MigrationPlan))]
public sealed partial class PlanJson : JsonSerializerContext;
