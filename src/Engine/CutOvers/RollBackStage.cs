using V2K.Engine.Libvirt;
using V2K.Engine.Stages;
using V2K.Engine.State;
using V2K.Rules;

namespace V2K.Engine.CutOvers;

/// <summary>Returns a VM to VMware: the domain is shut down and undefined. What the guest wrote here stays in the converted disks.</summary>
public static class RollBackStage
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    /// <summary>Does it for <paramref name="job"/>; with <c>--force</c> a domain that runs is stopped at once.</summary>
    /// <returns>What was done, and what to do now.</returns>
    /// <exception cref="V2KException">The guest does not shut down, or the domain is not V2K's.</exception>
    public static async Task<string> RunAsync(VmJob job, LibvirtConnection libvirt, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(job);
        ArgumentNullException.ThrowIfNull(libvirt);
        var record = job.State.CutOver;
        using (var domain = UndefineStage.Find(job, libvirt))
        {
            if (domain is { IsActive: true })
            {
                await StopAsync(job, domain, cancellation);
            }
        }

        job.State.CutOver = null;
        var undefined = UndefineStage.Run(job, libvirt);
        job.State.Record(StepKey.Of(Stage.CutOver), record: null);
        return $"{undefined}. {(record is { IsStarted: true } ? "What the guest wrote since is in them, and in VMware it is missing. " : "")}"
            + $"Power on {job.Vm.Id} in VMware: V2K only read its files there{Attached(job)}";
    }

    private static async Task StopAsync(VmJob job, LibvirtDomain domain, CancellationToken cancellation)
    {
        if (job.Force)
        {
            domain.Destroy();
            return;
        }

        domain.ShutDown();
        for (var until = job.Clock.GetUtcNow() + Patience; domain.IsActive; await Task.Delay(Pause, job.Clock, cancellation))
        {
            if (job.Clock.GetUtcNow() >= until)
            {
                throw new V2KException(
                    $"the guest of {domain.Name} does not shut down within {Words.Duration(Patience)}",
                    "Shut it down from inside and run the same command again, or with --force to stop it at once",
                    job.Vm.Id);
            }
        }
    }

    /// <summary>Devices that were attached, not copied: VMware finds there what the guest wrote under KVM.</summary>
    private static string Attached(VmJob job)
    {
        var attached = job.Config.DiskTargets.Where(target => target.IsAttached && target.IsOf(job.Vm)).Select(target => target.Path).ToList();
        return attached.Count == 0 ? "" : $"; but {string.Join(", ", attached)} the guest also wrote to here";
    }
}
