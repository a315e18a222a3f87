using System.Text;
using V2K.Engine.Guests.Text;

namespace V2K.Engine.Guests.Initramfs;

/// <summary>Kernels that the firmware or systemd-boot starts from one file, with their initramfs and command line inside.</summary>
internal static class UnifiedKernels
{
    /// <summary>Where they are, as shell patterns.</summary>
    internal static readonly string[] Files = ["/boot/efi/EFI/Linux/*.efi", "/efi/EFI/Linux/*.efi", "/boot/EFI/Linux/*.efi"];

    /// <summary>Extends one.</summary>
    /// <returns>The release of the kernel it is for; null where it is signed as a whole, or V2K cannot take it apart, and nothing was changed.</returns>
    internal static string? Adjust(GuestWork guest, string path, IReadOnlyList<KernelModules> kernels)
    {
        var local = Path.Combine(guest.Scratch, "unified");
        guest.Files.Download(path, local);
        try
        {
            using var file = new FileStream(local, FileMode.Open, FileAccess.ReadWrite);
            return UnifiedImage.TryRead(file) is { } unified
                && unified.Section(UnifiedImage.Initramfs) is { } content
                && Extend(guest, path, unified, content, kernels) is var (kernel, needs)
                ? Keep(guest, path, file, kernel, needs)
                : null;
        }
        finally
        {
            File.Delete(local);
        }
    }

    private static (KernelModules Kernel, InitramfsNeeds? Needs)? Extend(
        GuestWork guest, string path, UnifiedImage unified, byte[] content, IReadOnlyList<KernelModules> kernels)
    {
        using var stream = new MemoryStream(content);
        var length = AppendedArchive.OriginalLength(stream);
        if (InitramfsImage.TryRead(stream, length) is not { EndsInLz4: false } image || InitramfsKernel.Find(guest.Files, path, image, kernels) is not { } kernel)
        {
            return null;
        }

        InitramfsNeeds.RequireDrivers(guest, kernel);
        var needs = InitramfsNeeds.Of(guest, image, kernel, length);
        var before = Encoding.Latin1.GetString(unified.Section(UnifiedImage.CommandLine) ?? []);
        var after = KernelArguments.Change(before, image.FindsUuids ? guest.Names.Lasting : guest.Names.Renamed, guest.Names.Renamed);
        if (content.AsSpan((int)length).SequenceEqual(needs.Appended) && before == after)
        {
            return (kernel, null);
        }

        if (unified.IsSigned)
        {
            return null;
        }

        unified.Replace(UnifiedImage.Initramfs, [.. content.AsSpan(0, (int)length), .. needs.Appended]);
        if (before != after)
        {
            unified.Replace(UnifiedImage.CommandLine, Encoding.Latin1.GetBytes(after));
            guest.Log.Changed(path, before, after);
        }

        return (kernel, needs);
    }

    private static string Keep(GuestWork guest, string path, FileStream file, KernelModules kernel, InitramfsNeeds? needs)
    {
        if (needs is null)
        {
            guest.Log.Note($"{path} needs no change");
            return kernel.Release;
        }

        guest.RequireSpace(path, file.Length - guest.Files.Length(path));
        file.Flush();
        guest.Files.Upload(file.Name, path);
        needs.Tell(guest, path, kernel);
        return kernel.Release;
    }
}
