using V2K.Engine.Configuration;
using V2K.Engine.Disks.Engines;
using V2K.Engine.Tools;

namespace V2K.Build.Options;

/// <summary>Every option there is. The help, the README and the check for misspelt options all read this.</summary>
public static class KnownOptions
{
    /// <summary>What to do. Given several, Cake would run them in an order of its own: Clean before Convert, whichever comes first.</summary>
    public static readonly Option Target = new("target", "TARGET", "what to do") { Short = "t", IsCake = true };

    /// <summary>Which VMs.</summary>
    public static readonly Option Vm = new(
        "vm", "NAME", "a VM by display name, folder or file name; repeats, takes commas and globs: --vm='web*,db01'; @FILE reads names from FILE, one a line")
    {
        Repeats = true,
    };

    /// <summary>VMs that stay out.</summary>
    public static readonly Option Except = new("except", "NAME", "exclude these VMs from those that --all, --vm or --wave chooses; written like --vm") { Repeats = true };

    /// <summary>VMs that go together.</summary>
    public static readonly Option Wave = new("wave", "NAME", "the VMs of a wave of the configuration; repeats, takes commas") { Repeats = true };

    /// <summary>Every VM.</summary>
    public static readonly Option All = new("all", Value: null, "every VM of the datastores");

    /// <summary>The configuration.</summary>
    public static readonly Option Config = new(
        "config", "FILE", "the configuration; default: v2k.yaml of the current folder; inside a clone of V2K, else the one of its samples");

    /// <summary>Site rules.</summary>
    public static readonly Option Site = new("site", "NAME", "put the rules under sites/NAME before the built-in ones");

    /// <summary>Virtio, or the hardware as it was.</summary>
    public static readonly Option Mode = new("mode", "MODE", "performance: virtio everywhere; fidelity: the controllers and models that VMware had")
    {
        Choices = Choices.Modes.Words,
    };

    /// <summary>The disks' format.</summary>
    public static readonly Option Format = new("format", "FORMAT", "the converted disks' format; remembered for each VM") { Choices = Choices.Formats.Words };

    /// <summary>Compression of the disks.</summary>
    public static readonly Option Compress = new("compress", "METHOD", "compress qcow2 disks")
    {
        Choices = Choices.Compressions.Words,
    };

    /// <summary>The disks' cluster size.</summary>
    public static readonly Option ClusterSize = new("cluster-size", "SIZE", "the cluster size of qcow2 disks; default: 64k")
    {
        Choices = Choices.ClusterSizes.Words,
    };

    /// <summary>Preallocation of the disks.</summary>
    public static readonly Option Preallocation = new(
        "preallocation", "WHAT", "metadata: map every cluster of a qcow2 disk; falloc: also reserve all of its space")
    {
        Choices = Choices.Preallocations.Words,
    };

    /// <summary>The copy engine.</summary>
    public static readonly Option Engine = new("engine", "ENGINE", "what copies disks; native needs no other program")
    {
        Choices = Choices.Engines.Words,
    };

    /// <summary>While the VM runs.</summary>
    public static readonly Option Precopy = new(
        "precopy", Value: null, "with --target=Convert or Migrate: copy what is below the snapshot of a running VM, and stop; the next run copies the rest");

    /// <summary>Through the page cache, or around it.</summary>
    public static readonly Option Cache = new("cache", "CACHE", "buffered: copy disks through this host's page cache; direct: past it; auto: read through it, write past it")
    {
        Choices = Choices.CacheModes.Words,
    };

    /// <summary>A knob of qemu-img.</summary>
    public static readonly Option Coroutines = new("coroutines", "N", "with --engine=qemu-img: requests in flight, its -m; 1 to 16")
    {
        IsCount = true,
        Highest = EngineOptions.MaximumCoroutines,
    };

    /// <summary>A knob of nbdcopy.</summary>
    public static readonly Option Connections = new("connections", "N", "with --engine=nbdcopy: connections to each of its servers")
    {
        IsCount = true,
        Highest = EngineOptions.Maximum,
    };

    /// <summary>A knob of nbdcopy.</summary>
    public static readonly Option Threads = new("threads", "N", "with --engine=nbdcopy: its threads, at most one a connection")
    {
        IsCount = true,
        Highest = EngineOptions.Maximum,
    };

    /// <summary>A knob of nbdcopy.</summary>
    public static readonly Option Requests = new("requests", "N", "with --engine=nbdcopy: requests in flight on each connection")
    {
        IsCount = true,
        Highest = EngineOptions.Maximum,
    };

    /// <summary>Processors near to each other.</summary>
    public static readonly Option NumaNode = new("numa-node", "N", "bind V2K and the programs that it starts to the processors and memory of this NUMA node")
    {
        IsCount = true,
        Lowest = 0,
        Highest = NumaBinding.HighestNode,
    };

    /// <summary>What the kernel does meanwhile.</summary>
    public static readonly Option Trace = new("trace", "FILE", "with --target=Convert: record scheduling, system calls and interrupts with trace-cmd");

    /// <summary>Which size of an exported VM.</summary>
    public static readonly Option Deployment = new("deployment", "OPTION", "use this deployment option of exported VMs that have several; default: the default of each VM");

    /// <summary>The properties for the guest of an exported VM.</summary>
    public static readonly Option OvfEnv = new("ovf-env", Value: null, "attach an ISO image with the properties that an exported VM's description gives its guest");

    /// <summary>Not the data disks.</summary>
    public static readonly Option SkipExtra = new("skip-extra", Value: null, "skip disks that are not bootable");

    /// <summary>Datastore mapping.</summary>
    public static readonly Option Datastore = new(
        "datastore", "VMFS,SOURCE=TARGET", "map a datastore: --datastore='/vmfs/volumes/ds1,/mnt/ds1=/srv/kvm/ds1'; with --target=Init: NAME=PATH, or its folder alone")
    {
        Repeats = true,
    };

    /// <summary>Block devices as targets.</summary>
    public static readonly Option Disk = new(
        "disk", "[VM/]DEVICE=PATH", "copy a disk to an existing block device: --disk='web01/scsi0:0=/dev/vg0/web01'; its content is overwritten; remembered for the VM until you change it: --disk='web01/scsi0:0=file'")
    {
        Repeats = true,
    };

    /// <summary>Network mapping.</summary>
    public static readonly Option Network = new(
        "network", "MAPPING", "map a network: --network='name:VM Network=bridge=br0' or --network='type:nat=network=default'")
    {
        Repeats = true,
    };

    /// <summary>The guest's names for its network cards.</summary>
    public static readonly Option NicNames = new(
        "nic-names", "NAMES", "keep: place network cards so that their names in a Linux guest, such as ens192, do not change")
    {
        Choices = Choices.NicNames.Words,
    };

    /// <summary>What adjusts guests.</summary>
    public static readonly Option Adjust = new("adjust", "HOW", "what adjusts guests for KVM: V2K's own steps, virt-v2v (also for Windows), or nothing")
    {
        Choices = Choices.AdjustKinds.Words,
    };

    /// <summary>Which steps.</summary>
    public static readonly Option Steps = new("steps", "NAMES", "with --target=Adjust: only these steps; docs/reference/adjustments.md lists them") { Repeats = true };

    /// <summary>Which steps not.</summary>
    public static readonly Option SkipSteps = new("skip-steps", "NAMES", "with --target=Adjust: all steps but these") { Repeats = true };

    /// <summary>Which of several systems.</summary>
    public static readonly Option Root = new("root", "DEVICE", "which system to adjust if a VM has several: a device, or first");

    /// <summary>Keys of encrypted disks.</summary>
    public static readonly Option Key = new(
        "key", "SELECTOR:file:PATH", "the key file of an encrypted disk, or SELECTOR:env:NAME; SELECTOR is a device, a LUKS UUID or all; a test boot types it when the guest asks")
    {
        Repeats = true,
    };

    /// <summary>How drivers get into an initramfs.</summary>
    public static readonly Option Initramfs = new("initramfs", "WAY", "append drivers to each initramfs, or have the guest's own tool rebuild it")
    {
        Choices = Choices.InitramfsWays.Words,
    };

    /// <summary>Forget the guest's addresses.</summary>
    public static readonly Option NetworkReset = new("network-reset", "TO", "dhcp: every network card of the guest uses DHCP")
    {
        Choices = Choices.NetworkResets.Words,
    };

    /// <summary>QEMU's guest agent.</summary>
    public static readonly Option GuestAgent = new("guest-agent", "HOW", "enable QEMU's guest agent if it is installed, or also install it at the first boot")
    {
        Choices = Choices.GuestAgents.Words,
    };

    /// <summary>A serial console.</summary>
    public static readonly Option SerialConsole = new("serial-console", Value: null, "add a console on the serial port to the guest's kernel");

    /// <summary>Missing file systems.</summary>
    public static readonly Option NoFail = new("nofail", Value: null, "let the guest boot even if file systems of its fstab are missing");

    /// <summary>Which libvirt.</summary>
    public static readonly Option Connect = new("connect", "URI", "the libvirt that defines and runs the domains; default: qemu:///system");

    /// <summary>KVM or emulation.</summary>
    public static readonly Option VirtType = new("virt-type", "TYPE", "how the domain runs: with KVM, with QEMU's emulation, or with KVM if it works")
    {
        Choices = Choices.VirtTypes.Words,
    };

    /// <summary>What a test boot waits for.</summary>
    public static readonly Option Address = new(
        "address", "ADDRESS", "with --target=TestBoot: the guest's own IPv4 or IPv6 address (with @VLAN after it if it is on a VLAN), dhcp or none; default: as configured in its files, else any address")
    {
        Repeats = true,
    };

    /// <summary>How long a test boot waits.</summary>
    public static readonly Option Timeout = new(
        "timeout", "SECONDS", "with --target=TestBoot: how long a guest may take; default: 300, or 1200 under emulation")
    {
        IsCount = true,
    };

    /// <summary>Where test boots write.</summary>
    public static readonly Option Scratch = new(
        "scratch", "FOLDER", "with --target=TestBoot: the folder for overlays, which QEMU's user must be able to access; default: /var/tmp")
    {
        IsFolder = true,
    };

    /// <summary>How many at once.</summary>
    public static readonly Option Parallel = new("parallel", "N", "the number of tasks at once; default: one per processor") { IsCount = true };

    /// <summary>Do it anyway.</summary>
    public static readonly Option Force = new(
        "force", "DISK", "repeat all work, even if it is up to date; --force=scsi0:1 or --force=web01/scsi0:1 copies that disk alone again; takes commas")
    {
        Repeats = true,
        IsValueOptional = true,
        Check = static text => _ = ForcedDisk.ParseAll(text).Count(),
    };

    /// <summary>How far a migration goes.</summary>
    public static readonly Option Until = new("until", "STAGE", "with --target=Migrate: the last stage to do; default: all of them")
    {
        Choices = Choices.Stages.Words,
    };

    /// <summary>Proof of the copies.</summary>
    public static readonly Option Verify = new("verify", Value: null, "with --target=Migrate: compare each converted disk with its source before the guest on it is adjusted");

    /// <summary>A plan that fails.</summary>
    public static readonly Option Strict = new("strict", Value: null, "with --target=Plan: exit code 3 if something would stop a VM");

    /// <summary>Concerns that stop nothing.</summary>
    public static readonly Option Ignore = new("ignore", "ID", "do not let this concern stop a VM, such as --ignore=passthrough; repeats, takes commas")
    {
        Repeats = true,
    };

    /// <summary>Machine-readable output.</summary>
    public static readonly Option Json = new("json", "FILE", "write the result to FILE as JSON as well; - for standard output, and messages to standard error");

    /// <summary>The report's page.</summary>
    public static readonly Option Report = new("report", "FILE", "with --target=Report: where to write the page; default: v2k-report.html");

    /// <summary>From the XML back to the lines.</summary>
    public static readonly Option Xml = new("xml", Value: null, "with --target=Explain: for each XML element, the rule and the lines that it comes from");

    /// <summary>Passwords in clear.</summary>
    public static readonly Option ShowSecrets = new(
        "show-secrets", Value: null, "with --target=Explain: show passwords, keys and the configuration data of guests in clear text");

    /// <summary>Which tests.</summary>
    public static readonly Option Filter = new("filter", "EXPRESSION", "with --target=Test: only these tests, as dotnet test filters them");

    /// <summary>Which guests of the laboratory.</summary>
    public static readonly Option Guest = new("guest", "NAME", "with --target=Guests: only these guests; repeats, takes commas")
    {
        Repeats = true,
    };

    /// <summary>How to bring them to life.</summary>
    public static readonly Option Way = new(
        "way", "WAY", "with --target=Guests: native, in-place, virt-v2v or vmware; repeats, takes commas; default: native")
    {
        Repeats = true,
    };

    /// <summary>Where built guests are kept.</summary>
    public static readonly Option CacheDir = new(
        "cache-dir", "FOLDER", "with --target=Guests: the folder for built guests, kept between runs; default: artifacts/guests of the V2K repository");

    /// <summary>Where the published program goes.</summary>
    public static readonly Option Output = new(
        "output", "FOLDER", "with --target=Publish: where the program goes; default: artifacts/publish of the V2K repository");

    /// <summary>How much to say.</summary>
    public static readonly Option Verbosity = new("verbosity", "LEVEL", "how much to show; diagnostic also shows where an error comes from")
    {
        Short = "v",
        IsCake = true,
        Choices = ["quiet", "minimal", "normal", "verbose", "diagnostic"],
    };

    /// <summary>The version.</summary>
    public static readonly Option Version = new("version", Value: null, "show the versions of V2K and Cake");

    /// <summary>The help.</summary>
    public static readonly Option Help = new("help", Value: null, "show this help") { Short = "h" };

    /// <summary>All of them, in the order of the help.</summary>
    public static IReadOnlyList<Option> InOrder { get; } =
    [
        Target,
        Vm,
        All,
        Wave,
        Except,
        Config,
        Site,
        Mode,
        Format,
        Compress,
        ClusterSize,
        Preallocation,
        Engine,
        Coroutines,
        Connections,
        Threads,
        Requests,
        Precopy,
        Cache,
        Datastore,
        Disk,
        Network,
        NumaNode,
        Trace,
        SkipExtra,
        Deployment,
        OvfEnv,
        NicNames,
        Adjust,
        Steps,
        SkipSteps,
        Root,
        Key,
        Initramfs,
        NetworkReset,
        GuestAgent,
        SerialConsole,
        NoFail,
        Connect,
        VirtType,
        Address,
        Timeout,
        Scratch,
        Parallel,
        Ignore,
        Until,
        Verify,
        Strict,
        Force,
        Json,
        Report,
        Xml,
        ShowSecrets,
        Filter,
        Guest,
        Way,
        CacheDir,
        Output,
        new("description", Value: null, "list the targets with their descriptions") { IsCake = true },
        new("tree", Value: null, "show which target depends on which") { IsCake = true },
        new("dryrun", Value: null, "show in which order the targets would run, and run none") { IsCake = true },
        new("exclusive", Value: null, "run the target without the targets it depends on") { Short = "e", IsCake = true },
        Verbosity,
        new("working", "FOLDER", "run in FOLDER") { Short = "w", IsFolder = true, IsCake = true },
        Version,
        new("info", Value: null, "show information about Cake") { IsCake = true },
        Help,
    ];
}
