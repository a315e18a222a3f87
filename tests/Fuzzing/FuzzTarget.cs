using V2K.Rules;

namespace V2K.Fuzzing;

/// <summary>Something that reads a hostile file, for a fuzzer to feed.</summary>
/// <param name="Name">Its name on the command line, and that of the folder with its seeds.</param>
/// <param name="Read">
/// Takes a file's content. A <see cref="V2KException"/> that refuses the file is its own to catch; what it lets out is a find.
/// </param>
/// <param name="Words">Words that such files are made of, for the fuzzer to put together.</param>
internal sealed record FuzzTarget(string Name, Action<byte[]> Read, IEnumerable<string> Words)
{
    /// <summary>Every target there is.</summary>
    internal static IReadOnlyList<FuzzTarget> All { get; } = [VmxTarget.Target, VmdkTarget.Target, OvfTarget.Target];

    /// <summary>Makes good files in a folder, where the project file brings none.</summary>
    internal Action<string>? MakeSeeds { get; init; }

    /// <summary>The folder of good files to start from.</summary>
    internal string Seeds => Path.Combine(AppContext.BaseDirectory, "seeds", Name);

    /// <summary>The target called <paramref name="name"/>.</summary>
    /// <exception cref="V2KException">There is none.</exception>
    internal static FuzzTarget Named(string name) => All.FirstOrDefault(target => target.Name == name) ?? throw new V2KException(
        $"there is no fuzz target {name}", "Choose one of " + string.Join(", ", All.Select(target => target.Name)));
}
