using V2K.Engine.Disks.Vmdk;
using V2K.Engine.State;

namespace V2K.Engine.Disks.Precopying;

/// <summary>Whether a pre-copied disk can become a certain disk, and what it lacks.</summary>
/// <param name="Layers">The newest layers of the disk that are yet to be written into it; 0 if it holds everything.</param>
/// <param name="Unfit">Why it cannot; null if it can. Reads on after "because".</param>
internal sealed record PrecopyFit(int Layers, string? Unfit)
{
    /// <summary>Holds what is known of a pre-copied disk against the disk.</summary>
    /// <param name="record">What is known.</param>
    /// <param name="stamp">The pre-copied disk as it is now.</param>
    /// <param name="image">The disk.</param>
    internal static PrecopyFit Of(PrecopyRecord record, FileStamp stamp, DiskImage image)
    {
        if (record.VirtualSize != image.VirtualSize)
        {
            return No($"the disk had {record.VirtualSize} bytes then, and has {image.VirtualSize}");
        }

        var layers = Enumerable.Range(0, image.Chain.Count)
            .FirstOrDefault(count => SourceFile.AreSame(FilesOf(image.Chain.Skip(count)), record.Files), defaultValue: -1);
        if (layers < 0)
        {
            var known = FilesOf(image.Chain);
            var gone = record.Files.FirstOrDefault(file => !known.Any(file.IsSameAs)) ?? record.Files[0];
            return No(known.Any(file => file.Path == gone.Path)
                ? $"{gone.Path} was written to since"
                : $"{gone.Path} no longer belongs to the disk");
        }

        if (record.Pending.Count == 0)
        {
            return record.Stamp == stamp ? new PrecopyFit(layers, Unfit: null) : No("the precopied disk was changed by another program");
        }

        // What was begun is gone over again: every byte that it may have written must be written by what stands there now.
        var above = FilesOf(image.Chain.Take(layers));
        return SourceFile.AreSame([.. above.TakeLast(record.Pending.Count)], record.Pending)
            ? new PrecopyFit(layers, Unfit: null)
            : No($"{record.Pending[0].Path}, which an interrupted run had started to add, has changed or is missing");
    }

    /// <summary>The files of <paramref name="layers"/>, in their order.</summary>
    internal static IReadOnlyList<SourceFile> FilesOf(IEnumerable<Layer> layers) =>
        [.. layers.SelectMany(layer => layer.Files).Select(file => file.Source)];

    private static PrecopyFit No(string why) => new(Layers: 0, why);
}
