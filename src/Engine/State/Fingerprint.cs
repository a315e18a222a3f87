namespace V2K.Engine.State;

/// <summary>
/// Everything that a result depends on, by name: a file's identity, a hash, an option's value. Two fingerprints that
/// agree mean that there is nothing to do; where they differ, the names say why there is.
/// </summary>
public sealed class Fingerprint
{
    private const string Default = "default";

    private readonly OrderedDictionary<string, string> _inputs = new(StringComparer.Ordinal);

    /// <summary>
    /// The names of inputs that are recorded, but make no result stale: they say how a result is stored, not what is in it.
    /// </summary>
    public IReadOnlySet<string> Storage { get; init; } = new HashSet<string>(StringComparer.Ordinal);

    /// <summary>The inputs by name, in the order they were added.</summary>
    public IReadOnlyDictionary<string, string> Inputs => _inputs;

    /// <summary>Adds an input under the name that a reason would call it.</summary>
    public Fingerprint Add(string name, string value)
    {
        _inputs.Add(name, value);
        return this;
    }

    /// <summary>Why a result made from <paramref name="before"/> does not serve; empty where it does.</summary>
    public IReadOnlyList<string> Differences(IReadOnlyDictionary<string, string> before)
    {
        var reasons = new List<string>();
        foreach (var (name, value) in _inputs.Where(input => !Storage.Contains(input.Key)))
        {
            if (!before.TryGetValue(name, out var old))
            {
                reasons.Add($"{name} is new");
            }
            else if (old != value)
            {
                reasons.Add(name.StartsWith("--", StringComparison.Ordinal) ? $"{name} was {old}, is {value}" : $"{name} changed");
            }
        }

        reasons.AddRange(before.Keys.Where(name => !Storage.Contains(name) && !_inputs.ContainsKey(name)).Select(name => $"{name} was removed"));
        return reasons;
    }

    /// <summary>How a result made from <paramref name="before"/> is stored otherwise than it would be now; empty where it is not.</summary>
    public IReadOnlyList<string> StorageDifferences(IReadOnlyDictionary<string, string> before) =>
    [
        .. from name in Storage.Order(StringComparer.Ordinal)
           let old = before.GetValueOrDefault(name, Default)
           let now = _inputs.GetValueOrDefault(name, Default)
           where old != now
           select $"{name} was {old}, now {now}",
    ];
}
