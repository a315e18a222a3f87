using System.Globalization;
using System.Text;
using V2K.Rules;
using V2K.Rules.Vmx;

namespace V2K.Engine.Disks.Vmdk;

/// <summary>
/// The text that says what a virtual disk is made of: in a file of its own, or embedded in a sparse extent.
/// ("Virtual Disk Format 5.0", The Descriptor File.)
/// </summary>
/// <param name="Kind">createType: <c>monolithicSparse</c>, <c>vmfs</c>…; <c>vmfsThin</c> where ddb.thinProvisioned adds that.</param>
/// <param name="ContentId">CID: changes the first time the disk is written to after it was opened.</param>
/// <param name="ParentContentId">parentCID: the parent's CID when the snapshot was taken; null for a base disk.</param>
/// <param name="ParentHint">parentFileNameHint, as VMware spells it; null for a base disk.</param>
/// <param name="Extents">The extents, in the order of the disk.</param>
internal sealed record VmdkDescriptor(
    string Kind,
    uint ContentId,
    uint? ParentContentId,
    string? ParentHint,
    IReadOnlyList<ExtentLine> Extents)
{
    /// <summary>
    /// ddb.uuid, 32 hexadecimal digits: what the disk says of itself to a guest that asks for its serial number or its WWN
    /// (<c>disk.EnableUUID</c>). Null where there is none, as in snapshots.
    /// </summary>
    internal string? Uuid { get; private init; }

    /// <summary>
    /// The longest descriptor that is read, in bytes: enough for 62 TiB in pieces of 2 GiB. A flat extent given by mistake is not
    /// searched for line ends to its end.
    /// </summary>
    internal const int MaximumLength = 4 << 20;

    /// <summary>What parentCID says on a base disk.</summary>
    private const uint NoParent = 0xFFFF_FFFF;

    /// <summary>What to do about a descriptor that cannot be read.</summary>
    internal const string Damaged = "The descriptor is damaged: copy it again from the datastore";

    private static ReadOnlySpan<byte> EncodingKey => "encoding"u8;

    /// <summary>Reads a descriptor; it ends with <paramref name="bytes"/> or at the first NUL, whichever comes first.</summary>
    /// <param name="bytes">The text in the encoding that it names, or in UTF-8.</param>
    /// <param name="file">The file it was found in.</param>
    internal static VmdkDescriptor Parse(ReadOnlySpan<byte> bytes, string file)
    {
        var keys = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        var extents = new List<ExtentLine>();
        var number = 0;
        foreach (var rawLine in Decode(bytes).EnumerateLines())
        {
            number++;
            var line = rawLine.Trim().ToString();
            if (line.Length == 0 || line[0] == '#')
            {
                continue;
            }

            if (ExtentLine.Matches(line))
            {
                extents.Add(ExtentLine.Parse(line, file, number));
                continue;
            }

            var equals = line.IndexOf('=', StringComparison.Ordinal);
            if (equals < 0)
            {
                throw new V2KException($"the line \"{Printable.Excerpt(line)}\" is neither an extent nor a setting", Damaged, file, number);
            }

            var key = line[..equals].TrimEnd();
            var value = line[(equals + 1)..].Trim().Trim('"');
            if (!keys.TryAdd(key, value)
                && !keys[key].Equals(value, StringComparison.Ordinal)
                && !key.StartsWith("ddb.", StringComparison.OrdinalIgnoreCase))
            {
                throw new V2KException("is set twice, to different values", Damaged, file, number, Printable.Excerpt(key));
            }
        }

        var createType = keys.GetValueOrDefault("createType", "custom");
        RefusedDisk.CheckCreateType(createType, file);
        RefusedDisk.CheckEncryption(keys, file);
        if (extents.Count == 0)
        {
            throw new V2KException("the descriptor lists no extent", Damaged, file);
        }

        Sector.Capacity(extents.Aggregate(0UL, (sum, extent) => sum + (ulong)extent.Length / Sector.Size), "the disk", file);
        var parent = ParseId(keys, "parentCID", file);
        var hint = keys.GetValueOrDefault("parentFileNameHint");
        if (parent is not (null or NoParent) && string.IsNullOrEmpty(hint))
        {
            throw new V2KException("the disk is a snapshot, but does not name its parent", Damaged, file, key: "parentFileNameHint");
        }

        var isThin = createType is "vmfs" && keys.GetValueOrDefault("ddb.thinProvisioned") is "1";
        var descriptor = new VmdkDescriptor(
            isThin ? "vmfsThin" : Printable.Excerpt(createType), ParseId(keys, "CID", file) ?? 0, parent, hint, extents)
        {
            Uuid = DigitsOf(keys.GetValueOrDefault("ddb.uuid")),
        };
        return parent is null or NoParent ? descriptor with { ParentContentId = null, ParentHint = null } : descriptor;
    }

    /// <summary><c>60 00 C2 9e 5a 5f 54 d8-37 73 8b 4d 3e 42 c1 ac</c>, as VMware writes it.</summary>
    private static string? DigitsOf(string? uuid) =>
        uuid?.Replace(" ", "", StringComparison.Ordinal).Replace("-", "", StringComparison.Ordinal).ToLowerInvariant() is { Length: 32 } digits
        && digits.All(char.IsAsciiHexDigit) ? digits : null;

    private static uint? ParseId(Dictionary<string, string> keys, string key, string file)
    {
        if (!keys.TryGetValue(key, out var text))
        {
            return null;
        }

        return uint.TryParse(text, NumberStyles.AllowHexSpecifier, null, out var id)
            ? id
            : throw new V2KException($"\"{Printable.Excerpt(text)}\" is not a hexadecimal number of 32 bits", Damaged, file, key: key);
    }

    /// <summary>
    /// Decodes the text: file names in it must be found again. ESXi writes UTF-8 and says so; a Windows host writes its code page, and names that.
    /// </summary>
    private static string Decode(ReadOnlySpan<byte> bytes)
    {
        var end = bytes.IndexOf((byte)0);
        var text = end < 0 ? bytes : bytes[..end];
        if (text.StartsWith(Encoding.UTF8.Preamble))
        {
            text = text[Encoding.UTF8.Preamble.Length..];
        }

        var named = VmwareEncoding.Named(EncodingOf(text));
        return named is not (null or UTF8Encoding) ? named.GetString(text)
            : System.Text.Unicode.Utf8.IsValid(text) ? Encoding.UTF8.GetString(text)
            : VmwareEncoding.Windows1252.GetString(text);
    }

    /// <summary>The value of <c>encoding</c>, empty if there is none: what can be named there extends ASCII.</summary>
    private static string EncodingOf(ReadOnlySpan<byte> text)
    {
        foreach (var range in text.Split((byte)'\n'))
        {
            var line = text[range].Trim(" \t\r"u8);
            if (line.Length > EncodingKey.Length && Ascii.EqualsIgnoreCase(line[..EncodingKey.Length], EncodingKey) && line[EncodingKey.Length..].TrimStart(" \t"u8) is [(byte)'=', .. var value])
            {
                return Encoding.ASCII.GetString(value.Trim(" \t\""u8));
            }
        }

        return "";
    }
}
