using V2K.Engine.Interop;
using V2K.Rules;
using V2K.Rules.Findings;

namespace V2K.Engine.Datastores;

/// <summary>The configured datastores, and the way from a name in a VMware file to a file of this host and to its target.</summary>
public sealed class DatastorePaths : IDatastorePaths
{
    /// <summary>PATH_MAX of limits.h: Linux opens nothing by a longer name.</summary>
    private const int MaximumLength = 4096;

    private readonly IReadOnlyList<Datastore> _datastores;
    private readonly string _configFile;
    private readonly List<(string Prefix, Datastore Datastore)> _prefixes;
    private readonly List<string> _realSources;

    /// <summary>Prepares to resolve names in <paramref name="datastores"/>.</summary>
    /// <param name="datastores">The datastores; a name leaves them when it leaves all of them.</param>
    /// <param name="configFile">The file to mention when a datastore is missing from it.</param>
    public DatastorePaths(IReadOnlyList<Datastore> datastores, string configFile)
    {
        _datastores = datastores;
        _configFile = configFile;
        _prefixes = [.. datastores
            .SelectMany(datastore => datastore.Vmfs.Select(prefix => prefix.Replace('\\', '/'))
                .Append(VmfsPath.Volumes + datastore.Name)
                .Append(datastore.Source)
                .Select(prefix => (Path.TrimEndingDirectorySeparator(prefix), datastore)))
            .OrderByDescending(entry => entry.Item1.Length)];
        _realSources = [.. datastores.Select(datastore => RealPath.Of(datastore.Source))];
    }

    /// <summary>Whether <paramref name="path"/> is <paramref name="folder"/> or lies below it; both are full paths.</summary>
    public static bool IsInside(string path, string folder)
    {
        var root = Path.TrimEndingDirectorySeparator(folder);
        return path == root || root == "/" || path.StartsWith(root + "/", StringComparison.Ordinal);
    }

    /// <inheritdoc/>
    public string Resolve(string reference, string referrer)
    {
        if (reference.Length is 0 or > MaximumLength || reference.Contains('\0', StringComparison.Ordinal))
        {
            throw new V2KException($"'{Printable.Excerpt(reference)}' is not a file name", "Correct the name in that file", referrer);
        }

        var path = Path.GetFullPath(Locate(reference, referrer));
        if (!_datastores.Any(datastore => IsInside(path, datastore.Source)))
        {
            throw Outside(reference, path, referrer);
        }

        // Links inside a datastore are fine as long as they stay in one: VMFS names its volumes by links itself.
        var real = RealPath.Of(path);
        return Contains(real) ? path : throw Outside(reference, real, referrer);
    }

    /// <inheritdoc/>
    public bool Contains(string real) => _realSources.Exists(source => IsInside(real, source));

    /// <summary>The datastore in whose source <paramref name="path"/> lies; the innermost where sources are nested.</summary>
    public Datastore DatastoreOf(string path) => _datastores
        .Where(datastore => IsInside(path, datastore.Source))
        .MaxBy(datastore => datastore.Source.Length)
        ?? throw new ArgumentException($"{path} is not in a datastore", nameof(path));

    /// <summary>Where the results for the source file <paramref name="path"/> go, under its own name.</summary>
    public string TargetOf(string path)
    {
        var datastore = DatastoreOf(path);
        return Path.Combine(datastore.Target, Path.GetRelativePath(datastore.Source, path));
    }

    private string Locate(string reference, string referrer)
    {
        var folder = Path.GetDirectoryName(referrer)!;
        if (reference.Contains('\\', StringComparison.Ordinal) && !File.Exists(Path.Combine(folder, reference)))
        {
            // A Windows host wrote it: ..\base\base.vmdk, D:\VMs\base\base.vmdk.
            reference = reference.Replace('\\', '/');
        }

        // [datastore1] web01/web01.vmdk
        if (reference[0] == '[' && reference.IndexOf(']', StringComparison.Ordinal) is > 0 and var end)
        {
            var name = reference[1..end];
            if (_datastores.FirstOrDefault(datastore => datastore.Name == name) is { } named)
            {
                return Path.Combine(named.Source, reference[(end + 1)..].Trim().TrimStart('/'));
            }

            // A file may be called "[old] web01.vmdk".
            var beside = Path.Combine(folder, reference);
            return File.Exists(beside) ? beside : throw Unconfigured(reference, $"the datastore '{name}'", referrer);
        }

        if (!Path.IsPathRooted(reference) && !HasDrive(reference))
        {
            return Path.Combine(folder, reference);
        }

        foreach (var (prefix, datastore) in _prefixes)
        {
            if (IsInside(reference, prefix))
            {
                return Path.Combine(datastore.Source, reference[prefix.Length..].TrimStart('/'));
            }
        }

        throw Unconfigured(reference, "a place", referrer);
    }

    /// <summary>Whether it starts with a drive of Windows: <c>D:/</c>.</summary>
    private static bool HasDrive(string reference) => reference is [var letter, ':', '/', ..] && char.IsAsciiLetter(letter);

    private V2KException Unconfigured(string reference, string where, string referrer) => new(
        $"'{reference}' is in {where}, which no configured datastore covers",
        _datastores.Any(datastore => datastore.IsOfCommandLine)
            ? $"If it is one of your datastores, add --datastore='{VolumeOf(reference)},SOURCE=TARGET', with the folder where it is mounted as SOURCE"
            : $"If it is one of your datastores, add it under datastores: in {_configFile}, with its path under vmfs:",
        referrer)
    { Id = FindingId.UnmappedDatastore };

    /// <summary>The path of the volume in <paramref name="reference"/>, as an option takes it; a placeholder where that cannot be determined.</summary>
    private static string VolumeOf(string reference)
    {
        var volume = VmfsPath.VolumeOf(reference) ?? "";
        return volume.Length == 0 || volume.AsSpan().ContainsAny('\'', ',', '=') ? "VMFS" : VmfsPath.Volumes + volume;
    }

    private static V2KException Outside(string reference, string path, string referrer) => new(
        $"'{reference}' points to {path}, outside all datastores, and is refused",
        "If the file belongs to the VM, move it into a datastore; otherwise treat this VM as hostile",
        referrer)
    { Id = FindingId.OutsideDatastores };
}
