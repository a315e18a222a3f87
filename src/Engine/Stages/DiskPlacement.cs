using System.Numerics;
using System.Text.RegularExpressions;
using V2K.Engine.Concerns;
using V2K.Engine.Configuration;
using V2K.Engine.Datastores;
using V2K.Engine.Disks;
using V2K.Engine.Disks.Precopying;
using V2K.Engine.Interop;
using V2K.Engine.Ovf;
using V2K.Engine.State;
using V2K.Rules;
using V2K.Rules.Findings;
using V2K.Rules.Model;

namespace V2K.Engine.Stages;

/// <summary>A disk of a VM with the file it is read from and the file it becomes; both full paths.</summary>
/// <param name="VmxDevice">Where it sat in VMware, such as <c>scsi0:0</c>.</param>
/// <param name="Source">The VMDK the VM uses: for a VM with snapshots, the newest delta.</param>
/// <param name="Target">The converted disk.</param>
/// <param name="Format">The format it is converted to: the configured one, but raw for a disk that VMs share.</param>
public sealed partial record DiskPlacement(string VmxDevice, string Source, string Target, DiskFormat Format)
{
    /// <summary>The size in bytes that the description of an exported VM gives it; null for none.</summary>
    public BigInteger? Declared { get; init; }

    /// <summary>How the converted disk is stored.</summary>
    internal TargetLayout Layout { get; init; } = new(1, Compression.None, Preallocation.Off);

    /// <summary>Whether other VMs write to it as well.</summary>
    public bool IsShared { get; init; }

    /// <summary>The name of the converted disk without its folder.</summary>
    public string Name => Path.GetFileName(Target);

    /// <summary>Whether another disk of the VM has the same name, in another folder.</summary>
    public bool HasNamesake { get; private init; }

    /// <summary>What people are shown for the disk: its name, and where another disk of the VM has the same, its place: <c>web01.qcow2 (scsi0:1)</c>.</summary>
    public string Label => HasNamesake ? $"{Name} ({VmxDevice})" : Name;

    /// <summary>The step that <paramref name="stage"/> has for this disk.</summary>
    public StepKey Key(Stage stage) => StepKey.OfDisk(stage, VmxDevice);

    /// <summary>The full path of what <paramref name="stage"/> makes of this disk.</summary>
    internal string OutputOf(Stage stage) => stage is Stage.Precopy ? Target + PrecopiedDisk.Suffix : Target;

    /// <summary>
    /// Finds the files behind the drives of <paramref name="domain"/> and points its XML at the targets. An optical drive
    /// or floppy whose image is not there is left empty, with a finding: no guest should fail to start for it.
    /// </summary>
    /// <exception cref="V2KException">The file of a disk cannot be found here.</exception>
    public static (Domain Domain, IReadOnlyList<DiskPlacement> Disks, IReadOnlyList<Finding> Findings) Place(
        Domain domain, VirtualMachine vm, Config config, DatastorePaths paths)
    {
        var placed = Place(domain, vm, config, paths, out var unplaced);
        return unplaced is [var first, ..] ? throw first.Failure : placed;
    }

    /// <inheritdoc cref="Place(Domain, VirtualMachine, Config, DatastorePaths)"/>
    /// <param name="domain">The domain as the rules made it.</param>
    /// <param name="vm">The VM.</param>
    /// <param name="config">The configuration in force.</param>
    /// <param name="paths">Where files are.</param>
    /// <param name="unplaced">The disks whose files cannot be found here: neither in the domain nor among the disks that are returned.</param>
    internal static (Domain Domain, IReadOnlyList<DiskPlacement> Disks, IReadOnlyList<Finding> Findings) Place(
        Domain domain, VirtualMachine vm, Config config, DatastorePaths paths, out IReadOnlyList<UnplacedDisk> unplaced)
    {
        var placements = new List<DiskPlacement>();
        var findings = new List<Finding>();
        domain = domain with { Disks = [.. domain.Disks.Select(disk => AttachedDisks.Attach(disk, vm, config) ?? disk)] };
        findings.AddRange(domain.Disks.Where(disk => disk.IsAttached).Select(disk => AttachedDisks.Describe(disk, config)));
        var converted = new Dictionary<Disk, string>();
        var lost = new Dictionary<Disk, UnplacedDisk>();
        foreach (var disk in domain.Disks.Where(disk => disk is { IsConverted: true, IsAttached: false }))
        {
            try
            {
                converted.Add(disk, paths.Resolve(disk.VmxFileName!, vm.VmxPath));
            }
            catch (V2KException failure) when (failure.Id is FindingId.UnmappedDatastore or FindingId.OutsideDatastores)
            {
                lost.Add(disk, new UnplacedDisk(disk.VmxDevice, disk.VmxFileName!, failure));
            }
        }

        unplaced = [.. lost.Values];
        findings.AddRange(unplaced.Select(disk => disk.Finding));
        var extra = config.SkipExtra ? ExtraDisks.Among([.. converted], paths) : new HashSet<Disk>();
        findings.AddRange(extra.Select(ExtraDisks.LeftOut));
        var sources = converted.Values.ToHashSet(StringComparer.Ordinal);
        var serials = DiskSerials.Of(converted, paths);

        var disks = domain.Disks.Where(disk => !extra.Contains(disk) && !lost.ContainsKey(disk)).Select(disk =>
        {
            if (converted.TryGetValue(disk, out var source))
            {
                disk = disk with { Serial = serials.GetValueOrDefault(disk) };
                if (DeviceOf(disk, source, vm, config) is { } device)
                {
                    placements.Add(new DiskPlacement(disk.VmxDevice, source, device, DiskFormat.Raw) { IsShared = disk.Shareable });
                    return disk with { Source = new DiskSource(device, Choices.Formats.Word(DiskFormat.Raw), Block: true) };
                }

                var format = disk.MustBeRaw ? DiskFormat.Raw : config.Format;
                var word = Choices.Formats.Word(format);
                var target = NameTarget(TargetOf(source, vm, paths), word, name => sources.Contains(Path.Combine(Path.GetDirectoryName(source)!, name)));
                var placement = new DiskPlacement(disk.VmxDevice, source, target, format) { IsShared = disk.Shareable, Layout = TargetLayout.Of(format, config) };
                if (UnreadableDisks.Why(placement, config, paths) is { } failure)
                {
                    findings.Add(UnreadableDisks.LeftOut(disk, failure));
                    return null;
                }

                placements.Add(placement);
                return disk with { Source = new DiskSource(target, word) };
            }

            return disk.VmxFileName is null || disk.Source is not null ? disk : WithImage(disk, domain.Name, vm, paths, findings);
        }).OfType<Disk>().ToList();

        RequireAllDevices(domain, vm, config);
        findings.AddRange(OneTargetConcern.Among(placements));
        var names = placements.ToLookup(disk => disk.Name, StringComparer.Ordinal);
        return (domain with { Disks = disks }, [.. placements.Select(disk => disk with { HasNamesake = names[disk.Name].Skip(1).Any() })], findings);
    }

    /// <summary>The block device that the administrator has named for a disk; null for none.</summary>
    private static string? DeviceOf(Disk disk, string source, VirtualMachine vm, Config config)
    {
        var target = DiskChoices.TargetOf(disk.VmxDevice, source, vm, config);
        return target is null || Posix.IsBlockDevice(target)
            ? target
            : throw new V2KException(
                $"is the target for {disk.VmxDevice} of {vm.Id}, but is not a block device",
                $"Create it first (lvcreate), or correct --disk or disks:; --disk='{vm.FileName}/{disk.VmxDevice}={DiskTarget.File}' takes a file instead",
                target);
    }

    private static void RequireAllDevices(Domain domain, VirtualMachine vm, Config config)
    {
        var disks = domain.Disks.Where(disk => disk.IsConverted).ToList();
        foreach (var target in config.DiskTargets.Where(target => target.IsOf(vm)))
        {
            if (!disks.Exists(disk => disk.VmxDevice.Equals(target.Device, StringComparison.OrdinalIgnoreCase)))
            {
                throw new V2KException(
                    $"{vm.Id} has no disk {target.Device}, which {target.Path} is configured for",
                    $"It has {string.Join(", ", disks.Select(disk => disk.VmxDevice))}",
                    key: "--disk");
            }
        }
    }

    /// <summary>
    /// Where a disk goes, under its own name. VMs of one description may be made of one disk, of which each gets a copy: each has a folder of its own.
    /// </summary>
    private static string TargetOf(string source, VirtualMachine vm, DatastorePaths paths) => OvfFile.IsOneOfSeveral(vm.VmxPath)
        ? Path.Combine(Path.ChangeExtension(vm.XmlPath, null), Path.GetFileName(source))
        : paths.TargetOf(source);

    /// <summary>
    /// The converted disk's name: the VMDK's own, without the number that VMware gives a snapshot's delta, so that a disk
    /// keeps its name whatever snapshots come and go.
    /// </summary>
    private static string NameTarget(string path, string format, Func<string, bool> isAnotherDisk)
    {
        var name = OvfEmptyDisk.PlainName(path);
        var withoutSnapshot = BaseName(path);
        var chosen = withoutSnapshot != name && isAnotherDisk(withoutSnapshot + ".vmdk") ? name : withoutSnapshot;
        return Path.Combine(Path.GetDirectoryName(path)!, $"{chosen}.{format}");
    }

    /// <summary>The name of the disk whose VMDK is <paramref name="path"/>, whatever snapshots it has: <c>web01</c> of <c>web01-000001.vmdk</c>.</summary>
    internal static string BaseName(string path) => SnapshotNumber().Replace(OvfEmptyDisk.PlainName(path), "");

    private static Disk WithImage(Disk disk, string domain, VirtualMachine vm, DatastorePaths paths, List<Finding> findings)
    {
        var image = TryResolve(disk.VmxFileName!, vm, paths);
        if (image is not null && File.Exists(image))
        {
            findings.Add(Finding.Warning(
                $"the image in {disk.VmxDevice} is in the old datastore: {image}",
                "the domain does not start when that datastore is not mounted",
                $"Eject it: virsh change-media '{domain}' {disk.Target} --eject --config; or copy it to the KVM host and correct the path") with
            { Id = FindingId.DriveImage, Key = disk.VmxDevice + ".fileName" });
            return disk with { Source = new DiskSource(image, "raw") };
        }

        findings.Add(Finding.Warning(
            $"the image '{disk.VmxFileName}' in {disk.VmxDevice} is in no datastore of this host",
            "the drive is empty",
            "Insert an image with virsh change-media if the guest needs it") with
        { Id = FindingId.DriveImage, Key = disk.VmxDevice + ".fileName" });
        return disk with { VmxFileName = null };
    }

    private static string? TryResolve(string reference, VirtualMachine vm, DatastorePaths paths)
    {
        try
        {
            return paths.Resolve(reference, vm.VmxPath);
        }
        catch (V2KException)
        {
            return null;
        }
    }

    /// <summary>web01-000001.vmdk is the first snapshot of web01.vmdk.</summary>
    [GeneratedRegex("-[0-9]{6}$", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex SnapshotNumber();
}
