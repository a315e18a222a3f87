using V2K.Rules;

namespace V2K.Engine.Guests.Initramfs;

/// <summary>The guest's own programs that make its initramfs images.</summary>
internal static class InitramfsTool
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
                guest.Put("/etc/dracut.conf.d/90-v2k-virtio.conf", $"# Written by V2K: this guest runs on KVM.\nadd_drivers+=\" {string.Join(' ', drivers)} \"\n");
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

    private static string WithLines(string text, IEnumerable<string> lines)
    {
        var missing = lines.Except(text.Split('\n').Select(line => line.Trim()), StringComparer.Ordinal).ToList();
        return missing.Count == 0 ? text
            : text + (text.Length > 0 && !text.EndsWith('\n') ? "\n" : "") + string.Concat(missing.Select(line => line + "\n"));
    }
}
