using System.Text;
using System.Xml.Linq;
using V2K.Rules.Translation;
using V2K.Rules.Vmx;

namespace V2K.Engine.Tests.Rules;

/// <summary>An example out of a rule's comment, in the syntax that docs/reference/rule-classes.md defines.</summary>
internal sealed class RuleExample
{
    private const string Absent = "no ";

    private readonly List<string> _vmx = [];

    public RuleExample(RuleEntry rule, string text)
    {
        Options = new TranslationOptions { Site = rule.Site };
        var arrow = text.IndexOf('→', StringComparison.Ordinal);
        foreach (var line in text[..arrow].Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            if (line.StartsWith("--", StringComparison.Ordinal))
            {
                Options = With(Options, line);
            }
            else
            {
                _vmx.Add(line);
            }
        }

        var lines = text[(arrow + 1)..].Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        Missing = Snippets(lines.Where(line => line.StartsWith(Absent + "<", StringComparison.Ordinal)).Select(line => line[Absent.Length..]));
        Present = Snippets(lines.Where(line => !line.StartsWith(Absent + "<", StringComparison.Ordinal)));
    }

    public TranslationOptions Options { get; }

    /// <summary>What must be in the XML.</summary>
    public IReadOnlyList<XElement> Present { get; }

    /// <summary>What must not be there.</summary>
    public IReadOnlyList<XElement> Missing { get; }

    public VmxDocument Document => VmxDocument.Parse(Encoding.UTF8.GetBytes(string.Join('\n', _vmx)), "example.vmx");

    /// <summary>Whether an element has everything that a snippet has: attributes, text, children in any order.</summary>
    public static bool Holds(XElement element, XElement snippet) =>
        element.Name == snippet.Name
        && snippet.Attributes().Where(attribute => !attribute.IsNamespaceDeclaration).All(attribute => element.Attribute(attribute.Name)?.Value == attribute.Value)
        && (snippet.HasElements || snippet.Value.Trim().Length == 0 || Lines(element.Value).SequenceEqual(Lines(snippet.Value), StringComparer.Ordinal))
        && snippet.Elements().All(child => element.Elements().Any(candidate => Holds(candidate, child)));

    private static string[] Lines(string text) =>
        text.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    private static XElement[] Snippets(IEnumerable<string> lines) =>
        [.. XElement.Parse($"<example>{string.Join('\n', lines)}</example>").Elements()];

    private static TranslationOptions With(TranslationOptions options, string option) => option switch
    {
        "--mode=fidelity" => options with { Mode = TranslationMode.Fidelity },
        "--mode=performance" => options with { Mode = TranslationMode.Performance },
        "--nic-names=keep" => options with { KeepNicNames = true },
        _ => throw new ArgumentException($"an example cannot have the option {option}", nameof(option)),
    };
}
