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
[TaskDescription("shows for each line of the .vmx what became of it; with --xml, for each XML element where it comes from")]
public sealed class ExplainTask : FrostingTask<BuildContext>
{
    /// <inheritdoc/>
    public override void Run(BuildContext context)
    {
        var renderer = new DomainRenderer(TemplateFolder.Load(context.Config.Templates));
        var explanations = new List<Explanation>();
        foreach (var job in context.MigrationRun.Jobs)
        {
            job.Try(() => explanations.Add(Explainer.Explain(job.Vm.Id, TracedDomain.Make(job.Vm, job.Config, job.Paths), renderer)));
        }

        foreach (var explanation in explanations)
        {
            AnsiConsole.WriteLine(Printable.OneLine(explanation.Vm));
            (context.Options.Has(KnownOptions.Xml) ? Elements(explanation) : Lines(explanation)).Write(AnsiConsole.Console);
        }

        JsonOutput.Write(context, explanations, ExplanationJson.Default.IReadOnlyListExplanation);
    }

    private static ResultTable Lines(Explanation explanation)
    {
        var table = new ResultTable("line", "setting", "became", "by, or because");
        foreach (var line in explanation.Lines)
        {
            table.Add(
                $"{line.Line}",
                $"{line.Key} = {line.Value}",
                line.Xml.Count > 0 ? Became(line.Xml, explanation) : line.Disposition,
                line.Xml.Count > 0 ? string.Join(", ", line.Rules) : line.Because ?? string.Join(", ", line.Rules));
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
                Name(element.Path, explanation),
                element.Snippet,
                element.Rule ?? "every domain",
                string.Join('\n', element.Lines.Select(line => $"{line}: {keys[line].FirstOrDefault()}")));
        }

        return table;
    }

    /// <summary>A single short element as it is, several or long ones by name: the whole is in the XML file and in --json.</summary>
    private static string Became(IReadOnlyList<XmlPlace> places, Explanation explanation) =>
        places is [{ Snippet: var snippet }] && !snippet.Contains('\n', StringComparison.Ordinal)
            ? snippet
            : string.Join(", ", places.Select(place => Name(place.Path, explanation)));

    /// <summary>The path's last part, and its number where there are several.</summary>
    private static string Name(string path, Explanation explanation)
    {
        var name = path[(path.LastIndexOf('/') + 1)..];
        var isOnly = name.EndsWith("[1]", StringComparison.Ordinal)
            && !explanation.Elements.Any(element => element.Path == path[..^3] + "[2]");
        return isOnly ? name[..^3] : name;
    }
}
