using System.Net;
using System.Net.Sockets;

namespace V2K.Engine.Tests.CutOvers;

/// <summary>A port that accepts connections, in place of a service of a guest.</summary>
internal sealed class Listener : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);

    internal Listener() => _listener.Start();

    internal int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>A port where nobody listens.</summary>
    internal static int ClosedPort()
    {
        using var listener = new Listener();
        return listener.Port;
    }

    public void Dispose() => _listener.Dispose();
}
