using System.Diagnostics.CodeAnalysis;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace V2K.SiteRules;

/// <summary>What MSBuild tells the generator in a clone: where the site folders are.</summary>
/// <param name="siteRoots">The folder that holds them.</param>
internal sealed class GeneratorProperties(string siteRoots) : AnalyzerConfigOptionsProvider
{
    /// <inheritdoc/>
    public override AnalyzerConfigOptions GlobalOptions { get; } = new Properties(siteRoots);

    /// <inheritdoc/>
    public override AnalyzerConfigOptions GetOptions(SyntaxTree tree) => GlobalOptions;

    /// <inheritdoc/>
    public override AnalyzerConfigOptions GetOptions(AdditionalText textFile) => GlobalOptions;

    private sealed class Properties(string siteRoots) : AnalyzerConfigOptions
    {
        public override bool TryGetValue(string key, [NotNullWhen(true)] out string? value)
        {
            value = key == "build_property.V2KSiteRoots" ? siteRoots : null;
            return value is not null;
        }
    }
}
