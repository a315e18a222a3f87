using V2K.Engine.Libvirt;
using V2K.Engine.State;
using V2K.Rules;

namespace V2K.Engine.Stages;

/// <summary>Removes what Define created: the domain with its firmware variables, saved state and TPM. Disks stay.</summary>
public static class UndefineStage
{
    /// <summary>Makes libvirt forget the domain of <paramref name="job"/>, if V2K defined it.</summary>
    /// <returns>What was done.</returns>
    /// <exception cref="V2KException">The domain runs, or is not V2K's.</exception>
    public static string Run(VmJob job, LibvirtConnection libvirt)
    {
        ArgumentNullException.ThrowIfNull(job);
        ArgumentNullException.ThrowIfNull(libvirt);
        if (job.State.CutOver is { } cutOver)
        {
            throw cutOver.Refusal(job.Vm.Id, "stays defined");
        }

        using var domain = Find(job, libvirt);
        if (domain is not null)
        {
            if (domain.IsActive)
            {
                throw new V2KException(
                    $"the domain {domain.Name} is running and is not undefined",
                    $"Shut it down (virsh shutdown '{domain.Name}') and run the same command again",
                    job.Vm.Id);
            }

            domain.Undefine(withState: true);
        }

        foreach (var record in Records(job))
        {
            job.State.Record(record.Key, record: null);
        }

        return domain is null ? $"libvirt at {libvirt.Uri} does not have it" : $"{domain.Name} is no longer defined at {libvirt.Uri}; its disks are unchanged";
    }

    /// <summary>By the names on record first, then by what the VM would be defined as, if that can be determined.</summary>
    /// <exception cref="V2KException">There is one of its name that is not V2K's.</exception>
    internal static LibvirtDomain? Find(VmJob job, LibvirtConnection libvirt)
    {
        LibvirtDomain? stranger = null;
        string?[] names = [.. Records(job).Select(record => record.Value.Name), job.TryTranslate()?.Domain.Name];
        foreach (var name in names.OfType<string>().Distinct(StringComparer.Ordinal))
        {
            var domain = libvirt.FindDomain(name);
            if (domain is not null && DomainOrigin.Of(domain.DefinedXml())?.Vm == job.Vm.Id)
            {
                return domain;
            }

            stranger ??= domain;
        }

        return stranger is null ? null : throw new V2KException(
            $"the domain {stranger.Name} at {libvirt.Uri} is not the one that V2K defined from this VM",
            $"To undefine it anyway: virsh undefine '{stranger.Name}'",
            job.Vm.Id);
    }

    private static List<KeyValuePair<StepKey, StepRecord>> Records(VmJob job) => [.. job.State.Steps.Where(step => step.Key.Stage == Stage.Define)];
}
