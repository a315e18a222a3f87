using System.Reflection;
using System.Runtime.Loader;

namespace V2K.Build.Sites;

/// <summary>The assemblies of V2K once more, with other rules. What is not V2K's own is shared with the program around it.</summary>
/// <param name="program">The program's folder.</param>
/// <param name="rules">The assembly V2K.Rules.</param>
internal sealed class SiteLoadContext(string program, byte[] rules) : AssemblyLoadContext("site rules")
{
    private const string Rules = "V2K.Rules";

    /// <summary>Runs the program in here.</summary>
    public int Run(string[] arguments)
    {
        var inside = LoadFromAssemblyName(typeof(SiteLoadContext).Assembly.GetName());

        // Cake finds the tasks in it.
        Assembly.SetEntryAssembly(inside);
        return (int)inside.EntryPoint!.Invoke(null, BindingFlags.DoNotWrapExceptions, binder: null, [arguments], culture: null)!;
    }

    /// <inheritdoc/>
    protected override Assembly? Load(AssemblyName assemblyName) => assemblyName.Name switch
    {
        Rules => LoadFromStream(new MemoryStream(rules)),
        { } name when name.StartsWith("V2K.", StringComparison.Ordinal) => LoadFromAssemblyPath(Path.Combine(program, name + ".dll")),
        _ => null,
    };
}
