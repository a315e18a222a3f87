using System.Text.RegularExpressions;
using V2K.Build;
using V2K.Build.Options;
using V2K.Engine.Configuration;
using V2K.Engine.Guests.Steps;
using V2K.Engine.Tests;

namespace V2K.Pipeline.Tests;

/// <summary>The pages under <c>docs/reference</c> name what the program has: every option, target and step, and no other.</summary>
public sealed partial class ReferencePagesTests
{
    /// <summary>Milliseconds for one search.</summary>
    private const int Timeout = 10_000;

    [Fact]
    public void The_page_of_options_names_every_option_and_no_other() => Assert.Equal(
        KnownOptions.InOrder.Select(static option => option.Name).Order(StringComparer.Ordinal),
        OptionName().Matches(Page("options.md")).Select(static option => option.Groups["inside"].Value).Distinct().Order(StringComparer.Ordinal));

    [Fact]
    public void The_page_of_targets_names_every_target()
    {
        var page = Page("targets.md");
        Assert.All(Targets.InOrder.Where(static target => target.Name != "Default"), target => Assert.Contains($"`{target.Name}`", page, StringComparison.Ordinal));
    }

    [Fact]
    public void The_page_of_adjustments_names_every_step_and_no_other() => Assert.Equal(
        GuestSteps.InOrder.Select(static step => step.Name).Order(StringComparer.Ordinal),
        StepRow().Matches(Page("adjustments.md").Split("## Steps")[1].Split("\n## ")[0]).Select(static row => row.Groups["inside"].Value).Order(StringComparer.Ordinal));

    [Fact]
    public void Each_configuration_on_the_page_of_v2k_yaml_is_accepted()
    {
        using var folder = new TempFolder();
        var examples = Yaml().Matches(Page("v2k-yaml.md")).Select(static example => example.Groups["inside"].Value).ToList();
        Assert.NotEmpty(examples);
        Assert.All(examples, example =>
        {
            var path = Path.Combine(folder.Path, ConfigFile.DefaultName);
            File.WriteAllText(path, example);
            Assert.NotEmpty(ConfigFile.Load(path).Datastores);
        });
    }

    private static string Page(string name) => File.ReadAllText(Path.Combine(Repository.Root, "docs", "reference", name));

    [GeneratedRegex("`--(?<inside>[a-z0-9-]+)", RegexOptions.None, Timeout)]
    private static partial Regex OptionName();

    [GeneratedRegex("^\\| `(?<inside>[a-z-]+)` \\|", RegexOptions.Multiline, Timeout)]
    private static partial Regex StepRow();

    [GeneratedRegex("```yaml\n(?<inside>.*?)```", RegexOptions.Singleline, Timeout)]
    private static partial Regex Yaml();
}
