using Cake.Core.Diagnostics;
using Cake.Frosting;
using Spectre.Console;
using V2K.Build.Console;
using V2K.Build.Options;
using V2K.Engine.Explaining;
using V2K.Engine.Rendering;
using V2K.Engine.Stages;
using V2K.Rules;

namespace V2K.Build.Tasks;

/// <summary>For each line of the .vmx, what became of it; with --xml, for each element of the XML, where it comes from.</summary>
[TaskName("Explain")]
[TaskDescription("shows the result of each line of the .vmx; with --xml, for each XML element where it comes from")]
public sealed class ExplainTask : FrostingTask<BuildContext>
{
    /// <inheritdoc/>
    public override void Run(BuildContext context)
    {
        var renderer = new DomainRenderer(TemplateFolder.Load(context.Config.Templates));
        var explanations = new List<Explanation>();
        foreach (var job in context.MigrationRun.Jobs)
        {
            job.Try(() => explanations.Add(Explainer.Explain(job.Vm.Id, TracedDomain.Make(job.Vm, job.Config, job.Paths), renderer, context.Options.Has(KnownOptions.ShowSecrets))));
        }

        foreach (var explanation in explanations)
        {
            AnsiConsole.WriteLine(Printable.OneLine(explanation.Vm));
            if (context.Options.Has(KnownOptions.Xml))
            {
                Elements(explanation).Write(AnsiConsole.Console);
                continue;
            }

            IReadOnlyList<LineExplained> lines = context.Log.Verbosity >= Verbosity.Verbose ? explanation.Lines : [.. explanation.Telling];
            Lines(explanation, lines).Write(AnsiConsole.Console);
            if (lines.Count < explanation.Lines.Count)
            {
                AnsiConsole.Profile.Out.Writer.WriteLine($"{explanation.Lines.Count - lines.Count} more lines change nothing; --verbosity=verbose shows them and why");
            }
        }

        JsonOutput.Write(context, explanations, ExplanationJson.Default.IReadOnlyListExplanation);
    }

    private static ResultTable Lines(Explanation explanation, IReadOnlyList<LineExplained> lines)
    {
        var table = new ResultTable("line", "setting", "became", "by, or because");
        foreach (var line in lines)
        {
            table.Add(
                $"{line.Line}",
                $"{line.Key} = {line.Value}",
                explanation.Became(line),
                Explanation.Why(line));
        }

        return table;
    }

    private static ResultTable Elements(Explanation explanation)
    {
        var keys = explanation.Lines.ToLookup(line => line.Line, line => line.Key);
        var table = new ResultTable("element", "XML", "rule", "from") { IsRuled = true, Separator = " " };
        foreach (var element in explanation.Elements)
        {
            table.Add(
                explanation.NameOf(element.Path),
                element.Snippet,
                element.Rule ?? "every domain",
                string.Join('\n', element.Lines.Select(line => $"{line}: {keys[line].FirstOrDefault()}")));
        }

        return table;
    }
}
