namespace V2K.Pipeline.Tests;

/// <summary>
/// The host in a folder as <c>Publish</c> makes it, but of the assemblies that are built already: publishing takes a minute. It works in another
/// folder, which has a copy of the samples.
/// </summary>
public sealed class PublishedProgram : IDisposable
{
    private readonly string _scratch = Directory.CreateTempSubdirectory("v2k-program-").FullName;

    public PublishedProgram()
    {
        Estate.CopyFolder(Path.GetDirectoryName(Host.Program)!, Folder);
        Estate.CopyFolder(Path.Combine(Build.Repository.Root, "samples"), Path.Combine(Work, "samples"));
        File.Copy(Path.Combine(Build.Repository.Root, "v2k.yaml"), Path.Combine(Work, "v2k.yaml"));
        new SiteRules.PublishedSites(Folder).Write([Path.Combine(Build.Repository.Root, "sites")]);
    }

    /// <summary>Where it lies.</summary>
    public string Folder => Path.Combine(_scratch, "program");

    /// <summary>Where it is started.</summary>
    public string Work => Path.Combine(_scratch, "work");

    /// <summary>Where it keeps what it has compiled.</summary>
    public string Cache => Path.Combine(_scratch, "cache");

    /// <summary>Runs it in <see cref="Work"/>.</summary>
    /// <param name="sites">The value of <c>V2K_SITES</c>.</param>
    /// <param name="arguments">Its arguments.</param>
    public Task<HostRun> RunAsync(string sites, params string[] arguments) => RunInAsync(Work, sites, arguments);

    /// <summary>Runs it in another folder.</summary>
    /// <inheritdoc cref="RunAsync"/>
    public async Task<HostRun> RunInAsync(string folder, string sites, params string[] arguments)
    {
        var environment = new Dictionary<string, string?>(StringComparer.Ordinal) { ["V2K_SITES"] = sites, ["XDG_CACHE_HOME"] = Cache };
        return await Host.RunAsync([Environment.ProcessPath!, Path.Combine(Folder, Path.GetFileName(Host.Program))], folder, environment, arguments);
    }

    /// <summary>The XML that the last translation of web01 wrote.</summary>
    public string Xml() => File.ReadAllText(Path.Combine(Work, "out/datastore1/web01/web01.xml"));

    public void Dispose() => Directory.Delete(_scratch, recursive: true);
}
