using System.Text;
using V2K.Engine.Ovf;
using V2K.Rules;
using V2K.Rules.Findings;
using static V2K.Engine.Tests.Ovf.OvfText;

namespace V2K.Engine.Tests.Ovf;

/// <summary>Descriptions that somebody wrote to do harm: each is refused in one line, or read within bounds.</summary>
public sealed class HostileOvfTests
{
    [Theory]
    [InlineData("<!DOCTYPE a [<!ENTITY b SYSTEM \"file:///etc/passwd\">]><Envelope>&b;</Envelope>")]
    [InlineData("<!DOCTYPE a [<!ENTITY b \"x\"><!ENTITY c \"&b;&b;&b;&b;&b;&b;&b;&b;\"><!ENTITY d \"&c;&c;&c;&c;&c;&c;&c;&c;\">]><Envelope>&d;</Envelope>")]
    [InlineData("<!DOCTYPE a SYSTEM \"http://example.com/a.dtd\"><Envelope/>")]
    public void Entities_are_not_even_declared(string text) => Refused("has a document type declaration (DTD), which is not allowed in an OVF", text);

    [Fact]
    public void A_description_that_is_too_long_is_not_read() =>
        Refused($"is {OvfXml.MaximumLength + 1} bytes long, and a description has at most", new string(' ', OvfXml.MaximumLength + 1));

    [Fact]
    public void A_file_of_a_hundred_megabytes_is_refused_by_its_length_alone()
    {
        using var folder = new TempFolder();
        using (var file = File.Create(folder["web01.ovf"]))
        {
            file.SetLength(100_000_000);
        }

        var before = GC.GetAllocatedBytesForCurrentThread();
        var refused = Assert.Throws<V2KException>(() => OvfFile.Read(folder["web01.ovf"], OvfChoices.None));

        Assert.Contains("is 100000000 bytes long, and a description has at most", refused.Message, StringComparison.Ordinal);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 10_000_000);
    }

    [Fact]
    public void A_million_items_are_refused_by_their_number() =>
        Refused("has more than 200000 elements and attributes, too many for a description", "<Envelope>" + string.Concat(Enumerable.Repeat("<Item/>", 1_000_000)));

    [Fact]
    public void Elements_may_not_stand_in_each_other_without_end() =>
        Refused("more than 256 deep", string.Concat(Enumerable.Repeat("<a>", 100_000)));

    [Theory]
    [InlineData("../../../etc/shadow", "'../../../etc/shadow' points outside the export and is refused")]
    [InlineData("disks/%2e%2e/%2e%2e/shadow", "'disks/../../shadow' points outside the export and is refused")]
    [InlineData("http://example.com/disk1.vmdk", "its name is a link for http, which V2K does not fetch")]
    public void Files_are_those_of_the_export(string href, string expected) =>
        Refused(expected, Vm(Scsi + Disk(4, "d1"), root: Files.Replace("disk1.vmdk", href, StringComparison.Ordinal)));

    [Theory]
    [InlineData("9223372036854775807", "byte")]
    [InlineData("9223372036854775807", "byte * 2^30")]
    [InlineData("999999999999999999999999", "byte * 2^40")]
    public void Sizes_that_no_disk_has_are_refused(string capacity, string unit) => Refused(
        "the disk should have",
        Vm(Scsi + Disk(4, "d9"), root: $"<DiskSection><Disk ovf:diskId=\"d9\" ovf:capacity=\"{capacity}\" ovf:capacityAllocationUnits=\"{unit}\"/></DiskSection>"));

    [Fact]
    public void Properties_that_refer_to_each_other_in_a_circle_are_refused() => Refused(
        "the property 'a' refers to itself: a → b → a",
        Vm(
            Scsi + Disk(4, "d9"),
            """<ProductSection><Property ovf:key="a" ovf:value="${b}"/><Property ovf:key="b" ovf:value="1${a}"/></ProductSection>""",
            """<DiskSection><Disk ovf:diskId="d9" ovf:capacity="${a}"/></DiskSection>"""));

    [Fact]
    public void Properties_that_grow_without_end_are_refused()
    {
        var properties = string.Concat(Enumerable.Range(0, 18).Select(at =>
            $"<Property ovf:key=\"p{at}\" ovf:value=\"{string.Concat(Enumerable.Repeat($"${{p{at + 1}}}", 10))}\"/>"));

        Refused(
            "refer to each other too often",
            Vm(
                Scsi + Disk(4, "d9"),
                $"<ProductSection>{properties}<Property ovf:key=\"p18\" ovf:value=\"\"/></ProductSection>",
                """<DiskSection><Disk ovf:diskId="d9" ovf:capacity="${p0}"/></DiskSection>"""));
    }

    /// <summary>Each value is small enough, and the properties are few: all together they are not.</summary>
    [Fact]
    public void Properties_that_are_too_much_together_are_refused()
    {
        var many = string.Concat(Enumerable.Range(0, 200).Select(at => $"<Property ovf:key=\"p{at}\" ovf:value=\"${{big}}\"/>"));

        Refused("the properties become too long", Vm(Cpu, $"<ProductSection><Property ovf:key=\"big\" ovf:value=\"{new string('x', 20_000)}\"/>{many}</ProductSection>"));
    }

    [Fact]
    public void A_unit_of_a_million_factors_is_none() => Assert.Null(OvfQuantity.Bytes("byte" + string.Concat(Enumerable.Repeat("*1", 1_000_000))));

    [Fact]
    public void Names_that_lead_out_of_a_folder_become_plain_ones()
    {
        string[] ids = ["../../etc/passwd", "/etc/passwd", "..", "a\\..\\b", "a#1", "", new string('n', 5000), "a\u202Eb", "web", "web"];
        var systems = string.Concat(ids.Select(id => $"<VirtualSystem ovf:id=\"{id}\"/>"));

        var names = OvfEnvelope.Parse(Encoding.UTF8.GetBytes(Envelope(systems)), "a.ovf").Systems.Select(system => system.Name).ToList();

        Assert.Equal(names.Count, names.Distinct(StringComparer.OrdinalIgnoreCase).Count());
        Assert.All(names, name =>
        {
            Assert.InRange(name.Length, 1, 90);
            Assert.Equal(-1, name.IndexOfAny(['/', '\\', '#', '\u202E']));
            Assert.NotEqual('.', name[0]);
        });
    }

    [Fact]
    public void Memory_near_the_end_of_the_numbers_is_a_finding_and_no_crash()
    {
        var vm = Translate(Vm(Cpu + Memory.Replace("1024", "9223372036854775807", StringComparison.Ordinal)));

        Assert.NotNull(vm.Domain.Memory);
    }

    [Fact]
    public void Many_findings_and_unknown_parts_are_bounded()
    {
        var devices = string.Concat(Enumerable.Range(0, 3000).Select(id => Item(100 + id, 1, "acme.quantum")));

        var vm = Translate(Vm(Cpu + devices, string.Concat(Enumerable.Repeat("<acme:Q/>", 5000))));

        Assert.True(vm.Findings.Count <= 1001);
        Assert.Contains(vm.Findings, finding => finding.Id == FindingId.UnknownKey && finding.What.StartsWith("5000 unknown parts", StringComparison.Ordinal));
    }

    [Fact]
    public void Text_that_repaints_a_terminal_is_shown_as_what_it_is() =>
        Assert.All(Translate(Vm(Cpu + Item(9, 1, "acme", "<rasd:ElementName>a\u0085b</rasd:ElementName>"))).Findings, finding =>
            Assert.DoesNotContain('\u0085', finding.What));

    private static void Refused(string expected, string text)
    {
        var refused = Assert.Throws<V2KException>(() => Read(text));
        Assert.Contains(expected, refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', refused.Message);
        Assert.True(Encoding.UTF8.GetByteCount(refused.Message) < 1000);
    }
}
