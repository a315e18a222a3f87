using System.Xml.Linq;
using V2K.Engine.Libvirt;
using V2K.Engine.State;
using V2K.Rules;
using V2K.Rules.Findings;

namespace V2K.Engine.Stages;

/// <summary>The domain XML to a domain that libvirt has. Starts nothing.</summary>
public static class DefineStage
{
    /// <summary>Defines <paramref name="job"/>, unless libvirt has it as it should be.</summary>
    /// <exception cref="V2KException">libvirt cannot be reached or refuses it, or what it refers to is not there.</exception>
    public static async Task RunAsync(VmJob job, LibvirtHost host, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(job);
        ArgumentNullException.ThrowIfNull(host);
        await job.RunAsync(Step(job, host.Connection, await host.AccelerationAsync(cancellation)), cancellation);
    }

    /// <summary>The one step of <paramref name="job"/>, named after the domain.</summary>
    /// <exception cref="V2KException">There is no XML yet, or it is none.</exception>
    public static Step Step(VmJob job, LibvirtConnection libvirt, Acceleration acceleration)
    {
        var definition = Definition(job, libvirt, acceleration);
        var inputs = new Fingerprint()
            .Add(Path.GetFileName(job.Vm.XmlPath), definition.Hash)
            .Add("--connect", libvirt.Uri)
            .Add("--virt-type", acceleration.DomainType);
        return new Step(StepKey.Of(Stage.Define), definition.Name, inputs, [], (_, _) =>
        {
            DomainRequirements.Check(definition.Xml, libvirt, job.Vm.Id);
            var autostart = definition.Define();
            ForgetOtherNames(job);
            foreach (var finding in Findings(definition, libvirt, acceleration).Concat(WindowsAdjusting.FindUnadjusted(job)))
            {
                job.Log.Found(job.Vm.DisplayName, finding);
            }

            if (autostart is { } starts)
            {
                job.Log.Found(job.Vm.DisplayName, Autostart(definition.Name, starts));
            }

            return Task.FromResult($"{definition.Uuid}, type {acceleration.DomainType}");
        })
        {
            Decide = (record, force) => definition.Decide(record is null ? [] : inputs.Differences(record.Inputs), force),
            Tidy = definition.Tidy,
        };
    }

    /// <summary>State of format 1 knows a VM that got another name by both.</summary>
    private static void ForgetOtherNames(VmJob job)
    {
        foreach (var other in job.State.Steps.Keys.Where(key => key.Stage == Stage.Define && key != StepKey.Of(Stage.Define)))
        {
            job.State.Record(other, record: null);
        }
    }

    /// <summary>The domain of <paramref name="job"/> as the host behind <paramref name="libvirt"/> is to run it.</summary>
    /// <exception cref="V2KException">There is no XML yet, or it is none.</exception>
    internal static DomainDefinition Definition(VmJob job, LibvirtConnection libvirt, Acceleration acceleration)
    {
        var path = job.Vm.XmlPath;
        if (!File.Exists(path))
        {
            throw new V2KException("does not exist", $"Run --target=Translate --vm='{job.Vm.Id}' first", path);
        }

        var domain = DomainXml.Parse(File.ReadAllText(path), path);
        return new DomainDefinition(job.Vm.Id, HostDomain.Adapt(domain, acceleration), libvirt);
    }

    private static Finding Autostart(string name, bool starts) => starts
        ? Finding.Info(
            "libvirt starts the domain with the host, as VMware did",
            "if this host restarts before the migration is complete, it also starts while the VM still runs in VMware",
            $"Switch it off until then: virsh autostart --disable '{name}'")
        : Finding.Info(
            "libvirt no longer starts the domain with the host, because VMware does not either",
            "you start it by hand",
            $"Switch it on if you want it: virsh autostart '{name}'");

    private static IEnumerable<Finding> Findings(DomainDefinition definition, LibvirtConnection libvirt, Acceleration acceleration)
    {
        if (acceleration.Warning is { } slow)
        {
            yield return slow;
        }

        foreach (var name in definition.Xml.Devices("interface").Elements("source").Select(source => source.Get("network")).OfType<string>().Distinct(StringComparer.Ordinal))
        {
            if (HostNetworks.Find("network", name, libvirt) is { IsMissing: false } fault)
            {
                yield return Finding.Warning(fault.What, "the domain cannot start", fault.Remedy).As(FindingId.InactiveNetwork);
            }
        }
    }
}
