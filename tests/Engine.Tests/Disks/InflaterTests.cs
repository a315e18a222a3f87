using System.IO.Compression;
using V2K.Engine.Disks.Copying;

namespace V2K.Engine.Tests.Disks;

public sealed class InflaterTests
{
    private static readonly byte[] Content = [.. Enumerable.Range(0, 65_536).Select(i => (byte)(i * i >> 7))];

    [SkippableTheory]
    [InlineData("libdeflate")]
    [InlineData(".NET")]
    public void A_stream_is_inflated_and_what_follows_it_is_left(string name)
    {
        var inflater = Require(name);
        var place = new byte[Content.Length];

        Assert.Equal(Content.Length, inflater.Inflate([.. Deflate(Content), 1, 2, 3], place));
        Assert.Equal(Content, place);
    }

    [SkippableTheory]
    [InlineData("libdeflate")]
    [InlineData(".NET")]
    public void Inflating_less_data_than_expected_returns_its_length(string name) =>
        Assert.Equal(100, Require(name).Inflate(Deflate(Content[..100]), new byte[Content.Length]));

    [SkippableTheory]
    [InlineData("libdeflate")]
    [InlineData(".NET")]
    public void Inflating_more_data_than_the_buffer_holds_returns_null(string name) =>
        Assert.Null(Require(name).Inflate(Deflate(Content), new byte[Content.Length - 1]));

    [SkippableTheory]
    [InlineData("libdeflate")]
    [InlineData(".NET")]
    public void Damaged_streams_are_refused_and_the_next_one_is_inflated(string name)
    {
        var inflater = Require(name);
        var place = new byte[Content.Length];
        var good = Deflate(Content);

        Assert.Throws<InvalidDataException>(() => inflater.Inflate([.. good[..^1], (byte)(good[^1] + 1)], place));
        Assert.Throws<InvalidDataException>(() => inflater.Inflate([0, .. good[1..]], place));
        Assert.Equal(Content.Length, inflater.Inflate(good, place));
    }

    private static IInflater Require(string name)
    {
        if (name == ".NET")
        {
            return new SystemInflater();
        }

        var inflater = LibDeflate.TryOpen();
        Skip.If(inflater is null, "libdeflate is not installed");
        return inflater!;
    }

    private static byte[] Deflate(byte[] content)
    {
        using var deflated = new MemoryStream();
        using (var stream = new ZLibStream(deflated, CompressionLevel.Optimal))
        {
            stream.Write(content);
        }

        return deflated.ToArray();
    }
}
