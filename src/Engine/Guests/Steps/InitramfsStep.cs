using V2K.Engine.Guests.Initramfs;
using V2K.Rules;

namespace V2K.Engine.Guests.Steps;

/// <summary>
/// Every initramfs of every kernel finds the disks under KVM: drivers and changed files are appended to it as an archive of their own
/// (docs/decisions/0007-initramfs-by-appending.md), or the guest's own tool regenerates it; the next kernel's initramfs will include them, too.
/// </summary>
public sealed class InitramfsStep : IGuestStep
{
    private static readonly string[] Images =
    [
        "/boot/initr*", "/boot/*/initr*", "/boot/*/*/initr*", "/boot/efi/initr*", "/boot/efi/*/*/initr*", "/efi/initr*", "/efi/*/*/initr*",
    ];

    /// <summary>Those that boot another kernel than the guest's own, or none: a crash kernel's, copies kept by hand.</summary>
    private static readonly string[] Others = ["kdump", ".bak", ".old", ".dpkg-", ".orig", ".rpm", "-plymouth", "initrd-xen"];

    private static readonly Version LooksBehindLz4 = new(5, 9);

    /// <inheritdoc/>
    public string Name => "initramfs";

    /// <inheritdoc/>
    public string Description => "the initramfs of every kernel gets the virtio drivers and the files above, and so do those of later kernels";

    /// <inheritdoc/>
    public void Run(GuestWork guest)
    {
        var kernels = Kernels(guest.Files);
        if (kernels.Count == 0)
        {
            guest.Log.Warn("no kernel is installed in /lib/modules: whether the guest has virtio drivers cannot be determined");
            return;
        }

        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var path in Find(guest.Files))
        {
            if (Adjust(guest, path, kernels) is { } release)
            {
                seen.Add(release);
            }
        }

        var unextended = new List<string>();
        foreach (var path in UnifiedKernels.Files.SelectMany(guest.Files.Glob))
        {
            if (UnifiedKernels.Adjust(guest, path, kernels) is { } release)
            {
                seen.Add(release);
                continue;
            }

            unextended.Add(path);
            guest.Log.Warn($"{path} contains its initramfs, and V2K does not change that: make the guest boot {(seen.Count > 0 ? "the kernel in /boot, whose initramfs has virtio's drivers" : "a kernel with an initramfs of its own")}, or add the virtio drivers to it under VMware and convert the VM again");
        }

        new KernelsThatBoot(guest, kernels, seen, unextended).Require();
    }

    /// <summary>The images that are there.</summary>
    internal static IReadOnlyList<string> Find(IGuestFiles files) =>
    [
        .. Images.SelectMany(files.Glob)
            .Where(path => files.LinkTarget(path) is null && files.IsFile(path))
            .Where(path => !Array.Exists(Others, other => Path.GetFileName(path).Contains(other, StringComparison.Ordinal)))
            .Distinct(StringComparer.Ordinal),
    ];

    private static List<KernelModules> Kernels(IGuestFiles files) =>
        [.. KernelModules.Folders(files).Select(folder => KernelModules.Read(files, folder)).OfType<KernelModules>()];

    /// <summary>Extends one image; returns the release of the kernel it is for, null where that is not known.</summary>
    private static string? Adjust(GuestWork guest, string path, IReadOnlyList<KernelModules> kernels)
    {
        var (length, image) = guest.Initramfs(path);
        if (InitramfsKernel.Find(guest.Files, path, image, kernels) is not { } kernel)
        {
            guest.Log.Note($"{path} does not belong to an installed kernel");
            return image?.Release;
        }

        InitramfsNeeds.RequireDrivers(guest, kernel);
        if (image is null || image.Generator == InitramfsGenerator.Mkinitrd || (image.EndsInLz4 && kernel.Version < LooksBehindLz4) || guest.Options.Initramfs == InitramfsWay.Rebuild)
        {
            InitramfsTool.Rebuild(guest, path, kernel, image?.Generator ?? InitramfsGenerator.Unknown);
            return kernel.Release;
        }

        Append(guest, path, length, image, kernel);
        return kernel.Release;
    }

    private static void Append(GuestWork guest, string path, long length, InitramfsImage image, KernelModules kernel)
    {
        var needs = InitramfsNeeds.Of(guest, image, kernel, length);
        if (guest.Files.Length(path) == length + needs.Appended.Length && Holds(guest, path, length, needs.Appended))
        {
            guest.Log.Note($"{path} needs no change");
            return;
        }

        Write(guest, path, length, needs.Appended);
        needs.Tell(guest, path, kernel);
    }

    private static void Write(GuestWork guest, string path, long length, byte[] addition)
    {
        guest.RequireSpace(path, length + addition.Length - guest.Files.Length(path));
        guest.Files.Truncate(path, length);
        if (addition.Length > 0)
        {
            guest.Files.WriteAt(path, length, addition);
            if (!Holds(guest, path, length, addition))
            {
                throw new V2KException("does not contain what was written to it", "Read the adjust log, and check the guest's file system for damage", path);
            }
        }
    }

    private static bool Holds(GuestWork guest, string path, long length, byte[] addition)
    {
        const int Piece = 1 << 20;
        for (var at = 0; at < addition.Length; at += Piece)
        {
            var expected = addition.AsSpan(at, Math.Min(Piece, addition.Length - at));
            if (!guest.Files.ReadAt(path, length + at, expected.Length).AsSpan().SequenceEqual(expected))
            {
                return false;
            }
        }

        return true;
    }
}
