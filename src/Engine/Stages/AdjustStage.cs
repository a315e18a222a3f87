using System.Globalization;
using V2K.Engine.Configuration;
using V2K.Engine.Guests;
using V2K.Engine.Guests.Appliance;
using V2K.Engine.Guests.Overlays;
using V2K.Engine.Guests.Steps;
using V2K.Engine.Rendering;
using V2K.Engine.State;
using V2K.Engine.Tools;
using V2K.Rules;
using V2K.Rules.Findings;
using V2K.Rules.Model;

namespace V2K.Engine.Stages;

/// <summary>Prepares the guest on the converted disks for KVM: one step for all disks of a VM.</summary>
public static class AdjustStage
{
    /// <summary>Counts up when the steps do more than before, so that every guest is adjusted again.</summary>
    private const int Version = 6;

    /// <summary>The same for Windows, which virt-v2v adjusts: one that has run since would be refused, and gains nothing by steps that are not for it.</summary>
    private const int WindowsVersion = 5;

    /// <summary>The first version that looked which drivers are in a guest, and kept what it found.</summary>
    private const int FirstThatLooked = 6;

    private const string VersionInput = "V2K's steps";

    private const int LinesOfAppliance = 50;

    /// <summary>Mebibytes: cryptsetup derives a key with up to 1 GiB (--pbkdf-memory).</summary>
    private const int MemoryForKeys = 2048;

    /// <summary>Does the stage for <paramref name="job"/>, unless the administrator wants guests left as they were.</summary>
    /// <param name="job">The VM.</param>
    /// <param name="host">What it asks of this host.</param>
    /// <param name="renderer">Writes the XML again where another guest is found than was expected.</param>
    /// <param name="budget">Waits for its turn.</param>
    /// <param name="cancellation">Stops it.</param>
    public static async Task RunAsync(VmJob job, AdjustHost host, DomainRenderer renderer, WorkBudget budget, CancellationToken cancellation)
    {
        if (job.Translation.Disks.Count == 0)
        {
            return;
        }

        var expected = job.Translation.System;
        var isWindows = WindowsAdjusting.IsFor(job.Translation);
        var isAdjustedByEngine = IsAdjustedByEngine(job);
        if (IsLeftOut(job.Config, job.Translation, disk => FindConversion(job, disk)))
        {
            job.State.Settle(StepKey.Of(Stage.Adjust));
            await ForgetAsync(job, renderer, cancellation);
            return;
        }

        var step = Step(job, host, renderer);
        if (isAdjustedByEngine && !IsUntouched(job))
        {
            job.State.Settle(step.Key);
            job.Log.UpToDate(job.Vm.DisplayName, step, "virt-v2v, which converted the disks, adjusted the guest as well");
            return;
        }

        if (IsOfEarlierVersion(step, job.State.Find(step.Key)) && !job.Force && !IsUntouched(job))
        {
            job.Log.UpToDate(job.Vm.DisplayName, step, "an earlier version of V2K adjusted the guest, and its disks were written to since: it is not adjusted again");
            return;
        }

        step = isAdjustedByEngine || IsUnseen(job, step) ? LookStep(job, host, renderer, step) : step;
        await job.RunAsync(step, stop => budget.AdjustAsync(job.Vm, stop), cancellation);
        if (job.Translation.System != expected)
        {
            // A run that is killed before this is made up for by the next one's Translate: the state knows what was found.
            await TranslateStage.RunAsync(job, renderer, cancellation);
        }
    }

    /// <summary>Whether virt-v2v converted the disks of <paramref name="job"/>, and adjusted the guest on the way.</summary>
    internal static bool IsAdjustedByEngine(VmJob job) => IsAdjustedByEngine(job.Translation, disk => FindConversion(job, disk));

    /// <summary>Whether the administrator wants the guest left as it is; Windows that virt-v2v has adjusted is looked at all the same.</summary>
    /// <param name="config">The configuration in force.</param>
    /// <param name="translation">The VM.</param>
    /// <param name="conversion">The record of a disk's conversion; null where it is not converted.</param>
    internal static bool IsLeftOut(Config config, TranslatedDomain translation, Func<DiskPlacement, StepRecord?> conversion) =>
        config.Adjust.Kind == AdjustKind.None && !(WindowsAdjusting.IsFor(translation) && IsAdjustedByEngine(translation, conversion));

    private static bool IsAdjustedByEngine(TranslatedDomain translation, Func<DiskPlacement, StepRecord?> conversion) =>
        translation.Disks.All(disk => conversion(disk) is { } record && ConvertStage.IsAdjusted(record));

    /// <summary>The one step of <paramref name="job"/>.</summary>
    /// <param name="job">The VM; its disks must be converted.</param>
    /// <param name="host">What it asks of this host.</param>
    /// <param name="renderer">Would write the XML again.</param>
    /// <exception cref="V2KException">A disk is not converted.</exception>
    public static Step Step(VmJob job, AdjustHost host, DomainRenderer renderer)
    {
        _ = GuestSteps.Chosen(job.Config.Adjust);
        var step = new Step(
            StepKey.Of(Stage.Adjust),
            job.Vm.FileName,
            Inputs(job),
            [],
            (_, cancellation) => AdjustAsync(job, host, renderer, cancellation))
        {
            Settled = () => Inputs(job),
        };
        return WindowsAdjusting.IsFor(job.Translation)
            ? step with { Decide = (record, force) => StepDecision.For(step, WithoutStepInputs(record, job), force) }
            : step;
    }

    /// <summary>Versions of V2K that did not look into Windows took down for it what is for Linux.</summary>
    private static StepRecord? WithoutStepInputs(StepRecord? record, VmJob job)
    {
        var without = AddStepInputs(new Fingerprint(), job).Inputs;
        return record is null ? null : record with
        {
            Inputs = record.Inputs.Where(input => !without.ContainsKey(input.Key)).ToDictionary(StringComparer.Ordinal),
        };
    }

    /// <summary>
    /// The same for a guest that virt-v2v has adjusted already: what drivers are in it is seen on its disks, and decides what its domain gets.
    /// </summary>
    private static Step LookStep(VmJob job, AdjustHost host, DomainRenderer renderer, Step step) => step with
    {
        RunAsync = (_, cancellation) => LookAgainAsync(job, host, renderer, cancellation),
        Decide = (record, force) => !force && IsUnseen(job, step)
            ? new StepDecision(MustRun: true, "the drivers in the guest are not known yet")
            : StepDecision.For(step, record, force),
    };

    private static async Task<string> LookAgainAsync(VmJob job, AdjustHost host, DomainRenderer renderer, CancellationToken cancellation)
    {
        var log = new StepLog();
        var disks = job.Translation.Disks.Select(disk => new ApplianceDisk(disk.Target, Choices.Formats.Word(disk.Format)) { IsReadOnly = true });
        var seen = await LookAsync(job, host, [.. disks], log, cancellation);
        _ = Settle(job, seen.Found, renderer);
        job.State.Guest = seen.Found;
        var file = new AdjustFiles(job.Vm).Log;
        AtomicFile.WriteText(file, (File.Exists(file) ? await File.ReadAllTextAsync(file, cancellation) : "") + log.Text);
        return seen.System;
    }

    /// <summary>Whether virt-v2v adjusted the guest for a version that did not look which drivers it has then, and it has not run since.</summary>
    private static bool IsUnseen(VmJob job, Step step) =>
        job.State.Guest is null
        && KindFor(job) == AdjustKind.VirtV2v
        && job.State.Find(step.Key) is { } record
        && (IsOfEarlierVersion(step, record) || (WindowsAdjusting.IsFor(job.Translation) && !StepDecision.For(step, record, job.Force).MustRun))
        && IsUntouched(job);

    /// <summary>Whether the guest was adjusted by a version that did not look at its kernels, or kept nothing of what it saw.</summary>
    internal static bool LookedAtNoKernel(StepRecord adjusted) =>
        int.TryParse(adjusted.Inputs.GetValueOrDefault(VersionInput), NumberStyles.None, CultureInfo.InvariantCulture, out var version) && version < FirstThatLooked;

    /// <summary>Whether nothing speaks for adjusting the guest again but that V2K has come further since.</summary>
    private static bool IsOfEarlierVersion(Step step, StepRecord? record) =>
        record is not null
        && record.Inputs.TryGetValue(VersionInput, out var then)
        && step.Inputs.Inputs[VersionInput] != then
        && step.Inputs.Differences(record.Inputs).Count == 1;

    /// <summary>Whether no guest, and nobody else, has written to the disks since V2K did.</summary>
    private static bool IsUntouched(VmJob job) =>
        job.Translation.Disks.All(disk => FileStamp.Of(disk.Target) == ConvertRecord(job, disk).Outputs.GetValueOrDefault(disk.Target));

    /// <summary>
    /// The virtio-win that had no drivers to start this Windows from: another may have them, as long as it has not run without. Null where that
    /// does not matter.
    /// </summary>
    private static string? DriversThatDidNotServe(VmJob job)
    {
        if (job.State.Guest is not { Family: GuestFamily.Windows, Drivers: var drivers } || drivers.Has(VirtioDevices.Block) || drivers.Has(VirtioDevices.Scsi))
        {
            return null;
        }

        var tried = job.State.Find(StepKey.Of(Stage.Adjust))?.Inputs.GetValueOrDefault(HostFile.VirtioWin.Name);
        return IsUntouched(job) ? HostFile.VirtioWin.Stamp ?? tried : tried;
    }

    /// <summary>Drivers that were found in Windows were on a disk that is not adjusted any more, if it was converted again since.</summary>
    private static async Task ForgetAsync(VmJob job, DomainRenderer renderer, CancellationToken cancellation)
    {
        if (job.State.Guest?.Family == GuestFamily.Windows && !job.Translation.Disks.All(disk => IsAdjusted(job, disk)))
        {
            job.State.Guest = null;
            if (job.TranslateFor(found: null))
            {
                await TranslateStage.RunAsync(job, renderer, cancellation);
            }
        }
    }

    /// <summary>
    /// Finishes what a crash interrupted while adjusted disks were committed. Before this, the disks are neither as they were nor as they
    /// should be.
    /// </summary>
    public static async Task RecoverAsync(VmJob job, ToolRunner tools)
    {
        var files = new AdjustFiles(job.Vm);
        if (PendingCommit.Find(files) is { } pending)
        {
            await pending.FinishAsync(tools);
            AcceptChanges(job, pending.Disks.SelectMany(disk => KeysOf(job, disk.Target).Select(key => (key, disk.Target))));
            Directory.Delete(files.Folder, recursive: true);
        }
    }

    private static async Task<string> AdjustAsync(VmJob job, AdjustHost host, DomainRenderer renderer, CancellationToken cancellation)
    {
        WindowsAdjusting.Require(job);
        RequireUnchanged(job);
        var disks = job.Translation.Disks;
        var files = new AdjustFiles(job.Vm);
        var overlays = new OverlaySet(files, disks, host.Tools);
        var log = new StepLog();
        await overlays.MakeAsync(cancellation);
        AdjustedGuest adjusted;
        try
        {
            adjusted = KindFor(job) == AdjustKind.VirtV2v
                ? await WorkByVirtV2vAsync(job, host, renderer, overlays, files, log, cancellation)
                : await WorkAsync(job, host, renderer, overlays, files, log, cancellation);
            if (adjusted.IsLeftToVirtV2v)
            {
                WindowsAdjusting.RequireFound(job);
                adjusted = await WorkByVirtV2vAsync(job, host, renderer, overlays, files, log, cancellation);
            }
        }
        catch (OperationCanceledException)
        {
            overlays.Discard();
            throw;
        }
        catch (V2KException failure)
        {
            log.Warn(failure.Message);
            AtomicFile.WriteText(files.Log, log.Text);
            throw new V2KException(
                $"{failure.What}, while {job.Vm.Id} was adjusted",
                $"{failure.Remedy}. {files.Log} has the details",
                failure.File,
                failure.Line,
                failure.Key,
                failure)
            { Id = failure.Id };
        }

        await overlays.CommitAsync();
        AcceptChanges(job, disks.Select(disk => (disk.Key(Stage.Convert), disk.Target)));
        job.State.Addresses = adjusted.Addresses;
        job.State.Guest = adjusted.Found;
        overlays.Discard();
        AtomicFile.WriteText(files.Log, log.Text);
        Tell(job, log);
        return $"{adjusted.System}, see {files.Log}";
    }

    /// <summary>Windows goes the one way that knows it, whatever the way for the others.</summary>
    private static AdjustKind KindFor(VmJob job) => WindowsAdjusting.IsFor(job.Translation) ? AdjustKind.VirtV2v : job.Config.Adjust.Kind;

    private static async Task<AdjustedGuest> WorkByVirtV2vAsync(
        VmJob job, AdjustHost host, DomainRenderer renderer, OverlaySet overlays, AdjustFiles files, StepLog log, CancellationToken cancellation)
    {
        await new VirtV2vInPlace(host, job.Config.Adjust).RunAsync(
            overlays.Paths, job.Translation.Domain.Os.Uefi is not null, WindowsAdjusting.IsFor(job.Translation), files.Folder, log, cancellation);
        var adjusted = await LookAsync(job, host, Attached(overlays), log, cancellation);
        _ = Settle(job, adjusted.Found, renderer);
        return adjusted with { System = $"{adjusted.System}, by virt-v2v" };
    }

    private static IReadOnlyList<ApplianceDisk> Attached(OverlaySet overlays) => [.. overlays.Paths.Select(path => new ApplianceDisk(path, "qcow2"))];

    /// <summary>Looks which drivers are in the guest on <paramref name="disks"/>, and changes nothing.</summary>
    private static Task<AdjustedGuest> LookAsync(
        VmJob job, AdjustHost host, IReadOnlyList<ApplianceDisk> disks, StepLog log, CancellationToken cancellation) =>
        InApplianceAsync(job, host, disks, log, appliance => Adjuster(job, appliance, log, settle: null).Look(), cancellation);

    private static async Task<AdjustedGuest> WorkAsync(
        VmJob job, AdjustHost host, DomainRenderer renderer, OverlaySet overlays, AdjustFiles files, StepLog log, CancellationToken cancellation)
    {
        var adjusted = await InApplianceAsync(
            job, host, Attached(overlays), log, appliance => Adjuster(job, appliance, log, found => Settle(job, found, renderer)).Run(files.Folder), cancellation);
        return adjusted with { System = $"{adjusted.System}, {log.Changes} changes" };
    }

    private static GuestAdjuster Adjuster(VmJob job, GuestAppliance appliance, StepLog log, Func<GuestFound?, GuestTarget>? settle) =>
        new(appliance, WithUuids(GuestDisks(job), job), job.Config.Adjust, log)
        {
            Settle = settle ?? (_ => throw new InvalidOperationException("who only looks settles nothing")),
        };

    private static async Task<AdjustedGuest> InApplianceAsync(
        VmJob job, AdjustHost host, IReadOnlyList<ApplianceDisk> disks, StepLog log, Func<GuestAppliance, AdjustedGuest> work, CancellationToken cancellation)
    {
        var emulate = !await host.KvmWorks(cancellation);
        int? memory = job.Config.Adjust.Keys.Count > 0 ? MemoryForKeys : null;

        // A thread of its own: libguestfs blocks it for as long as the appliance works.
        return await Task.Factory.StartNew(Work, cancellation, TaskCreationOptions.LongRunning, TaskScheduler.Default);

        AdjustedGuest Work()
        {
            using var appliance = GuestAppliance.Launch(disks, emulate, memory, cancellation);
            try
            {
                var adjusted = work(appliance);
                appliance.Shutdown();
                return adjusted;
            }
            catch (V2KException)
            {
                log.Begin("the last messages of the appliance");
                foreach (var line in appliance.Log.Split('\n').TakeLast(LinesOfAppliance))
                {
                    log.Note(line);
                }

                throw;
            }
        }
    }

    /// <summary>
    /// Lets what was found in the guest have the last word: the domain is translated for it, and what the steps do, the XML, Define and
    /// TestBoot follow. An XML that somebody edited is kept, as always.
    /// </summary>
    /// <exception cref="V2KException">The XML would have to change, and somebody else has changed it.</exception>
    private static GuestTarget Settle(VmJob job, GuestFound? found, DomainRenderer renderer)
    {
        if (job.TranslateFor(found))
        {
            RequireOwnXml(job, found, renderer);
        }

        return new GuestTarget(GuestDisks(job), GuestMachine.Of(job.Translation.Domain));
    }

    private static void RequireOwnXml(VmJob job, GuestFound? found, DomainRenderer renderer)
    {
        var step = TranslateStage.Step(job, renderer);
        try
        {
            _ = StepDecision.For(step, job.State.Find(step.Key), job.Force);
        }
        catch (V2KException inTheWay)
        {
            throw new V2KException(
                $"was changed after V2K wrote it, and the guest needs a different domain{(found is null ? "" : ": " + found.Because)}",
                inTheWay.Remedy,
                inTheWay.File,
                cause: inTheWay);
        }
    }

    private static IReadOnlyList<GuestDisk> GuestDisks(VmJob job)
    {
        var disks = job.Translation.Disks;
        var oldNames = GuestDisk.OldNames(job.Translation.VmxDevices);
        var newNames = job.Translation.Domain.Disks.ToDictionary(disk => disk.VmxDevice, disk => disk.Target, StringComparer.Ordinal);
        return
        [
            .. disks.Select((disk, index) => new GuestDisk(
                disk.VmxDevice, oldNames[disk.VmxDevice], newNames[disk.VmxDevice], "sd" + GuestDisk.Letters(index))),
        ];
    }

    /// <summary>A missing datastore is not an error: a single disk is identified without a UUID.</summary>
    private static IReadOnlyList<GuestDisk> WithUuids(IReadOnlyList<GuestDisk> disks, VmJob job) =>
    [
        .. disks.Select(disk => disk with
        {
            Uuid = job.View.Disks.FirstOrDefault(view => view.Placement.VmxDevice == disk.VmxDevice)?.Summary?.Uuid,
        }),
    ];

    /// <summary>Each disk as its conversion made it, and all that decides what is done to it.</summary>
    private static Fingerprint Inputs(VmJob job)
    {
        var inputs = new Fingerprint();
        foreach (var disk in job.Translation.Disks)
        {
            inputs.Add(disk.Label, Identity(ConvertRecord(job, disk)));
        }

        if (DriversThatDidNotServe(job) is { } tried)
        {
            inputs.Add(HostFile.VirtioWin.Name, tried);
        }

        var isWindows = WindowsAdjusting.IsFor(job.Translation);
        inputs.Add(VersionInput, $"{(isWindows ? WindowsVersion : Version)}")
            .Add("firmware", job.Translation.Domain.Os.Uefi is not null ? "uefi" : "bios")
            .Add("--adjust", Choices.AdjustKinds.Word(KindFor(job)))
            .Add("--root", job.Config.Adjust.Root ?? "the only one");
        return isWindows ? inputs : AddStepInputs(inputs, job);
    }

    /// <summary>What V2K's own steps depend on, and virt-v2v, which adjusts Windows, does not.</summary>
    private static Fingerprint AddStepInputs(Fingerprint inputs, VmJob job)
    {
        var machine = GuestMachine.Of(job.Translation.Domain);
        var options = job.Config.Adjust;
        return inputs
            .Add("network cards", string.Join(' ', machine.Cards.Select(card => $"{card.Mac}/{card.VmwareSlot}/{card.Model}/{card.KeepsName}")))
            .Add("disk names", string.Join(' ', GuestDisks(job).Select(disk => $"{disk.OldName}={disk.NewName}")))
            .Add("disk drivers", string.Join(' ', machine.DiskDrivers))
            .Add("--steps", options.Steps.Count == 0 ? "all" : string.Join(',', options.Steps))
            .Add("--skip-steps", options.SkipSteps.Count == 0 ? "none" : string.Join(',', options.SkipSteps))
            .Add("--initramfs", Choices.InitramfsWays.Word(options.Initramfs))
            .Add("--network-reset", options.NetworkReset ? "dhcp" : "none")
            .Add("--guest-agent", Choices.GuestAgents.Word(options.GuestAgent))
            .Add("--serial-console", options.SerialConsole ? "yes" : "no")
            .Add("--nofail", options.NoFail ? "yes" : "no");
    }

    private static StepRecord? FindConversion(VmJob job, DiskPlacement disk) => job.State.Find(disk.Key(Stage.Convert));

    private static StepRecord ConvertRecord(VmJob job, DiskPlacement disk) =>
        FindConversion(job, disk) ?? throw new V2KException(
            "is not converted, or V2K has no record of it", $"Run --target=Convert --vm='{job.Vm.Id}' first", disk.Target);

    /// <summary>A guest that has run on its disks is not adjusted behind its back.</summary>
    private static void RequireUnchanged(VmJob job)
    {
        foreach (var disk in job.Translation.Disks.Where(_ => !job.Force))
        {
            if (FileStamp.Of(disk.Target) != ConvertRecord(job, disk).Outputs.GetValueOrDefault(disk.Target))
            {
                throw new V2KException(
                    "was changed after V2K converted it, and is not adjusted",
                    "If the guest changed it, it boots already; to adjust the disk in its present state, run the same command with --force",
                    disk.Target);
            }
        }
    }

    /// <summary>Whether the guest on the converted disks of <paramref name="job"/> is no longer the one on their sources.</summary>
    public static bool IsAdjusted(VmJob job, DiskPlacement disk) =>
        job.State.Find(StepKey.Of(Stage.Adjust)) is { } adjusted
        && job.State.Find(disk.Key(Stage.Convert)) is { } converted
        && adjusted.Inputs.Values.Contains(Identity(converted), StringComparer.Ordinal);

    internal static string Identity(StepRecord conversion) => $"{conversion.Finished:O}";

    /// <summary>The step that made <paramref name="target"/>, also where the VM's settings cannot be read any more.</summary>
    private static IEnumerable<StepKey> KeysOf(VmJob job, string target) =>
        job.State.Steps.Where(step => step.Key.Stage == Stage.Convert && step.Value.Outputs.ContainsKey(target)).Select(step => step.Key);

    /// <summary>What V2K itself changed is not "changed by somebody else".</summary>
    private static void AcceptChanges(VmJob job, IEnumerable<(StepKey Key, string Target)> disks)
    {
        foreach (var (key, target) in disks)
        {
            if (job.State.Find(key) is { } record && FileStamp.Of(target) is { } stamp)
            {
                job.State.Record(key, record with { Outputs = new Dictionary<string, FileStamp>(StringComparer.Ordinal) { [target] = stamp } });
            }
        }
    }

    internal static void Tell(VmJob job, StepLog log)
    {
        foreach (var warning in log.Warnings)
        {
            job.Log.Found(job.Vm.DisplayName, Finding.Warning(warning, "see the adjust log", "Look at it after the first boot"));
        }
    }
}
