using System.Text.RegularExpressions;
using V2K.Engine.Guests.Text;
using V2K.Rules;

namespace V2K.Engine.Guests.Initramfs;

/// <summary>The guest's own programs that make its initramfs images.</summary>
internal static partial class InitramfsTool
{
    private const string NextWillLack =
        "the guest's initramfs is custom or made by an unknown program: it has the virtio drivers now, but the next one lacks them unless you add them to its configuration";

    /// <summary>
    /// Has the images of kernels to come hold virtio's drivers even if they are made on another machine. Generators that look at the machine
    /// they run on need no word of it.
    /// </summary>
    internal static void MakeLasting(GuestWork guest, InitramfsGenerator generator)
    {
        var drivers = guest.Machine.Drivers;
        switch (generator == InitramfsGenerator.Unknown ? Installed(guest.Files) : generator)
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
            case InitramfsGenerator.Unknown:
                MakeUnknownLasting(guest, drivers);
                break;
            default:
                guest.Log.Note($"{generator} finds the drivers by the machine it runs on");
                break;
        }
    }

    /// <summary>The program that the guest has for the next image, whatever made this one.</summary>
    private static InitramfsGenerator Installed(IGuestFiles files) =>
        files.IsFile("/usr/sbin/update-initramfs") ? InitramfsGenerator.InitramfsTools
        : HasDracut(files) ? InitramfsGenerator.Dracut
        : files.IsFile("/usr/bin/mkinitcpio") ? InitramfsGenerator.Mkinitcpio
        : files.IsFile("/usr/sbin/make-initrd") ? InitramfsGenerator.MakeInitrd
        : InitramfsGenerator.Unknown;

    private static bool HasDracut(IGuestFiles files) => files.IsFile("/usr/bin/dracut") || files.IsFile("/sbin/dracut") || files.IsFile("/usr/sbin/dracut");

    /// <summary>
    /// Programs that leave no trace in what they make are known by their configuration: Alpine's mkinitfs, SUSE's and Slackware's mkinitrd. An image that
    /// none of them made is the administrator's own work, and so is the next.
    /// </summary>
    private static void MakeUnknownLasting(GuestWork guest, IReadOnlyList<string> drivers)
    {
        var files = guest.Files;
        if (files.IsFile("/etc/mkinitfs/mkinitfs.conf") && files.IsFile("/etc/mkinitfs/features.d/virtio.modules"))
        {
            guest.Edit("/etc/mkinitfs/mkinitfs.conf", text => WithWords(text, "features", " ", ["virtio"]));
        }
        else if (files.IsFile("/etc/sysconfig/kernel") && KernelArguments.Values(files.ReadText("/etc/sysconfig/kernel"), "INITRD_MODULES").Count > 0)
        {
            guest.Edit("/etc/sysconfig/kernel", text => WithWords(text, "INITRD_MODULES", " ", drivers));
        }
        else if (files.IsFile("/etc/mkinitrd.conf") && KernelArguments.Values(files.ReadText("/etc/mkinitrd.conf"), "MODULE_LIST").Count > 0)
        {
            guest.Edit("/etc/mkinitrd.conf", text => WithWords(text, "MODULE_LIST", ":", drivers));
        }
        else if (!guest.Log.Warnings.Contains(NextWillLack, StringComparer.Ordinal))
        {
            guest.Log.Warn(NextWillLack);
        }
    }

    /// <summary>A shell's assignment of a list, with the words that it lacks.</summary>
    private static string WithWords(string text, string name, string between, IEnumerable<string> words) => KernelArguments.ByLine(text, line =>
    {
        if (Assignment().Match(line) is not { Success: true } assignment || assignment.Groups["name"].Value != name)
        {
            return line;
        }

        var list = assignment.Groups["list"];
        var there = list.Value.Split([between, " "], StringSplitOptions.RemoveEmptyEntries);
        var missing = string.Join(between, words.Except(there, StringComparer.Ordinal));
        var quote = assignment.Groups["quote"].Value is { Length: > 0 } given ? given : "\"";
        return missing.Length == 0 ? line
            : $"{name}={quote}{list.Value.TrimEnd()}{(there.Length > 0 ? between : "")}{missing}{quote}{line[assignment.Length..]}";
    });

    /// <summary>Regenerates the image <paramref name="path"/>.</summary>
    internal static void Rebuild(GuestWork guest, string path, KernelModules kernel, InitramfsGenerator generator)
    {
        MakeLasting(guest, generator);
        var files = guest.Files;
        var drivers = guest.Machine.Drivers.Where(kernel.Has).ToList();
        string[] command =
            files.IsFile("/usr/sbin/update-initramfs") ? ["update-initramfs", "-u", "-k", kernel.Release]
            : HasDracut(files)
                ? ["dracut", "--force", "--add-drivers", string.Join(' ', drivers), path, kernel.Release]
            : files.IsFile("/usr/bin/mkinitcpio") ? ["mkinitcpio", "-k", kernel.Release, "-S", "autodetect", "-g", path]
            : files.IsFile("/usr/sbin/make-initrd") ? ["make-initrd", "-k", kernel.Release]
            : files.IsFile("/sbin/mkinitrd") && files.IsFile("/etc/sysconfig/kernel")
                ? ["mkinitrd", "-k", $"/boot/vmlinuz-{kernel.Release}", "-i", path, "-m", string.Join(' ', drivers)]
            : files.IsFile("/sbin/mkinitrd") ? ["mkinitrd", "-f", .. drivers.Select(driver => "--with=" + driver), path, kernel.Release]
            : throw new V2KException(
                "has a format that V2K cannot extend, and the guest has no program that regenerates it",
                "Add the virtio drivers to it under VMware, or skip the step with --skip-steps=initramfs",
                path);
        guest.Log.Changed($"{path}, for {kernel.Release}: regenerated by {string.Join(' ', command)}");
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

    [GeneratedRegex("^(?<name>\\w+)=(?<quote>[\"']?)(?<list>[^\"'#]*?)\\k<quote>(?=\\s|$)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Assignment();

    [GeneratedRegex("(?<![\\w-])[\\w-]+(?![\\w-])[ \\t]*", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex DriverName();

    private static string WithLines(string text, IEnumerable<string> lines)
    {
        var missing = lines.Except(text.Split('\n').Select(line => line.Trim()), StringComparer.Ordinal).ToList();
        return missing.Count == 0 ? text
            : text + (text.Length > 0 && !text.EndsWith('\n') ? "\n" : "") + string.Concat(missing.Select(line => line + "\n"));
    }
}
