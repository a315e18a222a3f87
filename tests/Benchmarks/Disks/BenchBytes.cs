namespace V2K.Benchmarks.Disks;

/// <summary>Bytes that compress about 2:1, as programs and text do: short words, drawn at random from 2 048. The same for everyone who asks.</summary>
internal static class BenchBytes
{
    /// <summary>The length of a block.</summary>
    internal const int Block = 1 << 20;

    private static readonly byte[][] Vocabulary = MakeVocabulary();

    /// <summary>The block at <paramref name="offset"/>, a multiple of its length, of the disk with this seed.</summary>
    internal static byte[] At(long offset, int seed)
    {
        var random = new Random((seed << 20) ^ (int)(offset / Block));
        var block = new byte[Block];
        for (var at = 0; at < Block;)
        {
            var word = Vocabulary[random.Next(Vocabulary.Length)];
            var length = Math.Min(word.Length, Block - at);
            word.AsSpan(0, length).CopyTo(block.AsSpan(at));
            at += length;
        }

        return block;
    }

    private static byte[][] MakeVocabulary()
    {
        var random = new Random(0x5eed);
        return [.. Enumerable.Range(0, 1 << 11).Select(_ =>
        {
            var word = new byte[random.Next(4, 13)];
            random.NextBytes(word);
            return word;
        })];
    }
}
