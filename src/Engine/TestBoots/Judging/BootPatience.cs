namespace V2K.Engine.TestBoots.Judging;

/// <summary>How long to wait for what, in seconds.</summary>
/// <param name="Timeout">From the start to the end, whatever comes.</param>
/// <param name="Network">From a login prompt to an address.</param>
/// <param name="Settle">From an address to a better signal, or to bad news.</param>
/// <param name="Final">From a known end to the verdict: a line or two may follow.</param>
/// <param name="Key">From a key that was typed to the next try.</param>
public sealed record BootPatience(double Timeout, double Network, double Settle, double Final, double Key)
{
    /// <summary>Generous for KVM; emulation takes ten times as long for the same work.</summary>
    /// <param name="kvm">The guest runs by KVM.</param>
    /// <param name="timeout">What <c>--timeout</c> says; null for the default.</param>
    public static BootPatience For(bool kvm, int? timeout) => kvm
        ? new BootPatience(timeout ?? 300, Network: 60, Settle: 5, Final: 2, Key: 15)
        : new BootPatience(timeout ?? 1200, Network: 240, Settle: 30, Final: 6, Key: 120);
}
