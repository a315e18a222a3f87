using CsCheck;
using V2K.Engine.Disks.Vmdk;

namespace V2K.Engine.Tests.Disks;

/// <summary>Two in one place are found though only a few positions are held at a time.</summary>
public sealed class OverlapTests
{
    private const long Length = 4;

    [Fact]
    public void Overlaps_found_in_batches_match_those_found_at_once() =>
        Gen.Select(Gen.Long[0, 400].Array[0, 40], Gen.Int[1, 8]).Sample((positions, batch) =>
        {
            var sorted = positions.Order().ToArray();
            var overlaps = sorted.Zip(sorted.Skip(1)).Any(pair => pair.Second - pair.First < Length);

            var found = Overlap.Find(() => positions, Length, batch);

            Assert.Equal(overlaps, found is not null);
            if (found is (var first, var second))
            {
                Assert.InRange(second - first, 0, Length - 1);
                Assert.Contains(first, positions);
                Assert.Contains(second, positions);
            }
        });

    [Fact]
    public void An_offset_used_twice_is_found_across_batches()
    {
        long[] positions = [40, 0, 8, 16, 24, 32, 40];

        Assert.Equal((40, 40), Overlap.Find(() => positions, Length, batch: 1));
        Assert.Null(Overlap.Find(() => positions[1..], Length, batch: 1));
    }
}
