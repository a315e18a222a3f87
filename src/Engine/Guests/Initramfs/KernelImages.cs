namespace V2K.Engine.Guests.Initramfs;

/// <summary>The kernels that a boot loader can start, as files: beside a folder in <c>/lib/modules</c>, there is one for each kernel that is really installed.</summary>
internal static class KernelImages
{
    /// <summary>Below a folder where <c>/boot</c>, or the EFI system partition, may be mounted.</summary>
    private static readonly string[] Patterns =
    [
        "vmlinu[xz]*", "kernel*", "bzImage*", "linux-*", "*/vmlinu[xz]*", "*/kernel-*", "*/bzImage*", "*/*/vmlinu[xz]*", "*/*/linux", "EFI/Linux/*.efi", "EFI/nixos/*.efi",
    ];

    private static readonly string[] Folders = ["/boot", "/boot/efi", "/efi"];

    /// <summary>All of them, wherever boot loaders look.</summary>
    internal static IReadOnlyList<string> Find(IGuestFiles files) =>
        [.. Folders.SelectMany(folder => In(files, folder)).Concat(files.Glob("/vmlinu[xz]*").Where(files.IsFile)).Distinct(StringComparer.Ordinal)];

    /// <summary>Those below one folder.</summary>
    internal static IEnumerable<string> In(IGuestFiles files, string folder) => Patterns.SelectMany(pattern => files.Glob($"{folder}/{pattern}")).Where(files.IsFile);

    /// <summary>Whether <paramref name="path"/> is, by its name, the kernel whose modules are <paramref name="kernel"/>.</summary>
    /// <param name="files">The guest's files.</param>
    /// <param name="path">The kernel's image.</param>
    /// <param name="kernel">The kernel.</param>
    /// <param name="kernels">All kernels: of one, a name need not tell which it is.</param>
    internal static bool IsFor(IGuestFiles files, string path, KernelModules kernel, IReadOnlyList<KernelModules> kernels) =>
        InitramfsKernel.ByName(files, path, kernels, "vmlinuz-") is { } named ? named == kernel : kernels is [var only] && only == kernel;
}
