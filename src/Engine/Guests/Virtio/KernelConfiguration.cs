namespace V2K.Engine.Guests.Virtio;

/// <summary>The configuration that a kernel was built with, as distributions install it beside the kernel.</summary>
/// <param name="text">Lines such as <c>CONFIG_VIRTIO_PCI=m</c> and <c># CONFIG_VIRTIO_MMIO is not set</c>.</param>
internal sealed class KernelConfiguration(string text)
{
    private readonly string[] _lines = text.Split('\n');

    /// <summary>The configuration of <paramref name="kernel"/>; null where it is not installed.</summary>
    internal static KernelConfiguration? Read(IGuestFiles files, BootableKernel kernel)
    {
        var path = Array.Find([$"/boot/config-{kernel.Release}", $"/lib/modules/{kernel.Release}/config", $"/usr/lib/modules/{kernel.Release}/config"], files.IsFile);
        return path is null ? null : new KernelConfiguration(files.ReadText(path));
    }

    /// <summary>Whether <paramref name="option"/> is built in, or a module.</summary>
    internal bool Has(string option) => _lines.Contains(option + "=y", StringComparer.Ordinal) || _lines.Contains(option + "=m", StringComparer.Ordinal);

    /// <summary>Whether the kernel's source has <paramref name="option"/>, chosen or not.</summary>
    internal bool Knows(string option) => Has(option) || _lines.Contains($"# {option} is not set", StringComparer.Ordinal);
}
