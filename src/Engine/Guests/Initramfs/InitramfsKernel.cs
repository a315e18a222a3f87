namespace V2K.Engine.Guests.Initramfs;

/// <summary>Which of the installed kernels an initramfs is for.</summary>
internal static class InitramfsKernel
{
    /// <summary>
    /// The kernel whose modules are in the image; else the one whose release is in its name, or whose package is, as Arch has it; else the
    /// only one. Null where there is none.
    /// </summary>
    internal static KernelModules? Find(IGuestFiles files, string path, InitramfsImage? image, IReadOnlyList<KernelModules> kernels) =>
        image?.Release is { } release ? kernels.FirstOrDefault(kernel => kernel.Release == release)
        : image is not null && kernels is [var only] ? only
        : ByName(files, path, kernels, "initramfs-");

    /// <summary>The kernel whose release is in <paramref name="path"/>, or whose package's name follows <paramref name="prefix"/> there; null for none.</summary>
    internal static KernelModules? ByName(IGuestFiles files, string path, IReadOnlyList<KernelModules> kernels, string prefix) =>
        Longest(kernels, kernel => path.Contains(kernel.Release, StringComparison.Ordinal) ? kernel.Release : null)
            ?? Longest(kernels, kernel => PackageOf(files, kernel) is { } package && Path.GetFileName(path).StartsWith(prefix + package, StringComparison.Ordinal) ? package : null);

    /// <summary>6.1.0-1 is in the name of 6.1.0-18's, and linux in that of linux-lts's.</summary>
    private static KernelModules? Longest(IReadOnlyList<KernelModules> kernels, Func<KernelModules, string?> name) =>
        kernels.Where(kernel => name(kernel) is not null).MaxBy(kernel => name(kernel)!.Length);

    /// <summary>The package that Arch's kernels name in their folder of modules, which their image is called after; null for none.</summary>
    internal static string? PackageOf(IGuestFiles files, KernelModules kernel) =>
        files.IsFile(kernel.Folder + "/pkgbase") && files.ReadText(kernel.Folder + "/pkgbase").Trim() is { Length: > 0 } package ? package : null;
}
