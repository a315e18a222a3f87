using System.Text.Json;
using Spectre.Console;
using V2K.Guests.Library;
using V2K.Guests.Trying;
using V2K.Rules;

// Run by --target=Guests; the words are its business: the laboratory's folder, the host's assembly, the ways, where the
// JSON goes or "-", and the guests.
using var stop = new CancellationTokenSource();
Console.CancelKeyPress += (_, key) =>
{
    key.Cancel = true;
    stop.Cancel();
};
try
{
    return args is [var folder, var host, var ways, var json, .. var names]
        ? await TryAsync(Path.GetFullPath(folder), host, ways.Split(','), json, names, stop.Token)
        : throw new V2KException("this is run by --target=Guests", "Run that");
}
catch (V2KException failure)
{
    Console.Error.WriteLine("error: " + failure.Message);
    return 1;
}
catch (OperationCanceledException) when (stop.IsCancellationRequested)
{
    Console.Error.WriteLine("error: stopped. What is made is kept: run the same command again to go on.");
    return 1;
}

static async Task<int> TryAsync(string folder, string host, string[] ways, string json, string[] names, CancellationToken stop)
{
    var laboratory = Laboratory.In(folder, host);
    var trials = await laboratory.TryAsync(GuestList.Choose(names), Way.Choose(ways), Console.WriteLine, stop);
    TrialTable.Print(trials, AnsiConsole.Console);
    if (json != "-")
    {
        await File.WriteAllTextAsync(json, JsonSerializer.Serialize(trials, TrialJson.Default.IReadOnlyListTrial) + "\n", stop);
    }

    // What other tools do not bring up is for the table to tell, and no failure of ours.
    var failed = trials.Where(trial => !trial.Passed && (trial.Way == Way.Native.Name || trial.Way == Way.Vmware.Name)).ToList();
    return failed.Count == 0 ? 0 : throw new V2KException(
        $"did not come up: {string.Join(", ", failed.Select(trial => $"{trial.Guest} ({trial.Way})"))}", "The table says at which stage, and why");
}
