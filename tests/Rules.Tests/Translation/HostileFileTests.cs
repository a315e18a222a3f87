using System.Text;
using V2K.Rules.Translation;
using V2K.Rules.Vmx;

namespace V2K.Rules.Tests.Translation;

public sealed class HostileFileTests
{
    private const int Findings = 1001;

    [Theory]
    [InlineData("memsize = 1")]
    [InlineData("ethernet0.present = maybe")]
    [InlineData("pciPassthru0.present = TRUE")]
    public void A_line_repeated_a_hundred_thousand_times_gives_a_bounded_number_of_findings(string line)
    {
        var vm = Translate(string.Concat(Enumerable.Repeat(line + "\n", 100_000)));
        Assert.InRange(vm.Findings.Count, 1, Findings);
    }

    [Fact]
    public void A_value_of_a_megabyte_is_not_repeated_in_its_finding()
    {
        var vm = Translate("numvcpus = " + new string('9', 1 << 20));
        Assert.All(vm.Findings, finding => Assert.InRange(finding.What.Length, 1, 200));
    }

    private static TranslatedVm Translate(string vmx) =>
        Translator.Translate(VmxDocument.Parse(Encoding.UTF8.GetBytes(vmx), "hostile.vmx"), new TranslationOptions());
}
