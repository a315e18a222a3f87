using System.Buffers.Binary;
using System.Text;
using V2K.Engine.Guests.Initramfs;
using V2K.Rules.General;

namespace V2K.Engine.Guests.Virtio;

/// <summary>A kernel that a guest may boot.</summary>
/// <param name="Release">Its release, such as <c>6.1.0-18-amd64</c>.</param>
/// <param name="Modules">Its modules; null where it has none installed.</param>
internal sealed record BootableKernel(string Release, KernelModules? Modules);

/// <summary>
/// The kernels that a guest may boot: those whose image is there. A folder of modules that a removed kernel has left does not count; where no image
/// is found, as on a /boot that is not mounted, every folder of modules does.
/// </summary>
internal static class BootableKernels
{
    private static readonly string[] Images = ["/boot/vmlinu*", "/boot/bzImage*", "/boot/kernel-*", "/boot/linux-*", "/vmlinu*"];

    /// <summary>As kernel-install(8) puts them: the folder has the release's name.</summary>
    private static readonly string[] Entries = ["/boot/*/*/linux", "/boot/efi/*/*/linux", "/efi/*/*/linux"];

    /// <summary>Where the x86 boot protocol has its mark, and the offset of the version's text, less 0x200 (Documentation/x86/boot.rst).</summary>
    private const int MarkAt = 0x202;
    private const int VersionAt = 0x20E;
    private const int LongestVersion = 128;

    /// <summary>The kernels of the guest on <paramref name="files"/>.</summary>
    internal static IReadOnlyList<BootableKernel> Find(IGuestFiles files)
    {
        List<KernelModules> installed = [.. KernelModules.Folders(files).Select(folder => KernelModules.ReadNames(files, folder)).OfType<KernelModules>()];
        var images = Images.SelectMany(files.Glob).Where(files.IsFile).Distinct(StringComparer.Ordinal).ToList();
        var entries = Entries.SelectMany(files.Glob).Select(path => path.Split('/')[^2]).ToHashSet(StringComparer.Ordinal);
        var bootable = installed.Where(kernel => entries.Contains(kernel.Release) || images.Exists(image => IsOf(files, image, kernel))).ToList();

        // A kernel with everything built in.
        List<BootableKernel> alone =
        [
            .. images.Where(image => !installed.Exists(kernel => IsOf(files, image, kernel)))
                .Select(image => ReleaseIn(files, image))
                .OfType<string>()
                .Where(release => !installed.Exists(kernel => kernel.Release == release))
                .Distinct(StringComparer.Ordinal)
                .Select(release => new BootableKernel(release, Modules: null)),
        ];
        return
        [
            .. (bootable.Count > 0 || alone.Count > 0 ? bootable : installed).Select(kernel => new BootableKernel(kernel.Release, kernel)),
            .. alone,
        ];
    }

    private static bool IsOf(IGuestFiles files, string image, KernelModules kernel) =>
        image.EndsWith("-" + kernel.Release, StringComparison.Ordinal)
        || (InitramfsKernel.PackageOf(files, kernel) is { } package && image.EndsWith("-" + package, StringComparison.Ordinal))
        || ReleaseIn(files, image) == kernel.Release;

    /// <summary>The release that a kernel's image says it is; null for what is no image of an x86 kernel.</summary>
    private static string? ReleaseIn(IGuestFiles files, string image)
    {
        var header = files.ReadAt(image, MarkAt, VersionAt + 2 - MarkAt);
        if (header.Length < VersionAt + 2 - MarkAt || !header.AsSpan().StartsWith("HdrS"u8))
        {
            return null;
        }

        var at = BinaryPrimitives.ReadUInt16LittleEndian(header.AsSpan(VersionAt - MarkAt));
        var text = at == 0 ? "" : Encoding.Latin1.GetString(files.ReadAt(image, 0x200 + at, LongestVersion));
        var release = text.Split('\0', ' ')[0];
        return LinuxKernels.Parse(release) is null ? null : release;
    }
}

/// <summary>Releases by their numbers, the older first: <c>3.10.0-327</c> before <c>3.10.0-1160</c>.</summary>
internal sealed class ReleaseOrder : IComparer<string>
{
    internal static ReleaseOrder Instance { get; } = new();

    /// <inheritdoc/>
    public int Compare(string? x, string? y)
    {
        var (left, right) = (Numbers(x ?? ""), Numbers(y ?? ""));
        var different = left.Zip(right).FirstOrDefault(pair => pair.First != pair.Second);
        return different != default ? different.First.CompareTo(different.Second) : left.Count.CompareTo(right.Count);
    }

    private static List<long> Numbers(string release)
    {
        var numbers = new List<long>();
        var inNumber = false;
        foreach (var letter in release)
        {
            if (!char.IsAsciiDigit(letter))
            {
                inNumber = false;
                continue;
            }

            if (!inNumber)
            {
                numbers.Add(0);
            }

            inNumber = true;

            // No release has more digits; a name that has may not overflow.
            numbers[^1] = Math.Min((numbers[^1] * 10) + letter - '0', int.MaxValue);
        }

        return numbers;
    }
}
