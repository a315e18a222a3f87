using System.Text.Json.Nodes;
using System.Xml.Linq;
using V2K.Engine.Tests.Libvirt;
using V2K.Engine.Tools;
using Xunit.Abstractions;

namespace V2K.Pipeline.Tests;

/// <summary>
/// A migration of fifty VMs whose process group is killed again and again, and which is then taken to the end: what is there is what an
/// undisturbed run leaves. <c>V2K_KILLS=20</c> kills that often, <c>V2K_SEED=1</c> chooses the same moments again.
/// </summary>
public sealed class MigrationCrashTests(ITestOutputHelper output) : IDisposable
{
    private static readonly int Kills = int.TryParse(Environment.GetEnvironmentVariable("V2K_KILLS"), out var kills) ? kills : 10;

    /// <summary>What a state says of when and how a result was made, not of what it is.</summary>
    private static readonly string[] Circumstances = ["finished", "seconds", "notes", "bytes", "size", "modifiedTicks"];

    private readonly SmallVms _vms = new(50);

    public void Dispose() => _vms.Dispose();

    [SkippableFact]
    public Task Killed_at_random_moments_it_converts_what_it_would_have_converted() =>
        KillAgainAndAgainAsync(["--until=convert"], () => Results(), () => Task.CompletedTask);

    [SkippableFact]
    public async Task Killed_at_random_moments_it_defines_what_it_would_have_defined()
    {
        using var daemon = new PrivateLibvirt();
        using var libvirt = await daemon.ConnectAsync();
        string[] there = [$"--connect={daemon.Uri}", "--virt-type=qemu"];
        await KillAgainAndAgainAsync(
            ["--until=define", "--adjust=none", .. there],
            () => [.. Results(), .. Enumerable.Range(0, _vms.Count).Select(number => KeyValuePair.Create($"domain {number}", Domain(number)))],
            () => Host.RunAsync(_vms.Folder, ["--target=Undefine", "--all", .. there]));

        string Domain(int number)
        {
            using var domain = libvirt.FindDomain(SmallVms.NameOf(number));
            return WithoutDate(domain!.DefinedXml());
        }
    }

    /// <summary>Compares a run that is disturbed with one that is not.</summary>
    /// <param name="options">How far it goes, and how.</param>
    /// <param name="results">What there is when it is over.</param>
    /// <param name="undo">Takes back what is not under <c>out</c>.</param>
    private async Task KillAgainAndAgainAsync(
        string[] options, Func<IEnumerable<KeyValuePair<string, string>>> results, Func<Task> undo)
    {
        Skip.If(KnownTools.QemuImg.Find() is null, "qemu-img is not installed: --target=Setup installs it");
        var seed = int.TryParse(Environment.GetEnvironmentVariable("V2K_SEED"), out var chosen) ? chosen : Random.Shared.Next();
        output.WriteLine($"V2K_SEED={seed}");
        string[] migrate = ["--target=Migrate", "--all", "--json=events.jsonl", .. options];
        (await Host.RunAsync(_vms.Folder, migrate)).Succeeded();
        var steps = Started();
        var undisturbed = results().ToDictionary(StringComparer.Ordinal);
        await StartOverAsync();

        var random = new Random(seed);
        var inTheMiddle = 0;
        for (var i = 0; i < Kills; i++)
        {
            // Some before anything has begun; the others when a few of the steps have.
            var run = await KillAsync(migrate, after: i % 5 == 0 ? 0 : random.Next(1, steps / 6), random);
            inTheMiddle += run.ExitCode != 0 && Started() > 0 ? 1 : 0;
            if (run.ExitCode == 0)
            {
                // There is nothing left to be killed in.
                RequireSame(undisturbed, results());
                await StartOverAsync();
            }
        }

        output.WriteLine($"killed in the middle: {inTheMiddle} times of {Kills}");
        Assert.True(inTheMiddle >= Kills / 2, $"only {inTheMiddle} of {Kills} runs were killed in the middle");
        (await Host.RunAsync(_vms.Folder, migrate)).Succeeded();

        RequireSame(undisturbed, results());
        for (var number = 0; number < _vms.Count; number++)
        {
            await _vms.RequireDiskAsync(number);
        }

        (await Host.RunAsync(_vms.Folder, migrate)).Succeeded();
        Assert.Equal(0, Started());
        var verified = (await Host.RunAsync(_vms.Folder, "--target=Verify", "--all")).Succeeded();
        Assert.Equal(_vms.Count, verified.Output.Split(" identical, ").Length - 1);

        async Task StartOverAsync()
        {
            await undo();
            Directory.Delete(_vms["out"], recursive: true);
        }
    }

    private static void RequireSame(Dictionary<string, string> expected, IEnumerable<KeyValuePair<string, string>> actual)
    {
        var results = actual.ToDictionary(StringComparer.Ordinal);
        Assert.Equal(expected.Keys.Order(StringComparer.Ordinal), results.Keys.Order(StringComparer.Ordinal));
        Assert.All(expected, result => Assert.Equal(result.Value, results[result.Key]));
    }

    /// <summary>Starts a run, and kills it with all that it started.</summary>
    /// <param name="arguments">The run.</param>
    /// <param name="after">How many steps it shall have begun; 0 for a moment while it starts.</param>
    /// <param name="random">Chooses the moment.</param>
    private async Task<HostRun> KillAsync(string[] arguments, int after, Random random)
    {
        File.Delete(_vms["events.jsonl"]);
        var host = Host.StartGroup(_vms.Folder, arguments);
        while (!host.End.IsCompleted && Started() < after)
        {
            await Task.Delay(1);
        }

        await Task.Delay(random.Next(after == 0 ? 700 : 60));
        host.KillGroup();
        return await host.End;
    }

    /// <summary>How many steps the latest run has begun.</summary>
    private int Started()
    {
        if (!File.Exists(_vms["events.jsonl"]))
        {
            return 0;
        }

        using var events = new StreamReader(new FileStream(_vms["events.jsonl"], FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
        return events.ReadToEnd().Split("\"event\":\"started\"").Length - 1;
    }

    /// <summary>Every file that there is, and of those that are text, what they say.</summary>
    private SortedDictionary<string, string> Results() => new(
        Directory.GetFiles(_vms["out"], "*", SearchOption.AllDirectories).ToDictionary(
            file => file,
            file => Path.GetExtension(file) switch
            {
                ".xml" => WithoutDate(XElement.Load(file)),
                ".json" => WithoutCircumstances(JsonNode.Parse(File.ReadAllText(file)))!.ToJsonString(),
                ".checksums" => JsonNode.Parse(File.ReadAllText(file))!["whole"]!.ToJsonString(),
                _ => "",
            }),
        StringComparer.Ordinal);

    /// <summary>The domain without the time at which it was written.</summary>
    private static string WithoutDate(XElement domain)
    {
        domain.Descendants(XName.Get("source", "urn:v2k:source")).Attributes("date").Remove();
        return domain.ToString();
    }

    private static JsonNode? WithoutCircumstances(JsonNode? json)
    {
        if (json is JsonObject members)
        {
            foreach (var name in Circumstances)
            {
                members.Remove(name);
            }

            foreach (var (_, member) in members)
            {
                WithoutCircumstances(member);
            }
        }

        return json;
    }
}
