using Cake.Frosting;
using V2K.Build.Schemas;
using V2K.Engine.Catalogue;

namespace V2K.Build.Tasks;

/// <summary>Regenerates the rule catalogue in docs/rules, the JSON schemas in docs/schemas, and CHANGELOG.md.</summary>
[TaskName("Docs")]
[TaskDescription("regenerates the rule catalogue in docs/rules, the JSON schemas in docs/schemas, and CHANGELOG.md")]
public sealed class DocsTask : FrostingTask<BuildContext>
{
    /// <inheritdoc/>
    public override void Run(BuildContext context)
    {
        IReadOnlyList<string> changed =
        [
            .. CataloguePages.Write(Path.Combine(Repository.Root, "docs", "rules")),
            .. SchemaFolder.Write(Path.Combine(Repository.Root, "docs", "schemas")),
            .. Changelog.Write(Repository.Root),
        ];
        foreach (var path in changed)
        {
            System.Console.WriteLine($"Docs: {Path.GetRelativePath(Repository.Root, path)} written");
        }

        System.Console.WriteLine(changed.Count == 0 ? "Docs: up to date" : $"Docs: {changed.Count} files changed");
    }
}
