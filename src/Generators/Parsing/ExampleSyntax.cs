using System.Xml;
using System.Xml.Linq;

namespace V2K.Generators.Parsing;

/// <summary>The syntax of examples, which docs/reference/rule-classes.md defines; whether they hold, the tests say.</summary>
internal static class ExampleSyntax
{
    /// <summary>What is wrong with an example; null for nothing.</summary>
    public static string? Fault(string example)
    {
        int arrow = example.IndexOf('→');
        if (arrow < 0)
        {
            return "there is no → between the VMX lines and the XML";
        }

        foreach (string line in example.Substring(0, arrow).Split('\n').Select(line => line.Trim()).Where(line => line.Length > 0))
        {
            if (!line.StartsWith("--", StringComparison.Ordinal) && line.IndexOf('=') <= 0)
            {
                return $"'{line}' is no VMX line of the form key = \"value\"";
            }
        }

        return XmlFault(example.Substring(arrow + 1));
    }

    private static string? XmlFault(string expected)
    {
        // "no <tpm/>" says that an element is absent.
        var snippets = expected.Split('\n')
            .Select(line => line.Trim())
            .Select(line => line.StartsWith("no <", StringComparison.Ordinal) ? line.Substring(3) : line);
        try
        {
            var root = XElement.Parse("<example>" + string.Join("\n", snippets) + "</example>");
            return root.HasElements && !root.Nodes().OfType<XText>().Any()
                ? null
                : "after the → only XML elements may stand, at least one";
        }
        catch (XmlException error)
        {
            return "the XML after the → is not well-formed: " + error.Message;
        }
    }
}
