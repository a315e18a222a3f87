using V2K.Engine.Tools;

namespace V2K.Engine.Tests.Tools;

public sealed class NumaBindingTests
{
    [Theory]
    [InlineData("0\n", new[] { 0 })]
    [InlineData("0-3,8\n", new[] { 0, 1, 2, 3, 8 })]
    [InlineData("64-65,127", new[] { 64, 65, 127 })]
    [InlineData("\n", new int[0])]
    public void A_processor_list_becomes_a_bit_mask(string list, int[] processors)
    {
        var mask = NumaBinding.Mask(list);

        Assert.Equal(processors, Enumerable.Range(0, mask.Length * 8).Where(i => (mask[i / 8] & (1 << (i % 8))) != 0));
    }
}
