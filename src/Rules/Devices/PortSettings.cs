using V2K.Rules.Findings;
using V2K.Rules.Model;
using V2K.Rules.Translation;

namespace V2K.Rules.Devices;

/// <summary>What is at the other end of a serial or parallel port (<c>fileType</c>).</summary>
public enum PortType
{
    /// <summary>A port of the host; also what no <c>fileType</c> means.</summary>
    Device,

    /// <summary>A file that takes the output.</summary>
    File,

    /// <summary>A named pipe, which is a socket on a Linux host.</summary>
    Pipe,

    /// <summary>A TCP connection.</summary>
    Network,

    /// <summary>VMware's printer redirection.</summary>
    ThinPrint,
}

/// <summary>What serial and parallel ports have in common.</summary>
internal static class PortSettings
{
    /// <summary>Where libvirt's own log daemon may write.</summary>
    private const string LogFolder = "/var/log/libvirt/qemu";

    /// <summary>A port that writes to a file; never to the file the VMX names, which lies on a VMware datastore.</summary>
    internal static Mapped<CharacterDevice> ToFile(int port, string kind, string domain, string parameter)
    {
        var path = $"{LogFolder}/{domain}-{kind}{port}.log";
        return Mapped.To(new CharacterDevice { Port = port, Type = "file", Path = path }, Finding.Info(
            $"{kind}{port} writes to a file in the datastore",
            $"it writes to {path} on the KVM host",
            "No action is needed, unless you want another path in the domain").At(parameter));
    }
}
