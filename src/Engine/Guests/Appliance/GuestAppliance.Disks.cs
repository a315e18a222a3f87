using V2K.Rules;

namespace V2K.Engine.Guests.Appliance;

/// <summary>What the appliance does with whole disks and file systems. Devices are named as the appliance names them.</summary>
public sealed unsafe partial class GuestAppliance
{
    /// <summary>The attached disks, in their order: <c>/dev/sda</c>, …</summary>
    public IReadOnlyList<string> Devices => TakeList(Check(LibGuestfs.ListDevices(_g)));

    /// <summary>Every partition: <c>/dev/sda1</c>, …</summary>
    public IReadOnlyList<string> Partitions => TakeList(Check(LibGuestfs.ListPartitions(_g)));

    /// <summary>Every logical volume: <c>/dev/group/volume</c>.</summary>
    public IReadOnlyList<string> Volumes => TakeList(Check(LibGuestfs.ListVolumes(_g)));

    /// <summary>Every array that md(4) put together of its members: <c>/dev/md127</c>.</summary>
    public IReadOnlyList<string> Arrays => TakeList(Check(LibGuestfs.ListArrays(_g)));

    /// <summary>What mdadm tells of an array: <c>uuid</c>, <c>name</c>, <c>level</c>, ….</summary>
    public IReadOnlyDictionary<string, string> ArrayFacts(string device) => TakeTable(Check(LibGuestfs.ArrayDetail(_g, device), "mdadm", device));

    /// <summary>
    /// Everything that may be mounted or swapped to, with its type as blkid calls it: partitions, logical volumes, arrays,
    /// opened LUKS devices, and Btrfs subvolumes as <c>btrfsvol:/dev/sda2/@</c>.
    /// </summary>
    public IReadOnlyDictionary<string, string> FileSystems => TakeTable(Check(LibGuestfs.ListFileSystems(_g)));

    /// <summary>What blkid tells of a device: UUID, TYPE, LABEL, PART_ENTRY_UUID, …; empty where it finds nothing.</summary>
    public IReadOnlyDictionary<string, string> Identity(string device)
    {
        var table = LibGuestfs.BlkId(_g, device);
        return table == IntPtr.Zero && !IsGone(LastError()) && !_cancellation.IsCancellationRequested
            ? new Dictionary<string, string>(StringComparer.Ordinal)
            : TakeTable(Check(table));
    }

    /// <summary>Checks an ext file system that is not mounted, and repairs what is safe to repair, like e2fsck -p at every boot.</summary>
    /// <param name="device">Its device.</param>
    /// <param name="reason">What e2fsck said where the result is not <see cref="ExtCheck.Sound"/>.</param>
    /// <exception cref="V2KException">It needs to be repaired by hand.</exception>
    public ExtCheck CheckExt(string device, out string reason)
    {
        var result = LibGuestfs.E2fsck(_g, device, new LibGuestfs.FsckOptions { Bits = 1, Correct = 1 });
        reason = result < 0 ? LastError() : "";
        return result >= 0 ? ExtCheck.Sound
            : reason.Contains("unsupported feature", StringComparison.Ordinal) ? ExtCheck.NotKnown
            : reason.Contains("is in use", StringComparison.Ordinal) || reason.Contains("is mounted", StringComparison.Ordinal) ? ExtCheck.InUse
            : throw Failure("e2fsck", device);
    }

    /// <summary>Opens a LUKS device as <c>/dev/mapper/</c><paramref name="name"/>.</summary>
    /// <returns>False where the key is not the right one.</returns>
    public bool TryOpenLuks(string device, string key, string name)
    {
        if (LibGuestfs.OpenLuks(_g, device, key, name, default) >= 0)
        {
            return true;
        }

        return IsGone(LastError()) || _cancellation.IsCancellationRequested ? throw Failure("cryptsetup", device) : false;
    }

    /// <summary>Finds volume groups that have come to light, inside LUKS devices for example.</summary>
    public void ScanLvm() => Check(LibGuestfs.ScanLvm(_g, activate: 1), "pvscan");

    /// <summary>Mounts a device or Btrfs subvolume; the first one at <c>/</c>.</summary>
    public void Mount(string mountable, string folder, string options = "") =>
        Check(LibGuestfs.Mount(_g, options, mountable, folder), "mount", mountable);

    /// <summary>Mounts where that is possible.</summary>
    public bool TryMount(string mountable, string folder, string options = "")
    {
        if (LibGuestfs.Mount(_g, options, mountable, folder) >= 0)
        {
            return true;
        }

        return IsGone(LastError()) || _cancellation.IsCancellationRequested ? throw Failure("mount", mountable) : false;
    }

    /// <summary>Unmounts what is mounted at <paramref name="folder"/>.</summary>
    public void Unmount(string folder) => Check(LibGuestfs.Unmount(_g, folder, default), "umount", folder);

    /// <summary>Unmounts everything.</summary>
    public void UnmountAll() => Check(LibGuestfs.UnmountAll(_g), "umount");

    /// <inheritdoc/>
    public bool TryTrim(string folder)
    {
        if (LibGuestfs.Trim(_g, folder, default) >= 0)
        {
            return true;
        }

        return IsGone(LastError()) || _cancellation.IsCancellationRequested ? throw Failure("fstrim", folder) : false;
    }
}
