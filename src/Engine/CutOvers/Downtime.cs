using V2K.Engine.State;

namespace V2K.Engine.CutOvers;

/// <summary>Measures how long a VM is down, and what for.</summary>
/// <param name="clock">The clock.</param>
/// <param name="since">From when on it may be down.</param>
internal sealed class Downtime(TimeProvider clock, DateTimeOffset since)
{
    private readonly List<DowntimePart> _parts = [];
    private DateTimeOffset _last = since;

    /// <summary>From when on the VM is, or may be, down.</summary>
    internal DateTimeOffset Since { get; } = since;

    /// <summary>What the time was used for until now.</summary>
    internal IReadOnlyList<DowntimePart> Parts => [.. _parts];

    /// <summary>Says that the time since the last call was used for <paramref name="name"/>.</summary>
    internal void End(string name)
    {
        var now = clock.GetUtcNow();
        var seconds = Math.Round((now - _last).TotalSeconds, 1);
        _last = now;
        var known = _parts.FindIndex(part => part.Name == name);
        if (known >= 0)
        {
            _parts[known] = _parts[known] with { Seconds = Math.Round(_parts[known].Seconds + seconds, 1) };
        }
        else
        {
            _parts.Add(new DowntimePart(name, seconds));
        }
    }

    /// <summary>The parts for people: <c>shut-down 12 s, convert 30 s</c>; those that took no time are left out.</summary>
    internal static string Text(IEnumerable<DowntimePart> parts) =>
        string.Join(", ", parts.Where(part => part.Seconds >= 0.5).Select(part => $"{part.Name} {Words.Duration(TimeSpan.FromSeconds(part.Seconds))}"));
}
