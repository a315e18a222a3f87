using System.Xml.Linq;
using V2K.Engine.Rendering;
using V2K.Rules.Translation;

namespace V2K.Engine.Tests.Rules;

public sealed class RuleExampleTests
{
    private static readonly DomainRenderer Renderer = new(TemplateFolder.Load());

    /// <summary>Every example of every rule, those of sites included.</summary>
    public static IEnumerable<object[]> Examples =>
        from rule in RuleCatalogue.Rules
        from number in Enumerable.Range(0, rule.Examples.Count)
        select new object[] { $"{rule.Site}/{rule.Name}", number };

    [Theory]
    [MemberData(nameof(Examples))]
    public void The_example_in_a_rules_comment_holds(string rule, int number)
    {
        var entry = RuleCatalogue.Rules.Single(entry => $"{entry.Site}/{entry.Name}" == rule);
        var example = new RuleExample(entry, entry.Examples[number]);
        var vm = Translator.Translate(example.Document, example.Options);
        var xml = Renderer.Render(vm.Domain);
        var elements = XElement.Parse(xml).DescendantsAndSelf().ToArray();
        Assert.All(example.Present, snippet => Assert.True(
            elements.Any(element => RuleExample.Holds(element, snippet)), $"{snippet}\nis not in\n{xml}"));
        Assert.All(example.Missing, snippet => Assert.False(
            elements.Any(element => RuleExample.Holds(element, snippet)), $"{snippet}\nis in\n{xml}"));
    }

    [Theory]
    [MemberData(nameof(Examples))]
    public void The_rule_itself_makes_what_its_example_shows(string rule, int number)
    {
        var entry = RuleCatalogue.Rules.Single(entry => $"{entry.Site}/{entry.Name}" == rule);
        var example = new RuleExample(entry, entry.Examples[number]);

        // A fact shows by way of other rules, and "no <tpm/>" shows that a rule made nothing.
        if (entry.Target.StartsWith("Domain.", StringComparison.Ordinal) && example.Present.Count > 0)
        {
            var vm = Translator.Translate(example.Document, example.Options);
            Assert.Contains(entry, vm.Provenance.ExplainDomain().Select(part => part.Rule));
        }
    }
}
