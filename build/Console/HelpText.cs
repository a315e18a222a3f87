using Spectre.Console;
using V2K.Build.Options;

namespace V2K.Build.Console;

/// <summary>What <c>--help</c> and a run without a target show: targets in the order of use, options by what they are for. A published program leaves out what it cannot do.</summary>
public static class HelpText
{
    /// <summary>Writes usage, targets, options and examples to <paramref name="console"/>.</summary>
    public static void Write(IAnsiConsole console)
    {
        console.WriteLine("V2K turns VMware VMs into KVM VMs under libvirt.");
        console.WriteLine();
        console.WriteLine($"{Repository.Command} TARGET [--vm=NAME]... [options]");
        var described = Targets.InOrder.ToDictionary(target => target.Name, target => target.Description, StringComparer.Ordinal);
        foreach (var group in TargetGroup.Usable)
        {
            Write(console, group.Title, group.Names.Select(name => (name, described[name])));
        }

        foreach (var group in OptionGroup.Usable)
        {
            Write(console, group.Title, group.Options.Select(option => (Spelt(option), option.Help)));
        }

        Write(console, "Exit codes", ExitCodes.InOrder.Select(row => ($"{(int)row.Code}", row.Meaning)));
        console.WriteLine();
        console.WriteLine("Example");
        foreach (var example in new[]
        {
            "init --datastore=datastore1=/mnt/datastore1", "inventory", "plan --vm=web01", "migrate --vm=web01 --until=define", "testboot --vm=web01",
        })
        {
            console.WriteLine($"  {Repository.Command} {example}");
        }
    }

    private static void Write(IAnsiConsole console, string title, IEnumerable<(string Left, string Right)> rows)
    {
        console.WriteLine();
        console.WriteLine(title);
        var grid = new Grid().AddColumn(new GridColumn().Padding(2, 0, 2, 0)).AddColumn();
        foreach (var (left, right) in rows)
        {
            grid.AddRow(new Text(left), new Text(right));
        }

        console.Write(grid);
    }

    private static string Spelt(Option option) => option.Short is { } letter ? $"-{letter}, {option.Usage}" : option.Usage;
}
