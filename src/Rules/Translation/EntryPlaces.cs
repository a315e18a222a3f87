using System.Buffers;
using System.Numerics;
using V2K.Rules.Findings;
using V2K.Rules.Vmx;

namespace V2K.Rules.Translation;

/// <summary>Which entry of the file stands in which slot, and which instances of the numbered groups there are.</summary>
internal sealed class EntryPlaces : IDisposable
{
    private readonly VmxDocument _document;
    private readonly KeyPattern[] _patterns;
    private readonly int[] _slots;
    private readonly ulong[] _instances;

    public EntryPlaces(VmxDocument document, KeyPattern[] patterns, int slots, int instances)
    {
        _document = document;
        _patterns = patterns;
        PatternOf = new int[document.Entries.Length];
        _slots = ArrayPool<int>.Shared.Rent(slots);
        _slots.AsSpan(0, slots).Clear();
        _instances = ArrayPool<ulong>.Shared.Rent((instances / 64) + 1);
        _instances.AsSpan().Clear();
    }

    /// <summary>The pattern that each entry matches; -1 for none.</summary>
    public int[] PatternOf { get; }

    /// <summary>Puts an entry into its slot, over an earlier one of the same key.</summary>
    /// <returns>What to say of that; null where it is the first.</returns>
    public Finding? Place(int entry, int pattern, int first, int second)
    {
        PatternOf[entry] = pattern;
        if (pattern < 0)
        {
            return null;
        }

        ref readonly KeyPattern place = ref _patterns[pattern];
        if (place.Group >= 0)
        {
            int bit = place.Group + (first * place.GroupStride) + second;
            _instances[bit / 64] |= 1UL << (bit % 64);
        }

        if (place.Slot < 0)
        {
            return null;
        }

        ref int slot = ref _slots[place.Slot + (first * place.Stride) + second];
        Finding? finding = slot == 0 ? null : Duplicate(slot - 1, entry);
        slot = entry + 1;
        return finding;
    }

    /// <summary>The next instance of a group that has a key, in numeric order; -1 after the last.</summary>
    public int Next(int group, int size, int instance)
    {
        int bit = group + instance + 1;
        int end = group + size;
        while (bit < end)
        {
            ulong rest = _instances[bit / 64] >> (bit % 64);
            if (rest != 0)
            {
                bit += BitOperations.TrailingZeroCount(rest);
                return bit < end ? bit - group : -1;
            }

            bit = ((bit / 64) + 1) * 64;
        }

        return -1;
    }

    /// <summary>The entry in a slot; -1 where the key is absent.</summary>
    public int EntryAt(int slot) => _slots[slot] - 1;

    /// <summary>The key that a slot is for, present or not.</summary>
    public string KeyOf(int slot)
    {
        foreach (ref readonly KeyPattern pattern in _patterns.AsSpan())
        {
            if (pattern.Slot >= 0 && slot >= pattern.Slot && slot < pattern.Slot + pattern.Slots)
            {
                return pattern.Spell(slot);
            }
        }

        throw new ArgumentOutOfRangeException(nameof(slot), slot, "no pattern has this slot");
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        ArrayPool<int>.Shared.Return(_slots);
        ArrayPool<ulong>.Shared.Return(_instances);
    }

    private Finding Duplicate(int earlier, int later)
    {
        VmxEntry first = _document.Entries[earlier];
        VmxEntry last = _document.Entries[later];
        bool same = _document.Value(first).SequenceEqual(_document.Value(last));
        string key = _document.Key(last).ToString();
        Finding finding = same
            ? Finding.Info($"{key} is set on lines {first.Line} and {last.Line} to the same value", "nothing", "Remove one of them")
            : Finding.Warning(
                $"{key} is set on lines {first.Line} and {last.Line} to different values",
                $"line {last.Line} is used, because it is the last",
                "Remove the line that is wrong");
        return finding with { Id = FindingId.DuplicateKey, Key = key, Line = last.Line };
    }
}
