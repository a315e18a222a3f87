using System.Globalization;
using System.Xml.Linq;
using V2K.Engine.Rendering;
using V2K.Rules;
using V2K.Rules.Translation;
using V2K.Rules.Vmx;

namespace V2K.Fuzzing;

/// <summary>A .vmx file, parsed, translated, explained and rendered in both modes.</summary>
internal static class VmxTarget
{
    private static readonly DomainRenderer Renderer = new(TemplateFolder.Load());

    private static readonly TranslationOptions[] Options =
    [
        new() { Mode = TranslationMode.Performance },
        new() { Mode = TranslationMode.Fidelity },
        new() { Mode = TranslationMode.Fidelity, KeepNicNames = true },
    ];

    internal static FuzzTarget Target { get; } = new(
        "vmx",
        Read,
        RuleCatalogue.Rules.SelectMany(rule => rule.Keys).Select(key => key.Key)
            .Concat(RuleCatalogue.Concerns.Select(concern => concern.Key.TrimEnd('*')))
            .Select(key => key.Replace('#', '0'))
            .Concat(["\"TRUE\"", "\"FALSE\"", " = ", "|22", "|0A", ".encoding", "Shift_JIS", "GBK", "windows-1252"]));

    private static void Read(byte[] bytes)
    {
        VmxDocument document;
        try
        {
            document = VmxDocument.Parse(bytes, "fuzz.vmx");
        }
        catch (V2KException)
        {
            return;
        }

        foreach (var options in Options)
        {
            var vm = Translator.Translate(document, options);
            var domain = XElement.Parse(Renderer.Render(vm.Domain));

            // What libvirt would refuse whatever else is in it.
            Require(domain.Element("name") is { Value.Length: > 0 }, "the domain has no name");
            Require(int.Parse(domain.Element("vcpu")!.Value, CultureInfo.InvariantCulture) > 0, "the domain has no processor");
            var targets = domain.Descendants("target").Select(target => target.Attribute("dev")?.Value).OfType<string>().ToList();
            Require(targets.Count == targets.Distinct(StringComparer.Ordinal).Count(), "two disks have one name");
            Require(vm.Provenance.Explain().Count == document.Entries.Length, "a line is not explained");
        }
    }

    private static void Require(bool holds, string otherwise)
    {
        if (!holds)
        {
            throw new InvalidOperationException(otherwise);
        }
    }
}
