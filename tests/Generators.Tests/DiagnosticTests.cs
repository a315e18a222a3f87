using System.Collections.Immutable;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;
using V2K.Generators.Checking;

namespace V2K.Generators.Tests;

public sealed class DiagnosticTests
{
    private const string Doc = """
        /// <summary>A rule.</summary>
        /// <example>displayName = "a" → &lt;name&gt;a&lt;/name&gt;</example>

        """;

    /// <summary>
    /// A diagnostic, what provokes it with [| |] around the place it must name, and what its message must hold. Exactly
    /// these diagnostics may appear.
    /// </summary>
    public static TheoryData<string, string, string> Cases { get; } = new()
    {
        {
            "V2K0001",
            Doc + Class("A", "[Rule(nameof(Domain.Name), Topic.General)]", "string? Map() => null")
            + Doc + Class("B", "[[|Rule(nameof(Domain.Name), Topic.General)|]]", "string? Map() => null"),
            "A and B both fill Domain.Name:"
        },
        {
            "V2K0001",
            Doc + Class("A", """[Rule(nameof(Domain.Nics), Topic.General), ForEach("ethernet#", 0, 3)]""", """Nic? Map([Vmx(".a")] string? a) => null""")
            + Doc + Class("B", """[[|Rule(nameof(Domain.Nics), Topic.General)|], ForEach("Ethernet#", 0, 9)]""", """Nic? Map([Vmx(".a")] string? a) => null"""),
            "for each ethernet#"
        },
        { "V2K0002", Rule("""string? Map([Vmx("display name")] string? [|name|]) => name"""), "' ' cannot stand in a VMX key" },
        { "V2K0002", Rule("""string? Map([Vmx("")] string? [|name|]) => name"""), "it is empty" },
        { "V2K0002", Rule("""string? Map([Vmx("tools.*")] string? [|name|]) => name"""), "only in [Ignored] and [Concern]" },
        { "V2K0002", """[[|Ignored("tools.*.x", Topic.Vmware, "so")|]] public static class K;""", "only at the end" },
        { "V2K0002", """[[|Ignored("scsi##", Topic.Vmware, "so")|]] public static class K;""", "a '#' takes a whole number" },
        { "V2K0003", Rule("""string? Map([Vmx("scsi#.virtualDev")] string? [|name|]) => name"""), "no [ForEach]" },
        {
            "V2K0003",
            Group("""[ForEach("ethernet#", 0, 9)]""", """Nic? Map([Vmx(".a")] string? a, [Vmx("scsi#:#.present")] string? [|b|]) => null"""),
            "it has 2 numbers, and ethernet# gives 1"
        },
        {
            "V2K0003",
            Group("""[ForEach("scsi#:#", 0, 3, 0, 15)]""", """Nic? Map([Vmx(".present")] string? [|a|]) => null""")
            + Doc + Class("B", """[Rule(nameof(Facts.Drives), Topic.Storage), ForEach("scsi0:#", 0, 15)]""", """string? Map([Vmx(".present")] string? a) => null"""),
            "scsi0:#.present takes some of its keys"
        },
        {
            "V2K0004",
            """[Ignored("a.b", Topic.Vmware, "so")] public static class K; [[|Ignored("A.B", Topic.Vmware, "otherwise")|]] public static class L;""",
            "'A.B' is declared here and on K"
        },
        {
            "V2K0004",
            """[Ignored("a", Topic.Vmware, "so"), [|Concern("a", Topic.Vmware, Severity.Info, "x", "y")|]] public static class K;""",
            "'a' is declared here and on K"
        },
        {
            "V2K0004",
            """
            [Concern("a", Topic.Vmware, Severity.Info, "x", "y", When = "1"), Concern("a", Topic.Vmware, Severity.Info, "x", "y", When = "2")]
            [[|Concern("a", Topic.Vmware, Severity.Blocker, "x", "y", When = "1")|]]
            public static class K;
            """,
            "'a' is declared here and on K"
        },
        {
            "V2K0005",
            Rule("""string? Map([Vmx("displayName")] string? name) => name""")
            + """[[|Ignored("displayname", Topic.Vmware, "so")|]] public static class K;""",
            "'displayname' is ignored here, and R reads it"
        },
        { "V2K0006", Rule("""string? Map([Vmx("a")] object? [|a|]) => null"""), "'a' of type object? cannot be read" },
        { "V2K0006", Rule("""string? Map([Vmx("a")] double? [|a|]) => null"""), "'a' of type double? cannot be read" },
        { "V2K0007", Rule("""string? Map([Vmx("a")] int [|a|]) => null"""), "'a' has no value" },
        { "V2K0007", Rule("""string? Map([Vmx("a")] string [|a|]) => a"""), "'a' has no value" },
        { "V2K0008", Rule("""string? Map(int [|a|]) => null"""), "'a' has no source" },
        { "V2K0009", Doc + Class("R", """[[|Rule("Nmae", Topic.General)|]]""", "string? Map() => null"), "'Nmae' is no settable property" },
        { "V2K0009", Doc + Class("R", """[[|Rule("ReadOnly", Topic.General)|]]""", "string? Map() => null"), "'ReadOnly' is no settable" },
        { "V2K0009", Rule("""string? Map([From("Gone")] string? [|a|]) => a"""), "'Gone' is no settable property" },
        { "V2K0010", Rule("int? [|Map|]() => null"), "Map returns int?, and Domain.Name wants string" },
        { "V2K0010", Rule("Mapped<long> [|Map|]() => default"), "Map returns Mapped<long>, and Domain.Name wants string" },
        { "V2K0010", Group("""[ForEach("a#", 0, 1)]""", """string? [|Map|]([Vmx(".x")] string? x) => null"""), "wants Nic" },
        { "V2K0011", Doc + "[Rule(nameof(Domain.Name), Topic.General)] public static class [|R|];", "it has no method Map" },
        { "V2K0011", Doc + "[Rule(nameof(Domain.Name), Topic.General)] public class [|R|] { public string? Map() => null; }", "Map is not static" },
        { "V2K0011", Doc + "[Rule(nameof(Domain.Name), Topic.General)] public static class [|R|] { static string? Map() => null; }", "Map is not public" },
        {
            "V2K0011",
            Doc + "[Rule(nameof(Domain.Name), Topic.General)] public static class [|R|] { public static string? Map() => null; public static string? Map(int a) => null; }",
            "it has several methods Map"
        },
        { "V2K0011", Doc + "[Rule(nameof(Domain.Name), Topic.General)] public static class [|R|]<T> { public static string? Map() => null; }", "its class is generic" },
        { "V2K0011", Rule("void Map() { }").Replace("class R", "class [|R|]", StringComparison.Ordinal).Replace("{ };", "{ }", StringComparison.Ordinal), "Map returns nothing" },
        {
            "V2K0012",
            Rule("string? Map([From(nameof(Domain.Name))] string? [|name|]) => name"),
            "Domain.Name cannot be filled: Domain.Name needs Domain.Name"
        },
        { "V2K0013", Rule("string? Map([From(nameof(Facts.Slots))] string? [|slots|]) => slots"), "'slots' of type string? cannot take Facts.Slots of type int?" },
        { "V2K0013", Rule("string? Map([From(nameof(Facts.Guest))] string [|guest|]) => guest"), "cannot take Facts.Guest of type string?" },
        { "V2K0014", Rule("string? Map([Index] int [|a|]) => null"), "no [ForEach]" },
        { "V2K0014", Group("""[ForEach("a#", 0, 1)]""", """Nic? Map([Vmx(".x")] string? x, [Index(1)] int [|a|]) => null"""), "no number at position 1" },
        { "V2K0014", Group("""[ForEach("a#", 0, 1)]""", """Nic? Map([Vmx(".x")] string? x, [Index] string [|a|]) => null"""), "it is not an int" },
        { "V2K0015", """/// <example>a = "1" → &lt;a/&gt;</example>""" + "\n" + Class("[|R|]", NameRule, "string? Map() => null"), "R has no <summary>" },
        { "V2K0016", "/// <summary>A rule.</summary>\n" + Class("[|R|]", NameRule, "string? Map() => null"), "R has no <example>" },
        { "V2K0017", Example("a = 1, so nothing"), "there is no →" },
        { "V2K0017", Example("nothing → &lt;a/&gt;"), "'nothing' is no VMX line" },
        { "V2K0017", Example("a = 1 → &lt;a&gt;"), "not well-formed" },
        { "V2K0017", Example("a = 1 → something"), "only XML elements" },
        { "V2K0017", Example("a = 1 →"), "only XML elements" },
        { "V2K0018", """[[|Ignored("a", Topic.Vmware, " ")|]] public static class K;""", "without saying why KVM does not need it" },
        { "V2K0018", """[[|Concern("a", Topic.Vmware, Severity.Info, "", "x")|]] public static class K;""", "without saying what it changes" },
        { "V2K0018", """[[|Concern("a", Topic.Vmware, Severity.Info, "x", "")|]] public static class K;""", "without saying what to do" },
        { "V2K0019", Group("""[[|ForEach("a#", 3, 1)|]]""", """Nic? Map([Vmx(".x")] string? x) => null"""), "its last number is below its first" },
        { "V2K0019", Group("""[[|ForEach("a#", -1, 1)|]]""", """Nic? Map([Vmx(".x")] string? x) => null"""), "numbers begin at 0" },
        { "V2K0019", Group("""[[|ForEach("a", 0, 1)|]]""", """Nic? Map([Vmx(".x")] string? x) => null"""), "a '#' for each number" },
        { "V2K0019", Group("""[[|ForEach("a b#", 0, 1)|]]""", """Nic? Map([Vmx(".x")] string? x) => null"""), "' ' cannot stand" },
        { "V2K0020", Group("""[[|ForEach("a#", 0, 1)|]]""", """Nic? Map([Vmx("b#.x")] string? x) => null"""), "no rule reads a key of a#" },
        { "V2K0021", Rule("string? Map([BuiltIn] string? [|name|]) => name"), "its rule is built in itself" },
        { "V2K0021", Rule("string? Map([BuiltIn] string [|name|]) => name"), "it is not nullable" },
        { "V2K0022", Doc + Class("R", """[Rule(nameof(Domain.Name), Topic.General), [|ForEach("a#", 0, 1)|]]""", """string? Map([Vmx(".x")] string? x) => x"""), "Domain.Name takes one value" },
        { "V2K0022", Doc + Class("R", """[[|Rule(nameof(Domain.Name), Topic.General, Part = "x")|]]""", "string? Map() => null"), "so a Part has no place" },
        {
            "V2K0023",
            Rule("""string? Map([Vmx("acme.key")] string? [|key|]) => key""")
            + """[Concern("ACME.key", Topic.Vmware, Severity.Info, "x", "y", Secret = true)] public static class K;""",
            "'key' reads acme.key, which is declared a secret"
        },
        {
            "V2K0023",
            Rule("""string? Map([Vmx("guestinfo.acme.user")] string? [|user|]) => user""")
            + """[Ignored("guestinfo.*", Topic.Vmware, "x", Secret = true)] public static class K;""",
            "make its type SecretText"
        },
        {
            "V2K0023",
            Group("""[ForEach("acme#", 0, 9)]""", """Nic? Map([Vmx(".key")] int? [|key|]) => null""")
            + """[Ignored("acme*", Topic.Vmware, "x", Secret = true)] public static class K;""",
            "'key' reads acme#.key"
        },
        { "V2K0024", Rule("""string? Map([Vmx("acme.rootPassword")] string? [|password|]) => null"""), "'acme.rootPassword' sounds like a secret" },
        { "V2K0024", """[[|Ignored("acme.api_key*", Topic.Vmware, "x")|]] public static class K;""", "add Secret = true or Secret = false" },
    };

    private const string NameRule = "[Rule(nameof(Domain.Name), Topic.General)]";

    [Theory]
    [MemberData(nameof(Cases))]
    public void A_mistake_is_reported_where_it_is_made(string id, string source, string message)
    {
        var (text, expected) = Unmark(source);
        var tree = Sources.Rules(text);
        var offset = tree.ToString().Length - text.Length;
        var diagnostic = Assert.Single(Diagnose(tree));
        Assert.Equal(id, diagnostic.Id);
        Assert.Contains(message, diagnostic.GetMessage(), StringComparison.Ordinal);
        Assert.Equal(new TextSpan(expected.Start + offset, expected.Length), diagnostic.Location.SourceSpan);
        Assert.EndsWith($"docs/diagnostics/{id}.md", diagnostic.Descriptor.HelpLinkUri, StringComparison.Ordinal);
    }

    [Fact]
    public void Each_rule_of_a_circle_is_reported()
    {
        var diagnostics = Diagnose(Sources.Rules(
            Rule("string? Map([From(nameof(Facts.Guest))] string? guest) => guest")
            + Doc + Class("G", "[Rule(nameof(Facts.Guest), Topic.General)]", "string? Map([From(nameof(Domain.Name))] string? name) => name")));
        Assert.Equal(["V2K0012", "V2K0012"], diagnostics.Select(diagnostic => diagnostic.Id));
        Assert.All(diagnostics, diagnostic => Assert.Contains(
            "Domain.Name needs Facts.Guest needs Domain.Name", diagnostic.GetMessage(), StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("string? Map([BuiltIn] string? sound) => sound", "no built-in rule fills Domain.Sound so")]
    [InlineData("string? Map([BuiltIn] string? sound, [From(nameof(Domain.Name))] string name) => sound", "no built-in rule fills Domain.Sound so")]
    public void A_site_rule_cannot_ask_for_a_built_in_rule_that_is_not_there(string map, string message)
    {
        var site = Sources.Rules(Doc + Class("S", "[Rule(nameof(Domain.Sound), Topic.Display)]", map), "/repo/sites/acme/S.cs");
        var diagnostic = Assert.Single(Diagnose(site));
        Assert.Equal("V2K0021", diagnostic.Id);
        Assert.Contains(message, diagnostic.GetMessage(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_pragma_silences_a_diagnostic_at_its_place()
    {
        var tree = Sources.Rules("#pragma warning disable V2K0018\n[Ignored(\"a\", Topic.Vmware, \"\")] public static class K;");
        GeneratorRun.Driver().RunGeneratorsAndUpdateCompilation(Sources.Compile(tree), out _, out var diagnostics);
        Assert.Empty(diagnostics.Where(diagnostic => !diagnostic.IsSuppressed));
    }

    [Fact]
    public void Every_diagnostic_has_a_case_here() => Assert.Equal(
        Descriptors.All.Select(descriptor => descriptor.Id),
        Cases.Select(row => (string)row[0]).Distinct(StringComparer.Ordinal));

    [Fact]
    public void Every_diagnostic_has_a_page_with_its_title_and_its_fix()
    {
        var pages = Sources.Embedded("Docs/").ToDictionary(page => page.Name, page => page.Text, StringComparer.Ordinal);
        Assert.All(Descriptors.All, descriptor =>
        {
            var page = Assert.Contains(descriptor.Id + ".md", pages as IReadOnlyDictionary<string, string>);
            Assert.StartsWith($"# {descriptor.Id}: {descriptor.Title}\n", page, StringComparison.Ordinal);
            Assert.Contains("\n## How to fix it\n", page, StringComparison.Ordinal);
            Assert.Contains(descriptor.Id, pages["AnalyzerReleases.Unshipped.md"] + pages["AnalyzerReleases.Shipped.md"], StringComparison.Ordinal);
        });
    }

    [Fact]
    public void A_rule_with_a_mistake_stays_out_and_the_others_are_still_translated()
    {
        var result = GeneratorRun.Of(Sources.Compile(Sources.Rules(
            Rule("""string? Map([Vmx("displayName")] string? name) => name""")
            + Doc + Class("Broken", "[Rule(nameof(Domain.Title), Topic.General)]", "int Map() => 1"))));
        Assert.Contains("Apply0R", result.Text("Translator.g.cs"), StringComparison.Ordinal);
        Assert.DoesNotContain("Broken", result.Text("Translator.g.cs"), StringComparison.Ordinal);
    }

    private static ImmutableArray<Diagnostic> Diagnose(SyntaxTree rules) => GeneratorRun.Of(Sources.Compile(rules)).Diagnostics;

    private static string Rule(string map) => Doc + Class("R", NameRule, map);

    private static string Group(string forEach, string map) =>
        Doc + Class("R", "[Rule(nameof(Domain.Nics), Topic.Network)]" + forEach, map);

    private static string Example(string example) =>
        $"/// <summary>A rule.</summary>\n/// <example>{example}</example>\n" + Class("[|R|]", NameRule, "string? Map() => null");

    private static string Class(string name, string attributes, string map) =>
        $"{attributes}\npublic static class {name} {{ public static {map}; }}\n";

    private static (string Text, TextSpan Span) Unmark(string source)
    {
        var start = source.IndexOf("[|", StringComparison.Ordinal);
        var end = source.IndexOf("|]", StringComparison.Ordinal);
        Assert.True(start >= 0 && end > start, "the case marks no place");
        var text = new StringBuilder(source).Remove(end, 2).Remove(start, 2).ToString();
        return (text, TextSpan.FromBounds(start, end - 2));
    }
}
