using System.Buffers;
using V2K.Engine.Inventory;

namespace V2K.Engine.Reporting;

/// <summary>Command lines to be copied from a report into a shell, whatever the VMs are called.</summary>
/// <param name="program">What starts V2K: <c>v2k</c>.</param>
/// <param name="all">All VMs of the report: a name that several have means none of them.</param>
/// <param name="scope">Which options choose these VMs and their configuration; all other VMs of the configuration are none of this report's.</param>
internal sealed class ReportCommand(string program, IReadOnlyCollection<VmSummary> all, ReportScope scope)
{
    /// <summary>More names are more than anybody compares: what is left out is named instead, where that is less.</summary>
    private const int ManyNames = 12;

    private readonly ILookup<string, string> _ids = all.ToLookup(vm => vm.Name, vm => vm.Id, StringComparer.OrdinalIgnoreCase);

    /// <summary>Migrates <paramref name="vms"/>; <paramref name="more"/> are further options.</summary>
    internal string Migrate(IReadOnlyCollection<VmSummary> vms, params string[] more)
    {
        var others = vms.Count > ManyNames || (vms.Count == all.Count && vms.Count > 1) ? all.Except(vms).ToList() : null;
        return Run("Migrate", others is not null && others.Count < vms.Count ? [.. scope.Choice.Select(Quoted), .. Choosing("except", others)] : Choosing("vm", vms), more);
    }

    /// <summary>Writes a page with all details of <paramref name="vm"/>.</summary>
    internal string Report(VmSummary vm) => Run("Report", Choosing("vm", [vm]));

    private string Run(string target, IEnumerable<string> choosing, params string[] more) =>
        string.Join(' ', [program, $"--target={target}", .. scope.Configuration.Select(Quoted), .. choosing, .. more]);

    /// <summary>Plain names share an option; one with a comma, a glob or a namesake is spelt out in full.</summary>
    private IEnumerable<string> Choosing(string option, IReadOnlyCollection<VmSummary> vms)
    {
        var plain = vms.Where(IsPlain).Select(vm => vm.Name).ToList();
        return (plain.Count == 0 ? [] : new[] { $"--{option}={Quoted(string.Join(',', plain))}" })
            .Concat(vms.Where(vm => !IsPlain(vm)).Select(vm => $"--{option}={Quoted(vm.Id)}"));
    }

    private static string Quoted((string Option, string? Value) given) => $"--{given.Option}" + (given.Value is null ? "" : $"={Quoted(given.Value)}");

    private static readonly SearchValues<char> NotPlain = SearchValues.Create(",*? \t'\"");

    private bool IsPlain(VmSummary vm) => !vm.Name.AsSpan().ContainsAny(NotPlain) && vm.Name.All(letter => !char.IsControl(letter)) && _ids[vm.Name].Count() == 1;

    /// <summary>As a POSIX shell takes it for one word.</summary>
    private static string Quoted(string text) =>
        text.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_' or '.' or ',' or '/') ? text : $"'{text.Replace("'", @"'\''", StringComparison.Ordinal)}'";
}
