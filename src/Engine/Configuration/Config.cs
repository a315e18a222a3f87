using V2K.Engine.CutOvers;
using V2K.Engine.CutOvers.Hooks;
using V2K.Engine.Datastores;
using V2K.Engine.Disks;
using V2K.Engine.Disks.Engines;
using V2K.Engine.Guests;
using V2K.Engine.Libvirt;
using V2K.Engine.Ovf;
using V2K.Engine.Scheduling;
using V2K.Engine.State;
using V2K.Engine.TestBoots;
using V2K.Rules.Translation;

namespace V2K.Engine.Configuration;

/// <summary>
/// What <c>v2k.yaml</c> and the command line decide together: the file first, each option on top of it.
/// Paths are full paths.
/// </summary>
public sealed record Config
{
    /// <summary>QEMU's own, in bytes.</summary>
    public const int DefaultClusterSize = 64 << 10;

    /// <summary>The file this came from, as it is named in messages.</summary>
    public required string File { get; init; }

    /// <summary>Whether there is such a file: options alone may do.</summary>
    public bool IsFile { get; init; } = true;

    /// <summary>Where VMs are read and where results go.</summary>
    public required IReadOnlyList<Datastore> Datastores { get; init; }

    /// <summary>Virtio everywhere, or the hardware as it was.</summary>
    public TranslationMode Mode { get; init; } = TranslationMode.Performance;

    /// <summary>The format of converted disks.</summary>
    public DiskFormat Format { get; init; } = DiskFormat.Qcow2;

    /// <summary>What the file says of the format where the command line, or an earlier run, says otherwise; null where <see cref="Format"/> is the file's.</summary>
    public DiskFormat? FormatInFile { get; init; }

    /// <summary>How clusters of qcow2 disks are compressed.</summary>
    public Compression Compression { get; init; }

    /// <summary>The cluster size of qcow2 disks, in bytes.</summary>
    public int ClusterSize { get; init; } = DefaultClusterSize;

    /// <summary>What of a converted disk has its place from the start.</summary>
    public Preallocation Preallocation { get; init; }

    /// <summary>What copies the disks.</summary>
    public EngineKind Engine { get; init; } = EngineKind.Native;

    /// <summary>Whether copies go through this host's page cache.</summary>
    public CacheMode Cache { get; init; }

    /// <summary>The knobs of the engines that are programs of others.</summary>
    public EngineOptions EngineOptions { get; init; } = new();

    /// <summary>Whether disks from which nothing could be started are left out.</summary>
    public bool SkipExtra { get; init; }

    /// <summary>The NUMA node on whose processors the run keeps; null for all.</summary>
    public int? NumaNode { get; init; }

    /// <summary>The site whose rules go first; null for none.</summary>
    public string? Site { get; init; }

    /// <summary>A folder of templates to use instead of V2K's own; null for V2K's own.</summary>
    public string? Templates { get; init; }

    /// <summary>Whether Linux guests find their network cards under the names they had.</summary>
    public bool KeepNicNames { get; init; }

    /// <summary>What VMware's networks become.</summary>
    public NetworkMap Networks { get; init; } = NetworkMap.Empty;

    /// <summary>The libvirt of this host.</summary>
    public const string DefaultConnect = "qemu:///system";

    /// <summary>The libvirt connection URI.</summary>
    public LibvirtUri Connect { get; init; } = DefaultConnect;

    /// <summary>Hardware virtualisation or emulation.</summary>
    public VirtType VirtType { get; init; } = VirtType.Auto;

    /// <summary>The concerns that stop nothing, because the administrator knows of them: <c>ignore:</c> and <c>--ignore</c>.</summary>
    public IReadOnlySet<string> Ignore { get; init; } = new HashSet<string>(StringComparer.Ordinal);

    /// <summary>How guests are test-booted.</summary>
    public TestBootOptions TestBoot { get; init; } = new();

    /// <summary>Disks that go to block devices of this host.</summary>
    public IReadOnlyList<DiskTarget> DiskTargets { get; init; } = [];

    /// <summary>The targets that earlier runs have recorded for disks of this VM; empty for all VMs together.</summary>
    internal IReadOnlyList<RememberedDisk> RememberedDisks { get; init; } = [];

    /// <summary>The configuration of all VMs, where this is that of one VM; null where this is it.</summary>
    internal Config? Common { get; init; }

    /// <summary>Disks to copy again although they are up to date: <c>--force=scsi0:1</c>.</summary>
    public IReadOnlyList<ForcedDisk> ForcedDisks { get; init; } = [];

    /// <summary>How many disks and requests are worked on at once, all VMs together.</summary>
    public int Parallel { get; init; } = Environment.ProcessorCount;

    /// <summary>The deployment option of exported VMs that have several; null for each one's default.</summary>
    public string? Deployment { get; init; }

    /// <summary>What the file says of single VMs, in its order; empty in the configuration of one VM.</summary>
    public IReadOnlyList<VmSettings> Vms { get; init; } = [];

    /// <summary>How many processors the VM gets that this is the configuration of; null for as many as it has in VMware.</summary>
    public int? Vcpus { get; init; }

    /// <summary>Who is asked before the VM moves that this is the configuration of; null where the file names nobody, and for all VMs together.</summary>
    public string? Owner { get; init; }

    /// <summary>What the administrators noted about that VM.</summary>
    public string? Notes { get; init; }

    /// <summary>VMs that are migrated together, in the order of the file.</summary>
    public IReadOnlyList<Wave> Waves { get; init; } = [];

    /// <summary>When VMs may be cut over, in the order of the file.</summary>
    public IReadOnlyList<CutOverWindow> Windows { get; init; } = [];

    /// <summary>How much may be worked on at once, besides <see cref="Parallel"/>.</summary>
    public Budgets Budgets { get; init; } = new();

    /// <summary>How VMs are cut over.</summary>
    public CutOverSettings CutOver { get; init; } = new();

    /// <summary>Programs of the administrator's that run around a cut-over.</summary>
    public HookSettings Hooks { get; init; } = new();

    /// <summary>
    /// The configuration of <paramref name="vm"/>: the settings of globs that fit it in the file's order, then those of its name. The command line
    /// counts for all VMs and is on top already.
    /// </summary>
    public Config Of(VirtualMachine vm)
    {
        ArgumentNullException.ThrowIfNull(vm);
        List<VmSettings> own = [.. Vms.Where(settings => settings.IsOf(vm)).OrderByDescending(settings => settings.IsGlob)];
        return own is [] ? this : own.Aggregate(this, (config, settings) => settings.Apply(config)) with { Vms = [], Common = Common ?? this };
    }

    /// <summary>Whether guests of exported VMs get an ISO image with what their description tells them.</summary>
    public bool OvfEnvironment { get; init; }

    /// <summary>What the administrator decided about <paramref name="vm"/> if it is an exported one.</summary>
    public OvfChoices OvfChoicesOf(VirtualMachine vm)
    {
        ArgumentNullException.ThrowIfNull(vm);
        return new OvfChoices(Of(vm).Deployment, OvfEnvironment);
    }

    /// <summary>How guests are made to boot.</summary>
    public AdjustOptions Adjust { get; init; } = new();

    /// <summary>What the rules get to see.</summary>
    public TranslationOptions TranslationOptions => new()
    {
        Mode = Mode,
        Site = Site,
        Networks = Networks,
        KeepNicNames = KeepNicNames,
    };
}

/// <summary>How the domain runs: <c>libvirt: { virt-type: … }</c>.</summary>
public enum VirtType
{
    /// <summary>KVM where it works, emulation elsewhere.</summary>
    Auto,

    /// <summary>Hardware virtualisation.</summary>
    Kvm,

    /// <summary>Emulation.</summary>
    Qemu,
}

/// <summary>What copies the disks: <c>--engine</c>.</summary>
public enum EngineKind
{
    /// <summary>V2K's own; needs nothing installed.</summary>
    Native,

    /// <summary><c>qemu-img convert</c>.</summary>
    QemuImg,

    /// <summary><c>nbdcopy</c> between two <c>qemu-nbd</c>.</summary>
    NbdCopy,

    /// <summary><c>virt-v2v</c>, which makes the guest ready for KVM as well.</summary>
    VirtV2v,
}
