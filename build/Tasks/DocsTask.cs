using Cake.Frosting;
using V2K.Build.Schemas;
using V2K.Engine.Catalogue;

namespace V2K.Build.Tasks;

/// <summary>Writes what of the documentation is made from the code: the rule catalogue under docs/rules, and the schemas of what machines read.</summary>
[TaskName("Docs")]
[TaskDescription("writes from the code itself the rule catalogue in docs/rules and the JSON schemas in docs/schemas")]
public sealed class DocsTask : FrostingTask<BuildContext>
{
    /// <inheritdoc/>
    public override void Run(BuildContext context)
    {
        IReadOnlyList<string> changed =
        [
            .. CataloguePages.Write(Path.Combine(Repository.Root, "docs", "rules")),
            .. SchemaFolder.Write(Path.Combine(Repository.Root, "docs", "schemas")),
        ];
        foreach (var path in changed)
        {
            System.Console.WriteLine($"Docs: {Path.GetRelativePath(Repository.Root, path)} written");
        }

        System.Console.WriteLine(changed.Count == 0 ? "Docs: up to date" : $"Docs: {changed.Count} files changed");
    }
}
