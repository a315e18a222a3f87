namespace V2K.Engine.Tests.Disks.Making;

/// <summary>What a sparse disk says of one grain.</summary>
internal enum GrainState
{
    Absent,
    Zeroed,
    Stored,
}

/// <summary>A virtual disk to make: which grains are stored, and what the guest reads where they are.</summary>
internal sealed record Layout(int Sectors, int GrainSectors, GrainState[] Grains, byte[] Content)
{
    public int Length => Sectors * 512;

    public int GrainLength => GrainSectors * 512;

    /// <summary>A disk of random content: noise, text that compresses, zeroes within stored grains, absent and zeroed grains.</summary>
    public static Layout Random(int seed, int sectors, int grainSectors, bool zeroedGrains = true)
    {
        var random = new Random(seed);
        var grains = new GrainState[(sectors + grainSectors - 1) / grainSectors];
        var content = new byte[sectors * 512];
        var state = GrainState.Stored;
        for (var i = 0; i < grains.Length; i++)
        {
            // Neighbours tend to be alike, so that runs come in all lengths.
            if (random.Next(3) == 0)
            {
                state = (GrainState)random.Next(3);
            }

            grains[i] = state is GrainState.Zeroed && !zeroedGrains ? GrainState.Absent : state;
            if (grains[i] is GrainState.Stored)
            {
                Fill(Grain(content, i, grainSectors * 512), random);
            }
        }

        return new Layout(sectors, grainSectors, grains, content);
    }

    /// <summary>The bytes of grain <paramref name="index"/>; the last may be cut short by the end of the disk.</summary>
    public Span<byte> Grain(int index) => Grain(Content, index, GrainLength);

    /// <summary>What the guest reads from this disk as a snapshot on <paramref name="parent"/>.</summary>
    public byte[] Over(byte[] parent)
    {
        var result = (byte[])Content.Clone();
        for (var i = 0; i < Grains.Length; i++)
        {
            var start = i * GrainLength;
            if (Grains[i] is GrainState.Absent && start < parent.Length)
            {
                parent.AsSpan(start, Math.Min(Math.Min(GrainLength, parent.Length - start), Length - start)).CopyTo(result.AsSpan(start));
            }
        }

        return result;
    }

    /// <summary>The part of the disk from <paramref name="sector"/> on, as an extent of its own; a multiple of grains.</summary>
    public Layout Part(int sector, int sectors)
    {
        var first = sector / GrainSectors;
        var count = (sectors + GrainSectors - 1) / GrainSectors;
        return new Layout(sectors, GrainSectors, Grains[first..(first + count)], Content[(sector * 512)..((sector + sectors) * 512)]);
    }

    private static Span<byte> Grain(byte[] content, int index, int length)
    {
        var start = index * length;
        return content.AsSpan(start, Math.Min(length, content.Length - start));
    }

    private static void Fill(Span<byte> grain, Random random)
    {
        switch (random.Next(4))
        {
            case 0:
                random.NextBytes(grain);
                break;
            case 1:
                // Stored, and nothing but zeroes.
                break;
            case 2:
                grain.Fill((byte)random.Next(1, 256));
                break;
            default:
                random.NextBytes(grain.Slice(random.Next(grain.Length), 1));
                break;
        }
    }
}
