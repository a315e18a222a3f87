using System.Net.Sockets;
using V2K.Engine.Tools;
using V2K.Rules;

namespace V2K.Guests.Trying;

/// <summary>libvirt of this host. Where no service manager starts it, it is started here, and ends by itself when idle.</summary>
/// <param name="runner">Runs virsh and the daemons.</param>
internal sealed class LibvirtDaemon(ToolRunner runner)
{
    private const string Uri = "qemu:///system";

    private const string LogSocket = "/run/libvirt/virtlogd-sock";

    /// <summary>Seconds without a client or a running domain, after which the daemons leave; they outlive the longest stage between.</summary>
    private const string IdleSeconds = "900";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>Returns when libvirt answers.</summary>
    /// <exception cref="V2KException">It does not, and cannot be started.</exception>
    internal async Task EnsureAsync(CancellationToken cancellation)
    {
        var answers = await AnswersAsync(cancellation);
        if (!answers && !Environment.IsPrivilegedProcess)
        {
            throw new V2KException($"libvirt does not answer at {Uri}", "Start it, and let this user in: systemctl start libvirtd, group libvirt");
        }

        const string Remedy = "Start libvirt as this host does it, and run the same command again";
        if (Environment.IsPrivilegedProcess && !await ListensAsync(LogSocket, cancellation))
        {
            // It leaves when no domain runs, though somebody may still be asking libvirtd.
            await runner.RunAsync(KnownTools.Virtlogd, ["--daemon", "--timeout", IdleSeconds], Remedy, cancellation: cancellation);
        }

        if (answers)
        {
            return;
        }

        await runner.RunAsync(KnownTools.Libvirtd, ["--daemon", "--timeout", IdleSeconds], Remedy, cancellation: cancellation);
        if (!await AnswersAsync(cancellation))
        {
            throw new V2KException($"libvirtd was started, and does not answer at {Uri}", Remedy);
        }
    }

    /// <summary>Whether a process accepts connections at <paramref name="socket"/>; the file stays when a daemon is killed.</summary>
    private static async Task<bool> ListensAsync(string socket, CancellationToken cancellation)
    {
        using var client = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            await client.ConnectAsync(new UnixDomainSocketEndPoint(socket), cancellation);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private async Task<bool> AnswersAsync(CancellationToken cancellation)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        patience.CancelAfter(Patience);
        try
        {
            await runner.RunAsync(KnownTools.Virsh, ["--connect", Uri, "uri"], "Start libvirt", cancellation: patience.Token);
            return true;
        }
        catch (V2KException)
        {
            return false;
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return false;
        }
    }
}
