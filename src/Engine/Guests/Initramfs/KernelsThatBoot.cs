using V2K.Engine.Guests.Steps;
using V2K.Rules;

namespace V2K.Engine.Guests.Initramfs;

/// <summary>
/// Whether every kernel that the guest may be started with finds its disks. A folder of modules alone is no kernel: removed kernels leave some behind.
/// A kernel with all drivers in itself needs no initramfs.
/// </summary>
/// <param name="guest">The guest, its images extended.</param>
/// <param name="kernels">The kernels in <c>/lib/modules</c>.</param>
/// <param name="extended">The releases of those that have an initramfs with all they need.</param>
/// <param name="unextended">Kernels in files of their own, with an initramfs inside, to which nothing could be added.</param>
internal sealed class KernelsThatBoot(GuestWork guest, IReadOnlyList<KernelModules> kernels, IReadOnlySet<string> extended, IReadOnlyList<string> unextended)
{
    private const string GoOn = "; to continue without it, skip the step with --skip-steps=initramfs";

    /// <summary>What VMware's controllers need: a kernel that has it in itself was started without an initramfs.</summary>
    private static readonly string[] VmwareDrivers = ["vmw_pvscsi", "mptspi", "mptsas"];

    /// <summary>Warns of kernels that were no help under VMware either, or were never installed whole.</summary>
    /// <exception cref="V2KException">The guest would not start, or has a kernel that would not, and that did under VMware.</exception>
    internal void Require()
    {
        var lost = kernels.Where(kernel => !extended.Contains(kernel.Release) && Missing(kernel).Count > 0).ToList();
        if (lost.Count == 0)
        {
            return;
        }

        var images = KernelImages.Find(guest.Files);
        if (images.Count == 0 && lost.Count == kernels.Count && InitramfsStep.Find(guest.Files).Count == 0)
        {
            throw new V2KException(
                $"contains no kernel and no initramfs, although {string.Join(", ", kernels.Select(kernel => kernel.Release))} is installed: the file system that the guest mounts there cannot be determined",
                $"Correct its line in the guest's /etc/fstab under VMware and convert it again, or give the key of an encrypted file system with --key{GoOn}",
                "/boot");
        }

        foreach (var kernel in lost)
        {
            var itself = $"the kernel {kernel.Release} has no initramfs that could be extended, and does not contain {string.Join(", ", Missing(kernel))}: it does not find its disks";
            if (lost.Count == kernels.Count || (images.Any(path => KernelImages.IsFor(guest.Files, path, kernel, kernels)) && WasStarted(kernel)))
            {
                throw new V2KException(
                    itself, $"Create an initramfs for it in the guest under VMware, or remove it there, and convert the VM again{GoOn}", $"/lib/modules/{kernel.Release}");
            }

            guest.Log.Warn(itself);
        }
    }

    private List<string> Missing(KernelModules kernel) => [.. guest.Machine.DiskDrivers.Where(driver => !kernel.IsBuiltIn(driver))];

    private bool WasStarted(KernelModules kernel) => VmwareDrivers.Any(kernel.IsBuiltIn) || unextended.Any(path => KernelImages.IsFor(guest.Files, path, kernel, kernels));
}
