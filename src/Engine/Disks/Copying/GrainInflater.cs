using System.IO.Compression;
using V2K.Engine.Disks.Vmdk;
using V2K.Rules;

namespace V2K.Engine.Disks.Copying;

/// <summary>Inflates the grains of stream-optimized disks (RFC 1950), never to more than a grain's length. One for each worker.</summary>
internal sealed class GrainInflater
{
    private byte[] _grain = [];

    /// <summary>Inflates the grain of <paramref name="run"/>.</summary>
    /// <param name="run">A compressed run.</param>
    /// <param name="stored">The grain's marker and at least its compressed bytes.</param>
    /// <returns>The grain's bytes, at least up to the end of the run; good until the next call.</returns>
    /// <exception cref="V2KException">It is not this grain, is damaged, or is longer than a grain when inflated.</exception>
    internal ReadOnlySpan<byte> Inflate(in Run run, ArraySegment<byte> stored)
    {
        var size = Marker.ParseGrain(stored, run);
        if (size > stored.Count - Marker.GrainPrefix)
        {
            run.File!.RequireInside(run.Position + Marker.GrainPrefix, size, "a compressed grain");
        }

        if (_grain.Length < run.GrainLength)
        {
            _grain = GC.AllocateUninitializedArray<byte>(run.GrainLength);
        }

        var deflated = stored.Slice(Marker.GrainPrefix, size);
        try
        {
            // CopyTo gives all of the input and room for all of the output to the inflater in one call. Reading would do it in pieces of
            // 8 KiB, with 32 KiB of history put aside after each.
            using var memory = new MemoryStream(deflated.Array!, deflated.Offset, deflated.Count, writable: false);
            using var stream = new ZLibStream(memory, CompressionMode.Decompress);
            using var grain = new MemoryStream(_grain, 0, run.GrainLength, writable: true);
            stream.CopyTo(grain, run.GrainLength + 1);
            var length = (int)grain.Position;
            return length >= run.GrainSkip + run.Length
                ? _grain.AsSpan(0, length)
                : throw Marker.Damaged($"a grain inflates to {length} bytes instead of {run.GrainLength}", run);
        }
        catch (NotSupportedException)
        {
            throw Marker.Damaged($"a grain inflates to more than its {run.GrainLength} bytes", run);
        }
        catch (InvalidDataException e)
        {
            throw Marker.Damaged($"a grain of {size} compressed bytes cannot be inflated ({e.Message})", run);
        }
    }
}
