using System.Numerics;
using V2K.Engine.Ovf;
using V2K.Rules;
using V2K.Rules.Findings;
using static V2K.Engine.Tests.Ovf.OvfText;

namespace V2K.Engine.Tests.Ovf;

/// <summary>What single exporters write that others do not: vCenter, vCloud Director, ovftool, Citrix, and files that follow version 2 of the standard.</summary>
public sealed class OvfExporterTests
{
    private const string Options =
        """
        <DeploymentOptionSection><Configuration ovf:id="small"><Label>Small</Label></Configuration><Configuration ovf:id="large"><Label>Large</Label></Configuration></DeploymentOptionSection>
        """;

    [Fact]
    public void A_vApp_may_have_a_name_a_note_and_sections_of_its_own()
    {
        var text = Envelope(
            Files
            + """
              <VirtualSystemCollection ovf:id="shop"><Info>A vApp</Info><Name>Shop</Name>
              <AnnotationSection><Info>x</Info><Annotation>of the vApp</Annotation></AnnotationSection>
              <ResourceAllocationSection><Info>x</Info><Item><rasd:InstanceID>1</rasd:InstanceID><rasd:ResourceType>4</rasd:ResourceType></Item></ResourceAllocationSection>
              <ScaleOutSection ovf:id="web01"><Info>x</Info><InstanceCount ovf:minimum="1" ovf:default="2"/></ScaleOutSection>
              <EulaSection><Info>x</Info><License>x</License></EulaSection>
              """
            + $"<VirtualSystem ovf:id=\"web01\"><Name>web01</Name><VirtualHardwareSection>{Cpu}{Memory}{Scsi}{Disk(4, "d1")}{Disk(5, "d2", unit: "1")}</VirtualHardwareSection>"
            + "<AnnotationSection><Info>x</Info><Annotation>of the VM</Annotation></AnnotationSection><AnnotationSection><Info>x</Info><Annotation>another</Annotation></AnnotationSection>"
            + "</VirtualSystem></VirtualSystemCollection>");

        var vm = Translate(text);

        Assert.DoesNotContain(vm.Findings, finding => finding.Id == FindingId.UnknownKey);
        Assert.Equal("of the VM", vm.Domain.Description);
        Assert.Contains(vm.Provenance.Explain(), line => line is { Key: "ScaleOutSection", Because: "each VM of the description is created once; clone it for more copies" });
    }

    [Fact]
    public void A_vApp_without_VMs_is_no_damaged_description() => Assert.Contains(
        "describes a vApp (VirtualSystemCollection) without any VM. There is nothing to convert",
        Assert.Throws<V2KException>(() => Read(Envelope("<References/><VirtualSystemCollection ovf:id=\"v\"><Info>x</Info><Name>Empty</Name></VirtualSystemCollection>"))).Message,
        StringComparison.Ordinal);

    [Theory]
    [InlineData("<Item>", "rasd", "17", "<rasd:AllocationUnits>byte * 2^30</rasd:AllocationUnits><rasd:VirtualQuantity>10</rasd:VirtualQuantity>", 10L << 30)]
    [InlineData("<Item>", "rasd", "17", "<sasd:AllocationUnits>byte*1024*1024</sasd:AllocationUnits><sasd:VirtualQuantity>10240</sasd:VirtualQuantity>", 10L << 30)]
    [InlineData("<StorageItem>", "sasd", "31", "<sasd:VirtualQuantity>4096</sasd:VirtualQuantity>", 4096)]
    [InlineData("<StorageItem>", "sasd", "31", "<sasd:VirtualQuantity>3</sasd:VirtualQuantity><sasd:VirtualQuantityUnits>MegaBytes</sasd:VirtualQuantityUnits>", 3L << 20)]
    [InlineData("<Item>", "rasd", "17", "<rasd:HostResource vcloud:capacity=\"2048\" vcloud:busType=\"6\" xmlns:vcloud=\"http://www.vmware.com/vcloud/v1.5\"/>", 2L << 30)]
    public void A_disk_that_has_a_size_and_nothing_else_is_empty(string element, string prefix, string type, string size, long bytes)
    {
        var item = $"{element}<{prefix}:AddressOnParent>1</{prefix}:AddressOnParent><{prefix}:InstanceID>8</{prefix}:InstanceID><{prefix}:Parent>3</{prefix}:Parent>"
            + $"<{prefix}:ResourceType>{type}</{prefix}:ResourceType>{size}{element.Replace("<", "</", StringComparison.Ordinal)}";

        var export = Read(Vm(Cpu + Scsi + Disk(4, "d1") + item));

        Assert.Contains($"scsi0:1.fileName = web01.ovf/scsi0-1#{bytes}.vmdk", export.Settings());
        Assert.True(export.Capacities["scsi0:1"] == bytes);
        Assert.DoesNotContain(export.Document.Findings, finding => finding.Id is FindingId.MissingDisk or FindingId.UnknownKey);
    }

    [Theory]
    [InlineData("9223372036854775807", "the disk should have")]
    [InlineData("0", "the disk has neither a file nor a size")]
    [InlineData("much", "the disk's size 'much' is not a number")]
    public void A_size_that_no_disk_has_is_refused(string quantity, string expected) => Assert.Contains(
        expected,
        Assert.Throws<V2KException>(() => Read(Vm(Scsi + Item(4, 17, more: $"<rasd:Parent>3</rasd:Parent><rasd:VirtualQuantity>{quantity}</rasd:VirtualQuantity>")))).Message,
        StringComparison.Ordinal);

    /// <summary>vSphere writes them as storage of type 20, and their images as disks.</summary>
    [Theory]
    [InlineData(20)]
    [InlineData(1)]
    public void An_NVDIMM_is_a_device_that_stays_behind_and_its_image_no_lost_disk(int type)
    {
        var vm = Translate(Vm(
            Cpu + Scsi + Disk(4, "d1") + Item(9, type, "vmware.nvdimm.controller") + Item(10, type, "vmware.nvdimm.device", "<rasd:HostResource>ovf:/disk/d2</rasd:HostResource>")));

        Assert.Contains(vm.Findings, finding => finding is { Id: "nvdimm#.present", Severity: Severity.Warning });
        Assert.Contains(vm.Findings, finding => finding is { Id: "nvdimm#:#.present", Severity: Severity.Warning });
        Assert.DoesNotContain(vm.Findings, finding => finding.Id == FindingId.OvfPart);
        Assert.Equal("disk1.vmdk", Assert.Single(vm.Domain.Disks).VmxFileName);
    }

    [Theory]
    [InlineData("vmware.dynamicdirectpath")]
    [InlineData("vmware.pci.vgpu.grid_p40-1q")]
    [InlineData("vmware.dvx.acme")]
    public void A_device_of_the_VMware_host_stops_the_migration_by_whatever_name(string subType) =>
        Assert.Contains(Translate(Vm(Cpu + Item(9, 1, subType))).Findings, finding => finding is { Id: FindingId.Passthrough, Severity: Severity.Blocker });

    [Fact]
    public void Keys_that_vCenter_writes_about_storage_and_devices_are_known()
    {
        var disk = Disk(4, "d1").Replace(
            "</Item>", "<vmw:StorageGroup>group1</vmw:StorageGroup>" + Config("virtualSSD", "1") + "<vmw:ExtraConfig vmw:key=\"sched.scsi0:0.throughputCap\" vmw:value=\"off\"/></Item>", StringComparison.Ordinal);
        var text = Vm(
            Cpu + Scsi + disk + Disk(5, "d2", unit: "1")
            + Item(6, 10, "VmxNet3", Config("allowGuestOSMtuChange", "true")) + Item(7, 1, "vmware.wdt", Config("runOnBoot", "false"))
            + Config("metroFtHostGroup", "") + Config("vcpuConfig.0", "x"),
            "<vmw:StorageSection vmw:group=\"group1\"><Info>x</Info></vmw:StorageSection>",
            Files + "<vmw:StorageGroupSection vmw:id=\"group1\" vmw:name=\"Gold\"/>");

        Assert.Contains("scsi0:0.virtualSSD = 1", Read(text).Settings());
        Assert.Contains("sched.scsi0:0.throughputCap = off", Read(text).Settings());
        Assert.DoesNotContain(Translate(text).Findings, finding => finding.Id == FindingId.UnknownKey);
    }

    /// <summary>vCloud Director lists the last card first; the number is VMware's own.</summary>
    [Theory]
    [InlineData("1", "0", "Front Back")]
    [InlineData("7", "8", "Back Front")]
    [InlineData("10", "9", "Front Back")]
    [InlineData("7", "7", "Back Front")]
    [InlineData("", "8", "Back Front")]
    public void Cards_are_numbered_by_their_addresses_where_each_has_its_own(string first, string second, string expected)
    {
        static string Card(int id, string network, string address) => Item(
            id, 10, "VmxNet3", $"<rasd:AddressOnParent>{address}</rasd:AddressOnParent><rasd:Connection>{network}</rasd:Connection>");

        var settings = Read(Vm(Cpu + Card(6, "Back", first) + Card(7, "Front", second))).Settings();

        var names = expected.Split(' ');
        Assert.Contains($"ethernet0.networkName = {names[0]}", settings);
        Assert.Contains($"ethernet1.networkName = {names[1]}", settings);
    }

    [Theory]
    [InlineData("95", "12", "debian12")]
    [InlineData("96", "11.6", "debian11-64")]
    [InlineData("107", "7.9", "centos7-64")]
    [InlineData("107", "5.5", "centos-64")]
    [InlineData("80", "8", "rhel8-64")]
    [InlineData("94", "22.04", "ubuntu-64")]
    [InlineData("80", "99", "rhel7-64")]
    [InlineData("80", "", "rhel7-64")]
    public void The_version_says_which_release_it_is(string id, string version, string expected) => Assert.Contains(
        $"guestOS = {expected}",
        Read(Vm(Cpu, $"<OperatingSystemSection ovf:id=\"{id}\" ovf:version=\"{version}\"><Info>x</Info></OperatingSystemSection>")).Settings());

    [Fact]
    public void Properties_of_another_deployment_option_are_left_out()
    {
        var text = Vm(
            Cpu,
            """
            <ProductSection><Property ovf:key="host" ovf:value="a"/><Property ovf:key="tier" ovf:configuration="large" ovf:value="gold"/>
            <Property ovf:key="size" ovf:value="1"><Value ovf:value="9" ovf:configuration="large"/></Property></ProductSection>
            """,
            Options);

        Assert.Equal([("host", "a"), ("size", "1")], Read(text).Environment.Properties);
        Assert.Equal([("host", "a"), ("tier", "gold"), ("size", "9")], Read(text, "large").Environment.Properties);
        Assert.Contains(Translate(text).Provenance.Explain(), line => line.Because == "it is for the deployment option large only");
    }

    /// <summary>An example of the standard's white paper has such a value, and no list of options.</summary>
    [Fact]
    public void A_value_for_an_option_that_no_device_has_and_no_list_names_is_not_taken() => Assert.Equal(
        [("size", "1")],
        Read(Vm(Cpu, """<ProductSection><Property ovf:key="size" ovf:value="1"><Value ovf:value="9" ovf:configuration="standard"/></Property></ProductSection>""")).Environment.Properties);

    [Fact]
    public void A_disk_of_another_deployment_option_is_no_lost_disk()
    {
        var large = Disk(5, "d2", unit: "1").Replace("<Item>", "<Item ovf:configuration=\"large\">", StringComparison.Ordinal);

        Assert.DoesNotContain(Translate(Vm(Cpu + Scsi + Disk(4, "d1") + large, root: Files + Options)).Findings, finding => finding.Id == FindingId.OvfPart);
        Assert.Equal(2, Translate(Vm(Cpu + Scsi + Disk(4, "d1") + large, root: Files + Options), deployment: "large").Domain.Disks.Count);
    }

    [Fact]
    public void The_boot_order_of_version_2_stands_in_a_setting_of_its_own()
    {
        const string Order =
            """
            <BootDeviceSection><Info>x</Info><bootc:CIM_BootConfigSetting xmlns:bootc="http://schemas.dmtf.org/wbem/wscim/1/cim-schema/2/CIM_BootConfigSetting" xmlns:boots="http://schemas.dmtf.org/wbem/wscim/1/cim-schema/2/CIM_BootSourceSetting">
            <bootc:Caption>Boot Sequence</bootc:Caption><bootc:Description>x</bootc:Description>
            <boots:CIM_BootSourceSetting><boots:Caption>x</boots:Caption><boots:InstanceID>1</boots:InstanceID><boots:StructuredBootString>CIM:Network:1</boots:StructuredBootString></boots:CIM_BootSourceSetting>
            <boots:CIM_BootSourceSetting><boots:Caption>x</boots:Caption><boots:InstanceID>2</boots:InstanceID><boots:StructuredBootString>CIM:Hard-Disk:1</boots:StructuredBootString></boots:CIM_BootSourceSetting>
            </bootc:CIM_BootConfigSetting></BootDeviceSection>
            """;

        var text = Vm(Cpu + Scsi + Disk(4, "d1") + Disk(5, "d2", unit: "1") + Item(6, 10), Order);

        Assert.Contains("bios.bootOrder = ethernet0,hdd", Read(text).Settings());
        Assert.DoesNotContain(Translate(text).Findings, finding => finding.Id == FindingId.UnknownKey);
    }

    [Fact]
    public void An_encrypted_export_is_reported() => Assert.Contains(
        "Warning ovf-part: the description says that parts of the export are encrypted (EncryptionSection); what is encrypted cannot be read",
        Translate(Vm(Cpu, root: "<EncryptionSection><Info>x</Info><xenc:EncryptedKey xmlns:xenc=\"http://www.w3.org/2001/04/xmlenc#\" Id=\"k\"/></EncryptionSection>")).Findings());

    /// <summary>Citrix writes <c>ovf:Name</c> on the envelope, and extensions that say that they are not needed.</summary>
    [Fact]
    public void Names_are_known_in_any_case() => Assert.DoesNotContain(
        Translate(Vm(Cpu + Scsi + Disk(4, "d1") + Disk(5, "d2", unit: "1"), "<x:OtherConfigurationData xmlns:x=\"http://schemas.citrix.com/ovf/envelope/1\" Name=\"HVM_boot_policy\" ovf:required=\"false\"/>")
            .Replace("<Envelope ", "<Envelope ovf:Name=\"web01\" ", StringComparison.Ordinal)).Findings,
        finding => finding.Id == FindingId.UnknownKey);

    [Theory]
    [InlineData("byte", 1)]
    [InlineData(" Byte ", 1)]
    [InlineData("byte * 2^30", 1 << 30)]
    [InlineData("byte*2^20", 1 << 20)]
    [InlineData("bytes * 2^10", 1 << 10)]
    [InlineData("byte * 10^9", 1_000_000_000)]
    [InlineData("byte*1024*1024", 1 << 20)]
    [InlineData("byte * 1073741824", 1 << 30)]
    [InlineData("byte * 1024 * 1048576", 1 << 30)]
    [InlineData("2^30 * byte", 1 << 30)]
    [InlineData("MegaBytes * 2^10", 1 << 30)]
    [InlineData("GigaBytes", 1 << 30)]
    [InlineData("MegaBytes", 1 << 20)]
    [InlineData("KiloBytes", 1 << 10)]
    [InlineData("GByte", 1 << 30)]
    [InlineData("MiB", 1 << 20)]
    [InlineData("GB", 1 << 30)]
    [InlineData("byte\n* 2^20", 1 << 20)]
    public void Units_are_known_in_every_spelling(string unit, long bytes) => Assert.Equal(new BigInteger(bytes), OvfQuantity.Bytes(unit));

    [Theory]
    [InlineData("hertz * 10^6")]
    [InlineData("2^30")]
    [InlineData("byte * byte")]
    [InlineData("byte * 0")]
    [InlineData("byte * 2^-3")]
    [InlineData("byte * 2^2^2")]
    [InlineData("byte * 9223372036854775807^60")]
    [InlineData("byte / 8")]
    [InlineData("byte *")]
    public void What_is_no_unit_is_none(string unit) => Assert.Null(OvfQuantity.Bytes(unit));
}
