using V2K.Build.Console;
using V2K.Engine.Explaining;
using V2K.Engine.Inventory;
using V2K.Engine.Planning;
using V2K.Engine.Reporting;
using V2K.Engine.Stages;
using V2K.Engine.TestBoots.Judging;
using V2K.Engine.Tools;

namespace V2K.Build.Schemas;

/// <summary>Every result that V2K writes as JSON. What lies in <c>.v2k</c> is its own memory, and may change.</summary>
internal static class JsonResults
{
    /// <summary>All of them, by name.</summary>
    internal static IReadOnlyList<JsonResult> All { get; } =
    [
        new("doctor", "Doctor", ReadinessJson.Default.IReadOnlyListStageReadiness, "What --target=Doctor --json=FILE writes: each stage, and what this host has for it."),
        new("explanation", "Explain", ExplanationJson.Default.IReadOnlyListExplanation, "What --target=Explain --json=FILE writes: the chosen VMs, in their order."),
        new("findings", "Translate", FindingsJson.Default.IReadOnlyListFinding, "NAME.findings.json, which --target=Translate writes beside NAME.xml: what the rules found in the .vmx file.")
        {
            IsAskedFor = false,
        },
        new("inventory", "Inventory", InventoryJson.Default.IReadOnlyListVmSummary, "What --target=Inventory --json=FILE writes: the VMs of the datastores, in the order of the table."),
        new("migration-event", "Migrate", RunEventJson.Default.RunEvent, "A line of what --target=Migrate or --target=CutOver writes with --json=FILE, each line a document of its own."),
        new("plan", "Plan", PlanJson.Default.MigrationPlan, "What --target=Plan --json=FILE writes."),
        new("report", "Report", ReportJson.Default.Report, "What --target=Report --json=FILE writes."),
        new("test-boot", "TestBoot", TestBootJson.Default.TestBootVerdict, "NAME.testboot.json, which --target=TestBoot writes beside NAME.xml.")
        {
            IsAskedFor = false,
        },
        new("verification", "Verify", VerifiedDiskJson.Default.IReadOnlyListVerifiedDisk, "What --target=Verify --json=FILE writes: the disks of the chosen VMs."),
    ];
}
