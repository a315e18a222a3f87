using Spectre.Console;
using V2K.Build.Options;

namespace V2K.Build.Console;

/// <summary>What <c>--help</c> and a run without a target show.</summary>
public static class HelpText
{
    /// <summary>Writes usage, targets and options to <paramref name="console"/>.</summary>
    public static void Write(IAnsiConsole console)
    {
        console.WriteLine("V2K turns VMware VMs into KVM VMs under libvirt.");
        console.WriteLine();
        console.WriteLine($"{Repository.Command} --target=TARGET [--vm=NAME]... [options]");
        console.WriteLine();
        console.Write(Columns(Targets.InOrder.Select(target => (target.Name, target.Description))));
        console.WriteLine();
        console.Write(Columns(KnownOptions.InOrder.Select(option => (Spelt(option), option.Help))));
    }

    private static string Spelt(Option option) => option.Short is { } letter ? $"-{letter}, {option.Usage}" : option.Usage;

    private static Grid Columns(IEnumerable<(string Left, string Right)> rows)
    {
        var grid = new Grid().AddColumn(new GridColumn().Padding(2, 0, 2, 0)).AddColumn();
        foreach (var (left, right) in rows)
        {
            grid.AddRow(new Text(left), new Text(right));
        }

        return grid;
    }
}
