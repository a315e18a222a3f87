using System.Text.RegularExpressions;
using V2K.Engine.Guests.Text;

namespace V2K.Engine.Guests.Steps;

/// <summary>
/// Disks by lasting names, in the tables of what to mount, decrypt and resume from. Partitions of <c>/dev/sda</c> are UUIDs afterwards.
/// </summary>
public sealed partial class DeviceNamesStep : IGuestStep
{
    /// <inheritdoc/>
    public string Name => "device-names";

    /// <inheritdoc/>
    public string Description => "fstab, crypttab, mount and swap units, swap to resume from, LVM's, multipath's and mdadm's filters: `/dev/sdX` becomes its UUID, or the new name";

    /// <inheritdoc/>
    public void Run(GuestWork guest)
    {
        var names = guest.Names;
        guest.Edit("/etc/fstab", text =>
        {
            var renamed = Fstab.Change(Fstab.Change(text, names), field: 0, fields => guest.FoundDevices.GetValueOrDefault(fields[0]));
            return guest.Options.NoFail ? Fstab.Change(renamed, field: 3, fields => WithNoFail(fields)) : renamed;
        });
        foreach (var path in (string[])["/etc/crypttab", "/etc/crypttab.initramfs"])
        {
            guest.Edit(path, text => Crypttab.Change(text, names));
        }

        foreach (var path in guest.Files.Glob("/etc/initramfs-tools/conf.d/*").Append("/etc/initramfs-tools/initramfs.conf"))
        {
            guest.Edit(path, text => Resume(text, names));
        }

        guest.Edit("/etc/uswsusp.conf", text => SuspendDevice().Replace(text, match => Lasting(match, names)));
        foreach (var path in guest.Files.Glob("/etc/lvm/profile/*.profile").Concat(guest.Files.Glob("/etc/lvm/*.conf")))
        {
            guest.Edit(path, text => LvmFilters.Change(text, names));
            if (guest.Files.IsFile(path))
            {
                foreach (var doubt in LvmFilters.Doubts(guest.Files.ReadText(path), names))
                {
                    guest.Log.Warn($"{path}: {doubt}");
                }
            }
        }

        foreach (var path in guest.Files.Glob("/etc/multipath/conf.d/*.conf").Append("/etc/multipath.conf"))
        {
            guest.Edit(path, text => MultipathConf.Change(text, names));
        }

        foreach (var path in guest.Files.Glob("/etc/mdadm/mdadm.conf.d/*.conf").Concat(guest.Files.Glob("/etc/mdadm.conf.d/*.conf")).Concat(["/etc/mdadm.conf", "/etc/mdadm/mdadm.conf"]))
        {
            guest.Edit(path, MdadmConf.Change);
        }

        MountUnits.Rename(guest);
        if (guest.Files.IsFile("/etc/fstab"))
        {
            foreach (var entry in Fstab.Parse(guest.Files.ReadText("/etc/fstab")).Where(entry => DeviceNames.IsOfVmware(entry.Device) && names.InAppliance(entry.Device) is null))
            {
                guest.Log.Warn($"/etc/fstab mounts {entry.Device} at {entry.Folder}, and the disk behind that name cannot be determined: the guest waits for it at boot unless the line has nofail");
            }
        }
    }

    /// <summary>initramfs-tools keeps the swap to resume from, and a configured root, as shell assignments.</summary>
    internal static string Resume(string text, DeviceNames names) =>
        KernelArguments.ByLine(text, line => ResumeAssignment().Replace(line, match => Lasting(match, names)));

    private static string? WithNoFail(IReadOnlyList<string> fields) =>
        fields[1] is "/" or "/usr" or "/boot" || fields[2] is "swap" or "proc" or "sysfs" or "tmpfs" or "devpts"
            || fields[3].Split(',').Contains("nofail", StringComparer.Ordinal)
            ? null
            : fields[3] + ",nofail";

    private static string Lasting(Match match, DeviceNames names) =>
        names.Lasting(match.Groups["device"].Value) is { } name ? match.Groups["before"].Value + name : match.Value;

    [GeneratedRegex("^(?<before>\\s*(RESUME|ROOT)=[\"']?)(?<device>/dev/[^\\s\"']+)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex ResumeAssignment();

    [GeneratedRegex("^(?<before>resume device\\s*[=:]\\s*)(?<device>/dev/\\S+)", RegexOptions.ExplicitCapture | RegexOptions.Multiline, matchTimeoutMilliseconds: 1000)]
    private static partial Regex SuspendDevice();
}
