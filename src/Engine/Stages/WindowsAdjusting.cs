using System.Runtime.CompilerServices;
using V2K.Engine.Concerns;
using V2K.Engine.Configuration;
using V2K.Engine.Disks.Engines;
using V2K.Engine.Guests;
using V2K.Engine.State;
using V2K.Engine.Tools;
using V2K.Rules.Findings;
using V2K.Rules.Model;
using V2K.Rules.Translation;

namespace V2K.Engine.Stages;

/// <summary>
/// Whether Windows can be adjusted as it is asked, and on this host. virt-v2v does it, whatever the way for the others; Plan says what stands in the
/// way, and Migrate stops before it copies the disks.
/// </summary>
internal static class WindowsAdjusting
{
    /// <summary>A run translates thousands of VMs by one configuration, and looks once for what is on this host.</summary>
    private static readonly ConditionalWeakTable<Config, StrongBox<WindowsDriverSource>> Sources = [];

    /// <summary>Whether the guest of <paramref name="translation"/> is Windows: the one place that says so.</summary>
    internal static bool IsFor(TranslatedDomain translation) => translation.System.Family == GuestFamily.Windows;

    /// <summary>Where Windows guests get virtio drivers from, on this host.</summary>
    internal static WindowsDriverSource Source(Config config) => Sources.GetValue(config.Common ?? config, Find).Value;

    private static StrongBox<WindowsDriverSource> Find(Config config) => new(
        !IsWanted(config) ? WindowsDriverSource.None
        : InTheWay(config).Any() ? WindowsDriverSource.Missing
        : WindowsDriverSource.VirtioWin);

    /// <summary>What stands in the way of adjusting the guest of <paramref name="translation"/>; nothing where it is not Windows.</summary>
    internal static IEnumerable<Finding> Find(TranslatedDomain translation, Config config) =>
        IsFor(translation) && IsWanted(config) ? InTheWay(config) : [];

    private static IEnumerable<Finding> InTheWay(Config config)
    {
        if (config.Adjust.LinuxOnly is [_, ..] options)
        {
            yield return Blocker(
                $"{string.Join(", ", options)} cannot be used for Windows, which virt-v2v adjusts as a whole",
                $"Omit {(options.Count == 1 ? "it" : "them")} for this VM; or skip it for Windows with --adjust=none");
        }

        if (Programs(config).FirstOrDefault(program => program.Find() is null) is { } missing)
        {
            yield return Blocker(
                $"{missing.Name}, which is required to adjust Windows, is not installed on this host",
                "Run --target=Setup; or skip it for Windows with --adjust=none");
        }

        if (HostFile.MissingForWindows() is var (what, remedy))
        {
            yield return Blocker(what, remedy);
        }
    }

    /// <summary>Whether the domain of <paramref name="job"/> has devices for drivers that nobody has put in yet.</summary>
    internal static IEnumerable<Finding> FindUnadjusted(VmJob job) =>
        job.State.Guest is null && job.TryTranslate() is { } translation && IsFor(translation) && translation.System.Drivers.Has(VirtioDevices.Block)
        && !AdjustStage.IsAdjustedByEngine(job)
            ? [Finding.Warning(
                "Windows is not adjusted yet, and its domain has virtio devices",
                "it stops at boot with 0x0000007B",
                "Run --target=Adjust, then --target=Define again").As(FindingId.WindowsDrivers)]
            : [];

    /// <summary>Refuses to begin what could not be finished.</summary>
    /// <exception cref="Rules.V2KException">Something stands in the way, and the administrator has not overridden it.</exception>
    internal static void Require(VmJob job) => Blockers.Refuse(Find(job.Translation, job.Config), job.Config, job.Vm);

    /// <summary>The same where Windows comes to light only on the disks.</summary>
    /// <exception cref="Rules.V2KException">Something stands in the way.</exception>
    internal static void RequireFound(VmJob job) => Blockers.Refuse(InTheWay(job.Config), job.Config, job.Vm);

    /// <summary>Whether something must be adjusted still, so that what stands in the way matters before the disks are copied.</summary>
    internal static void RequireBeforeCopy(VmJob job, IConversionEngine engine)
    {
        if (IsFor(job.Translation) && MustAdjust(job, engine))
        {
            Require(job);
        }
    }

    private static bool MustAdjust(VmJob job, IConversionEngine engine)
    {
        if (job.State.Find(StepKey.Of(Stage.Adjust)) is null)
        {
            return true;
        }

        var disks = job.View.Disks.Where(disk => disk.Summary is not null).ToList();
        return ConvertStage.Steps(job, disks, engine).Any(step => StepDecision.For(step, job.State.Find(step.Key), job.IsForced(step.Key)).MustRun);
    }

    private static bool IsWanted(Config config) => config.Adjust.Kind != AdjustKind.None || config.Engine == EngineKind.VirtV2v;

    private static Tool[] Programs(Config config) =>
        [config.Engine == EngineKind.VirtV2v ? KnownTools.VirtV2v : KnownTools.VirtV2vInPlace, KnownTools.Nbdkit, KnownTools.QemuImg];

    private static Finding Blocker(string what, string remedy) =>
        Finding.Blocker(what, "its converted disks would not boot", remedy).As(FindingId.WindowsAdjusting);
}
