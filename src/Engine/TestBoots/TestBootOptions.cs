namespace V2K.Engine.TestBoots;

/// <summary>What <c>test-boot:</c> in the configuration and the command line say.</summary>
public sealed record TestBootOptions
{
    /// <summary>Where overlays and logs go while a guest runs: QEMU's user must be able to reach it.</summary>
    public string Scratch { get; init; } = "/var/tmp";

    /// <summary>Seconds until a guest must be up; null for the default, which is longer under emulation.</summary>
    public int? Timeout { get; init; }

    /// <summary>The addresses to wait for, as <c>--address</c> gives them; empty for what is known of the guest.</summary>
    public IReadOnlyList<string> Addresses { get; init; } = [];
}
