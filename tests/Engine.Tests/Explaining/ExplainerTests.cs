using System.Xml.Linq;
using System.Xml.XPath;
using V2K.Engine.Configuration;
using V2K.Engine.Datastores;
using V2K.Engine.Explaining;
using V2K.Engine.Rendering;
using V2K.Engine.Stages;
using V2K.Rules.Model;

namespace V2K.Engine.Tests.Explaining;

public sealed class ExplainerTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly DomainRenderer _renderer = new(TemplateFolder.Load());

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_line_is_explained_by_its_rule_and_the_element_it_became()
    {
        var line = Explain().Lines.Single(line => line.Key == "memSize");

        Assert.Equal("translated", line.Disposition);
        Assert.Equal(["MemoryRule"], line.Rules);
        Assert.Equal([new XmlPlace("/domain/memory[1]", "<memory unit=\"MiB\">2048</memory>")], line.Xml);
    }

    [Fact]
    public void A_line_of_a_device_leads_to_that_device_and_not_its_neighbour()
    {
        var line = Explain().Lines.Single(line => line.Key == "ethernet1.networkName");

        var place = Assert.Single(line.Xml);
        Assert.Equal("/domain/devices/interface[2]", place.Path);
        Assert.Contains("00:50:56:00:00:02", place.Snippet, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("guestOS")]
    [InlineData("ethernet0.present")]
    [InlineData("ethernet1.address")]
    [InlineData("displayName")]
    public void A_table_calls_devices_by_what_they_are_and_not_by_a_number(string key)
    {
        var explanation = Explain();

        var became = explanation.Became(explanation.Lines.Single(line => line.Key == key));

        Assert.DoesNotContain("[", became, StringComparison.Ordinal);
        if (key == "guestOS")
        {
            Assert.Contains("network default", became, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Many_devices_are_a_number_in_the_table()
    {
        const string Disk = "<disk type='file'>\n<target dev='{0}'/>\n</disk>";
        var places = Enumerable.Range(0, 60).Select(number => new XmlPlace($"/domain/devices/disk[{number + 1}]", Disk.Replace("{0}", $"sd{number}", StringComparison.Ordinal)))
            .Concat([new XmlPlace("/domain/devices/controller[1]", "<controller type='scsi' index='0'/>"), new XmlPlace("/domain/devices/controller[2]", "<controller type='scsi' index='1'/>")])
            .ToList();
        var line = new LineExplained(1, "guestOS", "debian11-64", "translated", null, [], places);
        var explanation = new Explanation("vm", [line], [.. places.Select(place => new ElementExplained(place.Path, place.Snippet, null, []))]);

        Assert.Equal("60 disks, controller scsi0, controller scsi1", explanation.Became(line));
        Assert.Equal("disk sd0, disk sd1", explanation.Became(line with { Xml = places[..2] }));
    }

    [Theory]
    [InlineData("tools.syncTime", "ignored")]
    [InlineData("no.such.key", "unknown")]
    public void A_line_without_an_effect_is_shown_as_such(string key, string disposition)
    {
        var line = Explain().Lines.Single(line => line.Key == key);

        Assert.Equal(disposition, line.Disposition);
        Assert.Empty(line.Xml);
    }

    [Fact]
    public void Every_line_of_the_file_is_explained() =>
        Assert.Equal(Vmx.Split('\n').Count(line => line.Length > 0), Explain().Lines.Count);

    [Fact]
    public void An_element_is_explained_by_its_rule_and_the_lines_behind_it()
    {
        var explanation = Explain();
        var element = explanation.Elements.Single(element => element.Path == "/domain/devices/interface[1]");

        Assert.Equal("InterfaceRule ethernet0", element.Rule);
        Assert.Contains(explanation.Lines.Single(line => line.Key == "ethernet0.networkName").Line, element.Lines);
    }

    [Fact]
    public void Every_element_of_the_XML_is_there_once_and_its_path_is_an_XPath_to_it()
    {
        var traced = Translate();
        var xml = XElement.Parse(_renderer.Render(traced.Translation.Domain));

        var elements = Explainer.Explain("vm", traced, _renderer).Elements;

        Assert.Equal(xml.Elements().Count() - 1 + xml.Element("devices")!.Elements().Count(), elements.Count);
        Assert.All(elements, element => Assert.Equal(
            element.Snippet, new XDocument(xml).XPathSelectElement(element.Path)!.ToString().ReplaceLineEndings("\n")));
    }

    [Fact]
    public void Every_property_of_the_domain_has_a_place_in_the_XML() => Assert.Equal(
        typeof(Domain).GetProperties().Where(property => property.CanWrite).Select(property => property.Name).Order(StringComparer.Ordinal),
        XmlPaths.ByProperty.Keys.Order(StringComparer.Ordinal));

    private const string Vmx = """
        displayName = "web01"
        guestOS = "debian11-64"
        memSize = "2048"
        numvcpus = "2"
        tools.syncTime = "FALSE"
        no.such.key = "1"
        scsi0.present = "TRUE"
        scsi0:0.present = "TRUE"
        scsi0:0.fileName = "web01.vmdk"
        ethernet0.present = "TRUE"
        ethernet0.networkName = "VM Network"
        ethernet0.addressType = "static"
        ethernet0.address = "00:50:56:00:00:01"
        ethernet1.present = "TRUE"
        ethernet1.networkName = "DMZ"
        ethernet1.addressType = "static"
        ethernet1.address = "00:50:56:00:00:02"

        """;

    private Explanation Explain() => Explainer.Explain("vm", Translate(), _renderer);

    private TracedDomain Translate()
    {
        var vmx = _folder.Write("ds1/web01/web01.vmx", Vmx);
        var datastore = new Datastore("ds1", [], _folder["ds1"], _folder["out"]);
        var config = new Config { File = "v2k.yaml", Datastores = [datastore] };
        return TracedDomain.Make(
            new VirtualMachine(datastore, vmx, "web01"), config, new DatastorePaths(config.Datastores, config.File));
    }
}
