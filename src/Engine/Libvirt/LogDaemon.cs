using System.Net.Sockets;

namespace V2K.Engine.Libvirt;

/// <summary>virtlogd, to which libvirt leaves the serial ports of guests: without it, libvirt answers and starts no domain.</summary>
public static class LogDaemon
{
    /// <summary>What to do where it does not run.</summary>
    internal static string StartRemedy => StartRemedyOf("virtlogd");

    /// <summary>The same for another of libvirt's daemons.</summary>
    internal static string StartRemedyOf(string daemon) => $"Start it: systemctl start {daemon}, or {daemon} -d where there is no systemd";

    /// <summary>Its socket for the libvirt of the system.</summary>
    public const string Socket = "/run/libvirt/virtlogd-sock";

    /// <summary>Why the daemon behind <paramref name="socket"/> does not answer; null where it does. One that systemd starts when it is needed does.</summary>
    public static string? Problem(string socket = Socket)
    {
        try
        {
            using var client = new System.Net.Sockets.Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
            client.Connect(new UnixDomainSocketEndPoint(socket));
            return null;
        }
        catch (SocketException silent)
        {
            return $"does not answer at {socket}: {silent.Message}";
        }
    }
}
