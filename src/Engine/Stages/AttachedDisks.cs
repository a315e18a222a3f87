using V2K.Engine.Configuration;
using V2K.Engine.Datastores;
using V2K.Engine.Interop;
using V2K.Rules.Findings;
using V2K.Rules.Model;

namespace V2K.Engine.Stages;

/// <summary>
/// Disks that are block devices of this host already, such as the LUN of an RDM: the domain has them as they are, and nothing is copied.
/// <c>disks: { ora1: { "scsi1:0": { attach: /dev/disk/by-id/wwn-0x6000… } } }</c>
/// </summary>
internal static class AttachedDisks
{
    /// <summary>What plans and reports say of one.</summary>
    internal const string Word = "attached, not copied";

    /// <summary>The domain's disk on the device; null where the administrator named none for it.</summary>
    internal static Disk? Attach(Disk disk, VirtualMachine vm, Config config) =>
        disk.IsConverted && TargetOf(disk, vm, config) is { IsAttached: true } target
            ? disk with { Source = new DiskSource(target.Path, Choices.Formats.Word(Disks.DiskFormat.Raw), Block: true), IsAttached = true }
            : null;

    /// <summary>What the administrator named for a disk; null for nothing.</summary>
    internal static DiskTarget? TargetOf(Disk disk, VirtualMachine vm, Config config) => config.DiskTargets.OrderBy(target => target.IsFromFile).FirstOrDefault(
        target => target.IsOf(vm) && target.Device.Equals(disk.VmxDevice, StringComparison.OrdinalIgnoreCase));

    /// <summary>What to tell about it: a blocker where the libvirt of this host could not open it.</summary>
    internal static Finding Describe(Disk disk, Config config)
    {
        var path = disk.Source!.Path;
        var finding = !config.Connect.IsLocal || Posix.IsBlockDevice(path)
            ? Finding.Info(
                $"{disk.VmxDevice} is {path}, {Word}",
                "the guest reads and writes the device itself, as it did in VMware; Verify and Adjust leave it alone, and test boots write to an overlay of it",
                "Before the guest starts, check that no VM in VMware still uses the device")
            : Finding.Blocker(
                $"{path}, configured as {disk.VmxDevice}, {(System.IO.Path.Exists(path) ? "is not a block device" : "does not exist")}",
                "the domain cannot be defined",
                "Present the LUN to this host and look for it with ls -l /dev/disk/by-id, or correct attach: under disks: in v2k.yaml");
        return finding with { Id = FindingId.RawDevice, Key = disk.VmxDevice + ".fileName" };
    }
}
