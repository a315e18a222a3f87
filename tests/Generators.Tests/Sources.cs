using System.Reflection;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace V2K.Generators.Tests;

/// <summary>What rules in tests are compiled with: the real annotations and run-time parts, and a small domain model.</summary>
internal static class Sources
{
    public const string SiteRoot = "/repo/sites";

    private const string Usings = """
        global using System;
        global using System.Collections.Generic;
        global using System.IO;
        global using System.Linq;
        """;

    private const string Model = """
        namespace V2K.Rules.Model;

        public sealed record Domain
        {
            public string Name { get; init; } = "";
            public string? Title { get; init; }
            public int Memory { get; init; } = 32;
            public string? Sound { get; init; }
            public IReadOnlyList<Nic> Nics { get; init; } = [];
            public IReadOnlyList<string> Channels { get; init; } = [];
            public string ReadOnly => "";
        }

        public sealed record Facts
        {
            public string? Guest { get; init; }
            public int? Slots { get; init; }
            public IReadOnlyList<string> Drives { get; init; } = [];
        }

        public sealed record Nic(string VmxDevice, string Model);

        public enum NicKind
        {
            Vlance,
            [V2K.Rules.Annotations.VmxName("e1000"), V2K.Rules.Annotations.VmxName("e1000e")]
            Intel,
        }

        public readonly record struct Colour(string Name)
        {
            public static bool TryParseVmx(ReadOnlySpan<char> text, out Colour colour)
            {
                colour = new Colour(text.ToString());
                return text.Length == 3;
            }
        }
        """;

    private static readonly CSharpParseOptions Options =
        new(LanguageVersion.Preview, DocumentationMode.Diagnose);

    private static readonly MetadataReference[] References =
    [
        .. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(path => Path.GetFileName(path) is var name
                && (name.StartsWith("System.", StringComparison.Ordinal) || name is "netstandard.dll" or "mscorlib.dll"))
            .Select(path => MetadataReference.CreateFromFile(path)),
    ];

    private static readonly SyntaxTree[] Contracts =
    [
        Parse("/repo/src/Rules/Usings.cs", Usings),
        Parse("/repo/src/Rules/Model/Domain.cs", Model),
        .. Embedded("Rules/").Select(file => Parse("/repo/src/Rules/" + file.Name, file.Text)),
    ];

    public static Compilation Compile(params IEnumerable<SyntaxTree> rules) => CSharpCompilation.Create(
        "Rules",
        [.. Contracts, .. rules],
        References,
        new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable));

    /// <summary>A file of rules, with the usings that every rule needs.</summary>
    public static SyntaxTree Rules(string text, string path = "/repo/src/Rules/Rules.cs") => Parse(path, """
        using V2K.Rules.Annotations;
        using V2K.Rules.Findings;
        using V2K.Rules.Model;
        using V2K.Rules.Translation;

        """ + text);

    public static SyntaxTree Parse(string path, string text) => CSharpSyntaxTree.ParseText(text, Options, path);

    public static IEnumerable<(string Name, string Text)> Embedded(string folder)
    {
        var assembly = Assembly.GetExecutingAssembly();
        foreach (var name in assembly.GetManifestResourceNames().Order(StringComparer.Ordinal))
        {
            if (name.StartsWith(folder, StringComparison.Ordinal))
            {
                using var reader = new StreamReader(assembly.GetManifestResourceStream(name)!);
                yield return (name[folder.Length..], reader.ReadToEnd());
            }
        }
    }
}
