using System.Text.Json;
using System.Text.RegularExpressions;
using V2K.Build.Schemas;
using V2K.Schemas;

namespace V2K.Pipeline.Tests;

/// <summary>
/// What machines read: every result is what <c>docs/schemas</c> promises, wherever it is made. The hosts here run under a
/// Turkish or German locale, where i and I or 1.5 and 1,5 are not what they seem, and on a terminal of 20 columns.
/// </summary>
public sealed partial class SchemaTests
{
    private static readonly Dictionary<string, string?> German = Locale("de_DE.UTF-8"), Turkish = Locale("tr_TR.UTF-8"), Plain = Locale("C");

    [Fact]
    public void The_committed_schemas_are_what_the_code_writes() => Assert.All(SchemaFolder.All(), schema => Assert.True(
        File.Exists(Path.Combine(SchemaJudge.Folder, schema.Key)) && File.ReadAllText(Path.Combine(SchemaJudge.Folder, schema.Key)) == schema.Value,
        $"docs/schemas/{schema.Key} is out of date: run --target=Docs and commit what it writes"));

    [Fact]
    public void There_is_a_schema_for_each_result_and_for_nothing_else() => Assert.Equal(
        JsonResults.All.Select(result => result.FileName),
        Directory.EnumerateFiles(SchemaJudge.Folder, "*.json").Select(Path.GetFileName).Order(StringComparer.Ordinal));

    [Fact]
    public async Task The_page_about_the_schemas_has_an_example_of_each()
    {
        var page = File.ReadAllText(Path.Combine(SchemaJudge.Folder, "README.md"));

        var examples = Example().Matches(page).ToDictionary(match => match.Groups["schema"].Value, match => match.Groups["json"].Value, StringComparer.Ordinal);

        Assert.Equal(JsonResults.All.Select(result => result.Name), examples.Keys.Order(StringComparer.Ordinal));
        foreach (var (schema, json) in examples)
        {
            foreach (var document in schema == "migration-event" ? json.Split('\n') : [json])
            {
                await SchemaJudge.IsValidAsync(schema, document);
            }
        }
    }

    [Theory]
    [InlineData("""{ "time": "2026-01-01T00:00:00Z", "vm": "[a] b/b.vmx", "name": "b", "event": "ended", "okay": true }""", "okay")]
    [InlineData("""{ "time": "2026-01-01T00:00:00Z", "vm": "[a] b/b.vmx", "name": "b", "event": "stopped" }""", "event")]
    [InlineData("""{ "time": "2026-01-01T00:00:00Z", "vm": "[a] b/b.vmx", "event": "ended", "ok": true }""", "name")]
    [InlineData("""{ "time": "2026-01-01T00:00:00Z", "vm": "[a] b/b.vmx", "name": "b", "event": "progress", "done": "1,5" }""", "done")]
    public async Task A_property_that_the_schema_does_not_name_is_invalid(string json, string field) =>
        Assert.Contains(await SchemaJudge.ErrorsAsync("migration-event", json), error => error.Contains(field, StringComparison.Ordinal));

    [Theory]
    [InlineData("inventory", "--target=Inventory", "--all")]
    [InlineData("explanation", "--target=Explain", "--vm=web01,app01")]
    public async Task JSON_without_times_and_paths_is_identical_in_every_culture(string schema, string target, string vms)
    {
        using var estate = new Estate();
        AddTroubles(estate);

        (await estate.RunAsync(Turkish, target, vms, "--json=turkish.json")).Succeeded();
        (await estate.RunAsync(Plain, target, vms, "--json=plain.json")).Succeeded();

        await SchemaJudge.IsValidAsync(schema, File.ReadAllText(estate["turkish.json"]));
        Assert.Equal(File.ReadAllText(estate["plain.json"]), File.ReadAllText(estate["turkish.json"]));
    }

    [Fact]
    public async Task The_JSON_of_a_migration_matches_its_schemas_from_plan_to_report()
    {
        using var estate = new Estate();
        AddTroubles(estate);
        await RunAsync("plan", "--target=Plan");

        Assert.Equal(3, (await estate.RunAsync(German, "--target=Migrate", "--all", "--until=convert", "--format=raw", "--json=first.jsonl")).ExitCode);
        Assert.Equal(3, (await estate.RunAsync(German, "--target=Migrate", "--all", "--until=convert", "--format=raw", "--json=second.jsonl")).ExitCode);
        var events = new[] { "first.jsonl", "second.jsonl" }.SelectMany(file => File.ReadAllLines(estate[file])).ToList();
        foreach (var line in events)
        {
            await SchemaJudge.IsValidAsync("migration-event", line);
        }

        Assert.Equal(
            ["ended", "failed", "finished", "found", "progress", "started", "upToDate"],
            events.Select(line => JsonDocument.Parse(line).RootElement.GetProperty("event").GetString()!).Distinct().Order(StringComparer.Ordinal));
        foreach (var findings in Directory.EnumerateFiles(estate["out"], "*.findings.json", SearchOption.AllDirectories))
        {
            await SchemaJudge.IsValidAsync("findings", File.ReadAllText(findings));
        }

        await RunAsync("plan", "--target=Plan", "--format=raw");
        await RunAsync("report", "--target=Report");
        using (var disk = File.OpenWrite(estate["out/datastore1/web01/web01.raw"]))
        {
            disk.WriteByte(0xA5);
        }

        Assert.Equal(1, (await estate.RunAsync(German, "--target=Verify", "--vm=web01,db01", "--format=raw", "--json=verification.json")).ExitCode);
        var verification = File.ReadAllText(estate["verification.json"]);
        await SchemaJudge.IsValidAsync("verification", verification);
        Assert.Equal(
            [false, true],
            JsonDocument.Parse(verification).RootElement.EnumerateArray().Select(disk => disk.GetProperty("isIdentical").GetBoolean()).Distinct().Order());

        async Task RunAsync(string schema, params string[] arguments)
        {
            (await estate.RunAsync(German, [.. arguments, $"--json={schema}.json"])).Succeeded();
            await SchemaJudge.IsValidAsync(schema, File.ReadAllText(estate[schema + ".json"]));
        }
    }

    [Fact]
    public async Task The_JSON_of_Doctor_matches_its_schema()
    {
        using var estate = new Estate();
        var environment = new Dictionary<string, string?>(Turkish, StringComparer.Ordinal) { ["PATH"] = estate.Folder };

        (await estate.RunAsync(environment, "--target=Doctor", "--json=nothing.json")).Succeeded();
        (await estate.RunAsync(Turkish, "--target=Doctor", "--json=all.json")).Succeeded();

        await SchemaJudge.IsValidAsync("doctor", File.ReadAllText(estate["nothing.json"]));
        await SchemaJudge.IsValidAsync("doctor", File.ReadAllText(estate["all.json"]));
    }

    [Fact]
    public async Task A_result_that_goes_through_a_link_leaves_the_link_there()
    {
        using var estate = new Estate();
        File.WriteAllText(estate["real.json"], "");
        File.CreateSymbolicLink(estate["link.json"], "real.json");

        (await estate.RunAsync("--target=Inventory", "--json=link.json")).Succeeded();
        var piped = (await estate.RunAsync("--target=Inventory", "--json=/dev/stdout")).Succeeded();

        await SchemaJudge.IsValidAsync("inventory", File.ReadAllText(estate["real.json"]));
        Assert.Equal("real.json", new FileInfo(estate["link.json"]).LinkTarget);
        Assert.EndsWith(File.ReadAllText(estate["real.json"]), piped.Output, StringComparison.Ordinal);
        Assert.NotNull(new FileInfo("/dev/stdout").LinkTarget);
    }

    [Fact]
    public async Task A_target_without_a_result_for_machines_says_so()
    {
        using var estate = new Estate();

        var refused = (await estate.RunAsync("--target=Convert", "--vm=web01", "--json=web01.json")).Refused();

        Assert.Equal(
            "error: --json: Convert does not write JSON. Use it with --target=CutOver, Doctor, Explain, Guests, Inventory, Migrate, Plan, Report or Verify.", refused);
    }

    /// <summary>A VM that a concern stops and one that cannot be read.</summary>
    private static void AddTroubles(Estate estate)
    {
        estate.AddVm("samples/datastore1/app01/app01.vmx", ("displayName", "app01 ıİ"), ("pciPassthru0.present", "TRUE"), ("scsi0:0.fileName", "app01.vmdk"));
        estate.AddDisk("samples/datastore1/app01/app01.vmdk");
        estate.AddVm("samples/datastore1/lost01/lost01.vmx", ("displayName", "lost01"), ("scsi0:0.fileName", "lost01.vmdk"));
    }

    private static Dictionary<string, string?> Locale(string name) => new(StringComparer.Ordinal)
    {
        ["LANG"] = name,
        ["LC_ALL"] = name,
        ["DOTNET_SYSTEM_GLOBALIZATION_INVARIANT"] = null,
        ["COLUMNS"] = "20",
        ["TERM"] = "dumb",
    };

    /// <summary>A section of the page: its heading links the schema, its first block of code is an example.</summary>
    [GeneratedRegex(@"^## .*?\((?<schema>[a-z-]+)\.schema\.json\).*?^```json\n(?<json>.*?)\n```$", RegexOptions.Multiline | RegexOptions.Singleline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Example();
}
