namespace V2K.Engine.State;

/// <summary>
/// Everything that a result depends on, by name: a file's identity, a hash, an option's value. Two fingerprints that
/// agree mean that there is nothing to do; where they differ, the names say why there is.
/// </summary>
public sealed class Fingerprint
{
    private readonly OrderedDictionary<string, string> _inputs = new(StringComparer.Ordinal);

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
        foreach (var (name, value) in _inputs)
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

        reasons.AddRange(before.Keys.Where(name => !_inputs.ContainsKey(name)).Select(name => $"{name} is gone"));
        return reasons;
    }
}
