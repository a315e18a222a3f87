namespace V2K.Engine.CutOvers.Checks;

/// <summary>The QEMU guest agent answers: <c>guest-ping</c> of https://www.qemu.org/docs/master/interop/qemu-ga-ref.html.</summary>
public sealed record AgentCheck : GuestCheck
{
    private const int Seconds = 3;

    /// <inheritdoc/>
    public override string Text => "agent";

    /// <inheritdoc/>
    public override bool AsksGuestAddresses => false;

    /// <inheritdoc/>
    internal override Task<string?> AskAsync(GuestToCheck guest, CancellationToken cancellation) => Task.Run(
        () => guest.Domain.PingAgent(Seconds) ? null : "the guest agent does not answer", cancellation);
}
