using System.Runtime.Loader;
using V2K.Build.Console;
using V2K.Build.Options;
using V2K.Engine.Configuration;
using V2K.Rules;
using V2K.SiteRules;

namespace V2K.Build.Sites;

/// <summary>
/// A site's rules in a published program. In a clone the build compiles them in. A published program has those that were there when it was made; for
/// others it compiles a V2K.Rules with them, and runs once more inside itself with that one.
/// </summary>
public static class SiteProgram
{
    /// <summary>Runs the program with the rules of the chosen site, where those are not the ones that are compiled in.</summary>
    /// <param name="options">The command line, which may choose a site.</param>
    /// <param name="arguments">The same as it was typed.</param>
    /// <returns>The exit status; null where the rules that are compiled in will do.</returns>
    /// <exception cref="V2KException">The site's rules cannot be read.</exception>
    public static int? Run(CommandLine options, string[] arguments) =>
        Repository.PublishedProgram is { } program && !IsInside && ChosenSite(options) is { } site ? WrongUsage.In(() => Run(program, site, arguments)) : null;

    private static bool IsInside => AssemblyLoadContext.GetLoadContext(typeof(SiteProgram).Assembly) != AssemblyLoadContext.Default;

    private static int? Run(string program, string name, string[] arguments)
    {
        var published = new PublishedSites(program);
        if (published.Find(name, SiteRoots.Outside) is not { } site || published.Has(site))
        {
            return null;
        }

        try
        {
            return new SiteLoadContext(program, Compiled(site)).Run(arguments);
        }
        catch (SiteRulesException wrong)
        {
            foreach (var error in wrong.Errors)
            {
                System.Console.Error.WriteLine("error: " + error.Message);
            }

            return (int)ExitCode.Usage;
        }
    }

    private static byte[] Compiled(SiteSource site) => CompiledRules.OfThisUser.Get(
        site,
        () => System.Console.Error.WriteLine($"Compiling the rules of site {site.Name}, as they are new or changed"),
        problem => System.Console.Error.WriteLine("warning: " + problem));

    /// <summary>What <c>--site</c> or the configuration says. A configuration without that word is not read here: most runs have no site.</summary>
    private static string? ChosenSite(CommandLine options)
    {
        if (options.Value(KnownOptions.Site) is { } asked)
        {
            return asked;
        }

        try
        {
            // A pipe, of length 0, can be read once only, and not here.
            return ConfigFromCommandLine.FileFor(options, Directory.GetCurrentDirectory()) is { } file
                && new FileInfo(file) is { Exists: true, Length: > 0 and <= ConfigFile.MaximumBytes }
                && File.ReadAllText(file).Contains("site", StringComparison.Ordinal)
                ? ConfigFromCommandLine.Make(options, Directory.GetCurrentDirectory()).Site
                : null;
        }
        catch (Exception wrong) when (wrong is V2KException or IOException or UnauthorizedAccessException)
        {
            // Whoever needs the configuration says what is wrong with it; --help, --tree and others do without.
            return null;
        }
    }
}
