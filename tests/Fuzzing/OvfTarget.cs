using System.Globalization;
using System.Xml.Linq;
using V2K.Engine.Ovf;
using V2K.Engine.Rendering;
using V2K.Engine.Tests.Ovf;
using V2K.Rules;
using V2K.Rules.Translation;

namespace V2K.Fuzzing;

/// <summary>The description of an exported VM: parsed, accounted for, translated, explained and rendered, each of its VMs.</summary>
internal static class OvfTarget
{
    private static readonly DomainRenderer Renderer = new(TemplateFolder.Load());

    internal static FuzzTarget Target { get; } = new(
        "ovf",
        Read,
        [
            "<Item>", "<StorageItem>", "<EthernetPortItem>", "ovf:configuration=\"", "ovf:bound=\"min\"", "ovf:diskId=\"", "ovf:fileRef=\"", "ovf:capacity=\"", "${", "byte * 2^30",
            "<rasd:InstanceID>", "<rasd:Parent>", "<rasd:Address>", "<rasd:AddressOnParent>", "<rasd:HostResource>ovf:/disk/", "<rasd:ResourceType>17", "<rasd:ResourceSubType>",
            "<vmw:Config vmw:key=\"", "<vmw:ExtraConfig vmw:key=\"", "vmw:value=\"", "<vmw:BootOrderSection vmw:instanceId=\"", "<VirtualSystemCollection>", "<vbox:Machine>", "<Property ovf:key=\"",
        ])
    {
        MakeSeeds = folder =>
        {
            File.WriteAllText(Path.Combine(folder, "vsphere.ovf"), ExportMaker.Ovf("web01", "disk.vmdk"));
            File.WriteAllText(Path.Combine(folder, "small.ovf"), OvfText.Vm(OvfText.Cpu + OvfText.Memory + OvfText.Scsi + OvfText.Disk(4, "d1")));
        },
    };

    private static void Read(byte[] bytes)
    {
        try
        {
            // Accounting marks the parts: each VM is read by itself, as the product does.
            var count = OvfEnvelope.Parse(bytes, "fuzz.ovf").Systems.Count;
            for (var i = 0; i < Math.Min(count, 3); i++)
            {
                var envelope = OvfEnvelope.Parse(bytes, "fuzz.ovf");
                Check(OvfTranslation.Translate(envelope, envelope.Systems[i], new OvfChoices(null, HasEnvironment: true)));
            }
        }
        catch (V2KException refused)
        {
            Require(!refused.Message.Contains('\n', StringComparison.Ordinal), "a refusal is longer than a line");
        }
    }

    private static void Check(OvfExport export)
    {
        _ = export.Environment.ToImage();
        var vm = Translator.Translate(export.Document, new TranslationOptions { Mode = TranslationMode.Fidelity });
        var domain = XElement.Parse(Renderer.Render(vm.Domain));
        Require(domain.Element("name") is { Value.Length: > 0 }, "the domain has no name");
        Require(int.Parse(domain.Element("vcpu")!.Value, CultureInfo.InvariantCulture) > 0, "the domain has no processor");
        var targets = domain.Descendants("target").Select(target => target.Attribute("dev")?.Value).OfType<string>().ToList();
        Require(targets.Count == targets.Distinct(StringComparer.Ordinal).Count(), "two disks have one name");
        Require(vm.Provenance.Explain().Count == export.Document.SourceLines!.Count, "a part is not explained");
    }

    private static void Require(bool holds, string otherwise)
    {
        if (!holds)
        {
            throw new InvalidOperationException(otherwise);
        }
    }
}
