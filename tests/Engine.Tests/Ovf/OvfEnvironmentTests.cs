using System.Text;
using System.Xml.Linq;
using CliWrap;
using V2K.Engine.Ovf;
using V2K.Rules.Findings;
using static V2K.Engine.Tests.Ovf.OvfText;

namespace V2K.Engine.Tests.Ovf;

/// <summary>What a guest is told: the environment document of DSP0243, chapter 11, and the image that it lies in.</summary>
public sealed class OvfEnvironmentTests : IDisposable
{
    private static readonly XNamespace Oe = "http://schemas.dmtf.org/ovf/environment/1";

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("", "")]
    [InlineData("iso", ", which it reads from an ISO image")]
    [InlineData("com.vmware.guestInfo", ", which it reads from VMware's guestinfo")]
    [InlineData("iso com.vmware.guestInfo", ", which it reads from an ISO image or VMware's guestinfo")]
    [InlineData("org.acme.serial", ", which it reads from org.acme.serial")]
    public void The_warning_says_from_where_the_guest_reads_its_properties(string transport, string expected) => Assert.Contains(
        $"Warning ovf-properties: the guest is configured by 1 property of the description (host){expected}; a program that configures the guest at boot does not find this data on KVM",
        Translate(Vm(Cpu, """<ProductSection><Property ovf:key="host" ovf:value="a"/></ProductSection>""", hardware: transport.Length == 0 ? "" : $"ovf:transport=\"{transport}\"")).Findings());

    [Fact]
    public void A_transport_without_properties_is_reported() => Assert.Contains(
        Translate(Vm(Cpu, hardware: "ovf:transport=\"iso\"")).Findings(),
        finding => finding.StartsWith(
            "Warning ovf-properties: the guest reads its configuration from an ISO image, and the description has no properties for it;", StringComparison.Ordinal));

    [Fact]
    public void A_VM_without_properties_and_transport_has_no_such_warning() =>
        Assert.DoesNotContain(Translate(Vm(Cpu, "<ProductSection><Info>x</Info><Product>x</Product></ProductSection>", hardware: "ovf:transport=\"\"")).Findings, finding => finding.Id == FindingId.OvfProperties);

    [Fact]
    public void The_document_has_every_property_under_its_full_key_with_its_value_put_in()
    {
        var document = DocumentOf(Read(Vm(
            Cpu,
            """
            <ProductSection ovf:class="net" ovf:instance="vm1"><Property ovf:key="ip0" ovf:value="10.0.0.5"/><Property ovf:key="url" ovf:value="http://${net.ip0.vm1}:${port}/a?b=1&amp;c=&quot;2&quot;"/></ProductSection>
            <ProductSection><Property ovf:key="port" ovf:value="5480"/><Property ovf:key="motd" ovf:value="a&#10;b&#9;c &lt;d&gt; 😀"/><Property ovf:key="none"/><Property ovf:key="dollar" ovf:value="$5 {x} ${"/><Property ovf:key="shell" ovf:value="${HOME}/${port}.sh"/><Property ovf:key="BUILD" ovf:value="at ${BUILD}"/></ProductSection>
            """), hasEnvironment: true).Environment);

        Assert.Equal(Oe + "Environment", document.Root!.Name);
        Assert.Equal("web01", document.Root.Attribute(Oe + "id")!.Value);
        Assert.Equal(["PlatformSection", "PropertySection"], document.Root.Elements().Select(element => element.Name.LocalName));
        Assert.Equal(
            [
                ("net.ip0.vm1", "10.0.0.5"), ("net.url.vm1", "http://10.0.0.5:5480/a?b=1&c=\"2\""), ("port", "5480"), ("motd", "a\nb\tc <d> 😀"), ("none", ""), ("dollar", "$5 {x} ${"), ("shell", "${HOME}/5480.sh"), ("BUILD", "at ${BUILD}"),
            ],
            Properties(document.Root));
    }

    [Fact]
    public void The_other_VMs_of_a_vApp_are_entities_with_their_own_properties()
    {
        static string System(string id) =>
            $"<VirtualSystem ovf:id=\"{id}\"><ProductSection><Property ovf:key=\"ip\" ovf:value=\"ip-of-{id}\"/></ProductSection><VirtualHardwareSection>{Cpu}</VirtualHardwareSection></VirtualSystem>";
        var text = Envelope(
            "<VirtualSystemCollection ovf:id=\"shop\"><ProductSection><Property ovf:key=\"domain\" ovf:value=\"example.com\"/></ProductSection>" + System("web") + System("db")
            + "<VirtualSystemCollection ovf:id=\"inner\">" + System("far") + "</VirtualSystemCollection></VirtualSystemCollection>");

        var document = DocumentOf(Read(text, hasEnvironment: true).Environment);

        Assert.Equal([("ip", "ip-of-web"), ("domain", "example.com")], Properties(document.Root!));
        var entity = Assert.Single(document.Root!.Elements(Oe + "Entity"));
        Assert.Equal("db", entity.Attribute(Oe + "id")!.Value);
        Assert.Equal([("ip", "ip-of-db")], Properties(entity));
        Assert.Empty(Read(text).Environment.Entities);
    }

    /// <summary>A drive that the description has empty takes the image; one with an image of its own keeps that.</summary>
    [Theory]
    [InlineData("", "sata0:0.deviceType = cdrom-raw")]
    [InlineData("<Item><rasd:Address>1</rasd:Address><rasd:InstanceID>7</rasd:InstanceID><rasd:ResourceType>5</rasd:ResourceType></Item><Item><rasd:AddressOnParent>0</rasd:AddressOnParent><rasd:InstanceID>8</rasd:InstanceID><rasd:Parent>7</rasd:Parent><rasd:ResourceType>15</rasd:ResourceType></Item>", "ide1:0.deviceType = cdrom-raw")]
    [InlineData("<Item><rasd:InstanceID>8</rasd:InstanceID><rasd:HostResource>ovf:/file/f2</rasd:HostResource><rasd:ResourceType>15</rasd:ResourceType></Item>", "sata0:0.deviceType = cdrom-raw")]
    public void There_is_one_empty_drive_for_the_image(string drives, string expected)
    {
        var settings = Read(Vm(Cpu + drives, """<ProductSection><Property ovf:key="a" ovf:value="b"/></ProductSection>"""), hasEnvironment: true).Settings();

        Assert.Contains(expected, settings);
        Assert.Single(settings, setting => setting.EndsWith(".deviceType = cdrom-raw", StringComparison.Ordinal));
    }

    [SkippableTheory]
    [InlineData(1)]
    [InlineData(3000)]
    public async Task Another_program_reads_the_file_out_of_the_image(int properties)
    {
        const string Xorriso = "/usr/bin/xorriso";
        Skip.If(!File.Exists(Xorriso), "xorriso is not installed");
        var text = Vm(Cpu, "<ProductSection>" + string.Concat(Enumerable.Range(0, properties).Select(at => $"<Property ovf:key=\"key{at}\" ovf:value=\"value {at}\"/>")) + "</ProductSection>");
        var environment = Read(text, hasEnvironment: true).Environment;
        await File.WriteAllBytesAsync(_folder["env.iso"], environment.ToImage());

        var said = new StringBuilder();
        await Cli.Wrap(Xorriso).WithArguments(["-osirrox", "on", "-indev", "stdio:" + _folder["env.iso"], "-extract", "/ovf-env.xml", _folder["ovf-env.xml"]])
            .WithStandardErrorPipe(PipeTarget.ToStringBuilder(said)).WithValidation(CommandResultValidation.None).ExecuteAsync();

        var file = _folder["ovf-env.xml"];
        Assert.True(File.Exists(file), said.ToString());
        Assert.True(XNode.DeepEquals(DocumentOf(environment), XDocument.Load(file)));
        Assert.Equal(properties, Properties(XDocument.Load(file).Root!).Count());
    }

    private static IEnumerable<(string Key, string Value)> Properties(XElement parent) => parent.Element(Oe + "PropertySection")!.Elements(Oe + "Property")
        .Select(property => (property.Attribute(Oe + "key")!.Value, property.Attribute(Oe + "value")!.Value));

    /// <summary>The document, which begins at a block of the image and ends with its last element.</summary>
    private static XDocument DocumentOf(OvfEnvironment environment)
    {
        var image = environment.ToImage();
        Assert.Equal(0, image.Length % 2048);
        var start = image.AsSpan().IndexOf("<?xml"u8);
        Assert.Equal(0, start % 2048);
        return XDocument.Parse(Encoding.UTF8.GetString(image.AsSpan(start)).TrimEnd('\0'));
    }
}
