using V2K.Engine.Tools;
using V2K.Rules;

namespace V2K.Engine.Tests.Tools;

public sealed class SetupPlanTests
{
    private static readonly Tool[] Missing = [KnownTools.XmlLint, KnownTools.QemuImg];

    [Theory]
    [InlineData(
        DistributionFamily.Debian, "apt-get update && apt-get install --yes --no-install-recommends libxml2-utils qemu-utils")]
    [InlineData(DistributionFamily.Fedora, "dnf install --assumeyes libxml2 qemu-img")]
    [InlineData(DistributionFamily.Suse, "zypper --non-interactive install --no-recommends libxml2-tools qemu-img")]
    public void Packages_are_installed_without_a_question(DistributionFamily family, string command) =>
        Assert.Equal(command, SetupPlan.ForMissing(new Distribution("any", family), Missing).Spelt);

    [Fact]
    public void A_package_that_brings_two_programs_is_named_once()
    {
        var twins = new Tool[] { new("one", "test", "both", "both", "both"), new("two", "test", "both", "both", "both") };

        Assert.Equal(["both"], SetupPlan.ForMissing(new Distribution("any", DistributionFamily.Suse), twins).Packages);
    }

    [Fact]
    public void Where_nothing_is_missing_nothing_runs()
    {
        var there = new Tool("sh", "test", "dash", "bash", "bash");

        Assert.Empty(SetupPlan.For(new Distribution("any", DistributionFamily.Unknown), [there]).Commands);
    }

    [Fact]
    public void An_unknown_distribution_gets_a_list_of_programs_to_install()
    {
        var refused = Assert.Throws<V2KException>(
            () => SetupPlan.ForMissing(new Distribution("Alpine", DistributionFamily.Unknown), Missing));

        Assert.Equal(
            "V2K does not know the packages of Alpine. Install the programs xmllint, qemu-img and run the same command again.", refused.Message);
    }
}
