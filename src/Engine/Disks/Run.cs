namespace V2K.Engine.Disks;

/// <summary>A stretch of a virtual disk whose bytes come from one place. All numbers are bytes.</summary>
/// <param name="Offset">Where it starts on the virtual disk.</param>
/// <param name="Length">How long it is on the virtual disk; more than 0.</param>
/// <param name="Kind">Whether there are bytes, and in which form.</param>
/// <param name="File">The file that holds them; null for <see cref="RunKind.Zero"/>.</param>
/// <param name="Position">Where in <paramref name="File"/>: the first byte, or the marker of the compressed grain.</param>
/// <param name="GrainOffset">Compressed only: where the whole grain starts on its extent, as its marker says.</param>
/// <param name="GrainLength">Compressed only: the length of the whole grain when inflated.</param>
/// <param name="GrainSkip">Compressed only: how far into the inflated grain this run starts.</param>
public readonly record struct Run(
    long Offset,
    long Length,
    RunKind Kind,
    DiskFile? File = null,
    long Position = 0,
    long GrainOffset = 0,
    int GrainLength = 0,
    int GrainSkip = 0)
{
    /// <summary>The first byte of the virtual disk behind this run.</summary>
    public long End => Offset + Length;

    /// <summary>Whether a file holds bytes for it.</summary>
    internal bool IsStored => Kind is RunKind.Data or RunKind.Compressed;

    /// <summary>Whether <paramref name="next"/> carries on where this run ends, on the disk and in the file alike.</summary>
    internal bool Continues(in Run next) =>
        next.Offset == End && next.Kind == Kind && Kind switch
        {
            RunKind.Data => ReferenceEquals(next.File, File) && next.Position == Position + Length,
            RunKind.Compressed => false,
            _ => true,
        };

    /// <summary>The same bytes from <paramref name="from"/> up to <paramref name="to"/>, both within this run.</summary>
    internal Run Slice(long from, long to)
    {
        var skipped = from - Offset;
        return this with
        {
            Offset = from,
            Length = to - from,
            Position = Kind is RunKind.Data ? Position + skipped : Position,
            GrainSkip = Kind is RunKind.Compressed ? GrainSkip + (int)skipped : 0,
        };
    }
}
