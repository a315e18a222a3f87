using System.Buffers;
using V2K.Engine.Inventory;

namespace V2K.Engine.Reporting;

/// <summary>Command lines to be copied from a report into a shell, whatever the VMs are called.</summary>
/// <param name="program">What starts V2K: <c>v2k</c>.</param>
/// <param name="all">All VMs of the report: a name that several have means none of them.</param>
internal sealed class ReportCommand(string program, IEnumerable<VmSummary> all)
{
    private readonly ILookup<string, string> _ids = all.ToLookup(vm => vm.Name, vm => vm.Id, StringComparer.OrdinalIgnoreCase);

    /// <summary>Migrates <paramref name="vms"/>; <paramref name="more"/> are further options.</summary>
    internal string Migrate(IReadOnlyCollection<VmSummary> vms, params string[] more) =>
        string.Join(' ', [program, "--target=Migrate", .. Choosing(vms), .. more]);

    /// <summary>Migrates every VM.</summary>
    internal string MigrateAll => $"{program} --target=Migrate --all";

    /// <summary>Writes a page with all details of <paramref name="vm"/>.</summary>
    internal string Report(VmSummary vm) => string.Join(' ', [program, "--target=Report", .. Choosing([vm])]);

    /// <summary>Plain names share an option; one with a comma, a glob or a namesake is spelt out in full.</summary>
    private IEnumerable<string> Choosing(IReadOnlyCollection<VmSummary> vms)
    {
        var plain = vms.Where(IsPlain).Select(vm => vm.Name).ToList();
        return (plain.Count == 0 ? [] : new[] { $"--vm={Quoted(string.Join(',', plain))}" })
            .Concat(vms.Where(vm => !IsPlain(vm)).Select(vm => $"--vm={Quoted(vm.Id)}"));
    }

    private static readonly SearchValues<char> NotPlain = SearchValues.Create(",*? \t'\"");

    private bool IsPlain(VmSummary vm) => !vm.Name.AsSpan().ContainsAny(NotPlain) && vm.Name.All(letter => !char.IsControl(letter)) && _ids[vm.Name].Count() == 1;

    /// <summary>As a POSIX shell takes it for one word.</summary>
    private static string Quoted(string text) =>
        text.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_' or '.' or ',' or '/') ? text : $"'{text.Replace("'", @"'\''", StringComparison.Ordinal)}'";
}
