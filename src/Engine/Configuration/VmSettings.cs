using System.IO.Enumeration;
using V2K.Engine.CutOvers;
using V2K.Engine.Datastores;
using V2K.Engine.Disks;
using V2K.Engine.Guests;
using V2K.Rules.Translation;

namespace V2K.Engine.Configuration;

/// <summary>An entry of <c>vms:</c>: what the configuration file says of one VM, or of those that a glob fits. Null leaves the common value.</summary>
/// <param name="Name">A display name, folder or file name, <c>[datastore] folder/file.vmx</c>, or a glob of these.</param>
/// <param name="Line">The entry's line in the file.</param>
public sealed record VmSettings(string Name, int Line)
{
    /// <summary>Virtio everywhere, or the hardware as it was.</summary>
    public TranslationMode? Mode { get; init; }

    /// <summary>The format of its disks.</summary>
    public DiskFormat? Format { get; init; }

    /// <summary>What the file says of the format where the command line says otherwise; null where <see cref="Format"/> is in force.</summary>
    public DiskFormat? FormatInFile { get; init; }

    /// <summary>How clusters of its qcow2 disks are compressed.</summary>
    public Compression? Compression { get; init; }

    /// <summary>Whether its network cards keep their names.</summary>
    public bool? KeepNicNames { get; init; }

    /// <summary>Whether its disks from which nothing could be started are left out.</summary>
    public bool? SkipExtra { get; init; }

    /// <summary>What adjusts its guest.</summary>
    public AdjustKind? Adjust { get; init; }

    /// <summary>The deployment option of an exported VM.</summary>
    public string? Deployment { get; init; }

    /// <summary>Concerns that do not stop it, besides those that stop no VM.</summary>
    public IReadOnlySet<string> Ignore { get; init; } = new HashSet<string>(StringComparer.Ordinal);

    /// <summary>What VMware's networks become for it, before the common map.</summary>
    public NetworkMap Networks { get; init; } = NetworkMap.Empty;

    /// <summary>Its number of processors, in place of the number in VMware.</summary>
    public int? Vcpus { get; init; }

    /// <summary>Who is asked before it moves; shown, and read by no stage.</summary>
    public string? Owner { get; init; }

    /// <summary>What the administrators know about it; shown, and read by no stage.</summary>
    public string? Notes { get; init; }

    /// <summary>How it is cut over.</summary>
    public CutOverChoices CutOver { get; init; } = new();

    /// <summary>Whether <see cref="Name"/> may mean several VMs.</summary>
    public bool IsGlob => VmSelection.IsGlob(Name);

    /// <summary>Whether it is about <paramref name="vm"/>.</summary>
    public bool IsOf(VirtualMachine vm)
    {
        ArgumentNullException.ThrowIfNull(vm);
        return vm.GoesBy(Name) || (IsGlob && vm.Names.Any(name => FileSystemName.MatchesSimpleExpression(Name, name, ignoreCase: true)));
    }

    /// <summary><paramref name="config"/> with these settings in place of the common ones.</summary>
    internal Config Apply(Config config) => config with
    {
        Mode = Mode ?? config.Mode,
        Format = Format ?? config.Format,
        FormatInFile = FormatInFile ?? config.FormatInFile,
        Compression = Compression ?? config.Compression,
        KeepNicNames = KeepNicNames ?? config.KeepNicNames,
        SkipExtra = SkipExtra ?? config.SkipExtra,
        Adjust = Adjust is { } kind ? config.Adjust with { Kind = kind } : config.Adjust,
        Deployment = Deployment ?? config.Deployment,
        Vcpus = Vcpus ?? config.Vcpus,
        Owner = Owner ?? config.Owner,
        Notes = Notes ?? config.Notes,
        CutOver = CutOver.Over(config.CutOver),
        Ignore = Ignore.Count > 0 ? config.Ignore.Union(Ignore, StringComparer.Ordinal).ToHashSet(StringComparer.Ordinal) : config.Ignore,
        Networks = Networks.Entries.Count > 0 ? Networks.Over(config.Networks) : config.Networks,
    };
}
