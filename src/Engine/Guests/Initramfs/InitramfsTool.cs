using System.Text.RegularExpressions;
using V2K.Engine.Guests.Text;
using V2K.Rules;

namespace V2K.Engine.Guests.Initramfs;

/// <summary>The guest's own programs that make its initramfs images.</summary>
internal static partial class InitramfsTool
{
    /// <summary>
    /// Has the images of kernels to come hold virtio's drivers even if they are made on another machine. Generators that look at the machine
    /// they run on need no word of it.
    /// </summary>
    internal static void MakeLasting(GuestWork guest, InitramfsGenerator generator)
    {
        var drivers = guest.Machine.Drivers;
        switch (generator)
        {
            case InitramfsGenerator.InitramfsTools:
                guest.Edit("/etc/initramfs-tools/modules", text => WithLines(text, drivers));
                break;
            case InitramfsGenerator.Dracut:
                foreach (var path in (string[])["/etc/dracut.conf", .. guest.Files.Glob("/etc/dracut.conf.d/*.conf")])
                {
                    guest.Edit(path, text => WithoutOmitted(text, drivers));
                }

                guest.Put("/etc/dracut.conf.d/90-v2k-virtio.conf", $"# Written by V2K: this guest runs on KVM.\nadd_drivers+=\" {string.Join(' ', drivers)} \"\n");
                break;
            case InitramfsGenerator.Mkinitrd:
                guest.Edit("/etc/modprobe.conf", text => WithLines(
                    text, guest.Machine.DiskDrivers.Where(driver => !text.Contains(driver, StringComparison.Ordinal)).Select((driver, index) => $"alias scsi_hostadapter{90 + index} {driver}")));
                break;
            default:
                guest.Log.Note($"{generator} finds the drivers by the machine it runs on");
                break;
        }
    }

    /// <summary>Makes the image <paramref name="path"/> anew.</summary>
    internal static void Rebuild(GuestWork guest, string path, KernelModules kernel, InitramfsGenerator generator)
    {
        MakeLasting(guest, generator);
        var files = guest.Files;
        var drivers = guest.Machine.Drivers.Where(kernel.Has).ToList();
        string[] command =
            files.IsFile("/usr/sbin/update-initramfs") ? ["update-initramfs", "-u", "-k", kernel.Release]
            : files.IsFile("/usr/bin/dracut") || files.IsFile("/sbin/dracut") || files.IsFile("/usr/sbin/dracut")
                ? ["dracut", "--force", "--add-drivers", string.Join(' ', drivers), path, kernel.Release]
            : files.IsFile("/usr/bin/mkinitcpio") ? ["mkinitcpio", "-k", kernel.Release, "-S", "autodetect", "-g", path]
            : files.IsFile("/usr/sbin/make-initrd") ? ["make-initrd", "-k", kernel.Release]
            : files.IsFile("/sbin/mkinitrd") && files.IsFile("/etc/sysconfig/kernel")
                ? ["mkinitrd", "-k", $"/boot/vmlinuz-{kernel.Release}", "-i", path, "-m", string.Join(' ', drivers)]
            : files.IsFile("/sbin/mkinitrd") ? ["mkinitrd", "-f", .. drivers.Select(driver => "--with=" + driver), path, kernel.Release]
            : throw new V2KException(
                "is of a kind that V2K cannot extend, and the guest has no program to make it anew",
                "Put virtio's drivers into it under VMware, or leave the step out with --skip-steps=initramfs",
                path);
        guest.Log.Changed($"{path}, for {kernel.Release}: made anew by {string.Join(' ', command)}");
        foreach (var line in files.Run(command).Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            guest.Log.Note(line);
        }
    }

    /// <summary>dracut.conf(5): what is omitted is so even if it is added elsewhere.</summary>
    private static string WithoutOmitted(string text, IReadOnlyList<string> drivers) => KernelArguments.ByLine(text, line =>
        line.AsSpan().TrimStart().StartsWith("omit_drivers")
            ? DriverName().Replace(line, match => drivers.Contains(match.Value.Trim(), StringComparer.Ordinal) ? "" : match.Value)
            : line);

    [GeneratedRegex("(?<![\\w-])[\\w-]+(?![\\w-])[ \\t]*", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex DriverName();

    private static string WithLines(string text, IEnumerable<string> lines)
    {
        var missing = lines.Except(text.Split('\n').Select(line => line.Trim()), StringComparer.Ordinal).ToList();
        return missing.Count == 0 ? text
            : text + (text.Length > 0 && !text.EndsWith('\n') ? "\n" : "") + string.Concat(missing.Select(line => line + "\n"));
    }
}
