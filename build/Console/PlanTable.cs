using System.Globalization;
using Spectre.Console;
using V2K.Engine;
using V2K.Engine.Inventory;
using V2K.Engine.Planning;
using V2K.Engine.Stages;
using V2K.Rules;
using V2K.Rules.Findings;

namespace V2K.Build.Console;

/// <summary>A plan as people read it.</summary>
internal static class PlanTable
{
    /// <summary>Writes what there is to do, what stands in its way, and the sums.</summary>
    /// <param name="console">Where to.</param>
    /// <param name="plan">The plan.</param>
    /// <param name="unseen">Why networks could not be looked at; null where they were.</param>
    /// <param name="isDetailed">A row for each step, with the reason; else a row for each VM.</param>
    internal static void Write(IAnsiConsole console, MigrationPlan plan, V2KException? unseen, bool isDetailed)
    {
        (isDetailed ? Steps(plan) : Vms(plan)).Write(console);
        ConcernList.Write(console, [.. plan.Vms.SelectMany(vm => vm.Concerns.Where(IsTold).Select(concern => (vm.Id, vm.Name, concern)))]);
        foreach (var target in plan.Targets)
        {
            Line(console, $"{target.Folder}: {ByteSize.Text(target.NeededBytes)} needed at most, {ByteSize.Text(target.FreeBytes)} free{Enough(target)}");
        }

        if (unseen is not null)
        {
            Line(console, $"networks were not checked: {unseen.Message}");
        }

        Line(console, Sum(plan));
    }

    /// <summary>Blockers, and what keeps a copied VM from running here: either costs time in a cut-over.</summary>
    private static bool IsTold(ConcernLine concern) =>
        concern.IsBlocker || (!concern.IsIgnored && concern.Id is FindingId.MissingNetwork or FindingId.InactiveNetwork or FindingId.LowSpace);

    private static ResultTable Vms(MigrationPlan plan)
    {
        var table = new ResultTable("VM", "group", "to do", "copy", "clone", "time") { RightAligned = ["group", "copy", "clone", "time"] };
        foreach (var vm in plan.Vms)
        {
            table.Add(
                vm.IsBlocked ? $"{vm.Name}, blocked" : vm.Name,
                $"{vm.Wave}",
                vm.Steps.Count == 0 ? "see below" : ToDo(vm),
                Bytes(vm.BytesToCopy),
                Bytes(vm.BytesToClone),
                vm.Steps.Any(step => step.MustRun) ? Time(vm.Seconds) : "–");
        }

        return table;
    }

    /// <summary>The stages of <paramref name="vm"/> with anything to do: <c>Translate, Convert 2 of 3 disks, Define</c>.</summary>
    private static string ToDo(VmPlan vm)
    {
        List<string> stages = [.. vm.Steps.GroupBy(step => step.Stage, StringComparer.Ordinal).Select(stage => (Stage: stage.Key, All: stage.ToList(), Left: stage.Where(step => step.MustRun).ToList()))
            .Where(stage => stage.Left.Count > 0)
            .Select(stage => stage switch
            {
                { Stage: not nameof(Stage.Convert) } => stage.Stage,
                { Left: [var disk] } => $"{stage.Stage} {disk.Label}",
                _ => $"{stage.Stage} {(stage.Left.Count < stage.All.Count ? $"{stage.Left.Count} of " : "")}{stage.All.Count} disks",
            })];
        return stages.Count == 0 ? "up to date" : string.Join(", ", stages);
    }

    private static ResultTable Steps(MigrationPlan plan)
    {
        var table = new ResultTable("VM", "group", "step", "state", "copy", "clone", "time") { RightAligned = ["group", "copy", "clone", "time"] };
        foreach (var vm in plan.Vms)
        {
            var name = vm.IsBlocked ? $"{vm.Name}, blocked" : vm.Name;
            foreach (var (step, i) in vm.Steps.Select((step, i) => (step, i)))
            {
                table.Add(
                    i == 0 ? name : "",
                    i == 0 ? $"{vm.Wave}" : "",
                    $"{step.Stage} {step.Label}",
                    step.State,
                    Bytes(step.BytesToCopy),
                    Bytes(step.BytesToClone),
                    step.MustRun ? Time(step.Seconds) : "–");
            }

            if (vm.Steps.Count == 0)
            {
                table.Add(name, $"{vm.Wave}", "–", "see below", "–", "–", "–");
            }
        }

        return table;
    }

    private static string Enough(TargetPlan target) => !target.IsEnough ? $": not enough for {ByteSize.Text(target.LeastBytes)} of data"
        : target.NeededBytes > target.FreeBytes ? ": enough only if zeroes fill part of the disks"
        : "";

    private static string Sum(MigrationPlan plan)
    {
        var going = plan.Vms.Where(vm => !vm.IsBlocked).ToList();
        var blocked = $"{plan.Vms.Count - going.Count} of {plan.Vms.Count} VMs blocked";
        if (going.Count == 0)
        {
            return $"{blocked}: fix that first";
        }

        if (!going.Exists(vm => vm.Steps.Any(step => step.MustRun)))
        {
            return $"{blocked}; {(going.Count == plan.Vms.Count ? "all" : "the others")} up to date";
        }

        var rate = $"{ByteSize.Text(plan.Rates.CopyBytesPerSecond)}/s a disk, " + (plan.Rates switch
        {
            { IsCopyMeasured: true } => "as measured here",
            { HasCopies: true } => "assumed: too little was copied here to measure",
            _ => "assumed: nothing was copied here yet",
        });
        return $"{blocked}; to do: {Bytes(going.Sum(vm => vm.BytesToCopy), "nothing")} to copy, {Bytes(going.Sum(vm => vm.BytesToClone), "nothing")} to clone; "
            + $"{(plan.Seconds < 1 ? "" : "about ")}{Time(plan.Seconds)}, {plan.Parallel} disks at once at {rate}";
    }

    private static string Bytes(long bytes, string none = "–") => bytes == 0 ? none : ByteSize.Text(bytes);

    private static string Time(double seconds) => seconds switch
    {
        < 1 => "less than 1 s",
        < 100 => string.Create(CultureInfo.InvariantCulture, $"{seconds:0} s"),
        < 6000 => string.Create(CultureInfo.InvariantCulture, $"{seconds / 60:0} min"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{seconds / 3600:0.0} h"),
    };

    private static void Line(IAnsiConsole console, string text) => console.Profile.Out.Writer.WriteLine(Printable.OneLine(text));
}
