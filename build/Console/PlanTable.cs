using System.Globalization;
using Spectre.Console;
using V2K.Engine;
using V2K.Engine.Planning;
using V2K.Rules;

namespace V2K.Build.Console;

/// <summary>A plan as people read it.</summary>
internal static class PlanTable
{
    /// <summary>Writes the steps, what stands in their way, and the sums.</summary>
    internal static void Write(IAnsiConsole console, MigrationPlan plan)
    {
        var table = new PlainTable("VM", "wave", "step", "", "copy", "clone", "time");
        foreach (var vm in plan.Vms)
        {
            var first = true;
            foreach (var step in vm.Steps)
            {
                table.Add(
                    first ? vm.Name : "",
                    first ? $"{vm.Wave}" : "",
                    $"{step.Stage} {step.Name}",
                    (step.MustRun ? "to do, " : "up to date, ") + step.Reason,
                    Bytes(step.BytesToCopy),
                    Bytes(step.BytesToClone),
                    step.MustRun ? Time(step.Seconds) : "–");
                first = false;
            }
        }

        table.Write(console);
        foreach (var vm in plan.Vms)
        {
            foreach (var concern in vm.Concerns.Where(concern => concern.IsBlocker))
            {
                Line(console, $"{vm.Name}  blocker {concern.Id}: {concern.Text}");
            }
        }

        foreach (var target in plan.Targets)
        {
            Line(console, $"{target.Folder}: {ByteSize.Text(target.NeededBytes)} needed at most, {ByteSize.Text(target.FreeBytes)} free{(target.IsEnough ? "" : ": too little")}");
        }

        var rate = $"{ByteSize.Text(plan.Rates.CopyBytesPerSecond)}/s a disk, {(plan.Rates.IsCopyMeasured ? "as measured here" : "assumed: nothing was copied here yet")}";
        Line(console, $"{plan.Vms.Count(vm => vm.IsBlocked)} of {plan.Vms.Count} VMs blocked; "
            + $"{Bytes(plan.Vms.Sum(vm => vm.BytesToCopy))} to copy, {Bytes(plan.Vms.Sum(vm => vm.BytesToClone))} to clone; about {Time(plan.Seconds)}, {plan.Parallel} disks at once at {rate}");
    }

    private static string Bytes(long bytes) => bytes == 0 ? "–" : ByteSize.Text(bytes);

    private static string Time(double seconds) => seconds switch
    {
        < 1 => "<1 s",
        < 100 => string.Create(CultureInfo.InvariantCulture, $"{seconds:0} s"),
        < 6000 => string.Create(CultureInfo.InvariantCulture, $"{seconds / 60:0} min"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{seconds / 3600:0.0} h"),
    };

    private static void Line(IAnsiConsole console, string text) => console.Profile.Out.Writer.WriteLine(Printable.OneLine(text));
}
