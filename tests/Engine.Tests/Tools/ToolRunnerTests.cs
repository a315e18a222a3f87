using System.Diagnostics;
using V2K.Engine.Tools;
using V2K.Rules;

namespace V2K.Engine.Tests.Tools;

/// <summary>Programs that end, fail, are stopped, and leave others running.</summary>
public sealed class ToolRunnerTests
{
    /// <summary>Much less than what is left running takes.</summary>
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(40);

    private static readonly Tool Shell = new("sh", "a shell", "dash", "dash", "dash");
    private static readonly ToolRunner Runner = new(_ => { });

    [Fact]
    public async Task Output_and_errors_are_kept_apart_and_output_comes_in_lines()
    {
        var lines = new List<string>();
        var result = await Runner.RunAsync(Shell, ["-c", "echo one; echo two; echo wrong >&2"], "Fix it", lines.Add);

        Assert.Equal("one\ntwo\n", result.Output);
        Assert.Equal("wrong\n", result.Errors);
        Assert.Equal(["one", "two"], lines);
    }

    [Fact]
    public async Task Much_output_comes_whole()
    {
        var result = await Runner.RunAsync(Shell, ["-c", "i=0; while [ $i -lt 20000 ]; do echo line $i; i=$((i+1)); done"], "Fix it");

        Assert.Equal(string.Concat(Enumerable.Range(0, 20000).Select(number => $"line {number}\n")), result.Output);
    }

    [Fact]
    public async Task A_failure_names_the_command_its_exit_status_and_its_error_output()
    {
        var failure = await Assert.ThrowsAsync<V2KException>(() => Runner.RunAsync(Shell, ["-c", "echo 'no such disk' >&2; exit 3"], "Fix it"));

        Assert.Equal("sh -c 'echo '\\''no such disk'\\'' >&2; exit 3' failed with exit status 3: no such disk. Fix it.", failure.Message);
    }

    [Fact]
    public async Task A_program_that_fails_and_leaves_another_with_its_pipes_is_not_waited_for_and_the_other_is_ended()
    {
        using var folder = new TempFolder();
        var clock = Stopwatch.StartNew();
        var failure = await Assert.ThrowsAsync<V2KException>(() => Runner.RunAsync(
            Shell, ["-c", $"sleep 120 & echo $! >'{folder["left"]}'; echo 'no key' >&2; exit 1"], "Fix it"));

        Assert.Contains("no key", failure.Message, StringComparison.Ordinal);
        Assert.True(clock.Elapsed < Soon);
        await EndedAsync(folder["left"]);
    }

    [Fact]
    public async Task A_program_that_ends_well_may_leave_others_running()
    {
        using var folder = new TempFolder();
        var clock = Stopwatch.StartNew();
        var result = await Runner.RunAsync(Shell, ["-c", $"sleep 120 & echo $! >'{folder["left"]}'; echo done"], "Fix it");

        Assert.Equal("done\n", result.Output);
        Assert.True(clock.Elapsed < Soon);
        using var left = Process.GetProcessById(Id(folder["left"]));
        left.Kill();
    }

    [Fact]
    public async Task A_program_that_is_stopped_takes_with_it_what_it_started()
    {
        using var folder = new TempFolder();
        using var stop = new CancellationTokenSource();
        var clock = Stopwatch.StartNew();
        var running = Runner.RunAsync(Shell, ["-c", $"sleep 120 & echo $! >'{folder["left"]}'; wait"], "Fix it", cancellation: stop.Token);
        while (!File.Exists(folder["left"]) || new FileInfo(folder["left"]).Length == 0)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(50));
        }

        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
        Assert.True(clock.Elapsed < Soon);
        await EndedAsync(folder["left"]);
    }

    [Fact]
    public async Task A_program_that_ignores_SIGINT_is_asked_by_SIGTERM_before_it_is_killed()
    {
        using var folder = new TempFolder();
        using var stop = new CancellationTokenSource();
        var script = $"trap '' INT; trap 'echo >\"{folder["asked"]}\"; exit 0' TERM; echo >'{folder["started"]}'; while :; do sleep 0.1; done";
        var running = Runner.WithGrace(Soon).RunAsync(Shell, ["-c", script], "Fix it", cancellation: stop.Token);
        while (!File.Exists(folder["started"]))
        {
            await Task.Delay(TimeSpan.FromMilliseconds(50));
        }

        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
        Assert.True(File.Exists(folder["asked"]));
    }

    private static int Id(string path) => int.Parse(File.ReadAllText(path), System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>A killed process stays as a zombie until its parent has taken note.</summary>
    private static async Task EndedAsync(string path)
    {
        var status = $"/proc/{Id(path)}/stat";
        var clock = Stopwatch.StartNew();
        while (File.Exists(status) && !File.ReadAllText(status).Contains(") Z ", StringComparison.Ordinal))
        {
            Assert.True(clock.Elapsed < Soon, "what was left is still running");
            await Task.Delay(TimeSpan.FromMilliseconds(50));
        }
    }
}
