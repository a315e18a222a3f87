using System.Text;
using V2K.Engine.Tools;
using V2K.Rules.Translation;

namespace V2K.Engine.Tests.Rendering;

/// <summary>Realistic VMs whole: the XML in both modes, and what is said of them.</summary>
public sealed class RealisticVmTests
{
    public static TheoryData<string, TranslationMode> Cases => RealisticVm.Cases;

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task The_XML_is_what_an_administrator_would_write(string vm, TranslationMode mode) =>
        await Verifier.Verify(RealisticVm.Xml(RealisticVm.Translate(vm, mode).Domain), extension: "xml")
            .UseDirectory("Vms").UseFileName($"{vm}.{mode.ToString().ToLowerInvariant()}");

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task Every_change_for_the_guest_is_reported(string vm, TranslationMode mode)
    {
        var text = new StringBuilder();
        foreach (var finding in RealisticVm.Translate(vm, mode).Findings)
        {
            text.Append(finding.Severity).Append(' ').Append(finding.Line).Append(' ').Append(finding.Key).Append(": ")
                .Append(finding.What).Append("; ").Append(finding.Changes).Append(". ").Append(finding.Remedy).Append(".\n");
        }

        await Verifier.Verify(text.ToString()).UseDirectory("Vms").UseFileName($"{vm}.{mode.ToString().ToLowerInvariant()}.findings");
    }

    [SkippableTheory]
    [MemberData(nameof(Cases))]
    public async Task The_XML_is_valid_by_libvirts_schema(string vm, TranslationMode mode)
    {
        Skip.If(KnownTools.VirtXmlValidate.Find() is null, "virt-xml-validate is not installed: --target=Setup installs it");
        var path = Path.GetTempFileName();
        try
        {
            await File.WriteAllTextAsync(path, RealisticVm.Xml(RealisticVm.Translate(vm, mode).Domain));
            await new ToolRunner(_ => { }).RunAsync(KnownTools.VirtXmlValidate, [path, "domain"], "Correct the rule or template");
        }
        finally
        {
            File.Delete(path);
        }
    }
}
