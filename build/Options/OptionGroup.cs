namespace V2K.Build.Options;

/// <summary>Options that people use for one purpose.</summary>
/// <param name="Title">The purpose, as the help has it.</param>
/// <param name="Options">The options, in the order of the help.</param>
/// <param name="NeedsClone">Whether only targets take them that a published program cannot do.</param>
public sealed record OptionGroup(string Title, IReadOnlyList<Option> Options, bool NeedsClone = false)
{
    private static readonly (string Title, bool NeedsClone, string[] Names)[] Titles =
    [
        ("Which VMs, and where they are", false, ["target", "vm", "all", "wave", "except", "config", "datastore", "deployment", "site"]),
        ("What the domain becomes", false, ["mode", "network", "nic-names", "ovf-env", "connect", "virt-type"]),
        ("Disks", false, [
            "format", "compress", "cluster-size", "preallocation", "disk", "skip-extra", "precopy", "engine", "cache", "coroutines", "connections", "threads", "requests",
            "numa-node", "trace"]),
        ("Guests", false, ["adjust", "steps", "skip-steps", "root", "key", "initramfs", "network-reset", "guest-agent", "serial-console", "nofail"]),
        ("Test boots", false, ["address", "timeout", "scratch"]),
        ("Runs", false, ["until", "parallel", "ignore", "strict", "force"]),
        ("Output", false, ["json", "report", "xml", "show-secrets", "verbosity", "version", "help"]),
        ("Cake's own", false, ["description", "tree", "dryrun", "exclusive", "working", "info"]),
        ("V2K's own, in its clone", true, ["filter", "guest", "way", "cache-dir", "output"]),
    ];

    /// <summary>All groups, each option in the one that names it; an option that none names is among those about a run.</summary>
    public static IReadOnlyList<OptionGroup> InOrder { get; } =
    [
        .. Titles.Select(group => new OptionGroup(
            group.Title,
            [
                .. group.Names.Select(name => KnownOptions.InOrder.FirstOrDefault(option => option.Name == name)).OfType<Option>(),
                .. group.Title == "Runs" ? KnownOptions.InOrder.Where(option => !Titles.Any(other => other.Names.Contains(option.Name))) : [],
            ],
            group.NeedsClone)),
    ];

    /// <summary>The groups that this program can do something with.</summary>
    public static IEnumerable<OptionGroup> Usable => InOrder.Where(group => !group.NeedsClone || Repository.PublishedProgram is null);
}
