using System.Net.NetworkInformation;
using System.Net.Sockets;

namespace V2K.Engine.CutOvers.Checks;

/// <summary>An address answers to an ICMP echo request.</summary>
/// <param name="Host">A name or address; null for those that the guest configures.</param>
public sealed record PingCheck(string? Host) : GuestCheck
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    /// <inheritdoc/>
    public override string Text => Host is null ? "ping" : $"ping:{Host}";

    /// <inheritdoc/>
    public override bool AsksGuestAddresses => Host is null;

    /// <inheritdoc/>
    internal override Task<string?> AskAsync(GuestToCheck guest, CancellationToken cancellation) => guest.AskAsync(Host, async host =>
    {
        try
        {
            using var ping = new Ping();
            var reply = await ping.SendPingAsync(host, Patience, cancellationToken: cancellation);
            return reply.Status is IPStatus.Success ? null : $"{host} does not answer to ping ({reply.Status})";
        }
        catch (Exception cause) when (cause is PingException or SocketException or PlatformNotSupportedException)
        {
            return $"{host} cannot be pinged: {(cause.InnerException ?? cause).Message}";
        }
    });
}
