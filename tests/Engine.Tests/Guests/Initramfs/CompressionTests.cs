using System.Text;
using V2K.Engine.Guests.Initramfs;

namespace V2K.Engine.Tests.Guests.Initramfs;

public sealed class CompressionTests
{
    [Fact]
    public void A_module_compressed_by_xz_is_unpacked() => Assert.Equal(
        "The code of a module, compressed by xz.\n",
        Encoding.ASCII.GetString(Compression.Decompress(Convert.FromBase64String(
            "/Td6WFoAAATm1rRGAgAhARYAAAB0L+WjAQAnVGhlIGNvZGUgb2YgYSBtb2R1bGUsIGNvbXByZXNzZWQgYnkgeHouCgDmpFKQtVjwzAABQCjUUkrlH7bzfQEAAAAABFla"))));

    [Fact]
    public void Uncompressed_data_stays_as_it_is() => Assert.Equal("ELF"u8.ToArray(), Compression.Decompress("ELF"u8.ToArray()));

    [Fact]
    public void The_source_of_what_is_decompressed_stays_open()
    {
        using var source = new MemoryStream(InitramfsMaking.Gzip([1, 2, 3]));
        Compression.Open([0x1F, 0x8B], source)!.Dispose();

        Assert.True(source.CanRead);
    }
}
