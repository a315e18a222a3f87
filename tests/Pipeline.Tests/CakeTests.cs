namespace V2K.Pipeline.Tests;

/// <summary>What Cake's users know works as they know it.</summary>
public sealed class CakeTests
{
    private static readonly string Anywhere = Path.GetTempPath();

    [Fact]
    public async Task The_tree_shows_what_each_target_depends_on()
    {
        var run = (await Host.RunAsync(Anywhere, "--tree")).Succeeded();

        Assert.Matches(@"Convert\n[^\n]*─Translate", run.Output);
    }

    [Fact]
    public async Task The_description_lists_every_target()
    {
        var run = (await Host.RunAsync(Anywhere, "--description")).Succeeded();

        Assert.All(Build.Targets.InOrder, target => Assert.Contains(target.Name, run.Output, StringComparison.Ordinal));
        Assert.All(Build.Targets.InOrder, target => Assert.NotEmpty(target.Description));
    }

    [Fact]
    public async Task A_dry_run_lists_the_order_and_writes_nothing()
    {
        using var estate = new Estate();

        var run = (await estate.RunAsync("--target=Convert", "--vm=web01", "--dryrun")).Succeeded();

        Assert.Matches(@"1\. Translate\s+2\. Convert", run.Output);
        Assert.Empty(estate.Results());
    }

    [Fact]
    public async Task A_dry_run_needs_no_configuration()
    {
        using var estate = new Estate();
        File.WriteAllText(estate["v2k.yaml"], "nonsense: [");

        (await estate.RunAsync("--target=Convert", "--vm=web01", "--dryrun")).Succeeded();
    }

    [Fact]
    public async Task An_exclusive_target_runs_alone()
    {
        using var estate = new Estate();

        var run = (await estate.RunAsync("--target=Convert", "--exclusive", "--dryrun")).Succeeded();

        Assert.Contains("1. Convert", run.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("Translate", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_target_the_targets_and_options_are_shown()
    {
        var run = (await Host.RunAsync(Anywhere)).Succeeded();
        var help = (await Host.RunAsync(Anywhere, "--help")).Succeeded();

        Assert.Equal(help.Output, run.Output);
        Assert.All(Build.Targets.InOrder, target => Assert.Contains(target.Name, help.Output, StringComparison.Ordinal));
        Assert.All(
            Build.Options.KnownOptions.InOrder, option => Assert.Contains("--" + option.Name, help.Output, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Banners_and_durations_are_for_those_who_ask()
    {
        var quiet = (await Host.RunAsync(Anywhere, "--target=Default")).Succeeded();
        var verbose = (await Host.RunAsync(Anywhere, "--target=Default", "--verbosity=verbose")).Succeeded();

        Assert.DoesNotContain("Duration", quiet.Output, StringComparison.Ordinal);
        Assert.Contains("Duration", verbose.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_version_names_V2K_and_Cake() =>
        Assert.Matches(@"^V2K \d+\.\d+\.\d+, Cake \d+\.\d+\.\d+\n$", (await Host.RunAsync(Anywhere, "--version")).Succeeded().Output);

    [Fact]
    public async Task The_information_names_a_version() =>
        Assert.Matches(@"Version: \d+\.\d+\.\d+", (await Host.RunAsync(Anywhere, "--info")).Succeeded().Output);

    [Fact]
    public async Task Cakes_own_configuration_does_not_count()
    {
        using var estate = new Estate();
        File.WriteAllText(estate["cake.config"], "[broken\n");

        (await estate.RunAsync(new Dictionary<string, string?>(StringComparer.Ordinal) { ["CAKE_PATHS_TOOLS"] = "/no/such" }, "--tree")).Succeeded();
        (await estate.RunAsync("--target=Inventory")).Succeeded();
    }

    [Theory]
    [InlineData("--target=Convrt", "--target: there is no target 'Convrt'. Did you mean Convert?")]
    [InlineData("--vmm=web01", "--vmm: unknown option. Did you mean --vm?")]
    [InlineData("--Target=Convert", "--Target: unknown option. Did you mean --target?")]
    [InlineData("web01", "'web01' is not an option. Write --vm='web01' for a VM, --target=web01 for a target.")]
    [InlineData("--vm=", "--vm: needs a value. Write --vm=NAME.")]
    [InlineData("--format=qcow3", "--format: 'qcow3' is not one of qcow2, raw.")]
    [InlineData("--parallel=0", "--parallel: '0' is not a whole number of at least 1.")]
    [InlineData("--force=yes", "--force: 'yes' is not a disk.")]
    public async Task A_wrong_argument_is_refused_before_anything_starts(string argument, string because) =>
        Assert.StartsWith("error: " + because, (await Host.RunAsync(Anywhere, argument)).Refused(), StringComparison.Ordinal);
}
