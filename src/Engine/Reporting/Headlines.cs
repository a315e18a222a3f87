namespace V2K.Engine.Reporting;

/// <summary>A migration in a sentence and four figures, for who reads no further.</summary>
internal static class Headlines
{
    private const int Whole = 100;

    /// <summary><c>212 of 300 VMs are on KVM. 60 can be migrated now, 28 need action.</c></summary>
    internal static string Of(Report report)
    {
        var (there, ready, stuck) = Count(report);
        return report.Vms.Count == 0 ? "There are no VMs."
            : there == report.Vms.Count ? $"All VMs are on KVM: {there}."
            : $"{there} of {report.Vms.Count} VMs {(there == 1 ? "is" : "are")} on KVM."
                + (ready > 0 ? $" {ready} can be migrated now{(stuck > 0 ? "," : ".")}" : "")
                + (stuck > 0 ? $" {stuck} wait{(stuck == 1 ? "s" : "")} for somebody." : "");
    }

    /// <summary>What is finished, what is left, what can continue, and what cannot.</summary>
    internal static IEnumerable<ReportPage.Tile> Tiles(Report report)
    {
        var (there, ready, stuck) = Count(report);
        var proven = report.Vms.Count(vm => vm.Progress is VmProgress.Booted or VmProgress.CutOver);
        var left = report.Vms.Where(vm => !vm.IsOnKvm).ToList();
        var bytes = left.Sum(Outlook.BytesLeft);
        yield return new ReportPage.Tile(
            "on KVM",
            $"{there} of {report.Vms.Count}",
            $"{(report.Vms.Count == 0 ? 0 : Whole * there / report.Vms.Count)} %, {proven} proven by a boot",
            there > 0 ? "good" : "plain");
        yield return new ReportPage.Tile("left to copy", ByteSize.Text(bytes), Time(report, left), "plain");
        yield return new ReportPage.Tile("can be migrated now", $"{ready}", ready == 0 ? "no VM" : "nothing stops them", "plain");
        yield return new ReportPage.Tile(
            "need action",
            $"{stuck}",
            stuck == 0 ? "no action is needed"
                : $"{report.Vms.Count(vm => vm.Progress == VmProgress.Blocked)} blocked, {report.Vms.Count(vm => vm.Progress == VmProgress.Failed)} failed",
            stuck == 0 ? "good" : "bad");
    }

    private static (int There, int Ready, int Stuck) Count(Report report)
    {
        var there = report.Vms.Count(vm => vm.IsOnKvm);
        var stuck = report.Vms.Count(vm => vm.Progress is VmProgress.Failed or VmProgress.Blocked);
        return (there, report.Vms.Count - there - stuck, stuck);
    }

    private static string Time(Report report, List<VmReport> left)
    {
        if (left.Count == 0)
        {
            return "nothing is left";
        }

        if (report.Outlook is not { } outlook)
        {
            return $"of {Words.Count(left.Count, "VM")}";
        }

        var rate = left.Sum(Outlook.BytesLeft) > 0
            ? $"; a disk is copied at {ByteSize.Text(outlook.Rates.CopyBytesPerSecond)}/s, {(outlook.Rates.IsCopyMeasured ? "as measured" : "assumed")}"
            : "";
        return $"about {Hours(outlook.TimeLeft(left))} until {(left.Count == 1 ? "it is" : "all are")} on KVM{rate}";
    }

    private static string Hours(TimeSpan time) => time.TotalMinutes < 1 ? "a minute"
        : time.TotalHours < 1 ? Words.Count((int)Math.Ceiling(time.TotalMinutes), "minute")
        : $"{time.TotalHours:0.0} hours";
}
