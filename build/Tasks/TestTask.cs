using Cake.Frosting;
using V2K.Build.Console;
using V2K.Build.Options;
using V2K.Build.Testing;
using V2K.Engine.Tools;
using V2K.Rules;

namespace V2K.Build.Tasks;

/// <summary>Runs the project's own tests. The last line is <c>N passed, N failed, N skipped</c>.</summary>
[TaskName("Test")]
[TaskDescription("installs what the tests need, and runs them all")]
public sealed class TestTask : AsyncFrostingTask<BuildContext>
{
    /// <inheritdoc/>
    public override async Task RunAsync(BuildContext context)
    {
        var run = new TestRun(Repository.Root);
        if (await HostSetup.InstallAsync(StageNeeds.Test.Tools, context.Stop) is { } command)
        {
            System.Console.WriteLine($"Setup: only root may install; tests that need what is missing are skipped. As root: {command}");
        }

        System.Console.WriteLine("Test: building");
        await run.BuildAsync(context.Stop);

        var all = TestResults.None;
        foreach (var project in run.Projects)
        {
            try
            {
                var results = await run.TestAsync(project, context.Options.Value(KnownOptions.Filter), context.Stop);
                all += results;
                if (results.Count > 0)
                {
                    System.Console.WriteLine($"Test: {Path.GetFileNameWithoutExtension(project)}: {results.Summary}");
                }
            }
            catch (V2KException broken)
            {
                all += TestResults.Broken(Path.GetFileNameWithoutExtension(project), $"did not run to the end: {broken.Message}");
            }
        }

        Tell(all);
        if (all.Failed.Count > 0 || all.Count == 0)
        {
            throw new ReportedException($"tests failed: {all.Summary}");
        }
    }

    private static void Tell(TestResults results)
    {
        foreach (var failed in results.Failed)
        {
            System.Console.WriteLine($"FAILED {failed.Name}");
            System.Console.WriteLine("  " + failed.Message.ReplaceLineEndings("\n  "));
            System.Console.WriteLine("  " + failed.Place);
        }

        foreach (var reason in results.Skipped.CountBy(reason => reason, StringComparer.Ordinal))
        {
            System.Console.WriteLine($"Skipped {reason.Value}: {reason.Key}");
        }

        System.Console.WriteLine(results.Summary);
    }
}
