using System.Xml.Linq;
using V2K.Engine.Libvirt;
using V2K.Engine.State;
using V2K.Engine.TestBoots;
using V2K.Rules;
using V2K.Rules.Findings;

namespace V2K.Engine.Stages;

/// <summary>Boots a copy of the defined domain on overlays in a sandbox network, and says whether and why not.</summary>
public static class TestBootStage
{
    /// <summary>Tests <paramref name="job"/>, unless it has passed as it is now.</summary>
    /// <exception cref="V2KException">The copy cannot be started, or the guest does not come up.</exception>
    public static async Task RunAsync(
        VmJob job, LibvirtHost host, TestBooter booter, WorkBudget budget, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(job);
        ArgumentNullException.ThrowIfNull(host);
        await job.RunAsync(Step(job, host.Connection, await host.AccelerationAsync(cancellation), booter), stop => budget.TestBootAsync(job.Vm, stop), cancellation);
    }

    /// <summary>The one step of <paramref name="job"/>, named after the domain.</summary>
    /// <exception cref="V2KException">The domain is not defined, or runs.</exception>
    public static Step Step(VmJob job, LibvirtConnection libvirt, Acceleration acceleration, TestBooter booter)
    {
        ArgumentNullException.ThrowIfNull(job);
        ArgumentNullException.ThrowIfNull(libvirt);
        ArgumentNullException.ThrowIfNull(booter);
        var definition = DefineStage.Definition(job, libvirt, acceleration);
        using var domain = libvirt.FindDomain(definition.Name) ?? throw new V2KException(
            $"libvirt at {libvirt.Uri} has no domain {definition.Name}", $"Run --target=Define --vm='{job.Vm.Id}' first", job.Vm.Id);
        var defined = domain.DefinedXml();
        var files = TestBootFiles.Of(job.Vm);
        var inputs = Inputs(job, defined);
        var isActive = domain.IsActive;
        return new Step(StepKey.Of(Stage.TestBoot), definition.Name, inputs, [files.Verdict], async (_, cancellation) =>
        {
            if (isActive)
            {
                throw new V2KException(
                    $"the domain {definition.Name} is running, and its disks would change during the test",
                    $"Shut it down (virsh shutdown '{definition.Name}') and run the same command again",
                    job.Vm.Id);
            }

            job.State.Record(StepKey.Of(Stage.TestBoot), record: null);
            var verdict = await booter.BootAsync(
                job.Vm.Id, defined, job.State.Addresses, job.State.Guest, files, failed => job.Log.Found(job.Vm.DisplayName, NotTakenBack(failed)), cancellation);
            if (verdict.Warning is { } warning)
            {
                job.Log.Found(job.Vm.DisplayName, Finding.Warning(
                    $"the test boot passed by its {verdict.Best!.Text}, but {warning}", "other machines may not reach it", "Use --address=none if it should not have an address"));
            }

            return verdict.Passed
                ? verdict.Summary
                : throw new V2KException($"has not booted after {verdict.Seconds:0} s: {verdict.Summary}", verdict.Diagnosis!.Remedy, files.Verdict);
        })
        {
            Decide = (record, force) => Decide(inputs, record, files, force),
        };
    }

    private static StepDecision Decide(Fingerprint inputs, StepRecord? record, TestBootFiles files, bool force)
    {
        if (force || record is null)
        {
            return new StepDecision(MustRun: true, force ? "--force" : File.Exists(files.Verdict) ? "it did not boot last time" : "not tested yet");
        }

        var reasons = inputs.Differences(record.Inputs);
        return reasons.Count > 0 ? new StepDecision(MustRun: true, string.Join(", ", reasons))
            : !File.Exists(files.Verdict) ? new StepDecision(MustRun: true, $"{Path.GetFileName(files.Verdict)} is missing")
            : new StepDecision(MustRun: false, $"booted on {record.Finished:yyyy-MM-dd HH:mm:ss} UTC, and neither definition nor disks changed since");
    }

    private static Fingerprint Inputs(VmJob job, XElement defined)
    {
        var inputs = new Fingerprint()
            .Add("the domain's definition", DomainOrigin.HashOf(defined))
            .Add("the guest's addresses", string.Join(", ", job.State.Addresses.Select(address => $"{address.Mac} {address.Address}{(address.Vlan is null ? "" : $" VLAN {address.Vlan}")}")))
            .Add("--address", string.Join(',', job.Config.TestBoot.Addresses));
        foreach (var path in defined.Devices("disk").Elements("source").Select(source => source.Get("file") ?? source.Get("dev")).OfType<string>().Distinct(StringComparer.Ordinal))
        {
            inputs.Add(path, FileStamp.Of(path) is { } stamp ? $"{stamp.Length} bytes, {stamp.ModifiedTicks}" : "missing");
        }

        return inputs;
    }

    private static Finding NotTakenBack(V2KException failed) => Finding.Warning(
        $"a test boot could not take back all it made: {failed.What}", "nothing", "The next test boot removes it");
}
