using System.Reflection;
using System.Runtime.Loader;
using V2K.Build;
using V2K.Rules.Translation;
using V2K.SiteRules;

namespace V2K.Pipeline.Tests;

/// <summary>A site's rules compiled while V2K runs.</summary>
public sealed class SiteCompilerTests : IDisposable
{
    private readonly OutsideSites _sites = new();

    [Fact]
    public void The_repository_s_own_site_compiles_with_all_built_in_rules()
    {
        var site = SiteSource.Find("example", [Path.Combine(Repository.Root, "sites")])!;

        var rules = Load(SiteCompiler.Compile(site));

        var catalogue = rules.GetType(typeof(RuleCatalogue).FullName!)!;
        Assert.Equal(["example"], (IEnumerable<string>)catalogue.GetProperty(nameof(RuleCatalogue.Sites))!.GetValue(null)!);
        var names = ((IEnumerable<object>)catalogue.GetProperty(nameof(RuleCatalogue.Rules))!.GetValue(null)!)
            .Select(rule => (string)rule.GetType().GetProperty(nameof(RuleEntry.Name))!.GetValue(rule)!)
            .ToHashSet(StringComparer.Ordinal);
        Assert.Contains("LegacyNetworkCards", names);
        Assert.Subset(names, RuleCatalogue.Rules.Where(rule => rule.Site is null).Select(rule => rule.Name).ToHashSet(StringComparer.Ordinal));
        Assert.Equal(typeof(RuleCatalogue).Assembly.GetName().FullName, rules.GetName().FullName);
    }

    [Fact]
    public void Every_mistake_is_a_line_with_file_and_line_and_no_mistake_of_the_generated_code_is_among_them()
    {
        var first = _sites.Write("berlin", "A.cs", OutsideSites.Rule("virtio").Replace("card is null ?", "kard is null ?", StringComparison.Ordinal));
        var second = _sites.Write("berlin", "sub/B.cs", "namespace V2K.Sites.Outside;\n\npublic static class B { public static int Number() => ; }\n");

        var failure = Compile("berlin");

        Assert.Collection(
            failure.Errors.Select(error => error.Message),
            message => Assert.StartsWith($"{first}:17: CS0103: The name 'kard' does not exist in the current context. Correct it", message, StringComparison.Ordinal),
            message => Assert.StartsWith($"{second}:3: CS1525: Invalid expression term ';'. Correct it", message, StringComparison.Ordinal));
    }

    [Fact]
    public void A_rule_that_the_generator_refuses_is_reported_with_file_and_line()
    {
        var file = _sites.Write("berlin", "Cards.cs", OutsideSites.Rule("virtio").Replace("ForEach(\"ethernet#\", 0, 9)", "ForEach(\"ethernet\", 0, 9)", StringComparison.Ordinal));

        var failure = Compile("berlin");

        Assert.All(failure.Errors, error => Assert.Matches($@"^{file}:\d+: V2K\d+: ", error.Message));
    }

    [Fact]
    public void A_name_that_breaks_the_built_in_rules_is_said_to_be_the_site_s()
    {
        _sites.Write("berlin", "Math.cs", "namespace V2K.Rules;\n\npublic static class Math { }\n");

        var failure = Compile("berlin");

        Assert.All(failure.Errors, error => Assert.Matches(@"^with site berlin, the built-in rules do not compile: CS\d+: ", error.Message));
    }

    [Fact]
    public void A_flood_of_mistakes_is_cut_short()
    {
        _sites.Write("berlin", "Flood.cs", string.Concat(Enumerable.Range(0, 500).Select(i => $"class C{i} : Missing{i} {{ }}\n")));

        var failure = Compile("berlin");

        Assert.Equal("site berlin has 480 more errors. Correct the first ones.", failure.Errors[^1].Message);
        Assert.Equal(21, failure.Errors.Count);
    }

    [Theory]
    [InlineData("..")]
    [InlineData("../sites/berlin")]
    [InlineData("/etc")]
    [InlineData("nothing-of-the-kind")]
    public void A_name_that_is_no_site_leads_nowhere(string name)
    {
        _sites.Add("berlin");

        Assert.Null(SiteSource.Find(name, [_sites.Folder]));
    }

    [Fact]
    public void The_content_of_a_site_identifies_it()
    {
        _sites.Add("berlin");
        var before = SiteSource.Find("berlin", [_sites.Folder])!.Hash;
        Assert.Equal(before, SiteSource.Find("berlin", [_sites.Folder])!.Hash);

        _sites.Write("berlin", "Cards.cs", OutsideSites.Rule("virtio"));
        var changed = SiteSource.Find("berlin", [_sites.Folder])!.Hash;
        File.Move(Path.Combine(_sites.Folder, "berlin/Cards.cs"), Path.Combine(_sites.Folder, "berlin/Kards.cs"));

        Assert.Equal(3, new[] { before, changed, SiteSource.Find("berlin", [_sites.Folder])!.Hash }.Distinct().Count());
    }

    public void Dispose() => _sites.Dispose();

    private SiteRulesException Compile(string site) =>
        Assert.Throws<SiteRulesException>(() => SiteCompiler.Compile(SiteSource.Find(site, [_sites.Folder])!));

    private static Assembly Load(byte[] assembly) => new AssemblyLoadContext("compiled").LoadFromStream(new MemoryStream(assembly));
}
