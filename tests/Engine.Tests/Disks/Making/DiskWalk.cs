using V2K.Engine.Datastores;
using V2K.Engine.Disks;
using V2K.Engine.Disks.Copying;
using V2K.Rules;

namespace V2K.Engine.Tests.Disks.Making;

/// <summary>Reads a disk as the engine does before and while it copies, and holds it to what it promises whatever is in the files.</summary>
internal static class DiskWalk
{
    /// <summary>What walking may allocate, collected or not: pages, a descriptor of the greatest length and its lines, buffers.</summary>
    public const long AllowedBytes = 96 << 20;

    /// <summary>A spoilt disk may well have terabytes; this much of what it stores is read.</summary>
    private const long MaximumRead = 8 << 20;

    private const int ChunkLength = 512 << 10;

    [ThreadStatic]
    private static byte[]? _buffer;

    /// <summary>Opens, surveys and reads the disk at <paramref name="path"/>.</summary>
    /// <exception cref="V2KException">The disk is refused, which is well.</exception>
    /// <exception cref="InvalidOperationException">A promise is broken.</exception>
    public static void Check(string path, IDatastorePaths paths)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        try
        {
            Walk(path, paths);
        }
        finally
        {
            var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
            Require(allocated <= AllowedBytes, $"{allocated} bytes were allocated");
        }
    }

    private static void Walk(string path, IDatastorePaths paths)
    {
        using var image = DiskImage.Open(path, paths);
        Survey.Of(image, done: 0, CancellationToken.None);
        var reader = new ChunkReader();
        _buffer ??= new byte[ChunkLength];
        var (end, read) = (0L, 0L);
        foreach (var run in image.Runs())
        {
            Require(run.Offset == end && run.Length > 0, $"the run at {run.Offset} of {run.Length} bytes does not follow {end}");
            end = run.End;
            if (run.Kind is not RunKind.Zero && read < MaximumRead)
            {
                var piece = run.Slice(run.Offset, Math.Min(run.End, run.Offset + ChunkLength));
                reader.Read(new Chunk(piece.Offset, [piece]), _buffer.AsSpan(0, (int)piece.Length));
                read += piece.Length;
            }
        }

        Require(end == image.VirtualSize, $"the runs end at {end} of {image.VirtualSize}");
    }

    private static void Require(bool holds, string otherwise)
    {
        if (!holds)
        {
            throw new InvalidOperationException(otherwise);
        }
    }
}
