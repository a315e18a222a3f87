using Cake.Frosting;
using V2K.Engine.Catalogue;

namespace V2K.Build.Tasks;

/// <summary>Writes what of the documentation is made from the code: the rule catalogue under docs/rules.</summary>
[TaskName("Docs")]
[TaskDescription("writes the rule catalogue under docs/rules from the rules themselves")]
public sealed class DocsTask : FrostingTask<BuildContext>
{
    /// <inheritdoc/>
    public override void Run(BuildContext context)
    {
        var changed = CataloguePages.Write(Path.Combine(Repository.Root, "docs", "rules"));
        foreach (var path in changed)
        {
            System.Console.WriteLine($"Docs: {Path.GetRelativePath(Repository.Root, path)} written");
        }

        System.Console.WriteLine(changed.Count == 0 ? "Docs: up to date" : $"Docs: {changed.Count} pages changed");
    }
}
