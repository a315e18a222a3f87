using V2K.Build;

namespace V2K.Pipeline.Tests;

/// <summary>A copy of the samples and their configuration, for one test to do with as it likes.</summary>
public sealed class Estate : IDisposable
{
    public Estate()
    {
        CopyFolder(Path.Combine(Repository.Root, "samples"), this["samples"]);
        File.Copy(Path.Combine(Repository.Root, "v2k.yaml"), this["v2k.yaml"]);
    }

    /// <summary>Where the copy lies, and where the host is started.</summary>
    public string Folder { get; } = Directory.CreateTempSubdirectory("v2k-pipeline-").FullName;

    /// <summary>A path in the copy.</summary>
    public string this[string relative] => Path.Combine(Folder, relative);

    /// <summary>Runs the host in the copy.</summary>
    public Task<HostRun> RunAsync(params string[] arguments) => Host.RunAsync(Folder, arguments);

    /// <summary>Runs the host in the copy, with changes to its environment; null takes a variable away.</summary>
    public Task<HostRun> RunAsync(IReadOnlyDictionary<string, string?> environment, params string[] arguments) =>
        Host.RunAsync(Folder, environment, arguments);

    /// <summary>Writes the <c>.vmx</c> file of a VM: a copy of web01's with some keys changed; null takes a key away.</summary>
    public void AddVm(string relativeVmx, params (string Key, string? Value)[] changes)
    {
        var lines = File.ReadAllLines(this["samples/datastore1/web01/web01.vmx"])
            .Where(line => !changes.Any(change => line.StartsWith(change.Key + " =", StringComparison.Ordinal)))
            .Concat(changes.Where(change => change.Value is not null).Select(change => $"{change.Key} = \"{change.Value}\""));
        Directory.CreateDirectory(Path.GetDirectoryName(this[relativeVmx])!);
        File.WriteAllLines(this[relativeVmx], lines);
    }

    /// <summary>Copies web01's disk, for a VM made with <see cref="AddVm"/>.</summary>
    public void AddDisk(string relative) => File.Copy(this["samples/datastore1/web01/web01.vmdk"], this[relative]);

    /// <summary>Every file under <c>out</c> except V2K's own records, with the time it was last written.</summary>
    public IReadOnlyDictionary<string, DateTime> Results() => Directory.Exists(this["out"])
        ? Directory.EnumerateFiles(this["out"], "*", SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(this["out"], file))
            .Where(file => !file.Split('/').Contains(".v2k"))
            .ToDictionary(file => file, file => File.GetLastWriteTimeUtc(Path.Combine(this["out"], file)), StringComparer.Ordinal)
        : new Dictionary<string, DateTime>(StringComparer.Ordinal);

    public void Dispose() => Directory.Delete(Folder, recursive: true);

    /// <summary>Copies a folder with everything in it.</summary>
    public static void CopyFolder(string from, string to)
    {
        foreach (var file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
        {
            var copy = Path.Combine(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }
    }
}
