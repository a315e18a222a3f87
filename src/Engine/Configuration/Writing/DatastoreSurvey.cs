using V2K.Engine.Datastores;
using V2K.Engine.Interop;
using V2K.Engine.Ovf;
using V2K.Rules;
using V2K.Rules.Network;
using V2K.Rules.Translation;

namespace V2K.Engine.Configuration.Writing;

/// <summary>What the files of mounted datastores say that a configuration has to know.</summary>
/// <param name="Datastores">Each datastore with its name, the paths that files have for it, and where its results go.</param>
/// <param name="Networks">Every network that a VM is plugged into, the one with the most VMs first.</param>
/// <param name="Strangers">Datastores that files name and that are none of those given, by their path in VMware, with the number of files that name them and one of those.</param>
/// <param name="Vms">How many VMs lie on each datastore, in the order of <paramref name="Datastores"/>.</param>
/// <param name="Problems">Folders and files that could not be read: what they say is missing here.</param>
public sealed record DatastoreSurvey(
    IReadOnlyList<Datastore> Datastores,
    IReadOnlyList<SurveyedNetwork> Networks,
    IReadOnlyList<(string Volume, int Files, string Example)> Strangers,
    IReadOnlyList<int> Vms,
    IReadOnlyList<V2KException> Problems)
{
    /// <summary>Reads every .vmx and .ovf file and the descriptors of all disks; opens no disk.</summary>
    /// <param name="mounted">The datastores.</param>
    /// <param name="targetOf">Where the results of a datastore of this name go, where nobody said so.</param>
    /// <param name="file">The full path where the configuration goes.</param>
    /// <exception cref="V2KException">Two datastores have one name or one folder, or something would be written to a source.</exception>
    public static DatastoreSurvey Of(IReadOnlyList<MountedDatastore> mounted, Func<string, string> targetOf, string file)
    {
        ArgumentNullException.ThrowIfNull(mounted);
        ArgumentNullException.ThrowIfNull(targetOf);
        RefuseTwice(mounted, one => one.Source, "is given twice", "Give each folder once");
        RefuseInSource(file, mounted);
        var catalog = VmCatalog.Scan([.. mounted.Select(one => new Datastore(one.Source, [], one.Source, one.Target ?? one.Source))]);
        var looks = new VmLook[catalog.Vms.Count];
        Parallel.For(0, looks.Length, i => looks[i] = VmLook.At(catalog.Vms[i]));
        var references = looks.SelectMany(look => look.References)
            .Concat(Descriptors(catalog).AsParallel().AsOrdered().SelectMany(VolumeReference.InDescriptor))
            .GroupBy(reference => reference.Path.Volume, StringComparer.Ordinal)
            .ToList();
        var sources = mounted.Select(one => one.Source).ToList();
        var owners = references.ToDictionary(volume => volume.Key, volume => Owner(volume.Key, [.. volume], mounted, sources), StringComparer.Ordinal);
        var named = mounted.Select(one => Name(one, owners)).ToList();
        RefuseTwice(named, one => one.Name, "names two datastores", "Give each its own name, like --datastore=NAME=PATH");
        List<Datastore> datastores = [.. named.Select(one => new Datastore(one.Name!, Paths(one, owners), one.Source, one.Target ?? targetOf(one.Name!)))];
        RefuseTargets(datastores, sources);
        return new DatastoreSurvey(
            datastores,
            SurveyedNetwork.Count(looks.Select(look => (look.Vm.DisplayName, look.Networks))),
            [
                .. references.Where(volume => owners[volume.Key] is null)
                    .Select(volume => (VmfsPath.Volumes + volume.Key, volume.Select(one => one.Referrer).Distinct(StringComparer.Ordinal).Count(), volume.First().Referrer))
                    .OrderByDescending(volume => volume.Item2).ThenBy(volume => volume.Item1, StringComparer.Ordinal),
            ],
            [.. sources.Select(source => catalog.Vms.Count(vm => vm.Datastore.Source == source))],
            [.. catalog.Problems, .. looks.Select(look => look.Failure).OfType<V2KException>()]);
    }

    /// <summary>The source that a volume stands for: whose name it is, else where its files lie.</summary>
    private static string? Owner(string volume, IReadOnlyCollection<VolumeReference> references, IReadOnlyList<MountedDatastore> mounted, IReadOnlyList<string> sources) =>
        mounted.FirstOrDefault(one => one.Name == volume || one.Vmfs == VmfsPath.Volumes + volume)?.Source
        ?? VolumeMatch.Find(references, sources)
        ?? mounted.FirstOrDefault(one => one.Name is null && Path.GetFileName(one.Source) == volume)?.Source;

    /// <summary>A datastore that was given by its folder alone goes by the name that files have for it, where they have one, else by the folder's.</summary>
    private static MountedDatastore Name(MountedDatastore one, Dictionary<string, string?> owners) => one.Name is not null ? one : one with
    {
        Name = owners.Where(owner => owner.Value == one.Source && !IsId(owner.Key)).Select(owner => owner.Key).ToList() is [var name]
            ? name
            : Path.GetFileName(Path.TrimEndingDirectorySeparator(one.Source)) is { Length: > 0 } folder ? folder : "datastore1",
    };

    /// <summary>The paths that files have for it. Its name needs none, unless it is the only one and others are given.</summary>
    private static string[] Paths(MountedDatastore one, Dictionary<string, string?> owners) =>
    [
        .. owners.Where(owner => owner.Value == one.Source)
            .Select(owner => VmfsPath.Volumes + owner.Key)
            .Concat(one.Vmfs is null ? [] : [one.Vmfs])
            .Distinct(StringComparer.Ordinal)
            .Order(StringComparer.Ordinal),
    ];

    /// <summary>VMFS's <c>5f1c2d3e-0a1b2c3d-66aa-ac1f6b0a1b2c</c>, NFS's <c>1a2b3c4d-5e6f7a8b</c>, vSAN's <c>vsan:…</c>.</summary>
    private static bool IsId(string volume) => volume.Contains(':', StringComparison.Ordinal)
        || (volume.Length >= 17 && volume.All(c => c == '-' || char.IsAsciiHexDigit(c)));

    private static IEnumerable<string> Descriptors(VmCatalog catalog) => catalog.Vms
        .Where(vm => !OvfFile.IsInFile(vm.VmxPath))
        .Select(vm => Path.GetDirectoryName(vm.VmxPath)!)
        .Distinct(StringComparer.Ordinal)
        .SelectMany(Disks)
        .Concat(catalog.DiskFolders.SelectMany(folder => folder.Files));

    private static string[] Disks(string folder)
    {
        try
        {
            return [.. Directory.EnumerateFiles(folder).Where(DiskFolder.IsDisk).Order(StringComparer.Ordinal)];
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            // The scan has found the VM there a moment ago, and Inventory says what is wrong with its folder.
            return [];
        }
    }

    private static void RefuseInSource(string file, IReadOnlyList<MountedDatastore> mounted)
    {
        if (mounted.FirstOrDefault(one => DatastorePaths.IsInside(RealPath.Of(file), RealPath.Of(one.Source))) is { } source)
        {
            throw new V2KException($"would be in the source {source.Source}, where V2K never writes", "Run it in a folder outside, or name another file with --config=FILE", file);
        }
    }

    private static void RefuseTargets(List<Datastore> datastores, List<string> sources)
    {
        if (datastores.Select(datastore => TargetPlacement.Fault(datastore.Target, sources)).FirstOrDefault(fault => fault is not null) is var (what, remedy))
        {
            throw new V2KException(what, $"{remedy}: --datastore='/vmfs/volumes/NAME,SOURCE=TARGET'", key: "--datastore");
        }
    }

    private static void RefuseTwice(IReadOnlyList<MountedDatastore> mounted, Func<MountedDatastore, string?> by, string what, string remedy)
    {
        if (mounted.GroupBy(by, StringComparer.Ordinal).FirstOrDefault(same => same.Count() > 1) is { } twice)
        {
            throw new V2KException(
                $"'{twice.Key}' {what}: {string.Join(" and ", twice.Select(one => one.Source))}", remedy, key: "--datastore");
        }
    }

    /// <summary>What one VM's settings say.</summary>
    private sealed record VmLook(VirtualMachine Vm, IReadOnlyList<VolumeReference> References, IReadOnlyList<SourceNetwork> Networks, V2KException? Failure)
    {
        internal static VmLook At(VirtualMachine vm)
        {
            try
            {
                var document = VmxFile.Read(vm.VmxPath).Document;
                var domain = Translator.Translate(document, new TranslationOptions()).Domain;
                return new VmLook(
                    vm,
                    OvfFile.Matches(vm.VmxPath) ? [] : [.. VolumeReference.In(document, vm.VmxPath)],
                    [.. domain.Interfaces.Select(card => card.VmxSource).OfType<SourceNetwork>()],
                    Failure: null);
            }
            catch (V2KException unreadable)
            {
                return new VmLook(vm, [], [], unreadable);
            }
        }
    }
}
