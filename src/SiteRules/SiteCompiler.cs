using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Text;
using V2K.Generators;
using V2K.Rules;

namespace V2K.SiteRules;

/// <summary>
/// Compiles a V2K.Rules that has a site's rules as well, as <c>dotnet build</c> does in a clone: the sources of the built-in rules, those of the site,
/// and the translator that the source generator makes of both.
/// </summary>
public static class SiteCompiler
{
    private const string RulesAssembly = "V2K.Rules";
    private const string BuiltInFolder = "/rules/";
    private const string SitesFolder = "/sites";
    private const int MostErrors = 20;

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    private static readonly CSharpParseOptions Language = new(LanguageVersion.Latest);

    /// <summary>What ImplicitUsings gives to every project of V2K, and the version that the other assemblies were built against.</summary>
    private static string Project =>
        $"""
        global using System;
        global using System.Collections.Generic;
        global using System.IO;
        global using System.Linq;
        global using System.Net.Http;
        global using System.Threading;
        global using System.Threading.Tasks;
        [assembly: System.Reflection.AssemblyVersion("{typeof(V2KException).Assembly.GetName().Version}")]
        """;

    /// <summary>Compiles the rules of <paramref name="site"/> with the built-in ones.</summary>
    /// <returns>The assembly V2K.Rules. The same sources give the same bytes.</returns>
    /// <exception cref="SiteRulesException">The site's rules do not compile.</exception>
    public static byte[] Compile(SiteSource site)
    {
        ArgumentNullException.ThrowIfNull(site);
        using var patience = new CancellationTokenSource(Patience);
        try
        {
            return Compile(site, patience.Token);
        }
        catch (OperationCanceledException) when (patience.IsCancellationRequested)
        {
            throw new SiteRulesException([new V2KException(
                $"the rules of site {site.Name} were not compiled within {Patience.TotalMinutes} minutes", "Look for what keeps the compiler busy in them")]);
        }
    }

    private static byte[] Compile(SiteSource site, CancellationToken cancellation)
    {
        // Paths of the compiler's own: a real one may hold the character that stands between two site folders.
        var files = site.Files.ToDictionary(file => $"{SitesFolder}/{site.Name}/{file.Place}", file => file, StringComparer.Ordinal);
        var compilation = CSharpCompilation.Create(
            RulesAssembly,
            [
                CSharpSyntaxTree.ParseText(Project, Language, cancellationToken: cancellation),
                .. BuiltInRules(cancellation),
                .. files.Select(file => Parse(SourceText.From(new MemoryStream(file.Value.Content)), file.Key, cancellation)),
            ],
            References(),
            new CSharpCompilationOptions(
                OutputKind.DynamicallyLinkedLibrary,
                optimizationLevel: OptimizationLevel.Release,
                deterministic: true,
                nullableContextOptions: NullableContextOptions.Enable));

        CSharpGeneratorDriver
            .Create([new RuleGenerator().AsSourceGenerator()], parseOptions: Language, optionsProvider: new GeneratorProperties(SitesFolder))
            .RunGeneratorsAndUpdateCompilation(compilation, out var whole, out var reported, cancellation);
        using var assembly = new MemoryStream();
        var result = whole.Emit(assembly, cancellationToken: cancellation);
        return reported.Concat(result.Diagnostics).Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error).ToList() is [_, ..] errors
            ? throw new SiteRulesException(Describe(site, errors, files))
            : assembly.ToArray();
    }

    /// <summary>One line for each error; those in the site's files alone, where there are some: they are behind all others.</summary>
    private static List<V2KException> Describe(SiteSource site, IReadOnlyList<Diagnostic> errors, Dictionary<string, SiteFile> files)
    {
        var placed = errors.ToLookup(error => files.ContainsKey(PathOf(error)));
        var messages = (placed[true].Any() ? placed[true] : placed[false])
            .OrderBy(PathOf, StringComparer.Ordinal)
            .ThenBy(error => error.Location.SourceSpan.Start)
            .Select(error => Describe(site, error, files.GetValueOrDefault(PathOf(error))))
            .DistinctBy(error => error.Message, StringComparer.Ordinal)
            .ToList();
        return messages.Count <= MostErrors
            ? messages
            : [.. messages.Take(MostErrors), new V2KException($"site {site.Name} has {messages.Count - MostErrors} more errors", "Correct the first ones")];

        static string PathOf(Diagnostic error) => error.Location.SourceTree?.FilePath ?? "";
    }

    private static V2KException Describe(SiteSource site, Diagnostic error, SiteFile? file)
    {
        var message = $"{error.Id}: {Printable.OneLine(error.GetMessage().TrimEnd('.'))}";
        return file is not null
            ? new V2KException(message, "Correct it and run V2K again", file.Path, error.Location.GetLineSpan().StartLinePosition.Line + 1)
            : new V2KException(
                $"with site {site.Name}, the built-in rules do not compile: {message}", "Look for a name in the site's files that V2K uses for something else, and change it");
    }

    private static IEnumerable<SyntaxTree> BuiltInRules(CancellationToken cancellation)
    {
        var here = typeof(SiteCompiler).Assembly;
        foreach (var name in here.GetManifestResourceNames().Order(StringComparer.Ordinal))
        {
            using var content = here.GetManifestResourceStream(name)!;
            yield return Parse(SourceText.From(content), BuiltInFolder + name, cancellation);
        }
    }

    private static SyntaxTree Parse(SourceText text, string path, CancellationToken cancellation) => CSharpSyntaxTree.ParseText(text, Language, path, cancellation);

    /// <summary>The .NET that this program runs on; a rule needs nothing else, and gets nothing else.</summary>
    private static IEnumerable<MetadataReference> References() =>
        ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(path => Path.GetFileName(path) is var name
                && (name.StartsWith("System.", StringComparison.Ordinal) || name.StartsWith("Microsoft.Win32.", StringComparison.Ordinal) || name is "netstandard.dll"))
            .Select(path => MetadataReference.CreateFromFile(path));
}
