using V2K.Engine.Configuration;
using V2K.Engine.Tools;
using V2K.Rules.Findings;

namespace V2K.Engine.Libvirt;

/// <summary>How domains run on the host behind a libvirt connection, once <c>auto</c> is decided.</summary>
/// <param name="Kvm">By KVM; else by QEMU's emulation.</param>
/// <param name="Reason">Why.</param>
/// <param name="IsFallback">Emulation because KVM does not work, and not because it was asked for.</param>
public sealed record Acceleration(bool Kvm, string Reason, bool IsFallback)
{
    /// <summary>libvirt's word for it: the domain's <c>type</c>.</summary>
    public string DomainType => Kvm ? "kvm" : "qemu";

    /// <summary>What to tell the administrator; null where everything is as expected.</summary>
    public Finding? Warning => IsFallback
        ? Finding.Warning(
            $"KVM does not work here: {Reason}",
            "it runs by emulation, many times slower, with QEMU's own processor model",
            "Fix this and run the same command again, or use --virt-type=qemu to choose emulation")
        : null;

    /// <summary>
    /// Decides: a type that was asked for as it is; else this host is probed, and the libvirt of another host is asked.
    /// </summary>
    public static async Task<Acceleration> DecideAsync(
        VirtType asked, LibvirtConnection libvirt, ToolRunner runner, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(libvirt);
        if (asked != VirtType.Auto)
        {
            return new Acceleration(asked == VirtType.Kvm, $"--virt-type={Choices.VirtTypes.Word(asked)}", IsFallback: false);
        }

        // Domains of another architecture than the host's come to libvirt as such: VMware has x86 alone.
        if (libvirt.DomainCapabilities("x86_64", machine: null, "kvm") is null)
        {
            return new Acceleration(Kvm: false, $"libvirt at {libvirt.Uri} offers none", IsFallback: true);
        }

        if (!libvirt.IsLocal)
        {
            return new Acceleration(Kvm: true, $"libvirt at {libvirt.Uri} offers it", IsFallback: false);
        }

        var verdict = await KvmProbe.AskAsync(runner, cancellation);
        return new Acceleration(verdict.Works, verdict.Reason, !verdict.Works);
    }
}
