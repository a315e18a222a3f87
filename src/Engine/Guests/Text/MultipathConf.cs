using System.Text.RegularExpressions;

namespace V2K.Engine.Guests.Text;

/// <summary>multipath.conf(5): what keeps multipathd away from VMware's disks has to keep it away from KVM's, which would be found behind it otherwise.</summary>
public static partial class MultipathConf
{
    /// <summary>QEMU's SCSI and SATA disks, as they call themselves.</summary>
    private const string Disks = "\tdevice {\n\t\tvendor \"(QEMU|ATA)\"\n\t\tproduct \"QEMU HARDDISK\"\n\t}\n";

    /// <summary>
    /// Adds them to a list of refused devices that has VMware's in it, by maker or by WWID. Only disks that are SCSI for the guest matter: multipathd has
    /// never looked at virtio's.
    /// </summary>
    public static string Change(string text, DeviceNames names) => names.Disks.Any(disk => disk.NewName.StartsWith("sd", StringComparison.Ordinal))
        ? Refused().Replace(text, match => match.Value.Contains("QEMU", StringComparison.Ordinal) || !Vmware().IsMatch(match.Groups["entries"].Value)
            ? match.Value
            : $"{match.Groups["begin"].Value}{match.Groups["entries"].Value.TrimEnd(' ', '\t')}{(match.Groups["entries"].Value.TrimEnd(' ', '\t').EndsWith('\n') ? "" : "\n")}{Disks}}}")
        : text;

    [GeneratedRegex("(?<begin>^[ \\t]*(devnode_)?blacklist\\s*\\{)(?<entries>([^{}]|\\{[^{}]*\\})*)\\}", RegexOptions.ExplicitCapture | RegexOptions.Multiline, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Refused();

    [GeneratedRegex("^(?![ \\t]*#).*(VMware|6000c29)", RegexOptions.ExplicitCapture | RegexOptions.Multiline | RegexOptions.IgnoreCase, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Vmware();
}
