namespace V2K.Pipeline.Tests;

/// <summary>Rules of sites that a published program does not have compiled in.</summary>
public sealed class PublishedSiteTests(PublishedProgram program) : IClassFixture<PublishedProgram>, IDisposable
{
    private const string Compiling = "Compiling the rules of site";

    private readonly OutsideSites _sites = new();

    [Fact]
    public async Task A_site_outside_the_program_is_compiled_once_and_again_when_it_changes()
    {
        _sites.Add("once");
        var first = await TranslateAsync("--site=once");
        Assert.Contains($"{Compiling} once", first.Errors, StringComparison.Ordinal);
        Assert.Contains(OutsideSites.Model, program.Xml(), StringComparison.Ordinal);

        Assert.Equal("", (await TranslateAsync("--site=once")).Errors);
        var explained = (await program.RunAsync(_sites.Folder, "--target=Explain", "--vm=web01", "--site=once")).Succeeded();
        Assert.Contains("Cards", explained.Output, StringComparison.Ordinal);

        _sites.Add("once", "ne2k_pci");
        Assert.Contains(Compiling, (await TranslateAsync("--site=once")).Errors, StringComparison.Ordinal);
        Assert.Contains("ne2k_pci", program.Xml(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_configuration_may_choose_the_site_and_a_broken_neighbour_does_not_matter()
    {
        _sites.Add("berlin");
        _sites.Write("paris", "Broken.cs", "this is no C#");
        var config = Path.Combine(_sites.Folder, "v2k.yaml");
        File.WriteAllText(
            config, $"site: berlin\ndatastores:\n  - {{ name: datastore1, source: {program.Work}/samples/datastore1, target: {_sites.Folder}/out }}\n");

        (await program.RunAsync(_sites.Folder, "--target=Translate", "--vm=web01", $"--config={config}")).Succeeded();

        Assert.Contains(OutsideSites.Model, File.ReadAllText(Path.Combine(_sites.Folder, "out/web01/web01.xml")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_site_or_with_one_that_is_compiled_in_nothing_is_compiled()
    {
        _sites.Write("paris", "Broken.cs", "this is no C#");

        Assert.Equal("", (await TranslateAsync()).Errors);
        Assert.Equal("", (await TranslateAsync("--site=example")).Errors);
    }

    [Fact]
    public async Task A_site_folder_beside_the_program_may_be_changed_or_added()
    {
        var folder = Directory.CreateDirectory(Path.Combine(program.Folder, "sites", "berlin")).FullName;
        File.WriteAllText(Path.Combine(folder, "Cards.cs"), OutsideSites.Rule(OutsideSites.Model));

        await TranslateAsync("--site=berlin");

        Assert.Contains(OutsideSites.Model, program.Xml(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Rules_that_do_not_compile_are_an_error_a_line_and_nothing_is_written()
    {
        var file = _sites.Write("broken", "Cards.cs", OutsideSites.Rule("virtio").Replace("card with", "card wiht", StringComparison.Ordinal));

        var run = await program.RunAsync(_sites.Folder, "--target=Translate", "--vm=db01", "--site=broken");

        Assert.Equal(2, run.ExitCode);
        var lines = run.Errors.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.StartsWith(Compiling, lines[0], StringComparison.Ordinal);
        Assert.StartsWith($"error: {file}:17: CS", lines[1], StringComparison.Ordinal);
        Assert.All(lines[1..], line => Assert.Matches($@"^error: {file}:\d+: CS\d+: ", line));
        Assert.False(Directory.Exists(Path.Combine(program.Work, "out/datastore1/db01")));
    }

    [Fact]
    public async Task A_site_that_is_nowhere_is_refused_with_the_places_to_put_it() => Assert.Contains(
        "site nowhere has no rules. Choose one of example, or put its rules into sites/nowhere or into a folder that V2K_SITES names",
        (await program.RunAsync(_sites.Folder, "--target=Translate", "--vm=web01", "--site=nowhere", "--force")).Refused(),
        StringComparison.Ordinal);

    [Fact]
    public async Task A_site_folder_without_rules_or_with_what_is_no_file_is_refused()
    {
        Directory.CreateDirectory(Path.Combine(_sites.Folder, "empty"));
        var large = _sites.Write("large", "Large.cs", new string(' ', (1 << 20) + 1));

        Assert.Contains("site empty has no C# file", (await program.RunAsync(_sites.Folder, "--target=Translate", "--vm=web01", "--site=empty")).Refused(), StringComparison.Ordinal);
        Assert.Contains(
            $"{large}: is larger than 1048576 bytes", (await program.RunAsync(_sites.Folder, "--target=Translate", "--vm=web01", "--site=large")).Refused(), StringComparison.Ordinal);
    }

    public void Dispose() => _sites.Dispose();

    /// <summary>Translates web01, whatever was there before.</summary>
    private async Task<HostRun> TranslateAsync(params string[] options) =>
        (await program.RunAsync(_sites.Folder, ["--target=Translate", "--vm=web01", "--force", .. options])).Succeeded();
}
