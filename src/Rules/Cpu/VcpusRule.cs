using V2K.Rules.Annotations;
using V2K.Rules.Findings;
using V2K.Rules.Model;
using V2K.Rules.Translation;

namespace V2K.Rules.Cpu;

/// <summary>
/// Virtual processors. A VM with hot-add may grow to twice its number. In fidelity mode they keep to the host's
/// processors they kept to.
/// </summary>
/// <example>
/// numvcpus = "4"
/// →
/// &lt;vcpu&gt;4&lt;/vcpu&gt;
/// </example>
/// <example>
/// numvcpus = "2"
/// vcpu.hotadd = "TRUE"
/// →
/// &lt;vcpu current='2'&gt;4&lt;/vcpu&gt;
/// </example>
/// <example>
/// numvcpus = "2"
/// sched.cpu.affinity = "0,2,3"
/// --mode=fidelity
/// →
/// &lt;vcpu cpuset='0,2,3'&gt;2&lt;/vcpu&gt;
/// </example>
[Rule(nameof(Domain.Vcpus), Topic.Cpu)]
public static class VcpusRule
{
    /// <summary>The most that QEMU's <c>q35</c> takes without an interrupt remapping IOMMU.</summary>
    private const int Most = 255;
    private const int Growth = 2;

    public static Mapped<DomainVcpus> Map(
        [Vmx("vcpu.hotadd")] bool? hotAdd,
        [Vmx("sched.cpu.affinity")] string? affinity,
        TranslationOptions options,
        [Vmx("numvcpus")] int numvcpus = 1)
    {
        if (numvcpus is < 1 or > Most)
        {
            var assumed = Math.Clamp(numvcpus, 1, Most);
            return Mapped.To(new DomainVcpus(assumed), Finding.Warning(
                $"numvcpus = \"{numvcpus}\" is not between 1 and {Most}",
                $"the guest gets {assumed}",
                "Correct numvcpus in the .vmx").At(nameof(numvcpus)));
        }

        // A multiple of what is there divides into the same sockets.
        var most = numvcpus * Growth;
        var vcpus = hotAdd == true && most <= Most ? new DomainVcpus(most, Current: numvcpus) : new DomainVcpus(numvcpus);
        if (affinity is null || affinity.Equals("all", StringComparison.OrdinalIgnoreCase))
        {
            return vcpus;
        }

        if (!affinity.All(c => char.IsAsciiDigit(c) || c is ',' or '-'))
        {
            return Mapped.To(vcpus, Finding.Warning(
                $"sched.cpu.affinity = \"{Printable.OneLine(affinity)}\" is not a list of processors",
                "the guest runs on all processors of the host",
                "Pin it with virsh vcpupin").At(nameof(affinity)));
        }

        return options.Mode == TranslationMode.Fidelity
            ? vcpus with { HostCpus = affinity }
            : Mapped.To(vcpus, Finding.Warning(
                $"the VM was bound to processors {affinity} of its VMware host",
                "the guest runs on any processor of the KVM host",
                "Pin it with virsh vcpupin if it needs particular processors, or use --mode=fidelity").At(nameof(affinity)));
    }
}
