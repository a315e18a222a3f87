namespace V2K.Engine.Guests.Initramfs;

/// <summary>The modules of one installed kernel, as depmod(8) described them.</summary>
public sealed class KernelModules
{
    private readonly Dictionary<string, (string Path, string[] Needs)> _modules;
    private readonly HashSet<string> _builtIn;

    private KernelModules(
        string release, string folder, Dictionary<string, (string Path, string[] Needs)> modules, HashSet<string> builtIn)
    {
        Release = release;
        Folder = folder;
        _modules = modules;
        _builtIn = builtIn;
    }

    /// <summary>The kernel's release, such as <c>6.1.0-18-amd64</c>.</summary>
    public string Release { get; }

    /// <summary>Its version: 6.1 of <c>6.1.0-18-amd64</c>; 0.0 where that is not to be read from the release.</summary>
    public Version Version
    {
        get
        {
            var parts = Release.Split('.', '-');
            return parts.Length > 1 && int.TryParse(parts[0], out var major) && int.TryParse(parts[1], out var minor) && major >= 0 && minor >= 0
                ? new Version(major, minor)
                : new Version(0, 0);
        }
    }

    /// <summary>Where its modules lie: <c>/lib/modules/6.1.0-18-amd64</c>.</summary>
    public string Folder { get; }

    /// <summary>Lines of <c>modules.alias</c>, <c>modules.softdep</c> and <c>modules.symbols</c>.</summary>
    public IReadOnlyList<string> Aliases { get; private init; } = [];

    /// <summary>Lines of <c>modules.softdep</c>.</summary>
    public IReadOnlyList<string> SoftDependencies { get; private init; } = [];

    /// <summary>Lines of <c>modules.symbols</c>.</summary>
    public IReadOnlyList<string> Symbols { get; private init; } = [];

    /// <summary>Whether depmod(8) said what is built into the kernel; those before 2.6.33 came without a list.</summary>
    public bool KnowsBuiltIn => _builtIn.Count > 0;

    /// <summary>The folders of all kernels' modules; where <c>/lib</c> is a link to <c>/usr/lib</c>, each once.</summary>
    internal static IEnumerable<string> Folders(IGuestFiles files) =>
        files.Glob("/lib/modules/*").Concat(files.Glob("/usr/lib/modules/*")).DistinctBy(Path.GetFileName, StringComparer.Ordinal);

    /// <summary>Reads only which modules there are in <paramref name="folder"/>, and what is built in; null where no kernel is installed there.</summary>
    internal static KernelModules? ReadNames(IGuestFiles files, string folder)
    {
        var (table, builtIn) = (folder + "/modules.dep", folder + "/modules.builtin");
        return files.IsFile(table) ? Parse(folder, files.ReadText(table), files.IsFile(builtIn) ? files.ReadText(builtIn) : "", "", "", "") : null;
    }

    /// <summary>Reads the tables in <paramref name="folder"/>; null where no kernel is installed there.</summary>
    public static KernelModules? Read(IGuestFiles files, string folder)
    {
        var table = folder + "/modules.dep";
        if (!files.IsFile(table))
        {
            return null;
        }

        return Parse(
            folder,
            files.ReadText(table),
            Text("modules.builtin"),
            Text("modules.alias"),
            Text("modules.softdep"),
            Text("modules.symbols"));

        string Text(string name) => files.IsFile($"{folder}/{name}") ? files.ReadText($"{folder}/{name}") : "";
    }

    /// <summary>Understands the texts of the tables.</summary>
    public static KernelModules Parse(string folder, string dependencies, string builtIn, string aliases, string softDependencies, string symbols)
    {
        var release = Path.GetFileName(folder);
        var modules = new Dictionary<string, (string, string[])>(StringComparer.Ordinal);
        foreach (var line in Lines(dependencies))
        {
            var colon = line.IndexOf(':', StringComparison.Ordinal);
            if (colon > 0)
            {
                modules[NameOf(line[..colon])] = (
                    Relative(line[..colon], release),
                    [.. line[(colon + 1)..].Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(NameOf)]);
            }
        }

        return new KernelModules(release, folder, modules, [.. Lines(builtIn).Select(NameOf)])
        {
            Aliases = Lines(aliases),
            SoftDependencies = Lines(softDependencies),
            Symbols = Lines(symbols),
        };
    }

    /// <summary>Whether the kernel itself has the driver.</summary>
    public bool IsBuiltIn(string module) => _builtIn.Contains(module);

    /// <summary>Whether there is such a module.</summary>
    public bool Has(string module) => _modules.ContainsKey(module);

    /// <summary>Its path below <see cref="Folder"/>.</summary>
    public string PathOf(string module) => _modules[module].Path;

    /// <summary>The modules it needs, all of them, in depmod's order.</summary>
    public IReadOnlyList<string> NeedsOf(string module) => _modules[module].Needs;

    /// <summary>Those of <paramref name="wanted"/> that are modules, and every module that they need.</summary>
    public IReadOnlySet<string> WithNeeds(IEnumerable<string> wanted)
    {
        var all = new SortedSet<string>(StringComparer.Ordinal);
        var open = new Stack<string>(wanted.Where(Has));
        while (open.TryPop(out var module))
        {
            if (all.Add(module))
            {
                foreach (var need in NeedsOf(module).Where(Has))
                {
                    open.Push(need);
                }
            }
        }

        return all;
    }

    /// <summary>A module's name by its file: <c>virtio_blk</c> of <c>kernel/drivers/block/virtio_blk.ko.xz</c>. Dashes are underscores.</summary>
    public static string NameOf(string path)
    {
        var name = path[(path.LastIndexOf('/') + 1)..];
        var end = name.IndexOf(".ko", StringComparison.Ordinal);
        return (end < 0 ? name : name[..end]).Replace('-', '_');
    }

    /// <summary>Tables of old kernels give full paths.</summary>
    private static string Relative(string path, string release)
    {
        var marker = $"/modules/{release}/";
        var at = path.IndexOf(marker, StringComparison.Ordinal);
        return at < 0 ? path : path[(at + marker.Length)..];
    }

    private static string[] Lines(string text) =>
        [.. text.Split('\n').Where(line => line.Length > 0 && line[0] != '#')];
}
