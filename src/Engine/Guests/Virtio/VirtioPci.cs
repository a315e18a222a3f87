using System.Text;
using V2K.Engine.Guests.Initramfs;
using V2K.Rules.Model;

namespace V2K.Engine.Guests.Virtio;

/// <summary>
/// Which virtio a kernel's <c>virtio_pci</c> knows. Since Linux 4.0, and Red Hat's 3.10.0-327, it knows virtio 1.0, and has the parameter
/// <c>force_legacy</c> unless it was built without what came before; since 5.12, the two are modules of their own
/// (drivers/virtio/virtio_pci_common.c).
/// </summary>
internal static class VirtioPci
{
    private const string Name = "virtio_pci";
    private const string ModernModule = "virtio_pci_modern_dev";

    /// <summary>Larger than any module of that name, unpacked.</summary>
    private const int MaximumLength = 16 << 20;
    private const int Piece = 1 << 20;

    /// <summary>The version; null where nothing tells.</summary>
    internal static VirtioVersion? Version(IGuestFiles files, BootableKernel kernel, KernelConfiguration? configuration, StepLog log)
    {
        if (kernel.Modules is { } modules)
        {
            if (modules.Has(Name) && InModule(files, modules, log) is { } told)
            {
                return told;
            }

            if (modules.IsBuiltIn(Name) && (modules.IsBuiltIn(ModernModule) || HasBuiltInParameter(files, modules)))
            {
                return VirtioVersion.Modern;
            }
        }

        return configuration is null ? null
            : configuration.Knows("CONFIG_VIRTIO_PCI_LEGACY") ? VirtioVersion.Modern
            : VirtioVersion.Legacy;
    }

    private static VirtioVersion? InModule(IGuestFiles files, KernelModules modules, StepLog log)
    {
        var path = $"{modules.Folder}/{modules.PathOf(Name)}";
        if (!files.IsFile(path))
        {
            return null;
        }

        byte[] module;
        try
        {
            module = Unpack(Read(files, path));
        }
        catch (Exception damaged) when (damaged is InvalidDataException or EndOfStreamException or ZstdSharp.ZstdException or SharpCompress.Common.SharpCompressException)
        {
            log.Warn($"{path} cannot be unpacked, so its virtio version is guessed from its release: {damaged.Message}");
            return null;
        }

        return InModule(module, modules.NeedsOf(Name).Contains(ModernModule, StringComparer.Ordinal));
    }

    /// <summary>What a module's text tells; null for what is no module.</summary>
    /// <param name="module">The module, unpacked.</param>
    /// <param name="needsModern">depmod(8) found that it needs the module of virtio 1.0.</param>
    internal static VirtioVersion? InModule(ReadOnlySpan<byte> module, bool needsModern)
    {
        if (Holds(module, "parm=force_legacy:") || Holds(module, "parmtype=force_legacy:"))
        {
            return VirtioVersion.Modern;
        }

        // Both, and no parameter to choose: one that was built to fall back on nothing.
        if (Holds(module, "virtio_pci_legacy_probe"))
        {
            return VirtioVersion.Legacy;
        }

        return needsModern || Holds(module, "virtio_pci_modern") ? VirtioVersion.Modern
            : Holds(module, "vermagic=") ? VirtioVersion.Legacy
            : null;
    }

    private static bool HasBuiltInParameter(IGuestFiles files, KernelModules modules)
    {
        var path = modules.Folder + "/modules.builtin.modinfo";
        return files.IsFile(path) && files.ReadText(path).Contains(Name + ".parm=force_legacy:", StringComparison.Ordinal);
    }

    private static byte[] Read(IGuestFiles files, string path)
    {
        var length = files.Length(path);
        if (length > MaximumLength)
        {
            throw new InvalidDataException($"it is {ByteSize.Text(length)} long");
        }

        using var content = new MemoryStream();
        while (content.Length < length && files.ReadAt(path, content.Length, (int)Math.Min(Piece, length - content.Length)) is { Length: > 0 } piece)
        {
            content.Write(piece);
        }

        return content.ToArray();
    }

    private static byte[] Unpack(byte[] content)
    {
        using var packed = new MemoryStream(content);
        using var opened = Compression.Open(content, packed);
        if (opened is null)
        {
            return content;
        }

        using var result = new MemoryStream();
        var piece = new byte[Piece];
        while (opened.Read(piece) is > 0 and var read)
        {
            result.Write(piece, 0, read);
            if (result.Length > MaximumLength)
            {
                throw new InvalidDataException($"unpacked, it is longer than {ByteSize.Text(MaximumLength)}");
            }
        }

        return result.ToArray();
    }

    private static bool Holds(ReadOnlySpan<byte> module, string text) => module.IndexOf(Encoding.ASCII.GetBytes(text)) >= 0;
}
