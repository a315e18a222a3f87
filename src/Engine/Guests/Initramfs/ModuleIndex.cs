using System.Buffers.Binary;
using System.Text;

namespace V2K.Engine.Guests.Initramfs;

/// <summary>
/// Writes the binary form of <c>modules.dep</c>, <c>modules.alias</c> and their like, which is all that kmod reads (libkmod-index.h): a
/// radix tree, each node behind its children. A number is 32 bits, the highest byte first; the top three bits of a node's offset say what
/// the node holds.
/// </summary>
internal static class ModuleIndex
{
    private const uint Magic = 0xB007F457;
    private const uint Version = 0x00020001;
    private const uint HasPrefix = 0x80000000;
    private const uint HasValues = 0x40000000;
    private const uint HasChildren = 0x20000000;

    /// <summary>The index of <paramref name="pairs"/>. A key may come more than once; keys are ASCII.</summary>
    internal static byte[] Write(IEnumerable<KeyValuePair<string, string>> pairs)
    {
        var sorted = pairs
            .Where(pair => pair.Key.Length > 0 && Ascii.IsValid(pair.Key))
            .Select((pair, index) => (pair.Key, pair.Value, Priority: (uint)index))
            .OrderBy(pair => pair.Key, StringComparer.Ordinal)
            .ToArray();
        using var file = new MemoryStream();
        Number(file, Magic);
        Number(file, Version);
        Number(file, 0);
        var root = Node(file, sorted, depth: 0);
        file.Position = 8;
        Number(file, root);
        return file.ToArray();
    }

    /// <summary>Writes the node for <paramref name="pairs"/>, which agree in their first <paramref name="depth"/> characters.</summary>
    private static uint Node(MemoryStream file, ReadOnlySpan<(string Key, string Value, uint Priority)> pairs, int depth)
    {
        if (pairs.IsEmpty)
        {
            return HasValues | Leaf(file);
        }

        // Sorted: what the first and the last have in common, all have.
        var prefix = pairs[0].Key.AsSpan(depth).CommonPrefixLength(pairs[^1].Key.AsSpan(depth));
        var end = depth + prefix;
        var values = 0;
        while (values < pairs.Length && pairs[values].Key.Length == end)
        {
            values++;
        }

        var children = Children(file, pairs[values..], end, out var first, out var last);
        var offset = (uint)file.Position;
        if (prefix > 0)
        {
            file.Write(Encoding.ASCII.GetBytes(pairs[0].Key[depth..end]));
            file.WriteByte(0);
            offset |= HasPrefix;
        }

        if (children.Length > 0)
        {
            file.WriteByte((byte)first);
            file.WriteByte((byte)last);
            foreach (var child in children)
            {
                Number(file, child);
            }

            offset |= HasChildren;
        }

        if (values > 0)
        {
            Number(file, (uint)values);
            foreach (var (_, value, priority) in pairs[..values])
            {
                Number(file, priority);
                file.Write(Encoding.Latin1.GetBytes(value));
                file.WriteByte(0);
            }

            offset |= HasValues;
        }

        return offset;
    }

    /// <summary>The children by their first character, with 0 for each character between that none begins with.</summary>
    private static uint[] Children(
        MemoryStream file, ReadOnlySpan<(string Key, string Value, uint Priority)> pairs, int depth, out char first, out char last)
    {
        first = last = '\0';
        if (pairs.IsEmpty)
        {
            return [];
        }

        (first, last) = (pairs[0].Key[depth], pairs[^1].Key[depth]);
        var children = new uint[last - first + 1];
        while (!pairs.IsEmpty)
        {
            var character = pairs[0].Key[depth];
            var count = 1;
            while (count < pairs.Length && pairs[count].Key[depth] == character)
            {
                count++;
            }

            children[character - first] = Node(file, pairs[..count], depth + 1);
            pairs = pairs[count..];
        }

        return children;
    }

    /// <summary>An index of nothing still has a root: one without values.</summary>
    private static uint Leaf(MemoryStream file)
    {
        var offset = (uint)file.Position;
        Number(file, 0);
        return offset;
    }

    private static void Number(MemoryStream file, uint value)
    {
        Span<byte> bytes = stackalloc byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(bytes, value);
        file.Write(bytes);
    }
}
