using System.Diagnostics;
using V2K.Engine.Tools;
using V2K.Guests.Building;
using V2K.Guests.Model;
using V2K.Rules;

namespace V2K.Guests.Trying;

/// <summary>Makes guests and takes each by each way, one at a time: what they are timed for must not disturb them.</summary>
/// <param name="builder">Makes guests.</param>
/// <param name="libvirt">Runs them migrated.</param>
/// <param name="host">Migrates them.</param>
/// <param name="vmware">Runs them unmigrated.</param>
internal sealed class Laboratory(GuestBuilder builder, LibvirtDaemon libvirt, HostProgram host, VmwareBoot vmware)
{
    private static readonly string[] Stages = ["Convert", "Adjust", "Define", "TestBoot"];

    /// <summary>A laboratory in <paramref name="folder"/>, with the host whose assembly is <paramref name="program"/>.</summary>
    internal static Laboratory In(string folder, string program)
    {
        var runner = new ToolRunner(static _ => { });
        var builder = new GuestBuilder(folder, runner);
        return new Laboratory(
            builder,
            new LibvirtDaemon(runner),
            new HostProgram(program, folder),
            new VmwareBoot(builder.Datastore, Path.Combine(folder, "vmware"), runner));
    }

    /// <summary>Tries <paramref name="guests"/> by <paramref name="ways"/>; each stage is told when it is over.</summary>
    internal async Task<IReadOnlyList<Trial>> TryAsync(
        IReadOnlyList<Guest> guests, IReadOnlyList<Way> ways, Action<string> tell, CancellationToken cancellation)
    {
        var trials = new List<Trial>();
        foreach (var guest in guests)
        {
            tell($"{guest.Name}: {guest.Summary}");
            var chosen = ways.Where(way => Fits(way, guest)).ToList();
            if (await FailToMakeAsync(guest, tell, cancellation) is { } failure)
            {
                trials.AddRange(chosen.Select(way => new Trial(guest.Name, way.Name, [failure])));
                continue;
            }

            foreach (var way in chosen)
            {
                var trial = new Trial(guest.Name, way.Name, way == Way.Vmware
                    ? [await vmware.TryAsync(guest, cancellation)]
                    : await MigrateAsync(guest, way, outcome => tell(Line(way, outcome)), cancellation));
                if (way == Way.Vmware)
                {
                    tell(Line(way, trial.Stages[^1]));
                }

                trials.Add(trial);
            }
        }

        return trials;
    }

    /// <summary>A guest that cannot be made is no reason not to try the others.</summary>
    /// <returns>Why it cannot be made; null for one that is there.</returns>
    private async Task<StageOutcome?> FailToMakeAsync(Guest guest, Action<string> tell, CancellationToken cancellation)
    {
        var load = LoadAverage.Now();
        var started = Stopwatch.GetTimestamp();
        try
        {
            tell(await builder.MakeAsync(guest, cancellation) ? "  made" : "  there already");
            return null;
        }
        catch (V2KException failure)
        {
            tell("  FAILED: " + failure.Message);
            return new StageOutcome("making it", Passed: false, Stopwatch.GetElapsedTime(started).TotalSeconds, load, failure.Message);
        }
    }

    private async Task<IReadOnlyList<StageOutcome>> MigrateAsync(
        Guest guest, Way way, Action<StageOutcome> tell, CancellationToken cancellation)
    {
        await libvirt.EnsureAsync(cancellation);

        // A trial that finds the results of an earlier one would measure nothing.
        await host.RunAsync("Undefine", guest, way, cancellation);
        host.Forget(guest, way);

        var outcomes = new List<StageOutcome>();
        foreach (var stage in Stages)
        {
            outcomes.Add(await host.RunAsync(stage, guest, way, cancellation));
            tell(outcomes[^1]);
            if (!outcomes[^1].Passed)
            {
                break;
            }
        }

        // The next way defines a domain of the same name.
        await host.RunAsync("Undefine", guest, way, cancellation);
        return outcomes;
    }

    private static string Line(Way way, StageOutcome outcome) =>
        $"  {way.Name}  {outcome.Stage,-8} {outcome.Seconds,6:0.0} s  {(outcome.Passed ? "" : "FAILED: ")}{outcome.Said}";

    /// <summary>A guest that is to stay as it is goes one way only; QEMU has no LSI Logic of the kind that VMware has.</summary>
    private static bool Fits(Way way, Guest guest) => way == Way.Native
        || (way == Way.Fidelity ? guest.GoesByFidelity
            : way == Way.Vmware
            ? guest is { Firmware: Firmware.Bios, Cards: [{ Address: null }], Disks: [_], ScsiController: "pvscsi" }
            : !guest.Options.Contains("--adjust=none"));
}
