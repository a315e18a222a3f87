using Cake.Frosting;
using V2K.Build.Options;
using V2K.Rules;
using V2K.SiteRules;

namespace V2K.Build.Tasks;

/// <summary>One folder with everything: .NET, templates, documentation, and the rules of the sites there are now.</summary>
[TaskName("Publish")]
[TaskDescription("creates a folder with the program v2k, which needs no .NET SDK; --output=FOLDER")]
public sealed class PublishTask : AsyncFrostingTask<BuildContext>
{
    private const string Built = "V2K.Build", Program = "v2k";

    /// <inheritdoc/>
    public override async Task RunAsync(BuildContext context)
    {
        var folder = context.Options.Value(KnownOptions.Output) is { } asked
            ? Path.TrimEndingDirectorySeparator(Path.GetFullPath(asked))
            : Path.Combine(Repository.Root, "artifacts", "publish");
        if (Directory.Exists(folder) && Directory.EnumerateFileSystemEntries(folder).Any() && !File.Exists(Path.Combine(folder, Program)))
        {
            throw new V2KException(
                $"{folder} holds other files", "Name a new or empty folder, or one with an earlier publication", key: $"--{KnownOptions.Output.Name}")
            { Kind = FailureKind.Usage };
        }

        var making = folder + ".new";
        if (Directory.Exists(making))
        {
            Directory.Delete(making, recursive: true);
        }

        System.Console.WriteLine("Publish: building");
        await DotnetSdk.PublishAsync(context, "build", making, isSelfContained: true);
        File.Move(Path.Combine(making, Built), Path.Combine(making, Program));
        File.Delete(Path.Combine(making, Built + ".pdb"));
        BringSites(making, folder);
        MoveOver(making, folder);
        System.Console.WriteLine($"Publish: {Path.Combine(folder, Program)}");
    }

    /// <summary>
    /// The sources of the sites' rules, by which the program knows whether a site's folder still says what is compiled in. Unlike other files, one of an
    /// earlier version may not stay in such a folder: it would be a rule again.
    /// </summary>
    private static void BringSites(string making, string folder)
    {
        new PublishedSites(making).Write([Path.Combine(Repository.Root, "sites"), .. DotnetSdk.SiteRoots]);
        foreach (var site in Directory.EnumerateDirectories(Path.Combine(making, "sites")))
        {
            var earlier = Path.Combine(folder, "sites", Path.GetFileName(site));
            if (Directory.Exists(earlier))
            {
                Directory.Delete(earlier, recursive: true);
            }
        }
    }

    /// <summary>File by file, so that results that lie there stay, and a v2k that runs keeps the files it has open.</summary>
    private static void MoveOver(string from, string to)
    {
        Directory.CreateDirectory(to);
        foreach (var file in Directory.EnumerateFiles(from))
        {
            File.Move(file, Path.Combine(to, Path.GetFileName(file)), overwrite: true);
        }

        foreach (var folder in Directory.EnumerateDirectories(from))
        {
            MoveOver(folder, Path.Combine(to, Path.GetFileName(folder)));
        }

        Directory.Delete(from);
    }
}
