using System.Globalization;
using System.Xml.Linq;
using V2K.Engine.Configuration;
using V2K.Engine.Libvirt;
using V2K.Engine.State;
using V2K.Engine.TestBoots.Judging;
using V2K.Engine.TestBoots.Passphrases;
using V2K.Engine.TestBoots.Sandbox;
using V2K.Engine.TestBoots.Signals;
using V2K.Engine.Tools;
using V2K.Rules;
using V2K.Rules.Model;

namespace V2K.Engine.TestBoots;

/// <summary>
/// Boots copies of domains, as many at once as <c>--parallel</c> and the host's memory allow, and says what became of them. One
/// serves a whole run.
/// </summary>
/// <param name="host">Where they are defined.</param>
/// <param name="config">How to test.</param>
/// <param name="runner">Runs qemu-img.</param>
public sealed class TestBooter(LibvirtHost host, Config config, ToolRunner runner) : IDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private readonly MemoryBudget _memory = MemoryBudget.OfHost();
    private readonly Lock _gate = new();
    private bool _isSwept;

    /// <summary>Boots a copy of <paramref name="defined"/>, waits for the outcome and leaves its traces in <paramref name="files"/>.</summary>
    /// <param name="vm">The VM, with its datastore, for the verdict.</param>
    /// <param name="defined">The domain as libvirt has it.</param>
    /// <param name="known">The addresses that the guest is known to configure.</param>
    /// <param name="found">What Adjust found in the guest; null where it has not looked.</param>
    /// <param name="files">Where verdict, log and screenshot go.</param>
    /// <param name="trouble">Receives what could not be removed.</param>
    /// <param name="cancellation">Ends it early; everything is removed in this case, too.</param>
    /// <exception cref="V2KException">The copy could not be started. A guest that does not come up is no exception.</exception>
    public async Task<TestBootVerdict> BootAsync(
        string vm,
        XElement defined,
        IReadOnlyList<GuestAddress> known,
        GuestFound? found,
        TestBootFiles files,
        Action<V2KException> trouble,
        CancellationToken cancellation)
    {
        var expected = ExpectedAddresses.Of(config.TestBoot.Addresses, known);
        var libvirt = LocalLibvirt();
        SweepOnce(libvirt, trouble);
        using var memory = await _memory.TakeAsync(Mebibytes(defined), cancellation);

        var virtType = defined.Get("type") ?? "";
        var patience = BootPatience.For(virtType == "kvm", config.TestBoot.Timeout);
        var judge = new BootJudge(expected, PluggedCards(defined), patience);
        var started = DateTimeOffset.UtcNow;
        using var bench = new TestBench(libvirt, config.TestBoot, trouble);
        var copy = await bench.StartAsync(defined, runner, new Keyring(config.Adjust.Keys, patience.Key), cancellation);
        var (outcome, last) = await WatchAsync(copy.Eyes, judge, cancellation);
        return files.Keep(
            new TestBootVerdict
            {
                Vm = vm,
                Domain = defined.Text("name"),
                Passed = outcome.HasPassed,
                Started = started,
                Seconds = Math.Round(last.Seconds, 1),
                VirtType = virtType,
                Signals = judge.Signals,
                Diagnosis = outcome.Diagnosis is { } diagnosis ? VirtioCause.Explain(diagnosis, defined, found, $"{last.Serial}\n{last.Screen}") : null,
                Warning = outcome.Warning,
                Screen = last.Screen,
            },
            last.Serial,
            last.State == DomainState.Running && !copy.Eyes.HasSeenKey ? Picture.ToPng(copy.Domain.Screenshot(libvirt)) : null);
    }

    /// <inheritdoc/>
    public void Dispose() => _memory.Dispose();

    private static async Task<(BootOutcome Outcome, BootObservation Last)> WatchAsync(BootObserver eyes, BootJudge judge, CancellationToken cancellation)
    {
        while (true)
        {
            var now = eyes.Look(judge);
            if (judge.See(now) is { } outcome)
            {
                return (outcome, now);
            }

            await Task.Delay(Pause, cancellation);
        }
    }

    private LibvirtConnection LocalLibvirt()
    {
        var libvirt = host.Connection;
        return libvirt.IsLocal ? libvirt : throw new V2KException(
            $"a test boot creates overlays and a network on the libvirt host, but {libvirt.Uri} is another host",
            "Run V2K there",
            key: "--connect");
    }

    private void SweepOnce(LibvirtConnection libvirt, Action<V2KException> trouble)
    {
        lock (_gate)
        {
            if (!_isSwept)
            {
                Sweep.Run(libvirt, config.TestBoot.Scratch, trouble);
                _isSwept = true;
            }
        }
    }

    private static string[] PluggedCards(XElement domain) =>
    [
        .. domain.Devices("interface")
            .Where(card => card.Element("link")?.Get("state") != "down")
            .Select(card => card.Element("mac")?.Get("address")?.ToLowerInvariant())
            .OfType<string>(),
    ];

    /// <summary>libvirt reports kibibytes for every unit that the XML uses.</summary>
    internal static long Mebibytes(XElement domain) =>
        long.TryParse(domain.Text("memory"), NumberStyles.None, CultureInfo.InvariantCulture, out var kibibytes) ? kibibytes >> 10 : 0;
}
