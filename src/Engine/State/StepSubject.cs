namespace V2K.Engine.State;

/// <summary>What kind of thing a step is done to.</summary>
public enum StepSubjectKind
{
    /// <summary>All of the VM at once.</summary>
    WholeVm,

    /// <summary>A disk, by its place in the VM.</summary>
    Disk,

    /// <summary>A disk that has no place in the VM any more, by the file or device that was made of it.</summary>
    Output,

    /// <summary>A disk of which only the name of the file is known: a failure that format 1 of the state noted.</summary>
    Name,
}

/// <summary>What a step is done to. Which kind it is is known, and never guessed from the text.</summary>
public readonly record struct StepSubject : IComparable<StepSubject>
{
    private readonly string? _text;

    private StepSubject(StepSubjectKind kind, string text) => (Kind, _text) = (kind, text);

    /// <summary>The VM.</summary>
    public static StepSubject WholeVm { get; }

    /// <summary>Which kind it is.</summary>
    public StepSubjectKind Kind { get; }

    /// <summary>The place, path or name; empty for the VM.</summary>
    public string Text => _text ?? "";

    /// <summary>The disk at <paramref name="place"/> in the VM: <c>scsi0:1</c>.</summary>
    public static StepSubject Disk(string place) => new(StepSubjectKind.Disk, place);

    /// <summary>The disk of which the file or device with the full path <paramref name="path"/> was made.</summary>
    public static StepSubject Output(string path) => new(StepSubjectKind.Output, path);

    /// <summary>Each disk that becomes a file with the name <paramref name="name"/>.</summary>
    public static StepSubject Name(string name) => new(StepSubjectKind.Name, name);

    /// <summary>By kind, then by text.</summary>
    public int CompareTo(StepSubject other) => Kind != other.Kind ? Kind.CompareTo(other.Kind) : string.CompareOrdinal(Text, other.Text);

    /// <inheritdoc/>
    public override string ToString() => Text;

    /// <inheritdoc cref="CompareTo"/>
    public static bool operator <(StepSubject left, StepSubject right) => left.CompareTo(right) < 0;

    /// <inheritdoc cref="CompareTo"/>
    public static bool operator <=(StepSubject left, StepSubject right) => left.CompareTo(right) <= 0;

    /// <inheritdoc cref="CompareTo"/>
    public static bool operator >(StepSubject left, StepSubject right) => left.CompareTo(right) > 0;

    /// <inheritdoc cref="CompareTo"/>
    public static bool operator >=(StepSubject left, StepSubject right) => left.CompareTo(right) >= 0;
}
