using System.Globalization;
using System.Text;
using V2K.Rules;

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

    private const string Damaged = "The descriptor is damaged: copy it again from the datastore";

    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Reads a descriptor; it ends with <paramref name="bytes"/> or at the first NUL, whichever comes first.</summary>
    /// <param name="bytes">The text in UTF-8, or whatever 8-bit encoding an old product used.</param>
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
                throw new V2KException($"the line \"{Shorten(line)}\" is neither an extent nor a setting", Damaged, file, number);
            }

            var key = line[..equals].TrimEnd();
            var value = line[(equals + 1)..].Trim().Trim('"');
            if (!keys.TryAdd(key, value)
                && !keys[key].Equals(value, StringComparison.Ordinal)
                && !key.StartsWith("ddb.", StringComparison.OrdinalIgnoreCase))
            {
                throw new V2KException("is set twice, to different values", Damaged, file, number, Shorten(key));
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
            isThin ? "vmfsThin" : createType, ParseId(keys, "CID", file) ?? 0, parent, hint, extents)
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
            : throw new V2KException($"\"{Shorten(text)}\" is not a hexadecimal number of 32 bits", Damaged, file, key: key);
    }

    /// <summary>
    /// Decodes the text. File names matter only as far as they are found again, and Linux shows the names of a datastore in UTF-8;
    /// what is not UTF-8 comes from a Windows host, whose code page differs from Latin-1 in signs that names rarely have.
    /// </summary>
    private static string Decode(ReadOnlySpan<byte> bytes)
    {
        var end = bytes.IndexOf((byte)0);
        var text = end < 0 ? bytes : bytes[..end];
        if (text.StartsWith(Encoding.UTF8.Preamble))
        {
            text = text[Encoding.UTF8.Preamble.Length..];
        }

        try
        {
            return StrictUtf8.GetString(text);
        }
        catch (DecoderFallbackException)
        {
            return Encoding.Latin1.GetString(text);
        }
    }

    private static string Shorten(string text) => text.Length <= 60 ? text : text[..60] + "…";
}
