namespace V2K.Engine.Disks.Engines.VirtV2v;

/// <summary>What virt-v2v needs to know of a VM: to find the guest it looks at all disks together.</summary>
/// <param name="Name">The VM's name, for messages.</param>
/// <param name="IsUefi">Whether it boots by UEFI.</param>
/// <param name="IsWindows">Whether Windows is on it, as far as is known.</param>
/// <param name="Disks">Its disks, the boot disk first; at least one.</param>
public sealed record VmDisks(string Name, bool IsUefi, bool IsWindows, IReadOnlyList<CopyJob> Disks);
