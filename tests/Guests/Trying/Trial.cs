using System.Text.Json.Serialization;

namespace V2K.Guests.Trying;

/// <summary>What came of one guest by one way.</summary>
/// <param name="Guest">The guest's name.</param>
/// <param name="Way">The way's name.</param>
/// <param name="Stages">The stages it went through, the last one being the one that failed, if one did.</param>
internal sealed record Trial(string Guest, string Way, IReadOnlyList<StageOutcome> Stages)
{
    /// <summary>It went all the way.</summary>
    public bool Passed => Stages.All(stage => stage.Passed);

    /// <summary>The highest of its stages' loads.</summary>
    public double Load => Stages.Max(stage => stage.Load);

    /// <summary>What the last stage said.</summary>
    public string Verdict => Stages[^1].Said;
}

/// <summary>What came of a stage.</summary>
/// <param name="Stage">Its name.</param>
/// <param name="Passed">Whether the host got through.</param>
/// <param name="Seconds">The host's process from start to end.</param>
/// <param name="Load">The host's load average of the last minute when it began: what the seconds are worth.</param>
/// <param name="Said">The last line of what it said, or the error.</param>
internal sealed record StageOutcome(string Stage, bool Passed, double Seconds, double Load, string Said);

/// <summary>Trials for machines.</summary>
[JsonSourceGenerationOptions(WriteIndented = true, PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(IReadOnlyList<Trial>))]
internal sealed partial class TrialJson : JsonSerializerContext;
