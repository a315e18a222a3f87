using V2K.Engine.Disks.Vmdk;
using V2K.Rules;

namespace V2K.Engine.Disks.Copying;

/// <summary>Inflates the grains of stream-optimized disks, never to more than a grain's length. One for each worker.</summary>
internal sealed class GrainInflater
{
    private readonly IInflater _inflater = LibDeflate.TryOpen() ?? (IInflater)new SystemInflater();
    private byte[] _grain = [];

    /// <summary>Inflates what <paramref name="run"/> needs of its grain.</summary>
    /// <param name="run">A compressed run.</param>
    /// <param name="stored">The grain's marker and at least its compressed bytes.</param>
    /// <param name="place">Takes the run's bytes; as long as the run.</param>
    /// <exception cref="V2KException">It is not this grain, is damaged, or is longer than a grain when inflated.</exception>
    internal void Inflate(in Run run, ReadOnlySpan<byte> stored, Span<byte> place)
    {
        var size = Marker.ParseGrain(stored, run);
        if (size > stored.Length - Marker.GrainPrefix)
        {
            run.File!.RequireInside(run.Position + Marker.GrainPrefix, size, "a compressed grain");
        }

        var deflated = stored.Slice(Marker.GrainPrefix, size);
        if (place.Length == run.GrainLength)
        {
            Inflate(run, deflated, place, place.Length);
            return;
        }

        if (_grain.Length < run.GrainLength)
        {
            _grain = GC.AllocateUninitializedArray<byte>(run.GrainLength);
        }

        Inflate(run, deflated, _grain.AsSpan(0, run.GrainLength), run.GrainSkip + place.Length);
        _grain.AsSpan(run.GrainSkip, place.Length).CopyTo(place);
    }

    private void Inflate(in Run run, ReadOnlySpan<byte> deflated, Span<byte> grain, int needed)
    {
        try
        {
            var length = _inflater.Inflate(deflated, grain)
                ?? throw Marker.Damaged($"a grain inflates to more than its {run.GrainLength} bytes", run);
            if (length < needed)
            {
                throw Marker.Damaged($"a grain inflates to {length} bytes instead of {run.GrainLength}", run);
            }
        }
        catch (InvalidDataException e)
        {
            throw Marker.Damaged($"a grain of {deflated.Length} compressed bytes cannot be inflated ({e.Message})", run);
        }
    }
}
