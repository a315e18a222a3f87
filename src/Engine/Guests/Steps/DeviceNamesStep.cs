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
    public string Description => "fstab, crypttab, swap to resume from, LVM's and mdadm's filters: `/dev/sdX` becomes its UUID, or the new name";

    /// <inheritdoc/>
    public void Run(GuestWork guest)
    {
        var names = guest.Names;
        guest.Edit("/etc/fstab", text =>
        {
            var renamed = Fstab.Change(text, field: 0, fields => names.Lasting(fields[0]));
            return guest.Options.NoFail ? Fstab.Change(renamed, field: 3, fields => WithNoFail(fields)) : renamed;
        });
        guest.Edit("/etc/crypttab", text => Fstab.Change(text, field: 1, fields => names.Lasting(fields[1])));
        guest.Edit("/etc/initramfs-tools/conf.d/resume", text => Resume(text, names));
        guest.Edit("/etc/uswsusp.conf", text => SuspendDevice().Replace(text, match => Lasting(match, names)));
        guest.Edit("/etc/lvm/lvm.conf", text => Filters(text, names));
        guest.Edit("/etc/lvm/lvmlocal.conf", text => Filters(text, names));
        foreach (var path in new[] { "/etc/mdadm.conf", "/etc/mdadm/mdadm.conf" })
        {
            guest.Edit(path, text => MdadmDevices(text, names));
        }

        if (guest.Files.IsFile("/etc/fstab"))
        {
            foreach (var entry in Fstab.Parse(guest.Files.ReadText("/etc/fstab")).Where(entry => DeviceNames.IsKernelName(entry.Device) && names.Lasting(entry.Device) is null))
            {
                guest.Log.Warn($"/etc/fstab mounts {entry.Device} at {entry.Folder}, and no disk of this VM is that: the guest waits for it at boot unless it says nofail");
            }
        }
    }

    /// <summary>initramfs-tools keeps the swap to resume from as a shell assignment.</summary>
    internal static string Resume(string text, DeviceNames names) =>
        KernelArguments.ByLine(text, line => ResumeAssignment().Replace(line, match => Lasting(match, names)));

    /// <summary>
    /// LVM's filters: patterns such as <c>a|^/dev/sda|</c>, in which a name may be a part of a pattern; only the new name can stand there.
    /// </summary>
    internal static string Filters(string text, DeviceNames names) => KernelArguments.ByLine(text, line =>
        FilterLine().IsMatch(line)
            ? DeviceInPattern().Replace(line, match => names.Renamed(match.Value) ?? match.Value)
            : line);

    /// <summary>The devices that mdadm looks at: <c>DEVICE /dev/sda1 /dev/sdb1</c>, or <c>devices=</c> of an array, become all partitions.</summary>
    internal static string MdadmDevices(string text, DeviceNames names) => KernelArguments.ByLine(text, line =>
    {
        if (!DeviceInPattern().Matches(line).Any(match => names.InAppliance(match.Value) is not null))
        {
            return line;
        }

        return line.StartsWith("DEVICE", StringComparison.OrdinalIgnoreCase) ? "DEVICE partitions"
            : ArrayDevices().Replace(line, "");
    });

    private static string? WithNoFail(IReadOnlyList<string> fields) =>
        fields[1] is "/" or "/usr" or "/boot" || fields[2] is "swap" or "proc" or "sysfs" or "tmpfs" or "devpts"
            || fields[3].Split(',').Contains("nofail", StringComparer.Ordinal)
            ? null
            : fields[3] + ",nofail";

    private static string Lasting(Match match, DeviceNames names) =>
        names.Lasting(match.Groups["device"].Value) is { } name ? match.Groups["before"].Value + name : match.Value;

    [GeneratedRegex("^(?<before>\\s*RESUME=[\"']?)(?<device>/dev/[^\\s\"']+)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex ResumeAssignment();

    [GeneratedRegex("^(?<before>resume device\\s*[=:]\\s*)(?<device>/dev/\\S+)", RegexOptions.ExplicitCapture | RegexOptions.Multiline, matchTimeoutMilliseconds: 1000)]
    private static partial Regex SuspendDevice();

    [GeneratedRegex("^\\s*(global_)?filter\\s*=", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex FilterLine();

    [GeneratedRegex("/dev/(sd|hd)[a-z]{1,3}[0-9]{0,3}", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex DeviceInPattern();

    [GeneratedRegex("\\s+devices=\\S+", RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase, matchTimeoutMilliseconds: 1000)]
    private static partial Regex ArrayDevices();
}
