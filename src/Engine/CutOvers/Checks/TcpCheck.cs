using System.Net.Sockets;

namespace V2K.Engine.CutOvers.Checks;

/// <summary>A TCP port accepts a connection.</summary>
/// <param name="Host">A name or address; null for those that the guest configures.</param>
/// <param name="Port">1 to 65535.</param>
public sealed record TcpCheck(string? Host, int Port) : GuestCheck
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    /// <inheritdoc/>
    public override string Text => Host is null ? $"tcp:{Port}" : $"tcp:{(Host.Contains(':', StringComparison.Ordinal) ? $"[{Host}]" : Host)}:{Port}";

    /// <inheritdoc/>
    public override bool AsksGuestAddresses => Host is null;

    /// <inheritdoc/>
    internal override Task<string?> AskAsync(GuestToCheck guest, CancellationToken cancellation) => guest.AskAsync(Host, async host =>
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        patience.CancelAfter(Patience);
        try
        {
            using var client = new TcpClient();
            await client.ConnectAsync(host, Port, patience.Token);
            return null;
        }
        catch (SocketException cause)
        {
            return $"port {Port} of {host} does not accept a connection: {cause.Message}";
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return $"port {Port} of {host} does not accept a connection within {Patience.TotalSeconds:0} s";
        }
    });
}
