using V2K.Engine.Guests.Appliance;

namespace V2K.Engine.Guests;

/// <summary>
/// Which of the devices that look like file systems are the guest's own. Device-mapper also shows the layers that a volume is built of: the legs of a
/// mirror and of an LVM RAID, the data of a thin pool, the origin of a snapshot. Each begins with the file system of the volume on top of it, and
/// is in use by that volume.
/// </summary>
internal static class OwnFileSystems
{
    private const string Mapper = "/dev/mapper/";

    /// <summary>Windows's dynamic disks, as ldmtool(1) names them.</summary>
    private static readonly string[] DynamicDisks = [Mapper + "ldm_vol_", Mapper + "ldm_part_"];

    /// <summary>blkid's types of what is a part of something else.</summary>
    private static readonly string[] Parts = ["bcache", "drbd", "crypto_LUKS", "BitLocker", "LVM2_member", "LVM1_member"];

    /// <summary>Those of <paramref name="found"/> that the guest itself mounts or swaps to.</summary>
    /// <param name="found">Devices and Btrfs subvolumes of the appliance, with their types.</param>
    /// <param name="volumes">The logical volumes that LVM calls public (lvs(8), <c>lv_role</c>): <c>/dev/group/volume</c>.</param>
    /// <param name="opened">The encrypted devices that V2K opened: <c>/dev/mapper/luks-…</c>.</param>
    internal static Dictionary<string, string> Of(
        IReadOnlyDictionary<string, string> found, IReadOnlyList<string> volumes, IReadOnlyList<string> opened)
    {
        return found.Where(one => IsOwn(GuestRoot.DeviceOf(one.Key)) && !IsPart(one.Value)).ToDictionary(StringComparer.Ordinal);

        // A whole disk, a partition, an array: /dev/sda, /dev/sda1, /dev/md127. A volume has one part more.
        bool IsOwn(string device) => device.Split('/') is ["", "dev", var name] ? !name.StartsWith("dm-", StringComparison.Ordinal)
            : volumes.Contains(device, StringComparer.Ordinal)
            || opened.Contains(device, StringComparer.Ordinal)
            || Array.Exists(DynamicDisks, prefix => device.StartsWith(prefix, StringComparison.Ordinal));
    }

    /// <summary>
    /// Those of <paramref name="fileSystems"/> that are not in use by the appliance's own kernel: what is in use before anything was mounted is a part
    /// of something else. ext file systems are checked and, where that is safe, repaired, as they are at every boot.
    /// </summary>
    /// <exception cref="Rules.V2KException">One needs to be repaired by hand.</exception>
    internal static Dictionary<string, string> Checked(
        GuestAppliance appliance, IReadOnlyDictionary<string, string> fileSystems, Func<string, string> oldName, StepLog log)
    {
        var own = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (device, type) in fileSystems)
        {
            var reason = "";
            switch (type.StartsWith("ext", StringComparison.Ordinal) ? appliance.CheckExt(device, out reason) : ExtCheck.Sound)
            {
                case ExtCheck.InUse:
                    log.Note($"{device} is in use by a device that is built on it, and is not a file system itself");
                    continue;
                case ExtCheck.NotKnown:
                    log.Warn($"{oldName(device)} cannot be checked and is used unchecked: {reason}");
                    break;
            }

            own[device] = type;
        }

        return own;
    }

    private static bool IsPart(string type) => Parts.Contains(type, StringComparer.Ordinal) || type.EndsWith("_member", StringComparison.Ordinal);
}
