using V2K.Engine.Guests.Initramfs;

namespace V2K.Engine.Tests.Guests.Initramfs;

public sealed class InitramfsImageTests
{
    [Theory]
    [InlineData("plain")]
    [InlineData("gzip")]
    [InlineData("zstd")]
    [InlineData("lz4")]
    public void An_image_is_read_through_its_early_archive_and_its_compression(string compression)
    {
        var image = Read(InitramfsMaking.InitramfsTools(Compress(compression)))!;

        Assert.Equal(InitramfsGenerator.InitramfsTools, image.Generator);
        Assert.Equal(InitramfsMaking.Release, image.Release);
        Assert.Equal($"usr/lib/modules/{InitramfsMaking.Release}", image.ModulesFolder);
        Assert.Equal(["scsi_mod", "vmw_pvscsi"], image.Modules.Keys.Order(StringComparer.Ordinal));
        Assert.Equal("RESUME=/dev/sda5\n", image.Text("conf/conf.d/resume"));
        Assert.Equal("usr/lib/modules/x", image.Resolve("lib/modules/x"));
        Assert.True(image.Entries.ContainsKey("kernel/GenuineIntel.bin"));
    }

    [Fact]
    public void Data_that_cannot_be_decompressed_is_distinguished()
    {
        Assert.Null(Read([0x89, 0x4C, 0x5A, 0x4F, 0, 1, 2, 3]));
        Assert.Null(Read([0x1F, 0x8B, 0xFF, 0xFF, 0, 1, 2, 3]));
        Assert.Null(Read([]));
    }

    [Fact]
    public void Garbage_is_never_more_than_no_image()
    {
        var random = new Random(1);
        var good = InitramfsMaking.InitramfsTools(InitramfsMaking.Zstd);
        for (var i = 0; i < 300; i++)
        {
            var bytes = good.ToArray();
            for (var j = 0; j < 5; j++)
            {
                bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            }

            _ = Read(bytes);
        }
    }

    private static InitramfsImage? Read(byte[] bytes)
    {
        using var stream = new MemoryStream(bytes);
        return InitramfsImage.TryRead(stream, stream.Length);
    }

    private static Func<byte[], byte[]> Compress(string name) => name switch
    {
        "gzip" => InitramfsMaking.Gzip,
        "zstd" => InitramfsMaking.Zstd,
        "lz4" => InitramfsMaking.Lz4,
        _ => content => content,
    };
}
