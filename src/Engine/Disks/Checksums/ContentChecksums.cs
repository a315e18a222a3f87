using System.Buffers.Binary;
using System.IO.Hashing;
using System.Numerics;

namespace V2K.Engine.Disks.Checksums;

/// <summary>
/// Checksums of what the guest sees, block by block: enough to say later which side of a comparison has changed, and where. The disk is cut into
/// leaves of <see cref="LeafLength"/>; a leaf's checksum is XXH3 (64 bits, seeded with the leaf's offset) of its bytes up to the last that is not
/// zero, and 0 if all are; a block's is the sum of its leaves'. So holes cost nothing, leaves may come in any order, and a block may
/// be as long as keeps the whole small. Adding is safe for any number of threads.
/// </summary>
public sealed class ContentChecksums
{
    /// <summary>What <see cref="Whole"/> is, for people.</summary>
    internal const string Algorithm = "XXH128 over XXH3 of each block";

    /// <summary>Bytes of a leaf.</summary>
    internal const int LeafLength = 512 << 10;

    /// <summary>No disk has more blocks: 12 MiB of record for the largest.</summary>
    private const long MaximumBlocks = 1 << 20;

    /// <summary>An entry of the saved form: u32 block, its top bit set for one that is not known, and u64 sum; little-endian.</summary>
    private const int EntryLength = sizeof(uint) + sizeof(ulong);

    private const uint UnknownFlag = 1u << 31;

    private readonly ulong[] _sums;

    /// <summary>One bit a block: some of it was not seen.</summary>
    private readonly ulong[] _unknown;

    /// <summary>The checksums of a disk of zeroes.</summary>
    /// <param name="virtualSize">The size of the disk, in bytes.</param>
    internal ContentChecksums(long virtualSize)
    {
        VirtualSize = virtualSize;
        BlockLength = Math.Max(LeafLength, (long)BitOperations.RoundUpToPowerOf2((ulong)((virtualSize + MaximumBlocks - 1) / MaximumBlocks)));
        Blocks = (int)((virtualSize + BlockLength - 1) / BlockLength);
        _sums = new ulong[Blocks];
        _unknown = new ulong[(Blocks + 63) / 64];
    }

    /// <summary>The checksums of a disk of which nothing is known.</summary>
    internal static ContentChecksums Unknown(long virtualSize)
    {
        var checksums = new ContentChecksums(virtualSize);
        checksums.LeaveOut(0, virtualSize);
        return checksums;
    }

    /// <summary>The size of the disk as the guest sees it, in bytes.</summary>
    public long VirtualSize { get; }

    /// <summary>What a block covers, in bytes: a power of two, at least a leaf.</summary>
    public long BlockLength { get; }

    /// <summary>How many blocks there are.</summary>
    internal int Blocks { get; }

    /// <summary>How many blocks have a checksum.</summary>
    public int KnownBlocks => Blocks - _unknown.Sum(BitOperations.PopCount);

    /// <summary>XXH128 of the virtual size and all sums, as hexadecimal; null while a block is not known.</summary>
    public string? Whole
    {
        get
        {
            if (KnownBlocks < Blocks)
            {
                return null;
            }

            var hash = new XxHash128();
            var word = new byte[sizeof(long)];
            BinaryPrimitives.WriteInt64LittleEndian(word, VirtualSize);
            hash.Append(word);
            foreach (var sum in _sums)
            {
                BinaryPrimitives.WriteUInt64LittleEndian(word, sum);
                hash.Append(word);
            }

            return Convert.ToHexStringLower(hash.GetCurrentHash());
        }
    }

    /// <summary>The sum of <paramref name="block"/>; null if it is not known.</summary>
    internal ulong? this[int block] => (_unknown[block / 64] & (1UL << (block % 64))) == 0 ? _sums[block] : null;

    /// <summary>Counts the bytes at <paramref name="offset"/> in. What is never added counts as zeroes.</summary>
    /// <param name="offset">A multiple of a leaf.</param>
    /// <param name="content">All of each leaf it touches, zeroes at a leaf's end left out or not.</param>
    internal void Add(long offset, ReadOnlySpan<byte> content)
    {
        for (var done = 0; done < content.Length; done += LeafLength)
        {
            var at = offset + done;
            var sum = Leaf(at, content.Slice(done, Math.Min(LeafLength, content.Length - done)));
            if (sum != 0)
            {
                Interlocked.Add(ref _sums[at / BlockLength], sum);
            }
        }
    }

    /// <summary>Says that [<paramref name="from"/>, <paramref name="to"/>) was not seen, as when blocks of a file system are shared.</summary>
    internal void LeaveOut(long from, long to)
    {
        for (var block = from / BlockLength; block * BlockLength < to; block++)
        {
            Interlocked.Or(ref _unknown[block / 64], 1UL << (int)(block % 64));
        }
    }

    /// <summary>Sets the sum of a block that has been seen as a whole.</summary>
    internal void Set(int block, ulong sum)
    {
        Interlocked.And(ref _unknown[block / 64], ~(1UL << (block % 64)));
        Interlocked.Exchange(ref _sums[block], sum);
    }

    /// <summary>The checksum of a leaf.</summary>
    /// <param name="offset">Where it starts on the virtual disk.</param>
    /// <param name="content">Its bytes, zeroes at its end left out or not.</param>
    internal static ulong Leaf(long offset, ReadOnlySpan<byte> content) =>
        content.LastIndexOfAnyExcept((byte)0) is >= 0 and var last ? XxHash3.HashToUInt64(content[..(last + 1)], offset) : 0;

    /// <summary>Everything but zeroes, in few bytes. To be called while nothing is added.</summary>
    internal byte[] Save()
    {
        var entries = Enumerable.Range(0, Blocks).Where(block => this[block] != 0).ToList();
        var bytes = new byte[(long)entries.Count * EntryLength];
        for (var i = 0; i < entries.Count; i++)
        {
            var entry = bytes.AsSpan(i * EntryLength);
            var flag = this[entries[i]] is null ? UnknownFlag : 0;
            BinaryPrimitives.WriteUInt32LittleEndian(entry, (uint)entries[i] | flag);
            BinaryPrimitives.WriteUInt64LittleEndian(entry[sizeof(uint)..], flag == 0 ? _sums[entries[i]] : 0);
        }

        return bytes;
    }

    /// <summary>Reads what <see cref="Save"/> has written for a disk of the same size.</summary>
    /// <returns>Null if it makes no sense.</returns>
    internal static ContentChecksums? Load(long virtualSize, ReadOnlySpan<byte> bytes)
    {
        var checksums = new ContentChecksums(virtualSize);
        if (bytes.Length % EntryLength != 0)
        {
            return null;
        }

        for (; !bytes.IsEmpty; bytes = bytes[EntryLength..])
        {
            var entry = BinaryPrimitives.ReadUInt32LittleEndian(bytes);
            var block = (int)(entry & ~UnknownFlag);
            if (block >= checksums.Blocks)
            {
                return null;
            }

            if (entry == (uint)block)
            {
                checksums._sums[block] = BinaryPrimitives.ReadUInt64LittleEndian(bytes[sizeof(uint)..]);
            }
            else
            {
                checksums._unknown[block / 64] |= 1UL << (block % 64);
            }
        }

        return checksums;
    }
}
