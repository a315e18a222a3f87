using System.Text.Json.Serialization;
using V2K.Engine.Explaining;
using V2K.Engine.Inventory;
using V2K.Engine.State;
using V2K.Engine.TestBoots.Judging;
using V2K.Rules.Findings;

namespace V2K.Engine.Reporting;

/// <summary>How far a datastore's migration has come, as the state files tell it. Times are UTC.</summary>
/// <param name="Created">When the report was made.</param>
/// <param name="Version">The version of V2K.</param>
/// <param name="Vms">Every VM, in the catalogue's order.</param>
public sealed record Report(DateTimeOffset Created, string Version, IReadOnlyList<VmReport> Vms)
{
    /// <summary>The runs that worked on VMs of these datastores, the latest first.</summary>
    public IReadOnlyList<RunEntry> Runs { get; init; } = [];

    /// <summary>How long what is left takes; null where nobody asked.</summary>
    [JsonIgnore]
    public Outlook? Outlook { get; init; }
}

/// <summary>What is known of one VM.</summary>
/// <param name="Summary">What it is.</param>
/// <param name="Progress">How far it came.</param>
/// <param name="Steps">What was done, in the order it was finished.</param>
/// <param name="Failures">What failed, unless the VM got through since.</param>
/// <param name="Findings">What its translation found; empty where its file cannot be read.</param>
/// <param name="Explanation">What became of each line of its file; null where it cannot be read.</param>
/// <param name="Xml">The domain XML; null where its file cannot be read.</param>
/// <param name="TestBoot">The last test boot; null where there was none.</param>
/// <param name="Screenshot">What the guest's screen showed in it, a PNG in Base64; null where nothing was kept.</param>
public sealed record VmReport(
    VmSummary Summary,
    VmProgress Progress,
    IReadOnlyList<StepReport> Steps,
    IReadOnlyList<FailureReport> Failures,
    IReadOnlyList<Finding> Findings,
    Explanation? Explanation,
    string? Xml,
    TestBootVerdict? TestBoot,
    byte[]? Screenshot)
{
    /// <summary>Whether libvirt has it, and nothing failed since.</summary>
    [JsonIgnore]
    public bool IsOnKvm => Progress is VmProgress.Defined or VmProgress.Booted or VmProgress.CutOver;
}

/// <summary>How far a VM came, from nothing to proven. A failure outranks all others, a blocker what comes before libvirt has the VM.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<VmProgress>))]
public enum VmProgress
{
    /// <summary>Something failed, and nothing later succeeded.</summary>
    [JsonStringEnumMemberName("failed")]
    Failed,

    /// <summary>A blocker has to be settled before libvirt can have it.</summary>
    [JsonStringEnumMemberName("blocked")]
    Blocked,

    /// <summary>Nothing was done yet.</summary>
    [JsonStringEnumMemberName("waiting")]
    Waiting,

    /// <summary>The domain XML is there.</summary>
    [JsonStringEnumMemberName("translated")]
    Translated,

    /// <summary>All disks are converted.</summary>
    [JsonStringEnumMemberName("converted")]
    Converted,

    /// <summary>The guest is made ready for KVM.</summary>
    [JsonStringEnumMemberName("adjusted")]
    Adjusted,

    /// <summary>libvirt knows the domain.</summary>
    [JsonStringEnumMemberName("defined")]
    Defined,

    /// <summary>It came up in a test boot.</summary>
    [JsonStringEnumMemberName("booted")]
    Booted,

    /// <summary>It was cut over: it runs under KVM, or passed its test boot and may.</summary>
    [JsonStringEnumMemberName("cut-over")]
    CutOver,
}

/// <summary>A step that ended well.</summary>
/// <param name="Stage">Its stage, such as <c>Convert</c>.</param>
/// <param name="Name">What it made, such as <c>web01.qcow2</c>.</param>
/// <param name="Started">When it began.</param>
/// <param name="Finished">When it ended.</param>
/// <param name="Bytes">The bytes of guest data that it dealt with; 0 where that says nothing.</param>
/// <param name="Notes">What it said of itself.</param>
public sealed record StepReport(string Stage, string Name, DateTimeOffset Started, DateTimeOffset Finished, long Bytes, string Notes)
{
    /// <summary>The disk's place in the VM (<c>scsi0:1</c>), which tells disks of one name apart; null for a step that made no disk.</summary>
    public string? Device { get; init; }

    /// <summary>What people are shown for <see cref="Name"/>.</summary>
    [JsonIgnore]
    public string Label { get; init; } = Name;

    /// <summary>How long it took.</summary>
    [JsonIgnore]
    public TimeSpan Duration => Finished - Started;
}

/// <summary>A step that failed and has not succeeded since.</summary>
/// <param name="Stage">Its stage.</param>
/// <param name="Name">What it should have made.</param>
/// <param name="At">When it failed.</param>
/// <param name="Message">What failed, where, and what to do.</param>
public sealed record FailureReport(string Stage, string Name, DateTimeOffset At, string Message)
{
    /// <summary>The disk's place in the VM (<c>scsi0:1</c>), which tells disks of one name apart; null for a step that makes no disk.</summary>
    public string? Device { get; init; }

    /// <summary>What people are shown for <see cref="Name"/>.</summary>
    [JsonIgnore]
    public string Label { get; init; } = Name;
}

/// <summary>The report's JSON.</summary>
[JsonSourceGenerationOptions(WriteIndented = true, PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UseStringEnumConverter = true)]
[JsonSerializable(typeof(Report))]
public sealed partial class ReportJson : JsonSerializerContext;
