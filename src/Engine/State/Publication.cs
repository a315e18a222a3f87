namespace V2K.Engine.State;

/// <summary>
/// What a step has given a final name, noted before it does so: a run that is killed between that and recording the step
/// leaves files behind that are nobody else's, and this tells them from any that are.
/// </summary>
/// <param name="Inputs">The fingerprint they were made from.</param>
/// <param name="Outputs">All files of the step, by full path, with the stamps under which they were published; null for one that was not yet.</param>
public sealed record Publication(
    IReadOnlyDictionary<string, string> Inputs, IReadOnlyDictionary<string, FileStamp?> Outputs) : IStepEntry<Publication>
{
    /// <summary>The step; null until the state has it.</summary>
    public StepKey? Key { get; init; }

    /// <summary>What the step makes, as people see it.</summary>
    public string? Name { get; init; }

    IEnumerable<string> IStepEntry<Publication>.Paths => Outputs?.Keys ?? [];

    Publication IStepEntry<Publication>.Under(StepKey key, string name) => this with { Key = key, Name = name };

    /// <summary>What is noted of a step of which a killed run noted nothing.</summary>
    internal const string Notes = "by a run that was killed before it recorded more";

    /// <summary>The step as begun: nothing published.</summary>
    internal static Publication Begin(IReadOnlyDictionary<string, string> inputs, IEnumerable<string> outputs) =>
        new(inputs, outputs.ToDictionary(output => output, _ => (FileStamp?)null, StringComparer.Ordinal));

    /// <summary>This, with <paramref name="path"/> published as well.</summary>
    internal Publication With(string path, FileStamp stamp) =>
        this with { Outputs = new Dictionary<string, FileStamp?>(Outputs, StringComparer.Ordinal) { [path] = stamp } };

    /// <summary>
    /// The record that the killed run would have written, with the files that it got to. Only a file that is exactly as it was
    /// published counts: one that a guest has run on since, or that somebody put there, is not V2K's to replace.
    /// </summary>
    /// <param name="record">The record of the step's last good end; null if there was none.</param>
    /// <returns><paramref name="record"/> where nothing that was published is there.</returns>
    internal StepRecord? Recover(StepRecord? record)
    {
        var ours = Outputs.Where(output => output.Value is { } stamp && FileStamp.Of(output.Key) == stamp)
            .ToDictionary(output => output.Key, output => output.Value!.Value, StringComparer.Ordinal);
        if (ours.Count == 0)
        {
            return record;
        }

        if (record is null || ours.Count == Outputs.Count)
        {
            var finished = new DateTimeOffset(ours.Values.Max(stamp => stamp.ModifiedTicks), TimeSpan.Zero);
            return new StepRecord(Inputs, ours, finished, Seconds: 0, Notes) { Key = Key, Name = Name };
        }

        // A new file beside an old one: the record's inputs are not those of this try, unless all of it was forced.
        var outputs = new Dictionary<string, FileStamp>(record.Outputs, StringComparer.Ordinal);
        foreach (var (path, stamp) in ours)
        {
            outputs[path] = stamp;
        }

        return record with { Outputs = outputs };
    }
}
