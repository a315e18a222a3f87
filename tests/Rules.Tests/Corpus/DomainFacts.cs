using System.Globalization;
using System.Xml.Linq;
using V2K.Rules.Model;

namespace V2K.Rules.Tests.Corpus;

/// <summary>What two translations of a VMX file can be compared by, each fact a line.</summary>
internal static class DomainFacts
{
    public static IReadOnlyList<string> Of(Domain domain) =>
    [
        $"name {domain.Name}",
        $"memory {domain.Memory.Mebibytes * 1024}",
        $"vcpus {domain.Vcpus.AtStart}",
        $"uuid {domain.Uuid}",
        $"description {domain.Description}",
        $"firmware {(domain.Os.Uefi is null ? "bios" : "efi")}",
        $"smbios {domain.Os.SmbiosMode}",
        .. domain.Disks.Select(disk => $"{Kind(disk.Device.ToString())} {Last(disk.VmxFileName)} {disk.Transient}"),
        .. domain.Interfaces.Select(nic => $"mac {nic.Mac} network {nic.VmxNetwork} model {nic.Model}"),
        .. domain.Serials.Select(port => $"serial {port.Port} {port.Type} {port.Mode} {Peer(port.Mode, port.Host)} {port.Service} {port.Protocol ?? (port.Type == "tcp" ? "raw" : null)}"),
        .. domain.Parallels.Select(port => $"parallel {port.Port} {port.Type}"),
        $"vnc {domain.Graphics?.Port} {domain.Graphics?.Keymap}",
    ];

    public static IReadOnlyList<string> Of(XElement domain)
    {
        var devices = domain.Element("devices")!;
        var vnc = devices.Element("graphics");
        return
        [
            $"name {domain.Element("name")!.Value}",
            $"memory {domain.Element("memory")!.Value}",
            $"vcpus {domain.Element("vcpu")!.Value}",
            $"uuid {domain.Element("uuid")!.Value}",
            $"description {domain.Element("description")?.Value}",
            $"firmware {domain.Element("os")!.Attribute("firmware")?.Value ?? "bios"}",
            $"smbios {domain.Element("os")!.Element("smbios")?.Attribute("mode")?.Value}",
            .. devices.Elements("disk").Select(Disk),
            .. devices.Elements("interface").Select(Nic),
            .. devices.Elements("serial").Select(Serial),
            .. devices.Elements("parallel").Select(port => $"parallel {Port(port)} {port.Attribute("type")!.Value}"),
            $"vnc {vnc?.Attribute("port")?.Value} {vnc?.Attribute("keymap")?.Value}",
        ];
    }

    private static string Disk(XElement disk)
    {
        var source = disk.Element("source");
        var name = source?.Attribute("file")?.Value ?? source?.Attribute("dev")?.Value;
        return $"{Kind(disk.Attribute("device")!.Value)} {Last(name)} {disk.Element("transient") is not null}";
    }

    private static string Nic(XElement nic)
    {
        var source = nic.Element("source")?.Attributes().First();
        var network = source?.Name.LocalName is "switchid" ? source.Parent!.Attribute("portgroupid")!.Value : source?.Value;
        return $"mac {nic.Element("mac")!.Attribute("address")!.Value} network {network} model {nic.Element("model")?.Attribute("type")?.Value}";
    }

    private static string Serial(XElement port)
    {
        var source = port.Element("source");
        return $"serial {Port(port)} {port.Attribute("type")!.Value} {source?.Attribute("mode")?.Value} "
            + $"{Peer(source?.Attribute("mode")?.Value, source?.Attribute("host")?.Value)} "
            + $"{source?.Attribute("service")?.Value} {port.Element("protocol")?.Attribute("type")?.Value}";
    }

    /// <summary>Where V2K listens is its own decision: on 127.0.0.1, where libvirt takes the address of the VMware host.</summary>
    private static string? Peer(string? mode, string? host) => mode == "bind" ? "here" : host;

    private static int Port(XElement port) =>
        int.Parse(port.Element("target")!.Attribute("port")!.Value, CultureInfo.InvariantCulture);

    private static string Kind(string device) => device.ToLowerInvariant();

    private static string Last(string? path) => path?.Split('/')[^1] ?? "";
}
