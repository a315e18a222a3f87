using System.Net.Sockets;
using V2K.Engine.Tools;
using V2K.Rules;

namespace V2K.Engine.Disks.Engines;

/// <summary>
/// A qemu-nbd that serves one image on a unix socket (qemu-nbd(8)). It ends by itself, everything written, when its last client has gone;
/// disposed of before that, it is stopped.
/// </summary>
internal sealed class NbdServer : IAsyncDisposable
{
    /// <summary>How long a server may take to open its image, on a storage that has to wake up for it.</summary>
    private static readonly TimeSpan StartTime = TimeSpan.FromMinutes(1);

    private static readonly TimeSpan RetryTime = TimeSpan.FromMilliseconds(10);

    private readonly RunningTool _server;
    private readonly string _socket;

    private NbdServer(RunningTool server, string socket)
    {
        _server = server;
        _socket = socket;
    }

    /// <summary>Where nbdcopy finds it: an NBD URI.</summary>
    internal string Uri => $"nbd+unix:///?socket={System.Uri.EscapeDataString(_socket)}";

    /// <summary>Why it ended, if it has and should not have.</summary>
    internal V2KException? Failure => _server.Completion.Exception?.InnerException as V2KException;

    /// <summary>Starts a server and waits until clients can connect.</summary>
    /// <param name="tools">Runs it.</param>
    /// <param name="socket">Where its socket will be; the folder is private to this user.</param>
    /// <param name="arguments">What it serves and how.</param>
    /// <param name="remedy">What to do if it fails.</param>
    /// <param name="cancellation">Stops waiting.</param>
    internal static async Task<NbdServer> StartAsync(
        ToolRunner tools, string socket, IReadOnlyList<string> arguments, string remedy, CancellationToken cancellation)
    {
        var server = new NbdServer(new RunningTool(tools, KnownTools.QemuNbd, ["--socket", socket, .. arguments], remedy), socket);
        try
        {
            await server.WaitUntilListeningAsync(remedy, cancellation);
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    /// <summary>Waits for its end after its last client has gone.</summary>
    internal Task EndAsync(CancellationToken cancellation) => _server.Completion.WaitAsync(cancellation);

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _server.DisposeAsync();

    private async Task WaitUntilListeningAsync(string remedy, CancellationToken cancellation)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        patience.CancelAfter(StartTime);
        while (!Listens())
        {
            if (_server.Completion.IsCompleted)
            {
                // Throws what it died of.
                await _server.Completion;
                throw new V2KException("qemu-nbd ended before the copy started", remedy);
            }

            try
            {
                await Task.Delay(RetryTime, patience.Token);
            }
            catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
            {
                throw new V2KException($"qemu-nbd was not ready after {StartTime.TotalSeconds:0} seconds", remedy);
            }
        }
    }

    /// <summary>A connection that says nothing is no client to it, so going away again does not end it.</summary>
    private bool Listens()
    {
        using var probe = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            probe.Connect(new UnixDomainSocketEndPoint(_socket));
            return true;
        }
        catch (SocketException)
        {
            // Not there yet, or there and not listening yet.
            return false;
        }
    }
}
