using System.Security.Cryptography;
using V2K.Engine.Interop;
using V2K.Engine.State;
using V2K.Rules;

namespace V2K.SiteRules;

/// <summary>
/// Compiled rules of sites in a folder of this user, <c>~/.cache/v2k/site-rules</c>, so that each change is compiled once. They are code that V2K runs:
/// nobody else may write there.
/// </summary>
/// <param name="folder">Where they are kept.</param>
public sealed class CompiledRules(string folder)
{
    /// <summary>Each is a megabyte, and only the last few are ever asked for.</summary>
    private const int Most = 8;

    private const string Suffix = ".dll";

    private static readonly UnixFileMode Private = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    /// <summary>Those of this user.</summary>
    public static CompiledRules OfThisUser { get; } = new(UserCache.Path("site-rules"));

    /// <summary>The rules of <paramref name="site"/> with the built-in ones of this program, compiled if need be.</summary>
    /// <param name="site">The site.</param>
    /// <param name="compiling">Is called before a compilation, which takes seconds.</param>
    /// <param name="warn">Receives the reason why the result could not be kept.</param>
    /// <returns>The assembly V2K.Rules.</returns>
    /// <exception cref="SiteRulesException">They do not compile.</exception>
    public byte[] Get(SiteSource site, Action compiling, Action<string> warn)
    {
        ArgumentNullException.ThrowIfNull(site);
        var file = Path.Combine(folder, $"{Key(site)}{Suffix}");
        var problem = Problem();
        if (problem is null && Read(file) is { } kept)
        {
            return kept;
        }

        compiling();
        var rules = SiteCompiler.Compile(site);
        problem ??= Keep(file, rules);
        if (problem is not null)
        {
            warn($"the compiled rules of site {site.Name} cannot be kept in {folder}: {problem}. Every run compiles them again.");
        }

        return rules;
    }

    /// <summary>Of what the result depends on: the site, and this build of V2K with its built-in rules, generator and compiler.</summary>
    private static string Key(SiteSource site) => Convert.ToHexStringLower(SHA256.HashData(
        [.. typeof(CompiledRules).Module.ModuleVersionId.ToByteArray(), .. typeof(V2KException).Module.ModuleVersionId.ToByteArray(), .. Convert.FromHexString(site.Hash)]));

    /// <summary>Why this folder cannot be trusted or used; null where it can.</summary>
    private string? Problem()
    {
        if (!Path.IsPathRooted(folder))
        {
            return "this user has no home folder";
        }

        try
        {
            Directory.CreateDirectory(folder, Private);
            return Posix.Status(folder) is { } status && status.Owner == Posix.EffectiveUser && (File.GetUnixFileMode(folder) & ~Private) == UnixFileMode.None
                ? null
                : "others may read or write there, or own it. It must be this user's alone, of mode 0700";
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException)
        {
            return Printable.OneLine(cause.Message.TrimEnd('.'));
        }
    }

    /// <summary>What is kept: the assembly behind its SHA-256, by which half a file is known.</summary>
    private static byte[]? Read(string file)
    {
        try
        {
            var content = File.ReadAllBytes(file);
            return content.Length > SHA256.HashSizeInBytes
                && SHA256.HashData(content.AsSpan(SHA256.HashSizeInBytes)).AsSpan().SequenceEqual(content.AsSpan(0, SHA256.HashSizeInBytes))
                ? content[SHA256.HashSizeInBytes..]
                : null;
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException)
        {
            // Then it is compiled, and the reason why the result cannot be kept is reported.
            return null;
        }
    }

    private string? Keep(string file, byte[] rules)
    {
        try
        {
            foreach (var old in new DirectoryInfo(folder).GetFiles("*" + Suffix).OrderByDescending(old => old.LastWriteTimeUtc).Skip(Most - 1))
            {
                old.Delete();
            }

            AtomicFile.WriteBytes(file, [.. SHA256.HashData(rules), .. rules]);
            return null;
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException)
        {
            return Printable.OneLine(cause.Message.TrimEnd('.'));
        }
    }
}
