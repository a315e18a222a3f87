using System.Reflection;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace V2K.Build.Schemas;

/// <summary>What the comments in the source say of types and their members; the compiler keeps them in an XML file beside each assembly.</summary>
internal sealed partial class DocComments
{
    private readonly Dictionary<Assembly, Dictionary<string, XElement>> _comments = [];

    /// <summary>What is said of a property: its own summary, or its parameter's where the record declares it so.</summary>
    /// <exception cref="InvalidDataException">Nothing is.</exception>
    internal string Of(PropertyInfo property)
    {
        var type = property.DeclaringType!;
        var parameter = Find(type.Assembly, "T:" + Name(type))?.Elements("param")
            .FirstOrDefault(param => param.Attribute("name")?.Value == property.Name);
        return Text(Find(type.Assembly, $"P:{Name(type)}.{property.Name}")?.Element("summary") ?? parameter, $"{type}.{property.Name}");
    }

    /// <summary>What is said of a value of an enumeration.</summary>
    /// <exception cref="InvalidDataException">Nothing is.</exception>
    internal string Of(FieldInfo value) => Text(
        Find(value.DeclaringType!.Assembly, $"F:{Name(value.DeclaringType)}.{value.Name}")?.Element("summary"), $"{value.DeclaringType}.{value.Name}");

    private static string Name(Type type) => type.FullName!.Replace('+', '.');

    private static string Text(XElement? comment, string of)
    {
        var text = comment is null ? "" : Blanks().Replace(string.Concat(comment.Nodes().Select(Text)), " ").Trim();
        return text.Length > 0 ? text : throw new InvalidDataException($"{of} has no comment, and so its schema no description");
    }

    private static string Text(XNode node) => node switch
    {
        XText text => text.Value,
        XElement { IsEmpty: true } reference when reference.Attributes().FirstOrDefault() is { } to => to.Value[(to.Value.LastIndexOf('.') + 1)..],
        XElement { Name.LocalName: "c" } code => $"`{code.Value}`",
        XElement other => other.Value,
        _ => "",
    };

    private XElement? Find(Assembly assembly, string member)
    {
        if (!_comments.TryGetValue(assembly, out var members))
        {
            members = XDocument.Load(Path.ChangeExtension(assembly.Location, ".xml")).Descendants("member")
                .ToDictionary(element => element.Attribute("name")!.Value, StringComparer.Ordinal);
            _comments.Add(assembly, members);
        }

        return members.GetValueOrDefault(member);
    }

    [GeneratedRegex(@"\s+", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Blanks();
}
