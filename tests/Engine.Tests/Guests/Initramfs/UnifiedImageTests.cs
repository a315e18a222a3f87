using System.Text;
using V2K.Engine.Guests.Initramfs;

namespace V2K.Engine.Tests.Guests.Initramfs;

public sealed class UnifiedImageTests
{
    [Theory]
    [InlineData(10, 500)]
    [InlineData(10, 600)]
    [InlineData(5000, 9000)]
    [InlineData(9000, 10)]
    public void A_section_gets_another_content_and_the_others_keep_theirs(int before, int after)
    {
        using var file = new MemoryStream();
        file.Write(UnifiedImageMaking.Make(new byte[before], "root=/dev/sda2"));
        var content = Enumerable.Range(0, after).Select(i => (byte)i).ToArray();

        UnifiedImage.TryRead(file)!.Replace(UnifiedImage.Initramfs, content);

        var image = UnifiedImage.TryRead(file)!;
        Assert.Equal(content, image.Section(UnifiedImage.Initramfs));
        Assert.Equal("root=/dev/sda2", Encoding.ASCII.GetString(image.Section(UnifiedImage.CommandLine)!));
        Assert.Equal("MZ kernel", Encoding.ASCII.GetString(image.Section(".linux")!));
        var (sections, end) = UnifiedImageMaking.Memory(file.ToArray());
        var inOrder = sections.OrderBy(section => section.Start).ToList();
        Assert.All(inOrder.Zip(inOrder.Skip(1)), pair => Assert.True(pair.First.End <= pair.Second.Start));
        Assert.True(inOrder[^1].End <= end);
        Assert.Equal(0, file.Length % 512);
    }

    [Theory]
    [InlineData("")]
    [InlineData("MZ")]
    public void A_file_without_a_PE_header_is_no_unified_image(string text)
    {
        using var file = new MemoryStream(Encoding.ASCII.GetBytes(text));

        Assert.Null(UnifiedImage.TryRead(file));
    }

    [Fact]
    public void A_section_that_is_cut_off_is_none()
    {
        var whole = UnifiedImageMaking.Make(new byte[5000], "quiet");
        using var file = new MemoryStream(whole[..3000]);

        Assert.Null(UnifiedImage.TryRead(file)!.Section(UnifiedImage.Initramfs));
    }
}
