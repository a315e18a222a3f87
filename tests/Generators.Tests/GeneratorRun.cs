using System.Diagnostics.CodeAnalysis;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;

namespace V2K.Generators.Tests;

/// <summary>The generator over a compilation.</summary>
internal static class GeneratorRun
{
    public static GeneratorDriver Driver() => CSharpGeneratorDriver.Create(
        [new RuleGenerator().AsSourceGenerator()],
        parseOptions: new CSharpParseOptions(LanguageVersion.Preview),
        optionsProvider: new SiteOptions(),
        driverOptions: new GeneratorDriverOptions(IncrementalGeneratorOutputKind.None, trackIncrementalGeneratorSteps: true));

    public static GeneratorDriverRunResult Of(Compilation compilation) => Driver().RunGenerators(compilation).GetRunResult();

    /// <summary>The text of one generated file.</summary>
    public static string Text(this GeneratorDriverRunResult result, string file) =>
        result.Results.Single().GeneratedSources.Single(source => source.HintName == file).SourceText.ToString();

    private sealed class SiteOptions : AnalyzerConfigOptionsProvider
    {
        public override AnalyzerConfigOptions GlobalOptions { get; } = new Roots();

        public override AnalyzerConfigOptions GetOptions(SyntaxTree tree) => GlobalOptions;

        public override AnalyzerConfigOptions GetOptions(AdditionalText textFile) => GlobalOptions;
    }

    private sealed class Roots : AnalyzerConfigOptions
    {
        public override bool TryGetValue(string key, [NotNullWhen(true)] out string? value)
        {
            value = key == "build_property.V2KSiteRoots" ? Sources.SiteRoot + "|/etc/v2k/./more/../sites/" : null;
            return value is not null;
        }
    }
}
