using System.Collections.Concurrent;
using V2K.Engine.Concerns;
using V2K.Engine.Configuration;
using V2K.Engine.CutOvers.Checks;
using V2K.Engine.CutOvers.Hooks;
using V2K.Engine.Libvirt;
using V2K.Engine.Stages;
using V2K.Engine.State;
using V2K.Rules;
using V2K.Rules.Findings;

namespace V2K.Engine.CutOvers;

/// <summary>
/// Moves VMs for good: everything that can be checked is checked while the VM still runs; a hook or a person shuts it down; the other stages finish
/// what was copied ahead; the domain is started and must answer, or is test-booted. A VM whose guest does not answer is given back to VMware. One
/// serves a whole run.
/// </summary>
/// <param name="means">What the stages work with; with a libvirt.</param>
/// <param name="hooks">The administrator's programs.</param>
/// <param name="budget">Says when a VM may be cut over.</param>
/// <param name="estimate">Says how long that takes.</param>
internal sealed class CutOverStage(MigrationMeans means, HookRunner hooks, WorkBudget budget, CutOverEstimate estimate)
{
    /// <summary>An input of disks that a guest wrote to; without it, the next conversion says that it is gone.</summary>
    private const string ConvertedContent = "the content that was converted";

    private const string PowerOn = "in VMware: V2K only read its files there";

    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private readonly ConcurrentDictionary<VmJob, Downtime> _downtimes = new();

    /// <summary>The stages of a cut-over.</summary>
    /// <param name="translate">The stage that writes the domain XML.</param>
    /// <param name="migration">The stages of a migration, in order.</param>
    internal IEnumerable<VmStage> Around(VmStage translate, IEnumerable<VmStage> migration)
    {
        yield return BeforeCutOver(new(Stage.CutOver, (job, stop) => CheckAsync(job, translate, stop)));
        yield return BeforeCutOver(new(Stage.CutOver, (job, stop) => WaitForTurnAsync(job, translate, stop)));
        yield return BeforeCutOver(new(Stage.CutOver, ShutDownAsync));
        foreach (var stage in migration)
        {
            yield return BeforeCutOver(stage with
            {
                RunAsync = async (job, stop) =>
                {
                    // A VM that is started here is proven by that, and down meanwhile.
                    if (stage.Stage is not Stage.TestBoot || !job.Config.CutOver.Start)
                    {
                        await stage.RunAsync(job, stop);
                        _downtimes[job].End(Word(stage.Stage));
                    }
                },
            });
        }

        yield return new(Stage.CutOver, FinishAsync);
    }

    /// <summary>Gives a VM back whose cut-over failed, and runs the hook for that.</summary>
    internal async Task FailAsync(VmJob job, CancellationToken cancellation)
    {
        if (job.Failure is not { } failure)
        {
            return;
        }

        job.Try(() => GiveBack(job));
        try
        {
            await hooks.RunAsync(HookEvent.OnFailure, Input(job, HookEvent.OnFailure, downtime: null, failure.Message), cancellation);
        }
        catch (V2KException alsoFailed)
        {
            job.Log.Found(job.Vm.DisplayName, Finding.Warning(alsoFailed.Message, "nobody was notified of the failed cut-over", "Correct the hook"));
        }
    }

    /// <summary>Says of a VM whose cut-over was interrupted whether it runs, and where.</summary>
    internal void Interrupt(VmJob job) => job.Try(() =>
    {
        if (job.State.CutOver is { Done: null } record)
        {
            job.Log.Found(job.Vm.DisplayName, Finding.Warning(
                $"the domain {record.Domain} was started and has not answered yet", "it runs here", "Run the same command again: it waits for the answer"));
        }
        else
        {
            WarnIfDown(job, "or run the same command again");
        }
    });

    private static VmStage BeforeCutOver(VmStage stage) =>
        stage with { RunAsync = (job, stop) => job.State.CutOver is null ? stage.RunAsync(job, stop) : Task.CompletedTask };

    private static string Word(Stage stage) => stage is Stage.TestBoot ? "test boot" : stage.ToString().ToLowerInvariant();

    /// <summary>Refuses what would fail after the VM is shut down.</summary>
    private async Task CheckAsync(VmJob job, VmStage translate, CancellationToken cancellation)
    {
        if (job.Config.CutOver is { Start: true, Checks: [] })
        {
            throw new V2KException(
                "a guest that is started needs a check, or nobody knows whether it came up", $"Add check: with {GuestCheck.Forms}", job.Config.File, key: "cut-over.start");
        }

        Blockers.Refuse(
            job.Translation.Findings.Concat(ConcernFinder.InFilesOf(job.View)).Where(finding => finding.Id != FindingId.Running), job.Config, job.Vm);
        WindowsAdjusting.RequireBeforeCopy(job, means.Engine);
        await translate.RunAsync(job, cancellation);

        var host = means.Libvirt!.Value;
        var acceleration = await host.AccelerationAsync(cancellation);
        DomainRequirements.CheckBeforeCopy(DefineStage.Definition(job, host.Connection, acceleration).Xml, host.Connection, job.Vm.Id);
        List<DiskView> disks = [.. job.View.Disks.Where(disk => disk.Summary is not null)];
        foreach (var step in ConvertStage.Steps(job, disks, means.Engine).Append(DefineStage.Step(job, host.Connection, acceleration)))
        {
            _ = StepDecision.For(step, job.State.Find(step.Key), job.IsForced(step.Key));
        }
    }

    /// <summary>Waits for the window of the VM's wave and for the VMs before it. Other runs may work on the VM meanwhile, copy it ahead for example.</summary>
    private async Task WaitForTurnAsync(VmJob job, VmStage translate, CancellationToken cancellation)
    {
        var hasWaited = await budget.CutOverAsync(
            job.Vm,
            estimate.Of(job),
            why =>
            {
                job.ReleaseState();
                job.Log.Waiting(job.Vm.DisplayName, Step(job), why.Text);
            },
            cancellation);
        if (hasWaited)
        {
            job.Reread();
            await CheckAsync(job, translate, cancellation);
        }
    }

    /// <summary>Runs the hook that shuts the VM down, and waits until it is off.</summary>
    private async Task ShutDownAsync(VmJob job, CancellationToken cancellation)
    {
        var isRunning = Signs(job) is not [];
        if (isRunning || hooks.Has(HookEvent.BeforeCutOver))
        {
            if (hooks.Has(HookEvent.BeforeCutOver))
            {
                _downtimes[job] = new Downtime(job.Clock, job.Clock.GetUtcNow());
            }

            var step = Step(job, async stop =>
            {
                await hooks.RunAsync(HookEvent.BeforeCutOver, Input(job, HookEvent.BeforeCutOver, downtime: null, failure: null), stop);
                await WaitUntilOffAsync(job, stop);
                return "it is shut down in VMware";
            });
            await job.LookAsync(step, isRunning ? "it runs in VMware" : "the hook runs before each cut-over", cancellation);

            // A person's shut-down is not seen before it is over.
            _downtimes.GetOrAdd(job, _ => new Downtime(job.Clock, job.Clock.GetUtcNow())).End("shut-down");
        }
        else
        {
            _downtimes[job] = new Downtime(job.Clock, job.Clock.GetUtcNow());
        }

        job.Reread();
    }

    private static async Task WaitUntilOffAsync(VmJob job, CancellationToken cancellation)
    {
        var within = job.Config.CutOver.ShutDownWithin;
        var until = job.Clock.GetUtcNow() + within;
        var isAnnounced = false;

        // VMware removes one lock after the other: off is what has none twice.
        for (var off = 0; off < 2; await Task.Delay(Pause, job.Clock, cancellation))
        {
            var signs = Signs(job);
            off = signs is [] ? off + 1 : 0;
            if (signs is [])
            {
                continue;
            }

            if (job.Clock.GetUtcNow() >= until)
            {
                throw new V2KException(
                    $"is not shut down in VMware after {Words.Duration(within)}: {string.Join(", ", signs.Take(3))} in its folder",
                    "Shut it down and run the same command again, or give it more time with cut-over: shut-down-within:",
                    job.Vm.VmxPath);
            }

            if (!isAnnounced)
            {
                job.Log.Waiting(job.Vm.DisplayName, Step(job), $"waits until it is shut down in VMware, at most {Words.Duration(within)}");
                isAnnounced = true;
            }
        }
    }

    /// <summary>Starts the domain and waits for its answer, unless a test boot was proof enough; then runs the hook for that.</summary>
    private async Task FinishAsync(VmJob job, CancellationToken cancellation)
    {
        var host = means.Libvirt!.Value;
        var before = job.State.CutOver;
        var name = before?.Domain ?? DefineStage.Definition(job, host.Connection, await host.AccelerationAsync(cancellation)).Name;
        var step = Step(job, async stop =>
        {
            var record = job.State.CutOver is { Done: not null } known ? known : await MoveAsync(job, host.Connection, name, stop);
            if (!record.IsAnnounced)
            {
                await hooks.RunAsync(HookEvent.AfterCutOver, Input(job, HookEvent.AfterCutOver, record.Downtime, failure: null), stop);
                job.State.CutOver = record with { IsAnnounced = true };
            }

            return Text(record, job.Config);
        }) with
        {
            Decide = (_, _) => job.State.CutOver is { Done: { } done, IsAnnounced: true }
                ? new StepDecision(MustRun: false, CutOverRecord.On(done))
                : new StepDecision(MustRun: true, job.State.CutOver is null ? "its disks are complete" : "an earlier run did not finish"),
        };
        await job.RunAsync(step, cancellation);
    }

    private async Task<CutOverRecord> MoveAsync(VmJob job, LibvirtConnection libvirt, string name, CancellationToken cancellation)
    {
        var earlier = job.State.CutOver;
        var downtime = _downtimes.GetOrAdd(job, _ => new Downtime(job.Clock, earlier?.KnownUntil ?? job.Clock.GetUtcNow()));
        var record = earlier ?? new CutOverRecord(name, downtime.Since, downtime.Parts) { IsStarted = job.Config.CutOver.Start };
        if (record.IsStarted)
        {
            using var domain = libvirt.FindDomain(name) ?? throw new V2KException(
                $"libvirt at {libvirt.Uri} has no domain {name} to start", $"Run --target=Define --vm='{job.Vm.Id}' first", job.Vm.Id);
            RefuseRunningTwice(job);

            // From its first instruction on the guest writes to the disks: a run that is killed here must not lose track of that.
            job.State.CutOver = record;
            if (!domain.IsActive)
            {
                domain.Start();
            }

            await WaitForAnswerAsync(job, domain, cancellation);
            downtime.End("start");
        }

        return job.State.CutOver = record with { Done = job.Clock.GetUtcNow(), Parts = [.. earlier?.Parts ?? [], .. downtime.Parts] };
    }

    private static void RefuseRunningTwice(VmJob job)
    {
        if (Signs(job) is [_, ..] signs)
        {
            throw new V2KException(
                $"runs again in VMware, as {string.Join(", ", signs.Take(3))} in its folder say{(signs.Count == 1 ? "s" : "")}, and is not started here as well",
                "Shut it down there and run the same command again",
                job.Vm.VmxPath)
            { Id = FindingId.Running };
        }
    }

    private static async Task WaitForAnswerAsync(VmJob job, LibvirtDomain domain, CancellationToken cancellation)
    {
        var settings = job.Config.CutOver;
        var until = job.Clock.GetUtcNow() + settings.AnswerWithin;
        var waiting = new Queue<GuestCheck>(settings.Checks);
        while (waiting.TryPeek(out var check))
        {
            if (domain.State is DomainState.ShutOff or DomainState.Crashed or DomainState.Gone)
            {
                throw Unanswered($"the domain {domain.Name} stopped by itself before it answered {check.Text}");
            }

            var fixedAddresses = job.State.Addresses.Select(address => address.Address).OfType<string>();
            var guest = new GuestToCheck(domain, [.. check.AsksGuestAddresses ? fixedAddresses.Concat(domain.Addresses()).Distinct(StringComparer.Ordinal) : []]);
            if (await check.AskAsync(guest, cancellation) is not { } fault)
            {
                waiting.Dequeue();
                continue;
            }

            if (job.Clock.GetUtcNow() >= until)
            {
                throw Unanswered($"does not answer {check.Text} within {Words.Duration(settings.AnswerWithin)}: {fault}");
            }

            await Task.Delay(Pause, job.Clock, cancellation);
        }

        V2KException Unanswered(string what) => new(
            what, $"Find out why with --target=TestBoot --vm='{job.Vm.Id}', or correct check: or answer-within: of cut-over:", job.Vm.Id);
    }

    /// <summary>Takes back what was started here, and says where the VM is to be powered on.</summary>
    private void GiveBack(VmJob job)
    {
        if (job.State.CutOver is { Done: null } record)
        {
            if (means.Libvirt!.Value.Connection.FindDomain(record.Domain) is { } domain)
            {
                using (domain)
                {
                    domain.Destroy();
                }
            }

            job.State.CutOver = null;
            UndefineStage.Run(job, means.Libvirt.Value.Connection);
            ForgetDisks(job);
            job.Log.Found(job.Vm.DisplayName, Finding.Warning(
                $"the domain {record.Domain} is stopped and undefined", "the VM runs nowhere, and its disks are converted again next time", $"Power on {job.Vm.Id} {PowerOn}"));
        }
        else
        {
            WarnIfDown(job, "or correct the failure and run the same command again");
        }
    }

    /// <summary>A VM that was to be shut down, is, and runs nowhere.</summary>
    private void WarnIfDown(VmJob job, string alternative)
    {
        if (job.State.CutOver is null && _downtimes.ContainsKey(job) && Signs(job) is [])
        {
            job.Log.Found(job.Vm.DisplayName, Finding.Warning(
                "the VM is shut down in VMware and does not run here", "its users wait", $"Power on {job.Vm.Id} {PowerOn}; {alternative}"));
        }
    }

    /// <summary>The guest that did not answer has written to them: they are V2K's to replace, and no longer what was converted.</summary>
    private static void ForgetDisks(VmJob job)
    {
        foreach (var (key, record) in job.State.Steps.Where(step => step.Key.Stage is Stage.Convert or Stage.Adjust))
        {
            job.State.Record(key, record with
            {
                Inputs = new Dictionary<string, string>(record.Inputs, StringComparer.Ordinal) { [ConvertedContent] = "" },
                Outputs = record.Outputs.Keys.Where(File.Exists).ToDictionary(output => output, output => FileStamp.Of(output)!.Value, StringComparer.Ordinal),
            });
        }
    }

    private static List<string> Signs(VmJob job) => [.. RunningConcern.Signs(new VmView(job.Vm, job.Paths, job.Translation))];

    private static string Text(CutOverRecord record, Config config) => record.Downtime is { } downtime
        ? $"down for {Words.Duration(downtime)}: {Downtime.Text(record.Parts)}; it answers {string.Join(", ", config.CutOver.Checks.Select(check => check.Text))}"
        : $"ready: {Downtime.Text(record.Parts)}; start it with virsh start '{record.Domain}'";

    private static HookInput Input(VmJob job, HookEvent moment, TimeSpan? downtime, string? failure) => new(
        Choices.Hooks.Word(moment), job.Vm.Id, job.Vm.DisplayName, job.Vm.VmxPath, job.TryTranslate()?.Domain.Name, job.Config.Connect.ToString(), downtime?.TotalSeconds, failure);

    /// <summary>The step of <paramref name="job"/>, to speak of it.</summary>
    internal static Step Step(VmJob job) => Step(job, _ => Task.FromResult(""));

    private static Step Step(VmJob job, Func<CancellationToken, Task<string>> work) =>
        new(StepKey.Of(Stage.CutOver), job.Vm.FileName, new Fingerprint(), [], (_, stop) => work(stop));
}
