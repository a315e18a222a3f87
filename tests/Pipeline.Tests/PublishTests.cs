namespace V2K.Pipeline.Tests;

/// <summary>The program that <c>Publish</c> makes, made for real.</summary>
public sealed class PublishTests
{
    [SkippableFact]
    public async Task A_published_program_runs_with_the_sites_it_was_made_with_and_with_others()
    {
        using var sites = new OutsideSites();
        using var estate = new Estate();
        sites.Add("berlin");
        var folder = estate["program"];

        var publishing = await Host.RunAsync(
            [Environment.ProcessPath!, Host.Program], estate.Folder, new Dictionary<string, string?>(StringComparer.Ordinal), "--target=Publish", $"--output={folder}");
        Skip.If(publishing.Errors.Contains("NU1301", StringComparison.Ordinal), "the package feed cannot be reached");
        publishing.Succeeded();
        Assert.True(File.Exists(Path.Combine(folder, "sites/example/LegacyNetworkCards.cs")));
        Assert.False(Path.Exists(Path.Combine(folder, "samples")) || Path.Exists(Path.Combine(folder, "v2k.yaml")));

        foreach (var (site, compiles) in new[] { ("example", false), ("berlin", true), ("berlin", false) })
        {
            var run = (await Host.RunAsync(
                [Path.Combine(folder, "v2k")],
                estate.Folder,
                new Dictionary<string, string?>(StringComparer.Ordinal) { ["V2K_SITES"] = sites.Folder, ["XDG_CACHE_HOME"] = estate["cache"] },
                "--target=Translate",
                "--vm=web01",
                "--force",
                $"--site={site}")).Succeeded();

            Assert.Equal(compiles, run.Errors.Contains("Compiling the rules of site", StringComparison.Ordinal));
            Assert.Equal(site == "berlin", File.ReadAllText(estate["out/datastore1/web01/web01.xml"]).Contains(OutsideSites.Model, StringComparison.Ordinal));
        }
    }
}
