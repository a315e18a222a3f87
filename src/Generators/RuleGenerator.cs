using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using V2K.Generators.Checking;
using V2K.Generators.Emitting;
using V2K.Generators.Model;
using V2K.Generators.Parsing;
using V2K.Generators.Planning;

namespace V2K.Generators;

/// <summary>
/// Generates the translator and the rule catalogue from the rule classes. It only wires: parsers read symbols into
/// models, the planner orders them, emitters write text, and diagnostics travel beside the models, with locations.
/// </summary>
[Generator(LanguageNames.CSharp)]
public sealed class RuleGenerator : IIncrementalGenerator
{
    /// <inheritdoc/>
    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        var roots = context.AnalyzerConfigOptionsProvider
            .Select((options, _) => SiteRoots.Parse(
                options.GlobalOptions.TryGetValue("build_property.V2KSiteRoots", out string? property) ? property : null))
            .WithTrackingName(StepNames.SiteRoots);

        var parsedRules = Classes(context, Names.Rule, RuleParser.Parse)
            .Combine(roots)
            .Select((pair, _) => pair.Left.With(rule => rule with { Site = pair.Right.SiteOf(pair.Left.Path) }));
        var parsedDeclarations = Classes(context, Names.Ignored, DeclarationParser.Parse).Collect()
            .Combine(Classes(context, Names.Concern, DeclarationParser.Parse).Collect())
            .SelectMany((pair, _) => pair.Left.AddRange(pair.Right))
            .Combine(roots)
            .Select((pair, _) => pair.Left.With(known => known with { Site = pair.Right.SiteOf(pair.Left.Path) }));

        var rules = parsedRules.SelectMany((parsed, _) => parsed.Models).WithTrackingName(StepNames.Rules).Collect();
        var declarations = parsedDeclarations
            .SelectMany((parsed, _) => parsed.Models).WithTrackingName(StepNames.Declarations).Collect();
        var models = rules.Combine(declarations)
            .Select((pair, _) => (Rules: pair.Left.ToEquatableArray(), Declarations: pair.Right.ToEquatableArray()))
            .WithTrackingName(StepNames.Models);
        context.RegisterSourceOutput(models, (output, models) =>
        {
            var plan = TranslationPlan.Make(models.Rules, models.Declarations);
            output.AddSource("Translator.g.cs", TranslatorEmitter.Emit(plan));
            output.AddSource("RuleCatalogue.g.cs", CatalogueEmitter.Emit(plan));
        });

        var everything = parsedRules.Collect().Combine(parsedDeclarations.Collect()).WithTrackingName(StepNames.Diagnostics);
        context.RegisterSourceOutput(everything, (output, parsed) =>
        {
            foreach (var diagnostic in Checker.Check(parsed.Left, parsed.Right))
            {
                output.ReportDiagnostic(diagnostic);
            }
        });
    }

    private static IncrementalValuesProvider<T> Classes<T>(
        IncrementalGeneratorInitializationContext context,
        string attribute,
        Func<GeneratorAttributeSyntaxContext, CancellationToken, T> parse) =>
        context.SyntaxProvider.ForAttributeWithMetadataName(attribute, (node, _) => node is ClassDeclarationSyntax, parse);
}
