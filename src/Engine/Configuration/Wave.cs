namespace V2K.Engine.Configuration;

/// <summary>VMs that are migrated together: an entry of <c>waves:</c>.</summary>
/// <param name="Name">What <c>--wave</c> calls it.</param>
/// <param name="Vms">Its VMs, as <c>--vm</c> names them.</param>
/// <param name="Except">Those of them that stay out of it.</param>
/// <param name="Line">The line of its name in the file.</param>
public sealed record Wave(string Name, IReadOnlyList<string> Vms, IReadOnlyList<string> Except, int Line)
{
    /// <summary>Work of waves with a higher number goes first where not all of it can be done at once.</summary>
    public int Priority { get; init; }

    /// <summary>When its VMs may be cut over; null where the file does not say.</summary>
    public WaveCutOver? CutOver { get; init; }

    /// <summary>When its VMs are copied ahead; null where the file does not say.</summary>
    public WavePrecopy? Precopy { get; init; }
}

/// <summary>When and in which order the VMs of a wave may be cut over: <c>cut-over:</c>.</summary>
/// <param name="Window">The name of an entry of <c>windows:</c>; null for any time.</param>
/// <param name="Order">
/// Names and globs. The VMs of an entry are cut over when those of all entries before it are done; a VM of no entry waits for none.
/// </param>
/// <param name="Soak">How long the VMs of an entry must have been up before those of the next are cut over.</param>
public sealed record WaveCutOver(string? Window, IReadOnlyList<string> Order, TimeSpan Soak);

/// <summary>When the VMs of a wave are copied ahead while they run: <c>precopy:</c>.</summary>
/// <param name="From">The first time; null for at once.</param>
/// <param name="Every">How long after its last copy a VM is copied ahead again; null for once.</param>
public sealed record WavePrecopy(DateTimeOffset? From, TimeSpan? Every);
