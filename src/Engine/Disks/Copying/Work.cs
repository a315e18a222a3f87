namespace V2K.Engine.Disks.Copying;

/// <summary>One request of work: a stretch of the virtual disk.</summary>
/// <param name="Start">Its first byte that is stored somewhere.</param>
/// <param name="End">The byte behind its last.</param>
internal abstract record Work(long Start, long End)
{
    /// <summary>How many of its bytes are stored somewhere.</summary>
    internal abstract long DataBytes { get; }
}

/// <summary>Bytes that the target's file system can share with the source's file.</summary>
/// <param name="Run">Where they are; on the virtual disk it is aligned to the target's granule.</param>
internal sealed record Clone(Run Run) : Work(Run.Offset, Run.End)
{
    /// <inheritdoc/>
    internal override long DataBytes => Run.Length;
}

/// <summary>A window of the virtual disk to read and write.</summary>
/// <param name="Offset">Where the window starts: a multiple of the chunk length.</param>
/// <param name="Runs">The runs in it, in order, zeroes left out; at least one.</param>
internal sealed record Chunk(long Offset, List<Run> Runs) : Work(Runs[0].Offset, Runs[^1].End)
{
    /// <summary>Bytes from <see cref="Offset"/> to the end of the last run.</summary>
    internal int Length => (int)(End - Offset);

    /// <inheritdoc/>
    internal override long DataBytes => Runs.Sum(run => run.Length);
}
