namespace V2K.Rules.Model;

/// <summary>The guest's memory.</summary>
/// <param name="Mebibytes">What the guest starts with, in MiB.</param>
/// <param name="MaximumMebibytes">What hot-add may bring it to, in MiB; null for no hot-add.</param>
public sealed record DomainMemory(long Mebibytes, long? MaximumMebibytes = null);

/// <summary>How memory is backed on the host.</summary>
/// <param name="Locked">Never swapped out.</param>
/// <param name="HugePages">From the host's pool of huge pages.</param>
public sealed record MemoryBacking(bool Locked = false, bool HugePages = false);
