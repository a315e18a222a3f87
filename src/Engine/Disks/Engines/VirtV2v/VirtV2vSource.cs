using System.Globalization;
using System.Xml.Linq;
using V2K.Engine.Tools;

namespace V2K.Engine.Disks.Engines.VirtV2v;

/// <summary>The VM as virt-v2v gets to see it: overlays that it may do with as it likes, and the least XML that names them.</summary>
internal static class VirtV2vSource
{
    /// <summary>Makes both in <paramref name="folder"/>.</summary>
    /// <param name="folder">A folder that no other user can enter.</param>
    /// <param name="vm">The VM.</param>
    /// <param name="images">Its disks, open and found whole.</param>
    /// <param name="tools">Runs qemu-img.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <returns>The path of the XML.</returns>
    internal static async Task<string> WriteAsync(
        string folder, VmDisks vm, IReadOnlyList<DiskImage> images, ToolRunner tools, CancellationToken cancellation)
    {
        var overlays = new List<string>();
        foreach (var image in images)
        {
            var number = overlays.Count.ToString(CultureInfo.InvariantCulture);
            var source = QemuSource.Describe(image, Directory.CreateDirectory(Path.Combine(folder, "source" + number)).FullName);
            var overlay = Path.Combine(folder, $"overlay{number}.qcow2");
            await tools.RunAsync(
                KnownTools.QemuImg,
                ["create", "-q", "-f", "qcow2", "-b", source, "-F", "vmdk", overlay],
                "Convert with --engine=native, which reads the same disks",
                cancellation: cancellation);
            overlays.Add(overlay);
        }

        var path = Path.Combine(folder, "vm.xml");
        await File.WriteAllTextAsync(path, Describe(vm.IsUefi, overlays).ToString(), cancellation);
        return path;
    }

    /// <summary>"Minimal XML for -i libvirtxml option" of virt-v2v(1); memory and processors are not looked at for what is made of the disks.</summary>
    internal static XElement Describe(bool isUefi, IReadOnlyList<string> disks) => new(
        "domain",
        new XAttribute("type", "vmware"),
        new XElement("name", VirtV2vConversion.GuestName),
        new XElement("memory", new XAttribute("unit", "GiB"), 1),
        new XElement("vcpu", 1),
        new XElement(
            "os", isUefi ? new XAttribute("firmware", "efi") : null, new XElement("type", new XAttribute("arch", "x86_64"), "hvm")),
        new XElement("features", new XElement("acpi"), new XElement("apic")),
        new XElement(
            "devices",
            disks.Select((disk, index) => new XElement(
                "disk",
                new XAttribute("type", "file"),
                new XAttribute("device", "disk"),
                new XElement("driver", new XAttribute("name", "qemu"), new XAttribute("type", "qcow2")),
                new XElement("source", new XAttribute("file", disk)),
                new XElement("target", new XAttribute("dev", DiskName(index)), new XAttribute("bus", "scsi"))))));

    /// <summary>sda, sdb, … sdz, sdaa: how Linux, and virt-v2v for what it makes, names the disks in their order.</summary>
    internal static string DiskName(int index) =>
        "sd" + (index < 26 ? "" : (char)('a' + index / 26 - 1)) + (char)('a' + index % 26);
}
