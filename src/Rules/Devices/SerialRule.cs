using System.Net;
using V2K.Rules.Annotations;
using V2K.Rules.Findings;
using V2K.Rules.Model;
using V2K.Rules.Translation;

namespace V2K.Rules.Devices;

/// <summary>
/// Serial ports: to a file, a socket or over the network as they were, but listening on 127.0.0.1 alone; a port of the VMware
/// host becomes a terminal, which <c>virsh console</c> opens.
/// </summary>
/// <example>
/// serial0.present = "TRUE"
/// serial0.fileType = "network"
/// serial0.fileName = "telnet://:7001"
/// serial0.network.endPoint = "server"
/// →
/// &lt;serial type='tcp'&gt;&lt;source mode='bind' host='127.0.0.1' service='7001'/&gt;&lt;protocol type='telnet'/&gt;&lt;target port='0'/&gt;&lt;/serial&gt;
/// </example>
/// <example>
/// displayName = "web01"
/// serial1.present = "TRUE"
/// serial1.fileType = "file"
/// serial1.fileName = "console.log"
/// →
/// &lt;serial type='file'&gt;&lt;source path='/var/log/libvirt/qemu/web01-serial1.log'/&gt;&lt;target port='1'/&gt;&lt;/serial&gt;
/// </example>
[Rule(nameof(Domain.Serials), Topic.Devices)]
[ForEach("serial#", 0, 3)]
public static class SerialRule
{
    /// <summary>Where a port listens: what the .vmx names is an address of the VMware host, or every one.</summary>
    private const string Loopback = "127.0.0.1";

    public static Mapped<CharacterDevice> Map(
        [Index] int port,
        [Vmx(".present")] bool? present,
        [Vmx(".fileName")] string? fileName,
        [Vmx(".pipe.endPoint")] string? pipeEnd,
        [Vmx(".network.endPoint")] string? networkEnd,
        [Vmx(".vspc")] string? concentrator,
        [From(nameof(Domain.Name))] string domain,
        [Vmx(".fileType")] PortType? fileType)
    {
        if (present != true)
        {
            return AbsentDevice.Of<CharacterDevice>(
                $"serial{port}", "serial port", present, Severity.Warning,
                (fileName, nameof(fileName)), (fileType, nameof(fileType)), (concentrator, nameof(concentrator)));
        }

        if (concentrator is not null)
        {
            return Terminal(port, Finding.Warning(
                $"serial{port} goes through a virtual serial port concentrator",
                "the port becomes a terminal of the KVM host",
                "Open it with virsh console, or connect it with <serial type='tcp'>").At(nameof(concentrator)));
        }

        return fileType switch
        {
            PortType.File => PortSettings.ToFile(port, "serial", domain, nameof(fileName)),
            PortType.Pipe => Socket(port, fileName, pipeEnd, domain),
            PortType.Network => Network(port, fileName, networkEnd),
            PortType.ThinPrint => Mapped.To<CharacterDevice>(null, Finding.Info(
                $"serial{port} is VMware's printer redirection", "the guest loses it", "Remove ThinPrint from the guest").At(nameof(fileType))),
            _ => Terminal(port, Finding.Warning(
                $"serial{port} is a port of the VMware host",
                "the port becomes a terminal of the KVM host, without the hardware that was attached",
                "Open it with virsh console, or attach the KVM host's port to the domain with <serial type='dev'>").At(nameof(fileName))),
        };
    }

    private static Mapped<CharacterDevice> Terminal(int port, Finding finding) =>
        Mapped.To(new CharacterDevice { Port = port, Type = "pty" }, finding);

    private static Mapped<CharacterDevice> Socket(int port, string? fileName, string? end, string domain)
    {
        // A Windows host's \\.\pipe\name has no place here.
        var path = fileName is ['/', ..] ? fileName : $"/run/libvirt/qemu/{domain}-serial{port}.sock";
        return Mapped.To(
            new CharacterDevice { Port = port, Type = "unix", Path = path, Mode = IsClient(end) ? "connect" : "bind" },
            Finding.Info(
                $"serial{port} is a named pipe",
                $"it becomes the socket {path} on the KVM host",
                "Make the program at its other end connect to that socket").At(nameof(fileName)));
    }

    private static Mapped<CharacterDevice> Network(int port, string? fileName, string? end)
    {
        if (!SerialUri.TryParse(fileName, out var uri))
        {
            return Terminal(port, Finding.Warning(
                $"serial{port} goes to \"{Printable.OneLine(fileName ?? "")}\", which is not a network address",
                "the port becomes a terminal of the KVM host",
                "Open it with virsh console, or connect it with <serial type='tcp'>").At(nameof(fileName)));
        }

        var isClient = IsClient(end);
        var device = new CharacterDevice
        {
            Port = port,
            Type = "tcp",
            Mode = isClient ? "connect" : "bind",
            Host = uri.Host.Length > 0 && (isClient || IsLoopback(uri.Host)) ? uri.Host : Loopback,
            Service = uri.Service,
            // What libvirt takes a connection for that says nothing else.
            Protocol = uri.Protocol is "raw" ? null : uri.Protocol,
        };
        return isClient ? device : Mapped.To(device, Finding.Info(
            $"serial{port} waits for connections on port {uri.Service}",
            $"only programs on the KVM host reach it, at {device.Host}: anyone who connects gets the guest's console",
            "Connect through SSH, or set another host in its <source> if you trust the network").At(nameof(fileName)));
    }

    private static bool IsLoopback(string host) =>
        host is "localhost" || (IPAddress.TryParse(host, out var address) && IPAddress.IsLoopback(address));

    private static bool IsClient(string? end) => "client".Equals(end, StringComparison.OrdinalIgnoreCase);
}
