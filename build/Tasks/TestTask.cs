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
        var finished = new Lock();
        await Parallel.ForEachAsync(
            run.Projects,
            new ParallelOptions { MaxDegreeOfParallelism = TestRun.ProjectsAtOnce, CancellationToken = context.Stop },
            async (project, stop) =>
            {
                var results = await TestAsync(run, project, context.Options.Value(KnownOptions.Filter), stop);
                lock (finished)
                {
                    all += results;
                    if (results.Count > 0)
                    {
                        System.Console.WriteLine($"Test: {Path.GetFileNameWithoutExtension(project)}: {results.Summary}");
                    }
                }
            });

        Print(all);
        if (all.Failed.Count > 0 || all.Count == 0)
        {
            throw new ReportedException($"tests failed: {all.Summary}");
        }
    }

    private static async Task<TestResults> TestAsync(TestRun run, string project, string? filter, CancellationToken stop)
    {
        try
        {
            return await run.TestAsync(project, filter, stop);
        }
        catch (V2KException broken)
        {
            return TestResults.Broken(Path.GetFileNameWithoutExtension(project), $"did not run to the end: {broken.Message}");
        }
    }

    private static void Print(TestResults results)
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
