using System.Reflection;
using V2K.Engine.Concerns;
using V2K.Rules;
using V2K.Rules.Findings;
using V2K.Rules.Translation;

namespace V2K.Engine.Tests.Concerns;

public sealed class ConcernKindsTests
{
    [Fact]
    public void Every_name_of_a_finding_is_in_the_catalogue_once()
    {
        var names = typeof(FindingId).GetFields(BindingFlags.Public | BindingFlags.Static).Where(field => field.IsLiteral)
            .Select(field => (string)field.GetRawConstantValue()!);

        Assert.Equal(names.Order(StringComparer.Ordinal), ConcernKinds.InOrder.Select(kind => kind.Id).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void No_declared_concern_is_graver_than_the_catalogue_says()
    {
        var kinds = ConcernKinds.InOrder.ToDictionary(kind => kind.Id, StringComparer.Ordinal);

        Assert.All(RuleCatalogue.Concerns.Where(concern => concern.Id is not null), concern =>
            Assert.True(concern.Severity <= kinds[concern.Id!].Severity, concern.Key));
    }

    [Theory]
    [InlineData("vtpm")]
    [InlineData("disk.EnableUUID")]
    [InlineData("graphics")]
    public void A_concern_is_known_by_its_name_its_key_or_its_rule(string id) => ConcernKinds.Require(id, file: null, "--ignore");

    [Fact]
    public void An_unknown_concern_is_refused_with_the_nearest() =>
        Assert.Equal(
            "--ignore: there is no concern 'runing'. Did you mean 'running'?",
            Assert.Throws<V2KException>(() => ConcernKinds.Require("runing", file: null, "--ignore")).Message);

    [Theory]
    [InlineData("GraphicsRule", "graphics")]
    [InlineData("OsInfoRule", "os-info")]
    [InlineData("LegacyNetworkCards", "legacy-network-cards")]
    public void A_finding_without_a_name_goes_by_its_rules(string rule, string id) => Assert.Equal(id, FindingId.OfRule(rule));
}
