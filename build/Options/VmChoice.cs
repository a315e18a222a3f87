using V2K.Engine.Configuration;
using V2K.Engine.Datastores;
using V2K.Rules;

namespace V2K.Build.Options;

/// <summary>Which VMs the command line chooses.</summary>
/// <param name="All"><c>--all</c>.</param>
/// <param name="Names"><c>--vm</c>, those of files included.</param>
/// <param name="Waves"><c>--wave</c>.</param>
/// <param name="Except"><c>--except</c>, those of files included.</param>
internal sealed record VmChoice(bool All, IReadOnlyList<string> Names, IReadOnlyList<string> Waves, IReadOnlyList<string> Except)
{
    /// <summary>Longer files are not lists of names.</summary>
    private const int MaximumBytes = 1 << 20;

    /// <summary>Reads the options of <paramref name="line"/>, and the files that they name; relative paths mean <paramref name="folder"/>.</summary>
    /// <exception cref="V2KException">A file cannot be read, or holds no name.</exception>
    internal static VmChoice Of(CommandLine line, string folder) => new(
        line.Has(KnownOptions.All),
        [.. line.Values(KnownOptions.Vm).SelectMany(value => Expand(value, KnownOptions.Vm, folder))],
        [.. line.Values(KnownOptions.Wave).SelectMany(value => value.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))],
        [.. line.Values(KnownOptions.Except).SelectMany(value => Expand(value, KnownOptions.Except, folder))]);

    /// <summary>The chosen VMs, each once, in the order of the datastores.</summary>
    /// <param name="catalog">All of them.</param>
    /// <param name="roster">Those of the waves.</param>
    /// <param name="orAll">No choice means all of them, rather than an error.</param>
    /// <exception cref="V2KException">No VM is chosen, a name means none or several, or there is no such wave.</exception>
    internal IReadOnlyList<VirtualMachine> From(VmCatalog catalog, WaveRoster roster, bool orAll)
    {
        var isOpen = Names.Count == 0 && Waves.Count == 0;
        if (isOpen && !All && !orAll)
        {
            throw new V2KException("no VM is chosen", $"Add --vm=NAME, --wave=NAME or --all. There are: {VmSelection.List(catalog.Vms)}");
        }

        var chosen = (All || isOpen ? catalog.Vms : VmSelection.Choose(catalog.Vms, catalog.Templates, Names)).ToHashSet();
        chosen.UnionWith(Waves.SelectMany(roster.Find));
        if (Except.Count == 0)
        {
            return Ordered(chosen, catalog);
        }

        chosen.ExceptWith(VmSelection.Choose(catalog.Vms, catalog.Templates, Except, "--except"));
        return chosen.Count > 0 ? Ordered(chosen, catalog)
            : throw new V2KException("excludes all chosen VMs", "Exclude fewer", key: "--except");
    }

    private static VirtualMachine[] Ordered(HashSet<VirtualMachine> chosen, VmCatalog catalog) => [.. catalog.Vms.Concat(catalog.Templates).Where(chosen.Contains)];

    /// <summary>The names in a file, for <c>@FILE</c>: one a line; empty lines and those that begin with # are none.</summary>
    private static List<string> Expand(string value, Option option, string folder)
    {
        if (!value.StartsWith('@'))
        {
            return [value];
        }

        var path = Path.GetFullPath(value[1..], folder);
        try
        {
            if (new FileInfo(path) is { Exists: true, Length: > MaximumBytes } large)
            {
                throw new V2KException($"is {large.Length} bytes long, too long for a list of VMs", "Name a file with one name a line", path, key: $"--{option.Name}");
            }

            List<string> names = [.. File.ReadLines(path).Select(line => line.Trim()).Where(line => line.Length > 0 && line[0] != '#')];
            return names.Count > 0 ? names : throw new V2KException("names no VM", "Write one name a line", path, key: $"--{option.Name}");
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException)
        {
            throw new V2KException($"cannot be read: {cause.Message.TrimEnd('.')}", $"Write --{option.Name}=@FILE with a file of one name a line", path, key: $"--{option.Name}", cause: cause);
        }
    }
}
