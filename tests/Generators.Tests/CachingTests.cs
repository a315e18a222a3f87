using Microsoft.CodeAnalysis;

namespace V2K.Generators.Tests;

public sealed class CachingTests
{
    private const string Rules = """
        /// <summary>The name.</summary>
        /// <example>displayName = "a" → &lt;name&gt;a&lt;/name&gt;</example>
        [Rule(nameof(Domain.Name), Topic.General)]
        public static class NameRule
        {
            public static string? Map([Vmx("displayName")] string? name) => name;
        }

        [Ignored("config.version", Topic.Vmware, "it is the file's own version")]
        public static class Known;
        """;

    private const string Unrelated = "public static class Unrelated { public static int One => 1; }";

    [Fact]
    public void An_unrelated_edit_writes_nothing_again() =>
        AssertNothingIsWritten(Rules, Unrelated.Replace("1", "2", StringComparison.Ordinal));

    [Fact]
    public void A_new_type_writes_nothing_again() =>
        AssertNothingIsWritten(Rules, Unrelated + " public sealed record Another(int One);");

    [Fact]
    public void A_comment_above_the_rules_writes_nothing_again() => AssertNothingIsWritten("// moved\n\n" + Rules, Unrelated);

    [Fact]
    public void Another_body_of_a_rule_writes_nothing_again() =>
        AssertNothingIsWritten(Rules.Replace("=> name", "=> name?.Trim()", StringComparison.Ordinal), Unrelated);

    [Theory]
    [InlineData("displayName\")", "other\")")]
    [InlineData("The name.", "Another summary.")]
    [InlineData("config.version", "config.other")]
    [InlineData("it is the file's", "it is a file's")]
    [InlineData("Domain.Name)", "Domain.Title)")]
    [InlineData("string? name)", "string name = \"x\")")]
    public void An_edit_that_matters_is_written(string old, string edited)
    {
        var (reasons, before, after) = Edit(Rules.Replace(old, edited, StringComparison.Ordinal), Unrelated);
        Assert.Contains(IncrementalStepRunReason.Modified, reasons);
        Assert.NotEqual(before, after);
    }

    [Fact]
    public void The_order_of_files_does_not_show_in_what_is_written()
    {
        var other = Sources.Rules("""
            /// <summary>The sound.</summary>
            /// <example>sound.virtualDev = "hdaudio" → &lt;sound/&gt;</example>
            [Rule(nameof(Domain.Sound), Topic.Display)]
            public static class ASoundRule
            {
                public static string? Map([Vmx("sound.virtualDev")] string? model) => model;
            }
            """, "/repo/src/Rules/Sound.cs");
        Assert.Equal(
            All(GeneratorRun.Of(Sources.Compile(Sources.Rules(Rules), other))),
            All(GeneratorRun.Of(Sources.Compile(other, Sources.Rules(Rules)))));
    }

    private static void AssertNothingIsWritten(string rules, string unrelated)
    {
        var (reasons, before, after) = Edit(rules, unrelated);
        Assert.All(reasons, reason =>
            Assert.True(reason is IncrementalStepRunReason.Cached or IncrementalStepRunReason.Unchanged, reason.ToString()));
        Assert.Equal(before, after);
    }

    /// <summary>Runs the generator, edits both files, runs it again, and says what the second run did with the models.</summary>
    private static (IReadOnlyList<IncrementalStepRunReason> Reasons, string Before, string After) Edit(string rules, string unrelated)
    {
        var rulesTree = Sources.Rules(Rules);
        var unrelatedTree = Sources.Parse("/repo/Unrelated.cs", Unrelated);
        var compilation = Sources.Compile(rulesTree, unrelatedTree);
        var driver = GeneratorRun.Driver().RunGenerators(compilation);
        var before = All(driver.GetRunResult());

        var edited = compilation
            .ReplaceSyntaxTree(rulesTree, Sources.Rules(rules))
            .ReplaceSyntaxTree(unrelatedTree, Sources.Parse("/repo/Unrelated.cs", unrelated));
        var result = driver.RunGenerators(edited).GetRunResult();
        var steps = result.Results.Single().TrackedSteps;
        return ([.. steps[StepNames.Models].SelectMany(step => step.Outputs).Select(output => output.Reason)], before, All(result));
    }

    private static string All(GeneratorDriverRunResult result) =>
        string.Concat(result.GeneratedTrees.Select(tree => tree.ToString()));
}
