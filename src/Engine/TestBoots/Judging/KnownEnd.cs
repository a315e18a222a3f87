using System.Text.RegularExpressions;
using V2K.Engine.TestBoots.Signals;

namespace V2K.Engine.TestBoots.Judging;

/// <summary>A way in which a boot is known to end, or to be held up.</summary>
/// <param name="Id">Its name in the verdict.</param>
/// <param name="Pattern">What the guest says then.</param>
/// <param name="Meaning">What that means; <c>$1</c> is what the pattern found.</param>
/// <param name="Remedy">The step, rule or option that fixes it.</param>
/// <param name="IsFinal">Nothing comes after it: there is no use in waiting.</param>
public sealed record KnownEnd(string Id, Regex Pattern, string Meaning, string Remedy, bool IsFinal)
{
    /// <summary>What a guest says that got over it; null where none does.</summary>
    public string? GoesOn { get; init; }

    /// <summary>What this means for a guest that said <paramref name="text"/>; null where it did not say that, or has got over it.</summary>
    public Diagnosis? Explain(string text)
    {
        var match = Pattern.Match(text);
        return match.Success && !IsOver(text[(match.Index + match.Length)..])
            ? new Diagnosis(Id, match.Result(Meaning).TrimEnd(), match.Result(Remedy), LineAround(text, match.Index), IsFinal)
            : null;
    }

    /// <summary>Firmware tries disk after disk, and GRUB misses files that it can do without.</summary>
    private bool IsOver(string after) => (GoesOn is not null && after.Contains(GoesOn, StringComparison.Ordinal)) || LoginPrompt.Find(after) is not null;

    private static string LineAround(string text, int at)
    {
        var start = text.LastIndexOf('\n', at) + 1;
        var end = text.IndexOf('\n', at);
        return text[start..(end < 0 ? text.Length : end)].Trim();
    }
}

/// <summary>Why a guest does not come up.</summary>
/// <param name="Id">The known end's name.</param>
/// <param name="Meaning">What happened, without a full stop.</param>
/// <param name="Remedy">What fixes it.</param>
/// <param name="Evidence">The line that says so; empty where it is the silence that does.</param>
/// <param name="IsFinal">Nothing will come after it.</param>
public sealed record Diagnosis(string Id, string Meaning, string Remedy, string Evidence, bool IsFinal);
