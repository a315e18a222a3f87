using System.Text;
using V2K.Rules.Translation;
using V2K.Rules.Vmx;

namespace V2K.Rules.Tests.Translation;

public sealed class ExplanationTests
{
    private static readonly Provenance Server = Translate(ServerVmx.Text).Provenance;

    [Fact]
    public void Every_line_is_explained_in_the_files_order() =>
        Assert.Equal(Enumerable.Range(1, 120), Server.Explain().Select(line => line.Line));

    [Fact]
    public void A_line_of_a_device_leads_to_that_device_alone()
    {
        var line = Server.Explain().Single(line => line.Key == "scsi0:1.fileName");
        Assert.Equal(Disposition.Translated, line.Disposition);
        Assert.Equal("web01_1.vmdk", line.Value);
        var reading = Assert.Single(line.Readings, reading => reading.Rule.Name == "ScsiDriveRule");
        Assert.Equal("scsi0:1", reading.Instance);
        Assert.Equal([1], reading.Parts.Where(part => part.Property == "Disks").Select(part => part.Index!.Value));
    }

    [Fact]
    public void A_fact_leads_to_everything_made_of_it()
    {
        var line = Server.Explain().Single(line => line.Key == "guestOS");
        var parts = Assert.Single(line.Readings, reading => reading.Rule.Name == "GuestRule").Parts;
        Assert.Contains(new DomainPart("OsInfo", Index: null), parts);
        Assert.Contains(new DomainPart("Interfaces", Index: 1), parts);
    }

    [Fact]
    public void An_ignored_line_says_why()
    {
        var line = Server.Explain().Single(line => line.Key == "config.version");
        Assert.Equal(Disposition.Ignored, line.Disposition);
        Assert.False(string.IsNullOrWhiteSpace(line.Because));
        Assert.Empty(line.Readings);
    }

    [Fact]
    public void An_unknown_line_says_so() => Assert.Equal(
        Disposition.Unknown, Assert.Single(Translate("odd.key = 1").Provenance.Explain()).Disposition);

    [Fact]
    public void A_line_that_a_later_one_overrides_names_that_one()
    {
        var first = Translate("displayName = a\nDISPLAYNAME = b").Provenance.Explain()[0];
        Assert.Equal(Disposition.Superseded, first.Disposition);
        Assert.Equal("line 2 is used", first.Because);
    }

    [Fact]
    public void A_rule_that_made_nothing_of_a_line_is_still_named()
    {
        var line = Assert.Single(Translate("vwdt.present = FALSE").Provenance.Explain());
        Assert.Equal(Disposition.NothingToDo, line.Disposition);
        Assert.Equal(Outcome.Declined, Assert.Single(line.Readings).Outcome);
    }

    [Fact]
    public void A_part_of_the_domain_leads_back_to_its_lines()
    {
        var part = Server.ExplainDomain().Single(part => part.Part == new DomainPart("Interfaces", Index: 1));
        Assert.Equal("InterfaceRule", part.Rule.Name);
        Assert.Equal("ethernet1", part.Instance);
        Assert.Equal([70, 73, 75, 76, 78, 79, 82], part.Lines);
    }

    [Fact]
    public void What_is_made_of_a_card_alone_leads_to_the_lines_of_that_card()
    {
        var vm = Vm.Translate(
            "ethernet0.present = TRUE\nethernet0.pciSlotNumber = 192\nethernet1.present = TRUE\nethernet1.pciSlotNumber = 224",
            keepNicNames: true);
        var parts = vm.Provenance.ExplainDomain();

        Assert.Equal([1, 2], parts.Single(part => part.Part == new DomainPart("Controllers", Index: 0)).Lines);
        Assert.Equal([3, 4], parts.Single(part => part.Part == new DomainPart("Controllers", Index: 1)).Lines);
        Assert.Equal([3, 4], parts.Single(part => part.Part == new DomainPart("QemuProperties", Index: 1)).Lines);
        Assert.Equal([1, 2, 3, 4], parts.Single(part => part.Part == new DomainPart("QemuGlobals", Index: 0)).Lines);
    }

    [Fact]
    public void Memory_that_can_grow_leads_to_the_NUMA_cell_it_needs()
    {
        var lines = Translate("memsize = 4096\nmem.hotadd = TRUE").Provenance.Explain();

        Assert.All(lines, line => Assert.Contains(new DomainPart("NumaCells", Index: 0), Assert.Single(line.Readings).Parts));
    }

    [Fact]
    public void A_part_that_no_line_asked_for_is_there_with_its_rule() =>
        Assert.Contains(Translate("displayName = a").Provenance.ExplainDomain(), part => part.Part.Property == "Features");

    private static TranslatedVm Translate(string vmx) =>
        Translator.Translate(VmxDocument.Parse(Encoding.UTF8.GetBytes(vmx), "test.vmx"), new TranslationOptions());
}
