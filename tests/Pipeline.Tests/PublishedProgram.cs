namespace V2K.Pipeline.Tests;

/// <summary>
/// The host in a folder as <c>Publish</c> makes it, with the samples, but of the assemblies that are built already: publishing takes a minute.
/// </summary>
public sealed class PublishedProgram : IDisposable
{
    private readonly string _scratch = Directory.CreateTempSubdirectory("v2k-program-").FullName;

    public PublishedProgram()
    {
        Estate.CopyFolder(Path.GetDirectoryName(Host.Program)!, Folder);
        Estate.CopyFolder(Path.Combine(Build.Repository.Root, "samples"), Path.Combine(Folder, "samples"));
        File.Copy(Path.Combine(Build.Repository.Root, "v2k.yaml"), Path.Combine(Folder, "v2k.yaml"));
        new SiteRules.PublishedSites(Folder).Write([Path.Combine(Build.Repository.Root, "sites")]);
    }

    /// <summary>Where it lies.</summary>
    public string Folder => Path.Combine(_scratch, "program");

    /// <summary>Where it keeps what it has compiled.</summary>
    public string Cache => Path.Combine(_scratch, "cache");

    /// <summary>Runs it in an empty folder.</summary>
    /// <param name="sites">The value of <c>V2K_SITES</c>.</param>
    /// <param name="arguments">Its arguments.</param>
    public async Task<HostRun> RunAsync(string sites, params string[] arguments)
    {
        var folder = Directory.CreateDirectory(Path.Combine(_scratch, "work")).FullName;
        var environment = new Dictionary<string, string?>(StringComparer.Ordinal) { ["V2K_SITES"] = sites, ["XDG_CACHE_HOME"] = Cache };
        return await Host.RunAsync([Environment.ProcessPath!, Path.Combine(Folder, Path.GetFileName(Host.Program))], folder, environment, arguments);
    }

    /// <summary>The XML that the last translation of web01 wrote.</summary>
    public string Xml() => File.ReadAllText(Path.Combine(Folder, "out/datastore1/web01/web01.xml"));

    public void Dispose() => Directory.Delete(_scratch, recursive: true);
}
