namespace V2K.Engine.Tests;

public sealed class ByteSizeTests
{
    [Theory]
    [InlineData(0, "0 B")]
    [InlineData(1023, "1023 B")]
    [InlineData(1024, "1 KiB")]
    [InlineData(1536, "1.5 KiB")]
    [InlineData(65536, "64 KiB")]
    [InlineData(1460288881, "1.36 GiB")]
    [InlineData(long.MaxValue, "8 EiB")]
    public void Sizes_have_three_digits_and_a_binary_unit(long bytes, string text)
    {
        Assert.Equal(text, ByteSize.Text(bytes));
    }
}
