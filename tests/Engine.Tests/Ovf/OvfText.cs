using System.Text;
using V2K.Engine.Ovf;
using V2K.Rules.Translation;

namespace V2K.Engine.Tests.Ovf;

/// <summary>Descriptions put together from the parts that a test is about, and what is read of them.</summary>
internal static class OvfText
{
    private const string Namespaces =
        """
        xmlns="http://schemas.dmtf.org/ovf/envelope/1" xmlns:ovf="http://schemas.dmtf.org/ovf/envelope/1" xmlns:rasd="http://schemas.dmtf.org/wbem/wscim/1/cim-schema/2/CIM_ResourceAllocationSettingData" xmlns:sasd="http://schemas.dmtf.org/wbem/wscim/1/cim-schema/2/CIM_StorageAllocationSettingData.xsd" xmlns:epasd="http://schemas.dmtf.org/wbem/wscim/1/cim-schema/2/CIM_EthernetPortAllocationSettingData.xsd" xmlns:vssd="http://schemas.dmtf.org/wbem/wscim/1/cim-schema/2/CIM_VirtualSystemSettingData" xmlns:vmw="http://www.vmware.com/schema/ovf" xmlns:vbox="http://www.virtualbox.org/ovf/machine" xmlns:acme="http://acme.example/ovf"
        """;

    public const string Cpu = "<Item><rasd:InstanceID>1</rasd:InstanceID><rasd:ResourceType>3</rasd:ResourceType><rasd:VirtualQuantity>2</rasd:VirtualQuantity></Item>";

    public const string Memory =
        "<Item><rasd:AllocationUnits>byte * 2^20</rasd:AllocationUnits><rasd:InstanceID>2</rasd:InstanceID><rasd:ResourceType>4</rasd:ResourceType><rasd:VirtualQuantity>1024</rasd:VirtualQuantity></Item>";

    public const string Scsi =
        "<Item><rasd:Address>0</rasd:Address><rasd:InstanceID>3</rasd:InstanceID><rasd:ResourceSubType>VirtualSCSI</rasd:ResourceSubType><rasd:ResourceType>6</rasd:ResourceType></Item>";

    public const string Files =
        """
        <References><File ovf:id="f1" ovf:href="disk1.vmdk"/><File ovf:id="f2" ovf:href="disk2.vmdk"/></References>
        <DiskSection><Disk ovf:diskId="d1" ovf:fileRef="f1" ovf:capacity="1" ovf:capacityAllocationUnits="byte * 2^30"/><Disk ovf:diskId="d2" ovf:fileRef="f2" ovf:capacity="1" ovf:capacityAllocationUnits="byte * 2^30"/></DiskSection>
        """;

    /// <summary>A description of one VM with these devices.</summary>
    /// <param name="items">What its VirtualHardwareSection holds.</param>
    /// <param name="sections">What else VirtualSystem holds.</param>
    /// <param name="root">What Envelope holds before it.</param>
    /// <param name="hardware">Attributes of VirtualHardwareSection.</param>
    public static string Vm(string items, string sections = "", string root = Files, string hardware = "") => Envelope(
        $"{root}\n<VirtualSystem ovf:id=\"web01\"><Name>web01</Name><VirtualHardwareSection {hardware}>\n{items}\n</VirtualHardwareSection>{sections}</VirtualSystem>");

    /// <summary>An envelope with this in it.</summary>
    public static string Envelope(string content) => $"<Envelope {Namespaces}>{content}</Envelope>";

    /// <summary>A disk on a controller.</summary>
    public static string Disk(int id, string disk, string parent = "3", string? unit = "0") =>
        $"<Item>{(unit is null ? "" : $"<rasd:AddressOnParent>{unit}</rasd:AddressOnParent>")}<rasd:ElementName>Hard disk {id}</rasd:ElementName><rasd:HostResource>ovf:/disk/{disk}</rasd:HostResource><rasd:InstanceID>{id}</rasd:InstanceID><rasd:Parent>{parent}</rasd:Parent><rasd:ResourceType>17</rasd:ResourceType></Item>";

    /// <summary>A device without a parent.</summary>
    public static string Item(int id, int type, string subType = "", string more = "") =>
        $"<Item><rasd:InstanceID>{id}</rasd:InstanceID>{(subType.Length > 0 ? $"<rasd:ResourceSubType>{subType}</rasd:ResourceSubType>" : "")}<rasd:ResourceType>{type}</rasd:ResourceType>{more}</Item>";

    /// <summary>VMware's own settings.</summary>
    public static string Config(string key, string value) => $"<vmw:Config ovf:required=\"false\" vmw:key=\"{key}\" vmw:value=\"{value}\"/>";

    /// <summary>What is read of a description.</summary>
    public static OvfExport Read(string text, string? deployment = null, string path = "web01.ovf", bool hasEnvironment = false)
    {
        var envelope = OvfEnvelope.Parse(Encoding.UTF8.GetBytes(text), path);
        return OvfTranslation.Translate(envelope, envelope.Systems[0], new OvfChoices(deployment, hasEnvironment));
    }

    /// <summary>The settings, one a line: <c>scsi0:0.fileName = disk1.vmdk</c>.</summary>
    public static string[] Settings(this OvfExport export)
    {
        var document = export.Document;
        var lines = new List<string>();
        foreach (var entry in document.Entries)
        {
            lines.Add($"{document.Key(entry)} = {document.Value(entry)}");
        }

        return [.. lines];
    }

    /// <summary>The description translated.</summary>
    public static TranslatedVm Translate(string text, TranslationMode mode = TranslationMode.Performance, string? deployment = null) =>
        Translator.Translate(Read(text, deployment).Document, new TranslationOptions { Mode = mode });

    /// <summary>What the translation found, one a line.</summary>
    public static string[] Findings(this TranslatedVm vm) => [.. vm.Findings.Select(finding => $"{finding.Severity} {finding.Id}: {finding.What}; {finding.Changes}")];
}
