using Spectre.Console;

namespace V2K.Guests.Trying;

/// <summary>Guest × stage × verdict × seconds.</summary>
internal static class TrialTable
{
    private static readonly string[] Stages = ["Convert", "Adjust", "Define", "TestBoot"];

    /// <summary>Columns for the table where there is no terminal to ask.</summary>
    private const int WidthInFiles = 120;

    /// <summary>Prints the trials; what each said was told when it was over.</summary>
    internal static void Print(IReadOnlyList<Trial> trials, IAnsiConsole console)
    {
        if (!console.Profile.Out.IsTerminal)
        {
            console.Profile.Width = WidthInFiles;
        }

        var table = new Table().RoundedBorder().AddColumns("guest", "way");
        foreach (var stage in Stages)
        {
            table.AddColumn(new TableColumn(stage).RightAligned());
        }

        table.AddColumn(new TableColumn("load").RightAligned()).AddColumn("verdict");
        foreach (var trial in trials)
        {
            table.AddRow(
            [
                new Text(trial.Guest), new Text(trial.Way), .. Stages.Select(stage => Cell(trial, stage)), new Text($"{trial.Load:0.0}"),
                new Text(trial.Passed ? "came up" : $"failed at {trial.Stages[^1].Stage}"),
            ]);
        }

        console.Write(table);
        foreach (var way in trials.GroupBy(trial => trial.Way))
        {
            console.WriteLine($"{way.Key}: {way.Count(trial => trial.Passed)} of {way.Count()} came up");
        }
    }

    private static Text Cell(Trial trial, string stage) =>
        new(trial.Stages.FirstOrDefault(outcome => outcome.Stage == stage) is { } outcome
            ? $"{(outcome.Passed ? "" : "failed, ")}{outcome.Seconds:0.0} s"
            : "–");
}
