using Cake.Core;
using Cake.Frosting;
using Microsoft.Extensions.DependencyInjection;

namespace V2K.Pipeline.Tests;

/// <summary>The layer over Cake's engine does with attributes and overrides what Cake.Frosting documents.</summary>
public sealed class FrostingTests
{
    [Fact]
    public void Dependencies_run_first_and_dependees_pull_a_task_in_front_of_them() =>
        Assert.Equal(
            ["setup", "first", "pulled in", "goal", "goal finally", "teardown"], Run(0, "--target=Goal"));

    [Fact]
    public void An_exclusive_target_leaves_its_dependencies_out() =>
        Assert.Equal(["setup", "goal", "goal finally", "teardown"], Run(0, "--target=Goal", "--exclusive"));

    [Fact]
    public void A_task_that_should_not_run_is_skipped_and_what_depends_on_it_runs() =>
        Assert.Equal(["setup", "after", "teardown"], Run(0, "--target=After skipped"));

    [Fact]
    public void A_task_that_throws_ends_the_run_with_a_status_and_the_teardown_hears_of_it() =>
        Assert.Equal(["setup", "teardown after InvalidOperationException"], Run(1, "--target=After failure"));

    [Fact]
    public void A_task_may_fail_without_ending_the_run() =>
        Assert.Equal(["setup", "after", "teardown"], Run(0, "--target=After allowed failure"));

    [Fact]
    public void A_task_derived_from_one_that_may_fail_may_not() =>
        Assert.Equal(["setup", "teardown after InvalidOperationException"], Run(1, "--target=Derived from allowed failure"));

    [Fact]
    public void A_dependency_may_be_named_by_its_official_parameter() => Assert.Equal(typeof(FirstTask), new IsDependentOnAttribute(type: typeof(FirstTask)).Task);

    [Fact]
    public void A_task_that_handles_its_error_lets_the_run_go_on() =>
        Assert.Equal(["setup", "handled InvalidOperationException", "teardown"], Run(0, "--target=Handled"));

    [Fact]
    public void A_dry_run_and_a_tree_run_no_task()
    {
        Assert.Equal(["setup", "teardown"], Run(0, "--target=Goal", "--dryrun"));
        Assert.Empty(Run(0, "--tree"));
        Assert.Empty(Run(0, "--description"));
    }

    [Fact]
    public void A_target_that_does_not_exist_fails() => Assert.Empty(Run(1, "--target=Nothing of the kind"));

    private static IList<string> Run(int expectedStatus, params string[] arguments)
    {
        var events = new Events();
        var status = new CakeHost()
            .AddAssembly(typeof(FrostingTests).Assembly)
            .UseContext<RecordingContext>()
            .UseLifetime<RecordingLifetime>()
            .ConfigureServices(services => services.AddSingleton(events))
            .Run(arguments);
        Assert.Equal(expectedStatus, status);
        return events.Seen;
    }
}

public sealed class Events
{
    public IList<string> Seen { get; } = new List<string>();
}

public sealed class RecordingContext(ICakeContext context, Events events) : FrostingContext(context)
{
    public void Record(string what) => events.Seen.Add(what);
}

public sealed class RecordingLifetime : FrostingLifetime<RecordingContext>
{
    public override void Setup(RecordingContext context, ISetupContext info) => context.Record("setup");

    public override void Teardown(RecordingContext context, ITeardownContext info) =>
        context.Record(info.ThrownException is { } thrown ? $"teardown after {thrown.GetType().Name}" : "teardown");
}

[TaskName("First")]
public sealed class FirstTask : FrostingTask<RecordingContext>
{
    public override void Run(RecordingContext context) => context.Record("first");
}

[TaskName("Pulled in")]
[IsDependentOn(typeof(FirstTask))]
[IsDependeeOf(typeof(GoalTask))]
public sealed class PulledInTask : FrostingTask<RecordingContext>
{
    public override void Run(RecordingContext context) => context.Record("pulled in");
}

[TaskName("Goal")]
[IsDependentOn(typeof(FirstTask))]
public sealed class GoalTask : AsyncFrostingTask<RecordingContext>
{
    public override async Task RunAsync(RecordingContext context)
    {
        await Task.Yield();
        context.Record("goal");
    }

    public override void Finally(RecordingContext context) => context.Record("goal finally");
}

[TaskName("Skipped")]
public sealed class SkippedTask : FrostingTask<RecordingContext>, IFrostingTask
{
    string IFrostingTask.SkippedMessage => "there is no need";

    public override bool ShouldRun(RecordingContext context) => false;

    public override void Run(RecordingContext context) => context.Record("skipped");
}

[TaskName("After skipped")]
[IsDependentOn(typeof(SkippedTask))]
public sealed class AfterSkippedTask : FrostingTask<RecordingContext>
{
    public override void Run(RecordingContext context) => context.Record("after");
}

[TaskName("Failure")]
public sealed class FailureTask : FrostingTask<RecordingContext>
{
    public override void Run(RecordingContext context) => throw new InvalidOperationException("as planned");
}

[TaskName("After failure")]
[IsDependentOn(typeof(FailureTask))]
public sealed class AfterFailureTask : FrostingTask<RecordingContext>
{
    public override void Run(RecordingContext context) => context.Record("after");
}

[TaskName("Allowed failure")]
[ContinueOnError]
public class AllowedFailureTask : FrostingTask<RecordingContext>
{
    public override void Run(RecordingContext context) => throw new InvalidOperationException("as planned");
}

[TaskName("Derived from allowed failure")]
public sealed class DerivedFailureTask : AllowedFailureTask;

[TaskName("After allowed failure")]
[IsDependentOn(typeof(AllowedFailureTask))]
public sealed class AfterAllowedFailureTask : FrostingTask<RecordingContext>
{
    public override void Run(RecordingContext context) => context.Record("after");
}

[TaskName("Handled")]
public sealed class HandledTask : FrostingTask<RecordingContext>
{
    public override void Run(RecordingContext context) => throw new InvalidOperationException("as planned");

    public override void OnError(Exception exception, RecordingContext context) => context.Record($"handled {exception.GetType().Name}");
}
