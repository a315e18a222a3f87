using System.Xml.Linq;
using V2K.Engine.Libvirt;

namespace V2K.Engine.TestBoots.Sandbox;

/// <summary>
/// The copy of a domain that is booted in its stead: the same machine to the guest, with nothing through which it could
/// reach anything outside.
/// </summary>
public static class TestDomain
{
    /// <summary>Devices that lead outside, or that a second guest cannot have at the same time.</summary>
    private static readonly string[] Outside =
    [
        "hostdev", "redirdev", "filesystem", "shmem", "smartcard", "lease", "sound", "audio", "graphics", "console", "vsock", "crypto",
    ];

    /// <summary>What ties a domain to parts of the host's memory, processors and security.</summary>
    private static readonly string[] Ties =
    [
        "uuid", "title", "description", "memoryBacking", "memtune", "numatune", "cputune", "blkiotune", "resource", "seclabel", "sysinfo",
    ];

    /// <summary>Makes the copy.</summary>
    /// <param name="defined">The domain as libvirt has it, addresses of all devices included.</param>
    /// <param name="parts">What it gets in place of its own.</param>
    public static XElement Make(XElement defined, TestParts parts)
    {
        ArgumentNullException.ThrowIfNull(parts);
        var copy = new XElement(defined);
        copy.Attribute("id")?.Remove();
        copy.SetElementValue("name", parts.Name);
        copy.Elements().Where(element => Ties.Contains(element.Name.LocalName, StringComparer.Ordinal)).Remove();
        copy.Elements("metadata").Remove();
        copy.Elements("vcpu").Attributes("cpuset").Remove();
        copy.Element("name")!.AddAfterSelf(new XElement("title", $"test boot of {defined.Text("name")}"));
        copy.Elements("os").Elements("smbios").Remove();
        PlaceVariables(copy, parts);

        var devices = copy.Element("devices")!;
        devices.Elements().Where(device => Outside.Contains(device.Name.LocalName, StringComparer.Ordinal)).Remove();
        PlaceDisks(devices, parts);
        PlaceInterfaces(devices, parts);
        PlacePorts(devices, parts);
        PlaceChannels(devices);
        devices.Elements("tpm").Where(tpm => tpm.Element("backend")?.Get("type") != "emulator").Remove();
        devices.Elements("rng").Where(rng => rng.Element("backend")?.Get("model") != "random").Remove();
        devices.Elements("watchdog").Attributes("action").Remove();
        devices.Elements("memory").Where(memory => memory.Get("model") != "dimm").Remove();
        PlaceVideo(devices);
        return copy;
    }

    /// <summary>The firmware's variables are written to at every boot.</summary>
    private static void PlaceVariables(XElement domain, TestParts parts)
    {
        if (domain.Element("os") is not { } os || (os.Get("firmware") != "efi" && os.Element("nvram") is null))
        {
            return;
        }

        var template = os.Element("nvram")?.Get("template");
        os.Elements("nvram").Remove();
        var variables = new XElement("nvram", parts.VariablesFile);
        if (template is not null)
        {
            variables.SetAttributeValue("template", template);
        }

        (os.Element("loader") ?? os.Elements("firmware").LastOrDefault() ?? os.Element("type")!).AddAfterSelf(variables);
    }

    /// <summary>A disk becomes its overlay, a removable medium goes: it may not be there, and no server boots from it.</summary>
    private static void PlaceDisks(XElement devices, TestParts parts)
    {
        foreach (var disk in devices.Elements("disk").ToList())
        {
            var target = disk.Element("target")?.Get("dev") ?? "";
            disk.Elements().Where(part => part.Name.LocalName is "source" or "backingStore" or "mirror" or "iotune" or "shareable" or "transient" or "auth" or "encryption").Remove();
            if (!parts.Overlays.TryGetValue(target, out var overlay))
            {
                disk.SetAttributeValue("type", "file");
                continue;
            }

            disk.SetAttributeValue("type", "file");
            disk.Elements("driver").Remove();
            // Nobody needs the overlay after a power cut.
            disk.AddFirst(
                new XElement("driver", new XAttribute("name", "qemu"), new XAttribute("type", "qcow2"), new XAttribute("cache", "unsafe"), new XAttribute("discard", "unmap")),
                new XElement("source", new XAttribute("file", overlay.File)),
                Backing(overlay));
        }
    }

    /// <summary>
    /// libvirt gives QEMU's user every file of a chain, and only the topmost back: where that user can read the disk as it
    /// is, its owner is left alone.
    /// </summary>
    private static XElement Backing(Overlay overlay) => new(
        "backingStore",
        new XAttribute("type", overlay.IsBlock ? "block" : "file"),
        new XElement("format", new XAttribute("type", overlay.Format)),
        new XElement(
            "source",
            new XAttribute(overlay.IsBlock ? "dev" : "file", overlay.Disk),
            overlay.IsReadable ? new XElement("seclabel", new XAttribute("model", "dac"), new XAttribute("relabel", "no")) : null),
        new XElement("backingStore"));

    /// <summary>Same card, same address, same place, another network.</summary>
    private static void PlaceInterfaces(XElement devices, TestParts parts)
    {
        foreach (var card in devices.Elements("interface"))
        {
            card.SetAttributeValue("type", "network");
            card.Elements().Where(part => part.Name.LocalName is "source" or "vlan" or "virtualport" or "bandwidth" or "filterref" or "target" or "ip" or "route" or "backend" or "teaming" or "port" or "guest" or "script").Remove();
            card.Add(new XElement("source", new XAttribute("network", parts.Network)));
        }
    }

    /// <summary>The first serial port is written down, the others and the parallel ones lead nowhere.</summary>
    private static void PlacePorts(XElement devices, TestParts parts)
    {
        foreach (var port in devices.Elements().Where(device => device.Name.LocalName is "serial" or "parallel").ToList())
        {
            port.SetAttributeValue("type", "null");
            port.Elements().Where(part => part.Name.LocalName is "source" or "protocol" or "log").Remove();
        }

        var first = devices.Elements("serial").FirstOrDefault(port => port.Element("target")?.Get("port") is null or "0");
        if (first is null)
        {
            first = new XElement("serial", new XElement("target", new XAttribute("port", "0")));
            devices.Add(first);
        }

        first.SetAttributeValue("type", parts.TakesInput ? "pty" : "file");
        first.AddFirst(parts.TakesInput
            ? new XElement("log", new XAttribute("file", parts.SerialFile), new XAttribute("append", "off"))
            : new XElement("source", new XAttribute("path", parts.SerialFile)));
    }

    private static void PlaceChannels(XElement devices)
    {
        devices.Elements("channel").Where(channel => channel.Get("type") != "unix").Remove();
        devices.Elements("channel").Elements("source").Remove();
    }

    /// <summary>A screen to take pictures of, drawn by QEMU itself.</summary>
    private static void PlaceVideo(XElement devices)
    {
        var models = devices.Elements("video").Elements("model").ToList();
        foreach (var model in models)
        {
            model.Elements("acceleration").Remove();
            if (model.Get("type") is "qxl" or "none")
            {
                model.ReplaceAttributes(new XAttribute("type", "vga"));
            }
        }

        if (models.Count == 0)
        {
            devices.Add(new XElement("video", new XElement("model", new XAttribute("type", "vga"))));
        }
    }
}

/// <summary>What a test domain gets in place of the domain's own.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Network">The sandbox network.</param>
/// <param name="Overlays">The file for each disk, by its target such as <c>vda</c>.</param>
/// <param name="SerialFile">Where the first serial port is written down.</param>
/// <param name="VariablesFile">Where UEFI keeps its variables.</param>
/// <param name="TakesInput">Whether something may have to be typed on the first serial port.</param>
public sealed record TestParts(
    string Name, string Network, IReadOnlyDictionary<string, Overlay> Overlays, string SerialFile, string VariablesFile, bool TakesInput = false);

/// <summary>What a disk is replaced by: a file that takes the writes, over the disk.</summary>
/// <param name="File">The file.</param>
/// <param name="Disk">The disk.</param>
/// <param name="Format">The disk's format, as the domain says it; never probed.</param>
/// <param name="IsBlock">The disk is a block device.</param>
/// <param name="IsReadable">Everybody may read the disk.</param>
public sealed record Overlay(string File, string Disk, string Format, bool IsBlock, bool IsReadable);
