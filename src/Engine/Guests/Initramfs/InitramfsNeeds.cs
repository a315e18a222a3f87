namespace V2K.Engine.Guests.Initramfs;

/// <summary>What an initramfs lacks to find its disks under KVM and to call things as before.</summary>
/// <param name="Appended">What has to stand behind the image; empty for nothing.</param>
/// <param name="Modules">The drivers in that, with what they need.</param>
/// <param name="Paths">All files in that.</param>
internal sealed record InitramfsNeeds(byte[] Appended, IReadOnlyList<string> Modules, IReadOnlyList<string> Paths)
{
    /// <summary>The needs of <paramref name="image"/>, which ends at <paramref name="length"/>; the images of kernels to come are seen to as well.</summary>
    internal static InitramfsNeeds Of(GuestWork guest, InitramfsImage image, KernelModules kernel, long length)
    {
        var addition = new InitramfsAddition(image);
        var modules = addition.AddModules(kernel, guest.Machine.Drivers, module =>
        {
            var copy = Path.Combine(guest.Scratch, "module");
            guest.Files.Download(module, copy);
            var content = File.ReadAllBytes(copy);
            File.Delete(copy);
            return content;
        });
        if (modules.Count > 0)
        {
            InitramfsTool.MakeLasting(guest, image.Generator);
            LoadByName(addition, image, guest.Machine.DiskDrivers.Where(modules.Contains));
        }

        foreach (var (name, text) in HandMade.Scripts(image, guest.Machine, guest.Names))
        {
            addition.Add(name, text);
        }

        if (modules.Count > 0 && HandMade.LoadsNothing(image, guest.Machine))
        {
            guest.Log.Warn($"the first program of the initramfs for {kernel.Release}, which is custom, loads {string.Join(", ", guest.Machine.DiskDrivers)} neither by name nor by the devices' aliases: the guest may not find its disks");
        }

        foreach (var (name, text) in guest.ForInitramfs)
        {
            addition.Add(name, text);
        }

        foreach (var (name, text) in EarlyTexts.Changed(image, guest.Names))
        {
            addition.Add(name, text);
        }

        return new InitramfsNeeds(addition.IsEmpty ? [] : AppendedArchive.Make(length, addition.ToArchive()), modules, [.. addition.Paths]);
    }

    /// <summary>Warns of a kernel that has not the drivers at all.</summary>
    internal static void RequireDrivers(GuestWork guest, KernelModules kernel)
    {
        var missing = guest.Machine.DiskDrivers.Where(driver => !kernel.Has(driver) && !kernel.IsBuiltIn(driver)).ToList();
        if (missing.Count > 0)
        {
            guest.Log.Warn($"the kernel {kernel.Release} has no {string.Join(", ", missing)}: it does not find its disks; it may with --mode=fidelity");
        }
    }

    /// <summary>Notes what was written to <paramref name="path"/>.</summary>
    internal void Tell(GuestWork guest, string path, KernelModules kernel)
    {
        guest.Log.Changed($"{path}, for {kernel.Release}: {ByteSize.Text(Appended.Length)} appended{(Modules.Count > 0 ? $", with {string.Join(", ", Modules)}" : "")}");
        foreach (var added in Paths)
        {
            guest.Log.Note($"  + {added}");
        }
    }

    /// <summary>initramfs-tools loads what its list names; the other generators leave all to udev, which knows the drivers by the tables.</summary>
    private static void LoadByName(InitramfsAddition addition, InitramfsImage image, IEnumerable<string> drivers)
    {
        if (image.Generator == InitramfsGenerator.InitramfsTools)
        {
            var list = image.Text("conf/modules") ?? "";
            var missing = drivers.Except(list.Split('\n'), StringComparer.Ordinal);
            addition.Add("conf/modules", string.Concat([list, .. list.Length > 0 && !list.EndsWith('\n') ? ["\n"] : Array.Empty<string>(), .. missing.Select(driver => driver + "\n")]));
        }
    }
}
