using System.Text.Json.Serialization;

namespace V2K.Engine.Explaining;

/// <summary>What became of a VM's .vmx file, line by line, and where its XML comes from, element by element.</summary>
/// <param name="Vm">The VM: <c>[datastore1] web01/web01.vmx</c>.</param>
/// <param name="Lines">Every setting, in the file's order.</param>
/// <param name="Elements">Every element of the XML, in its order.</param>
public sealed record Explanation(string Vm, IReadOnlyList<LineExplained> Lines, IReadOnlyList<ElementExplained> Elements)
{
    private const int MostNamed = 3;

    /// <summary>
    /// What <paramref name="line"/> became, for a table: a single short element as it is, several or long ones by name, or what was made of the line
    /// instead.
    /// </summary>
    public string Became(LineExplained line)
    {
        ArgumentNullException.ThrowIfNull(line);
        return line.Xml switch
        {
            [] => line.Disposition,
            [{ Snippet: var snippet }] when !snippet.Contains('\n', StringComparison.Ordinal) => snippet,
            var places when places.All(place => DeviceText.IsCard(place.Snippet)) => string.Join(", ", places.Select(place => DeviceText.Of(line.Key, place.Snippet) ?? NameOf(place.Path))),
            var places => string.Join(", ", places.GroupBy(place => ElementOf(place.Path), StringComparer.Ordinal).SelectMany(Labels)),
        };
    }

    /// <summary>Of many devices of a kind their number: sixty names are a row that no screen shows.</summary>
    private IEnumerable<string> Labels(IGrouping<string, XmlPlace> same) =>
        same.Count() > MostNamed ? [Words.Count(same.Count(), same.Key)] : same.Select(Label).Distinct(StringComparer.Ordinal);

    private static string ElementOf(string path) => path[(path.LastIndexOf('/') + 1)..path.LastIndexOf('[')];

    /// <summary>A number says nothing of a device to who does not count elements.</summary>
    private string Label(XmlPlace place)
    {
        var name = NameOf(place.Path);
        return (DeviceText.IsCard(place.Snippet) || name.EndsWith(']') ? DeviceText.Label(place.Snippet) : null) ?? name;
    }

    /// <summary>
    /// The lines that somebody looks for first: those that became something, and those that need attention. The others change nothing for the guest.
    /// </summary>
    [JsonIgnore]
    public IEnumerable<LineExplained> Telling => Lines.Where(line => line.Xml.Count > 0 || line.Disposition is "translated" or "concern" or "unknown");

    /// <summary>The rules that made something of <paramref name="line"/>, or why nothing was made of it.</summary>
    public static string Why(LineExplained line)
    {
        ArgumentNullException.ThrowIfNull(line);
        return (line.Xml.Count > 0 ? null : line.Because) ?? string.Join(", ", line.Rules);
    }

    /// <summary>The last part of an element's path, and its number where there are several: <c>disk[2]</c>.</summary>
    public string NameOf(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        var name = path[(path.LastIndexOf('/') + 1)..];
        var isOnly = name.EndsWith("[1]", StringComparison.Ordinal) && !Elements.Any(element => element.Path == path[..^3] + "[2]");
        return isOnly ? name[..^3] : name;
    }
}

/// <summary>What became of one line.</summary>
/// <param name="Line">The 1-based line.</param>
/// <param name="Key">The key as the file spells it.</param>
/// <param name="Value">The value, without quotes and escapes; of a secret its length, unless secrets are asked for.</param>
/// <param name="Disposition">What became of it: <c>translated</c>, <c>ignored</c>, <c>concern</c>, <c>unknown</c>, …</param>
/// <param name="Because">Why it was left; null where the rules say it.</param>
/// <param name="Rules">The rules that read it, such as <c>InterfaceRule ethernet0</c>.</param>
/// <param name="Xml">What it became.</param>
public sealed record LineExplained(
    int Line,
    string Key,
    string Value,
    string Disposition,
    string? Because,
    IReadOnlyList<string> Rules,
    IReadOnlyList<XmlPlace> Xml);

/// <summary>Where an element of the XML comes from.</summary>
/// <param name="Path">Its path, which is an XPath: <c>/domain/devices/disk[2]</c>.</param>
/// <param name="Snippet">Its text.</param>
/// <param name="Rule">The rule that made it; null for what every domain gets.</param>
/// <param name="Lines">The .vmx lines behind it.</param>
public sealed record ElementExplained(string Path, string Snippet, string? Rule, IReadOnlyList<int> Lines);

/// <summary>An element of the XML.</summary>
/// <param name="Path">Its path, which is an XPath: <c>/domain/devices/disk[2]</c>.</param>
/// <param name="Snippet">Its text.</param>
public sealed record XmlPlace(string Path, string Snippet);

/// <summary>The explanation's JSON.</summary>
[JsonSourceGenerationOptions(WriteIndented = true, PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(IReadOnlyList<Explanation>))]
public sealed partial class ExplanationJson : JsonSerializerContext;
