using System.Buffers.Binary;
using System.Text;
using System.Text.RegularExpressions;

namespace V2K.Engine.Tests.Disks.Making;

/// <summary>Spoils the metadata of a file: bits, fields with the numbers that break readers, words of a descriptor, the length.</summary>
internal static partial class Mutation
{
    /// <summary>Headers, directories and tables of the small disks of the tests stand within this many bytes of their start.</summary>
    private const int Reach = 40 * 512;

    /// <summary>Footer, and directory of a stream.</summary>
    private const int EndReach = 2048;

    private static readonly ulong[] Numbers =
    [
        0, 1, 2, 7, 128, 511, 512, 513, 4096, 0x7FFF_FFFF, 0x8000_0000, 0xFFFF_FFFF, 0x1_0000_0000, 1UL << 37, (1UL << 54) - 1, 1UL << 54, 1UL << 55,
        0x1000_0000_0000_0000, 0x3000_0000_0000_0000, (1UL << 63) - 512, (1UL << 63) - 1, 1UL << 63, ulong.MaxValue - 511, ulong.MaxValue,
    ];

    private static readonly string[] Words =
    [
        "0", "1", "-1", "18446744073709551615", "9223372036854775807", "137438953472", "137438953473", "4294967296", "\"\"", "\"/etc/shadow\"", "\"../../../../etc/shadow\"",
        "\"disk.vmdk\"", "\"/dev/zero\"", "\"/vmfs/volumes/ds/disk.vmdk\"", "\"[ds] disk.vmdk\"", "\"disk.vmdk\0x\"", "ZERO", "FLAT", "SPARSE", "VMFSSPARSE", "SESPARSE", "VMFS",
        "NOACCESS", "RW 1 ZERO\nRW", "\"", "=", "\n", "parentCID=00000001", "parentFileNameHint=\"disk.vmdk\"", "ffffffff", "streamOptimized",
    ];

    /// <summary>Some of <paramref name="original"/> changed; it itself is not.</summary>
    public static byte[] Of(byte[] original, Random random)
    {
        var bytes = (byte[])original.Clone();
        for (var i = random.Next(1, 4); i > 0 && bytes.Length > 0; i--)
        {
            bytes = random.Next(8) switch
            {
                0 => Text(bytes, random),
                1 or 2 or 3 => Field(bytes, random),
                _ => Byte(bytes, random),
            };
        }

        return random.Next(12) == 0 ? bytes[..random.Next(bytes.Length + 1)] : bytes;
    }

    private static int Place(byte[] bytes, Random random) => random.Next(4) == 0
        ? bytes.Length - 1 - random.Next(Math.Min(bytes.Length, EndReach))
        : random.Next(Math.Min(Math.Min(bytes.Length, Reach), 128 << random.Next(8)));

    private static byte[] Byte(byte[] bytes, Random random)
    {
        var at = Place(bytes, random);
        bytes[at] = random.Next(3) switch { 0 => (byte)random.Next(256), 1 => 0xFF, _ => (byte)(bytes[at] ^ (1 << random.Next(8))) };
        return bytes;
    }

    /// <summary>Fields of VMDK structures are 4 or 8 bytes wide and so aligned; a few are not.</summary>
    private static byte[] Field(byte[] bytes, Random random)
    {
        var width = 4 << random.Next(2);
        var at = Place(bytes, random) / 4 * 4;
        if (at + width <= bytes.Length)
        {
            var value = random.Next(4) == 0 ? (ulong)bytes.Length / 512 + (ulong)random.Next(5) - 2 : Numbers[random.Next(Numbers.Length)];
            Span<byte> field = stackalloc byte[8];
            BinaryPrimitives.WriteUInt64LittleEndian(field, value);
            field[..width].CopyTo(bytes.AsSpan(at));
        }

        return bytes;
    }

    /// <summary>Another word in the place of one of the descriptor's, or of a line.</summary>
    private static byte[] Text(byte[] bytes, Random random)
    {
        var start = bytes.AsSpan().IndexOf("# Disk DescriptorFile"u8);
        if (start < 0)
        {
            return bytes;
        }

        var length = bytes.AsSpan(start).IndexOf((byte)0) is >= 0 and var end ? end : bytes.Length - start;
        var words = Word().Matches(Encoding.Latin1.GetString(bytes, start, length));
        var word = words[random.Next(words.Count)];
        var replacement = Encoding.Latin1.GetBytes(Words[random.Next(Words.Length)]);
        byte[] head = [.. bytes[..(start + word.Index)], .. replacement];
        var rest = bytes[(start + word.Index + word.Length)..];

        // What stands behind an embedded descriptor stays in its place as long as there is padding to take it from.
        var slack = replacement.Length - word.Length;
        var zeroes = rest.AsSpan().IndexOf((byte)0);
        return start > 0 && slack > 0 && zeroes >= 0 && zeroes + slack <= rest.Length && !rest.AsSpan(zeroes, slack).ContainsAnyExcept((byte)0)
            ? [.. head, .. rest[..zeroes], .. rest[(zeroes + slack)..]]
            : start > 0 && slack < 0 && zeroes >= 0 ? [.. head, .. rest[..zeroes], .. new byte[-slack], .. rest[zeroes..]]
            : [.. head, .. rest];
    }

    [GeneratedRegex("""
        "[^"\n]*"|[^\s="]+|=|\n
        """, RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Word();
}
