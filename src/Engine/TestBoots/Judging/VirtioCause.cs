using System.Text.RegularExpressions;
using System.Xml.Linq;
using V2K.Engine.Libvirt;
using V2K.Rules.General;
using V2K.Rules.Model;

namespace V2K.Engine.TestBoots.Judging;

/// <summary>
/// One cause of a root file system that is not found: disks on virtio devices that are modern only, and a kernel from before virtio 1.0. It does not
/// say so itself, because it does not even see them.
/// </summary>
internal static partial class VirtioCause
{
    private static readonly string[] DiskNotFound =
        ["no-root", "encrypted-root", "root-by-name", "root-not-found", "no-root-device", "volume-group", "initramfs-shell"];

    /// <summary><paramref name="diagnosis"/>, with this cause where it may be one.</summary>
    /// <param name="diagnosis">What the guest's words mean.</param>
    /// <param name="domain">The domain as libvirt has it.</param>
    /// <param name="found">What Adjust found in the guest; null where it has not looked.</param>
    /// <param name="said">The guest's words, among them its kernel's release.</param>
    internal static Diagnosis Explain(Diagnosis diagnosis, XElement domain, GuestFound? found, string said)
    {
        if (!DiskNotFound.Contains(diagnosis.Id, StringComparer.Ordinal) || !HasModernOnly(domain))
        {
            return diagnosis;
        }

        var release = KernelRelease().Match(said) is { Success: true } kernel ? kernel.Groups["release"].Value : null;
        var isOld = release is not null && LinuxKernels.Drivers(release) is { Virtio: not VirtioVersion.Modern };
        if (!isOld && found?.Drivers.Virtio == VirtioVersion.Modern)
        {
            return diagnosis;
        }

        return diagnosis with
        {
            Meaning = diagnosis.Meaning + (isOld
                ? $"; its kernel {release} is from before virtio 1.0, and its disks are virtio devices of version 1.0 alone"
                : "; its disks are virtio devices of version 1.0 alone, which kernels from before Linux 4.0 (RHEL 7.2) do not see"),
            Remedy = diagnosis.Remedy + ". Where the kernel is too old for virtio 1.0, Adjust finds that out and gives it transitional devices; without Adjust, set guestOS in the .vmx to the release that the guest runs",
        };
    }

    /// <summary>Whether a disk is on a virtio device of version 1.0 alone: QEMU makes them so on PCI Express.</summary>
    internal static bool HasModernOnly(XElement domain)
    {
        var express = domain.Devices("controller")
            .Where(controller => controller.Get("type") == "pci" && controller.Get("model") is "pcie-root" or "pcie-root-port" or "pcie-switch-downstream-port")
            .Select(controller => Number(controller.Get("index")))
            .ToHashSet();
        var disks = domain.Devices("disk").Where(disk => disk.Get("device") is null or "disk").ToList();
        var onBus = disks.Where(disk => disk.Element("target")?.Get("bus") == "virtio");
        var controllers = disks.Exists(disk => disk.Element("target")?.Get("bus") == "scsi")
            ? domain.Devices("controller").Where(controller => controller.Get("type") == "scsi" && controller.Get("model")?.StartsWith("virtio", StringComparison.Ordinal) == true)
            : [];
        return onBus.Concat(controllers).Any(device => device.Get("model") switch
        {
            "virtio-transitional" => false,
            "virtio-non-transitional" => true,
            _ => device.Element("address") is { } address && address.Get("type") == "pci" && express.Contains(Number(address.Get("bus"))),
        });
    }

    /// <summary>libvirt writes the buses of addresses in hexadecimal, 0x03, and the controllers' indexes in decimal.</summary>
    private static int Number(string? text) =>
        text is null ? -1
        : text.StartsWith("0x", StringComparison.Ordinal) ? Convert.ToInt32(text, 16)
        : int.TryParse(text, System.Globalization.CultureInfo.InvariantCulture, out var number) ? number : -1;

    [GeneratedRegex("Linux version (?<release>[0-9][\\w.+~-]*)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex KernelRelease();
}
