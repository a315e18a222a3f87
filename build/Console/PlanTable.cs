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
        var table = new ResultTable("VM", "wave", "step", "state", "copy", "clone", "time") { RightAligned = ["wave", "copy", "clone", "time"] };
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

        table.Write(console);
        ConcernList.Write(console, [.. plan.Vms.SelectMany(vm => vm.Concerns.Where(concern => concern.IsBlocker).Select(concern => (vm.Id, vm.Name, concern)))]);
        foreach (var target in plan.Targets)
        {
            Line(console, $"{target.Folder}: {ByteSize.Text(target.NeededBytes)} needed at most, {ByteSize.Text(target.FreeBytes)} free{(target.IsEnough ? "" : ": too little")}");
        }

        var rate = $"{ByteSize.Text(plan.Rates.CopyBytesPerSecond)}/s a disk, {(plan.Rates.IsCopyMeasured ? "as measured here" : "assumed: nothing was copied here yet")}";
        var going = plan.Vms.Where(vm => !vm.IsBlocked).ToList();
        Line(console, $"{plan.Vms.Count - going.Count} of {plan.Vms.Count} VMs blocked; the others: {Bytes(going.Sum(vm => vm.BytesToCopy), "nothing")} to copy, "
            + $"{Bytes(going.Sum(vm => vm.BytesToClone), "nothing")} to clone; about {Time(plan.Seconds)}, {plan.Parallel} disks at once at {rate}");
    }

    private static string Bytes(long bytes, string none = "–") => bytes == 0 ? none : ByteSize.Text(bytes);

    private static string Time(double seconds) => seconds switch
    {
        < 1 => "<1 s",
        < 100 => string.Create(CultureInfo.InvariantCulture, $"{seconds:0} s"),
        < 6000 => string.Create(CultureInfo.InvariantCulture, $"{seconds / 60:0} min"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{seconds / 3600:0.0} h"),
    };

    private static void Line(IAnsiConsole console, string text) => console.Profile.Out.Writer.WriteLine(Printable.OneLine(text));
}
