using System.Text;
using V2K.Engine.Rendering;
using V2K.Engine.Tools;
using V2K.Rules.Model;
using V2K.Rules.Translation;
using V2K.Rules.Vmx;

namespace V2K.Engine.Tests.Rendering;

/// <summary>VMs as ESXi 5 to 8, Workstation, Fusion and GSX leave them, whole: the XML in both modes, and what is said of them.</summary>
public sealed class RealisticVmTests
{
    private static readonly DomainRenderer Renderer = new(TemplateFolder.Load());

    private static readonly NetworkMap Networks = new(new Dictionary<string, NetworkTarget>(StringComparer.Ordinal)
    {
        ["VM Network"] = new() { Network = "default" },
        ["DMZ"] = new() { Bridge = "ovsbr0", Vlan = 120, VirtualPort = "openvswitch" },
        ["dvportgroup-1017"] = new() { Network = "production", PortGroup = "db" },
        ["lab"] = new() { Direct = "eno2" },
        ["type:nat"] = new() { Network = "nat" },
        ["*"] = new() { Bridge = "br0" },
    });

    public static TheoryData<string, TranslationMode> Cases
    {
        get
        {
            var cases = new TheoryData<string, TranslationMode>();
            foreach (var path in Directory.EnumerateFiles(Folder(), "*.vmx").Order(StringComparer.Ordinal))
            {
                cases.Add(Path.GetFileNameWithoutExtension(path), TranslationMode.Performance);
                cases.Add(Path.GetFileNameWithoutExtension(path), TranslationMode.Fidelity);
            }

            return cases;
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task The_XML_is_what_an_administrator_would_write(string vm, TranslationMode mode) =>
        await Verifier.Verify(Xml(Translate(vm, mode)), extension: "xml")
            .UseDirectory("Vms").UseFileName($"{vm}.{mode.ToString().ToLowerInvariant()}");

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task Everything_that_changes_for_the_guest_is_said(string vm, TranslationMode mode)
    {
        var text = new StringBuilder();
        foreach (var finding in Translate(vm, mode).Findings)
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
            await File.WriteAllTextAsync(path, Xml(Translate(vm, mode)));
            await new ToolRunner(_ => { }).RunAsync(KnownTools.VirtXmlValidate, [path, "domain"], "Correct the rule or template");
        }
        finally
        {
            File.Delete(path);
        }
    }

    private static TranslatedVm Translate(string vm, TranslationMode mode) => Translator.Translate(
        VmxDocument.Read(Path.Combine(Folder(), vm + ".vmx")), new TranslationOptions { Mode = mode, Networks = Networks });

    /// <summary>The XML with targets, which the engine would have filled in.</summary>
    private static string Xml(TranslatedVm vm) => Renderer.Render(vm.Domain with
    {
        Disks = [.. vm.Domain.Disks.Select(disk => disk.IsConverted
            ? disk with { Source = Target(disk.VmxDevice.Replace(':', '-'), disk.MustBeRaw ? "raw" : "qcow2") }
            : disk)],
    });

    private static DiskSource Target(string name, string format) => new($"/srv/kvm/{name}.{format}", format);

    private static string Folder() => Path.Combine(AppContext.BaseDirectory, "Rendering", "Vms");
}
