using System.Diagnostics.CodeAnalysis;
using V2K.Rules.Findings;

namespace V2K.Rules.Translation;

/// <summary>What a rule returns when a bare value is not enough: the value with findings, or a veto.</summary>
/// <typeparam name="T">The target's type, or its element type.</typeparam>
/// <param name="Value">What the settings became; null where they became nothing.</param>
/// <param name="Findings">What the administrator should know.</param>
/// <param name="VetoReason">Why nothing at all shall be mapped, built-in rules included; null for no veto.</param>
public readonly record struct Mapped<T>(T? Value, IReadOnlyList<Finding> Findings, string? VetoReason)
{
    /// <summary>A value with findings.</summary>
    public Mapped(T? value, params Finding[] findings)
        : this(value, findings, VetoReason: null)
    {
    }

    /// <summary>A rule with nothing else to say may return the bare value.</summary>
    [SuppressMessage("Usage", "CA2225", Justification = "Mapped.To is the named alternative.")]
    public static implicit operator Mapped<T>(T? value) => new(value, [], VetoReason: null);
}

/// <summary>Makes <see cref="Mapped{T}"/> values with the type inferred.</summary>
public static class Mapped
{
    /// <summary>A value with findings.</summary>
    public static Mapped<T> To<T>(T? value, params Finding[] findings) => new(value, findings);

    /// <summary>Nothing, and no later candidate is asked: how a site rule forbids a device.</summary>
    /// <param name="because">The reason, which Explain shows.</param>
    public static Mapped<T> Veto<T>(string because) => new(default, [], because);
}
