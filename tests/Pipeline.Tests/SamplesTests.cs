using V2K.Build;

namespace V2K.Pipeline.Tests;

public sealed class SamplesTests
{
    [Fact]
    public void The_samples_stay_small_enough_for_a_repository() => Assert.InRange(
        Directory.EnumerateFiles(Path.Combine(Repository.Root, "samples"), "*", SearchOption.AllDirectories).Sum(file => new FileInfo(file).Length),
        1,
        1 << 20);
}
