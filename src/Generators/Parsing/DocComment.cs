using System.Text;
using System.Xml.Linq;
using Microsoft.CodeAnalysis;
using V2K.Generators.Model;

namespace V2K.Generators.Parsing;

/// <summary>Reads a class's doc comment: the summary as Markdown, the examples as they stand.</summary>
internal static class DocComment
{
    /// <summary>The summary and the examples; empty where there are none.</summary>
    public static DocModel Read(INamedTypeSymbol type, CancellationToken cancellation)
    {
        string xml = type.GetDocumentationCommentXml(cancellationToken: cancellation) ?? "";
        if (!xml.StartsWith("<member", StringComparison.Ordinal))
        {
            return new DocModel("", EquatableArray<string>.Empty);
        }

        var member = XElement.Parse(xml, LoadOptions.PreserveWhitespace);
        string summary = member.Element("summary") is { } element ? Markdown(element) : "";
        return new DocModel(summary, member.Elements("example").Select(example => Lines(example.Value)).ToEquatableArray());
    }

    private static string Markdown(XElement element)
    {
        var text = new StringBuilder();
        Write(element, text);
        return string.Join(" ", text.ToString().Split([' ', '\n', '\r', '\t'], StringSplitOptions.RemoveEmptyEntries));
    }

    private static void Write(XElement element, StringBuilder text)
    {
        foreach (var node in element.Nodes())
        {
            switch (node)
            {
                case XText plain:
                    text.Append(plain.Value);
                    break;
                case XElement { Name.LocalName: "c" or "code" } code:
                    text.Append('`').Append(code.Value).Append('`');
                    break;
                case XElement { IsEmpty: true } reference:
                    text.Append('`').Append(Referred(reference)).Append('`');
                    break;
                case XElement nested:
                    text.Append(' ');
                    Write(nested, text);
                    text.Append(' ');
                    break;
                default:
                    break;
            }
        }
    }

    /// <summary>The last name of <c>T:V2K.Rules.Model.Domain</c>.</summary>
    private static string Referred(XElement reference)
    {
        string name = reference.FirstAttribute?.Value ?? "";
        return name.Substring(name.LastIndexOf('.') + 1);
    }

    private static string Lines(string text) => string.Join(
        "\n", text.Split('\n').Select(line => line.Trim()).Where(line => line.Length > 0));
}
