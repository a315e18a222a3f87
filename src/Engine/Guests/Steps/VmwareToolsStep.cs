using System.Text.RegularExpressions;
using V2K.Engine.Guests.Text;

namespace V2K.Engine.Guests.Steps;

/// <summary>
/// VMware's tools no longer start, and nothing waits for what they brought: their services are switched off as systemctl disable and
/// update-rc.d do it, their packages stay for the guest's package manager to remove.
/// </summary>
public sealed partial class VmwareToolsStep : IGuestStep
{
    private const string Disabled = ".v2k-disabled";

    private static readonly string[] Services =
    [
        "/etc/systemd/system/*.wants/open-vm-tools*", "/etc/systemd/system/*.requires/open-vm-tools*",
        "/etc/systemd/system/*.wants/vmtoolsd*", "/etc/systemd/system/*.requires/vmtoolsd*",
        "/etc/systemd/system/*.wants/vgauth*", "/etc/systemd/system/*.requires/vgauth*", "/etc/systemd/system/*.wants/vmware-*",
        "/etc/systemd/system/*.wants/run-vmblock*", "/etc/systemd/system/vmtoolsd.service", "/etc/systemd/system/vmware-tools*.service",
        "/etc/rc[0-6S].d/[SK][0-9][0-9]open-vm-tools", "/etc/rc[0-6S].d/[SK][0-9][0-9]vmware-tools*",
        "/etc/rc.d/rc[0-6S].d/[SK][0-9][0-9]vmtoolsd", "/etc/rc.d/rc[0-6S].d/[SK][0-9][0-9]vmware-tools*",
    ];

    /// <summary>Upstart, udev, X11: files that only speak to VMware's devices.</summary>
    private static readonly string[] Leftovers =
    [
        "/etc/init/vmware-tools*.conf", "/etc/udev/rules.d/*vmware*.rules", "/etc/modprobe.d/*vmware*.conf", "/etc/X11/xorg.conf.d/*vmware*.conf",
        "/etc/xdg/autostart/vmware-user.desktop",
    ];

    /// <inheritdoc/>
    public string Name => "vmware-tools";

    /// <inheritdoc/>
    public string Description => "VMware Tools are disabled; lists of modules name KVM's drivers instead of VMware's; shared folders, X11 and udev files are removed from the configuration; cloud-init keeps the data that it got from VMware";

    /// <inheritdoc/>
    public void Run(GuestWork guest)
    {
        foreach (var path in Services.SelectMany(guest.Files.Glob).Distinct(StringComparer.Ordinal))
        {
            guest.Files.Remove(path);
            guest.Log.Changed($"{path} removed");
        }

        foreach (var path in Leftovers.SelectMany(guest.Files.Glob).Distinct(StringComparer.Ordinal))
        {
            guest.Files.Move(path, path + Disabled);
            guest.Log.Changed($"{path} renamed to {path + Disabled}");
        }

        new DriverLists(guest.Machine).Change(guest);
        guest.Edit("/etc/fstab", WithoutSharedFolders);
        CloudInit.Keep(guest);
        if (guest.Files.IsFile("/etc/X11/xorg.conf") && XDriver().IsMatch(guest.Files.ReadText("/etc/X11/xorg.conf")))
        {
            guest.Files.Move("/etc/X11/xorg.conf", "/etc/X11/xorg.conf" + Disabled);
            guest.Log.Changed("/etc/X11/xorg.conf, which names VMware's graphics, renamed: X detects the graphics itself");
        }
    }

    /// <summary>Shared folders are gone with VMware; a boot would wait for them.</summary>
    internal static string WithoutSharedFolders(string text) => KernelArguments.ByLine(text, line =>
        Fstab.Parse(line) is [{ Type: "vmhgfs" or "fuse.vmhgfs-fuse" or "vmhgfs-fuse" or "fuse.vmware-vmblock" or "vmblock" }] ? "# VMware: " + line : line);

    [GeneratedRegex("^\\s*Driver\\s+\"(vmware|vmmouse|vmwlegacy)\"", RegexOptions.ExplicitCapture | RegexOptions.Multiline | RegexOptions.IgnoreCase, matchTimeoutMilliseconds: 1000)]
    private static partial Regex XDriver();
}
