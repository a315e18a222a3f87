namespace V2K.Rules.Model;

/// <summary>How many virtual processors, and where they may run.</summary>
/// <param name="Maximum">What the guest has, or with hot-add may come to.</param>
/// <param name="Current">What the guest starts with, where hot-add leaves room; null for all.</param>
/// <param name="HostCpus">The host's processors they may run on, as <c>0-3,8</c>; null for any.</param>
public sealed record DomainVcpus(int Maximum, int? Current = null, string? HostCpus = null)
{
    /// <summary>What the guest starts with.</summary>
    public int AtStart => Current ?? Maximum;
}

/// <summary>Processor time against other domains.</summary>
/// <param name="Shares">The cgroup weight; null for the default.</param>
public sealed record CpuTune(int? Shares = null);

/// <summary>The processor the guest sees.</summary>
public sealed record DomainCpu
{
    /// <summary>
    /// <c>host-model</c> migrates between hosts and works under software emulation; <c>host-passthrough</c> does neither.
    /// </summary>
    public string Mode { get; init; } = "host-model";

    /// <summary>Sockets and cores; null for one core a socket.</summary>
    public CpuTopology? Topology { get; init; }

    /// <summary>Features that differ from the mode's own.</summary>
    public IReadOnlyList<CpuFeature> Features { get; init; } = [];

    /// <summary>Whether the element has children of its own.</summary>
    public bool HasParts => Topology is not null || Features.Count > 0;
}

/// <summary>Sockets times cores times threads must equal <see cref="DomainVcpus.Maximum"/>.</summary>
public sealed record CpuTopology(int Sockets, int Cores, int Threads = 1);

/// <summary>A feature by libvirt's name (<c>vmx</c>) and its policy (<c>require</c>, <c>disable</c>).</summary>
public sealed record CpuFeature(string Name, string Policy);

/// <summary>A guest NUMA cell.</summary>
/// <param name="Id">0, 1, …</param>
/// <param name="Cpus">Its processors, as <c>0-3</c>.</param>
/// <param name="Mebibytes">Its memory in MiB.</param>
public sealed record NumaCell(int Id, string Cpus, long Mebibytes);
