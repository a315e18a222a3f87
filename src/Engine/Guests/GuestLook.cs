using V2K.Engine.Guests.Virtio;
using V2K.Rules.Model;

namespace V2K.Engine.Guests;

/// <summary>
/// Looks at a guest's kernels for the hardware that they have drivers for. What any kernel that may be booted lacks, the guest lacks:
/// transitional devices serve newer kernels as well. Kernels without virtio count only where the newest is one of them, because
/// nothing of virtio's serves them.
/// </summary>
internal static class GuestLook
{
    /// <summary>What the guest on <paramref name="files"/> boots on; null where that cannot be determined.</summary>
    internal static GuestFound? Find(IGuestFiles files, StepLog log)
    {
        var kernels = BootableKernels.Find(files).Select(kernel => (kernel.Release, Drivers: KernelDrivers.Of(files, kernel, log))).ToList();
        foreach (var (release, drivers) in kernels)
        {
            log.Note($"the kernel {release} has drivers for {Words(drivers)}");
        }

        if (kernels.Count == 0)
        {
            log.Note("no kernel is found: the virtio version of the guest cannot be determined, and the domain follows guestOS in the .vmx");
            return null;
        }

        var newest = kernels.MaxBy(kernel => kernel.Release, ReleaseOrder.Instance);
        if (newest.Drivers.Virtio == VirtioVersion.None)
        {
            return new GuestFound(GuestFamily.Linux, newest.Drivers, $"the kernel {newest.Release} has no virtio drivers");
        }

        var with = kernels.Where(kernel => kernel.Drivers.Virtio != VirtioVersion.None).ToList();
        var devices = with.Aggregate(VirtioDevices.All, (all, kernel) => all & kernel.Drivers.Devices);
        var legacy = with.Find(kernel => kernel.Drivers.Virtio == VirtioVersion.Legacy).Release;
        var asked = legacy is null ? LegacyWish.Find(files) : null;
        return new GuestFound(
            GuestFamily.Linux,
            new GuestDrivers(HardwareAge.Standard, legacy is null && asked is null ? VirtioVersion.Modern : VirtioVersion.Legacy, devices),
            legacy is not null ? $"the kernel {legacy} supports only legacy virtio devices (before virtio 1.0)"
            : asked is not null ? $"{asked} makes the guest use virtio devices as before virtio 1.0 (force_legacy)"
            : $"every kernel supports virtio 1.0: {string.Join(", ", with.Select(kernel => kernel.Release))}");
    }

    private static string Words(GuestDrivers drivers) => drivers.Virtio switch
    {
        VirtioVersion.None => "no virtio devices",
        VirtioVersion.Legacy => $"virtio devices from before virtio 1.0 alone: {drivers.Devices}".ToLowerInvariant(),
        _ => $"virtio 1.0: {drivers.Devices}",
    };
}
