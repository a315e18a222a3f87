using System.Text;

namespace V2K.Engine.Guests.Initramfs;

/// <summary>
/// A cpio archive to stand behind an initramfs, which the kernel unpacks over it: drivers with tables that know them, and changed
/// text files. Made of files of the guest, without running anything.
/// </summary>
public sealed class InitramfsAddition
{
    private readonly InitramfsImage _image;
    private readonly SortedDictionary<string, CpioEntry> _files = new(StringComparer.Ordinal);

    /// <summary>An addition to <paramref name="image"/>, empty at first.</summary>
    public InitramfsAddition(InitramfsImage image) => _image = image;

    /// <summary>Whether there is nothing to add.</summary>
    public bool IsEmpty => _files.Count == 0;

    /// <summary>What it holds.</summary>
    public IEnumerable<string> Paths => _files.Keys;

    /// <summary>Adds a file, or replaces one of the image.</summary>
    public void Add(string path, ReadOnlyMemory<byte> content)
    {
        var real = _image.Resolve(path);

        // A file keeps its permissions: scripts must stay executable, keys secret.
        var mode = _image.Entries.TryGetValue(real, out var old) && old.IsFile ? old.Mode : CpioEntry.File(real, content).Mode;
        _files[real] = new CpioEntry(real, mode, content);
    }

    /// <summary>Adds a text, or replaces one of the image; nothing where the image has the very same.</summary>
    public void Add(string path, string text)
    {
        if (_image.Text(_image.Resolve(path)) != text)
        {
            Add(path, Encoding.Latin1.GetBytes(text));
        }
    }

    /// <summary>
    /// Adds those of <paramref name="wanted"/> that neither the image nor the kernel has, with what they need, and the tables by
    /// which modprobe and udev find them.
    /// </summary>
    /// <returns>The modules that were added.</returns>
    public IReadOnlyList<string> AddModules(KernelModules kernel, IEnumerable<string> wanted, Func<string, byte[]> read)
    {
        var missing = kernel.WithNeeds(wanted.Where(module => !kernel.IsBuiltIn(module))).Where(module => !_image.Modules.ContainsKey(module) && !kernel.IsBuiltIn(module)).ToList();
        if (missing.Count == 0)
        {
            return [];
        }

        var folder = _image.ModulesFolder ?? _image.Resolve($"lib/modules/{kernel.Release}");
        var paths = new Dictionary<string, string>(_image.Modules, StringComparer.Ordinal);
        foreach (var module in missing)
        {
            // Unpacked: an initramfs whose own modules are unpacked may lack what unpacks them.
            var path = kernel.PathOf(module);
            paths[module] = path[..(path.LastIndexOf(".ko", StringComparison.Ordinal) + 3)];
            Add($"{folder}/{paths[module]}", Compression.Decompress(read($"{kernel.Folder}/{path}")));
        }

        AddTables(kernel, folder, paths);
        return missing;
    }

    /// <summary>The archive.</summary>
    public byte[] ToArchive()
    {
        var folders = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var path in _files.Keys)
        {
            for (var slash = path.IndexOf('/', StringComparison.Ordinal); slash > 0; slash = path.IndexOf('/', slash + 1))
            {
                folders.Add(path[..slash]);
            }
        }

        // Sorted, a folder comes before what is in it. One that the image has keeps its permissions.
        return CpioWriter.Write(
        [
            .. folders.Where(folder => !_image.Entries.ContainsKey(folder)).Select(CpioEntry.Folder),
            .. _files.Values,
        ]);
    }

    private void AddTables(KernelModules kernel, string folder, Dictionary<string, string> paths)
    {
        var dependencies = Dependencies(kernel, folder, paths);
        var aliases = kernel.Aliases.Select(line => line.Split(' ', count: 3))
            .Where(words => words is ["alias", _, var module] && paths.ContainsKey(module))
            .Select(words => KeyValuePair.Create(words[1], words[2]))
            .ToList();
        var symbols = kernel.Symbols.Select(line => line.Split(' ', count: 3))
            .Where(words => words is ["alias", _, var module] && paths.ContainsKey(module))
            .Select(words => KeyValuePair.Create(words[1], words[2]))
            .ToList();

        // kmod reads the binary form, its ancestors and busybox the text.
        Add($"{folder}/modules.dep", string.Concat(dependencies.Values.Select(line => line + "\n")));
        Add($"{folder}/modules.dep.bin", ModuleIndex.Write(dependencies));
        Add($"{folder}/modules.alias", string.Concat(aliases.Select(alias => $"alias {alias.Key} {alias.Value}\n")));
        Add($"{folder}/modules.alias.bin", ModuleIndex.Write(aliases.Select(alias => KeyValuePair.Create(Underscored(alias.Key), alias.Value))));
        Add($"{folder}/modules.symbols.bin", ModuleIndex.Write(symbols));
        Add($"{folder}/modules.softdep", string.Concat(kernel.SoftDependencies
            .Where(line => line.Split(' ') is ["softdep", var module, ..] && paths.ContainsKey(module))
            .Select(line => line + "\n")));
    }

    /// <summary>
    /// Lines of <c>modules.dep</c> by module. Of a module that the image has and the kernel's folder does not, as when the kernel was
    /// replaced by another build of its release, the image's own line is kept.
    /// </summary>
    private SortedDictionary<string, string> Dependencies(KernelModules kernel, string folder, Dictionary<string, string> paths)
    {
        var lines = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var line in (_image.Text($"{folder}/modules.dep") ?? "").Split('\n').Where(line => line.Contains(':', StringComparison.Ordinal)))
        {
            lines[KernelModules.NameOf(line[..line.IndexOf(':', StringComparison.Ordinal)])] = line;
        }

        foreach (var (module, path) in paths.Where(pair => kernel.Has(pair.Key)))
        {
            var needs = kernel.NeedsOf(module).Where(paths.ContainsKey).Select(need => " " + paths[need]);
            lines[module] = $"{path}:{string.Concat(needs)}";
        }

        return lines;
    }

    /// <summary>As kmod looks aliases up: underscores for dashes, except within brackets.</summary>
    private static string Underscored(string alias)
    {
        var result = new StringBuilder(alias);
        var inside = false;
        for (var i = 0; i < result.Length; i++)
        {
            inside = result[i] == '[' || (inside && result[i] != ']');
            if (result[i] == '-' && !inside)
            {
                result[i] = '_';
            }
        }

        return result.ToString();
    }
}
