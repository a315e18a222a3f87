using System.Text;
using V2K.Rules.Translation;
using V2K.Rules.Vmx;

namespace V2K.Rules.Tests.Translation;

/// <summary>The worked example under sites/example, as docs/how-to/add-a-site-rule.md tells it.</summary>
public sealed class ExampleSiteTests
{
    private const string Vmx = """
        ethernet0.present = "TRUE"
        ethernet0.virtualDev = "vmxnet3"
        ethernet0.networkName = "Legacy"
        ethernet1.present = "TRUE"
        ethernet1.virtualDev = "vmxnet3"
        ethernet1.networkName = "VM Network"
        """;

    [Fact]
    public void Its_rule_changes_the_cards_it_is_about_and_no_other() =>
        Assert.Equal(["e1000e", "virtio"], Translate("example").Domain.Interfaces.Select(card => card.Model));

    [Fact]
    public void Without_the_site_nothing_changes() =>
        Assert.Equal(["virtio", "virtio"], Translate(site: null).Domain.Interfaces.Select(card => card.Model));

    [Fact]
    public void Explain_names_the_sites_rule_and_the_one_it_replaced()
    {
        var line = Translate("example").Provenance.Explain().Single(line => line.Key == "ethernet0.networkName");
        Assert.Equal(
            [("InterfaceRule", Outcome.Replaced), ("LegacyNetworkCards", Outcome.Made)],
            line.Readings.Select(reading => (reading.Rule.Name, reading.Outcome)));
        Assert.All(line.Readings, reading => Assert.Equal([new DomainPart("Interfaces", 0)], reading.Parts));
    }

    private static TranslatedVm Translate(string? site) => Translator.Translate(
        VmxDocument.Parse(Encoding.UTF8.GetBytes(Vmx), "test.vmx"), new TranslationOptions { Site = site });
}
