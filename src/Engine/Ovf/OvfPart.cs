using V2K.Rules;
using V2K.Rules.Translation;
using V2K.Rules.Vmx;

namespace V2K.Engine.Ovf;

/// <summary>
/// An element or attribute of a description, and what became of it. Nothing is lost: a part that was not read by the end is either known to
/// <see cref="OvfVocabulary"/>, with the reason why it is left out, or reported as unknown.
/// </summary>
/// <param name="qualifiedName">Its name as the file spells it: <c>rasd:Parent</c>.</param>
/// <param name="name">The same without the prefix.</param>
/// <param name="space">The vocabulary it belongs to.</param>
/// <param name="line">Its 1-based line.</param>
internal abstract class OvfPart(string qualifiedName, string name, OvfNamespace space, int line)
{
    private SourceLine? _source;

    internal string QualifiedName => qualifiedName;

    internal string Name => name;

    internal OvfNamespace Space => space;

    internal int Line => line;

    /// <summary>What it says: an attribute's value, an element's own text.</summary>
    internal abstract string Text { get; }

    /// <summary>What messages call it: <c>Item 4 rasd:Parent</c>.</summary>
    internal abstract string Title { get; }

    /// <summary>What became of it; null while it has not been read.</summary>
    internal Disposition? Fate { get; private set; }

    /// <summary>Why.</summary>
    internal string? Because { get; private set; }

    /// <summary>Whether what it says is a secret.</summary>
    internal bool IsSecret { get; private set; }

    /// <summary>Its row of the explanation. Ask only after its fate is settled, or for a setting that is read from it.</summary>
    internal SourceLine Source => _source ??= new SourceLine(line, Printable.OneLine(Title), Text)
    {
        Disposition = Fate ?? Disposition.Unknown,
        Because = Because,
        IsSecret = IsSecret,
    };

    /// <summary>What it says is a secret. Say so before its <see cref="Source"/> is asked for.</summary>
    internal virtual void Hide() => IsSecret = true;

    /// <summary>Somebody reads it.</summary>
    internal void Read() => Fate ??= Disposition.NothingToDo;

    /// <summary>It is left out on purpose.</summary>
    /// <param name="because">The end of the sentence "left out, because …".</param>
    internal void LeaveOut(string because) => (Fate, Because) = (Disposition.Ignored, because);

    /// <summary>It matters and cannot be translated.</summary>
    /// <param name="changes">What that changes for the guest.</param>
    internal void Raise(string changes) => (Fate, Because) = (Disposition.Concern, changes);
}
