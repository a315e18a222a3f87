using System.Diagnostics;
using System.Text.Json;
using V2K.Engine.CutOvers.Hooks;
using V2K.Rules;

namespace V2K.Engine.Tests.CutOvers;

/// <summary>Hooks that behave, and hooks that do not.</summary>
public sealed class HookRunnerTests : IDisposable
{
    private readonly TempFolder _folder = new();

    [Theory]
    [InlineData("web01")]
    [InlineData("it's \"$(touch /tmp/pwned)\" `id` ; rm -rf / && %s \\")]
    [InlineData("--help")]
    [InlineData("a\nb\u001b[2J")]
    [InlineData("Zürich 東京")]
    public async Task A_name_is_one_argument_and_in_the_JSON_whatever_is_in_it(string name)
    {
        var hook = Script($"printf %s \"$1\" > '{_folder["argument"]}'; cat > '{_folder["input"]}'", "{vm}", "{vm} here");

        await Runner(hook).RunAsync(HookEvent.BeforeCutOver, Input(name), default);

        Assert.Equal(name, await File.ReadAllTextAsync(_folder["argument"]));
        var text = await File.ReadAllTextAsync(_folder["input"]);
        Assert.Single(text.TrimEnd('\n').Split('\n'));
        using var input = JsonDocument.Parse(text);
        Assert.Equal(name, input.RootElement.GetProperty("name").GetString());
    }

    [Fact]
    public async Task A_hook_that_hangs_is_stopped_with_what_it_started()
    {
        var hook = Script($"(trap '' TERM INT HUP; sleep 600) & echo $! > '{_folder["child"]}'; trap '' TERM INT; echo waiting for the vCenter >&2; while :; do sleep 1; done");

        var failure = await Assert.ThrowsAsync<V2KException>(
            () => Runner(hook, TimeSpan.FromSeconds(2)).RunAsync(HookEvent.BeforeCutOver, Input("web01"), default));

        Assert.Contains("did not end within 2 s and was stopped: waiting for the vCenter", failure.What, StringComparison.Ordinal);
        Assert.Equal("hooks.before-cut-over", failure.Key);
        var child = File.ReadAllText(_folder["child"]).Trim();
        await TestPatience.UntilAsync(() => !Directory.Exists($"/proc/{child}") || File.ReadAllText($"/proc/{child}/stat").Contains(") Z", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_hook_that_floods_is_read_to_its_end_and_its_last_words_are_kept()
    {
        var hook = Script("yes 'noise on standard output' | head -c 50000000; yes 'noise on standard error' | head -c 50000000 >&2; echo the last words >&2; exit 7");
        var before = GC.GetTotalMemory(forceFullCollection: true);

        var failure = await Assert.ThrowsAsync<V2KException>(() => Runner(hook).RunAsync(HookEvent.BeforeCutOver, Input("web01"), default));

        Assert.EndsWith("the last words", failure.What, StringComparison.Ordinal);
        Assert.Contains("failed with exit status 7", failure.What, StringComparison.Ordinal);
        Assert.InRange(failure.What.Length, 100, 6000);
        Assert.InRange(GC.GetTotalMemory(forceFullCollection: true) - before, long.MinValue, 20 << 20);
    }

    [Fact]
    public async Task A_hook_that_leaves_a_program_running_and_ends_well_is_not_waited_for()
    {
        var clock = Stopwatch.StartNew();

        Assert.Equal("started", await Runner(Script("sleep 300 & echo started")).RunAsync(HookEvent.BeforeCutOver, Input("web01"), default));

        Assert.InRange(clock.Elapsed.TotalSeconds, 0, 200);
    }

    [Fact]
    public async Task A_hook_that_does_not_read_its_input_ends_well() =>
        Assert.Equal("", await Runner(Script("exit 0")).RunAsync(HookEvent.BeforeCutOver, Input(new string('x', 1 << 20)) with { Name = "web01", Failure = new string('x', 1 << 20) }, default));

    [Fact]
    public async Task A_program_without_an_interpreter_is_an_error_of_one_line()
    {
        var path = _folder.Write("hook", "echo no first line that names a shell\n");
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserExecute);

        var failure = await Assert.ThrowsAsync<V2KException>(
            () => Runner(new Hook(HookEvent.BeforeCutOver, path, [], Line: 3)).RunAsync(HookEvent.BeforeCutOver, Input("web01"), default));

        Assert.Contains("cannot be started", failure.What, StringComparison.Ordinal);
        Assert.Equal(3, failure.Line);
    }

    [Fact]
    public void A_missing_or_not_executable_program_is_refused_before_anything_is_done()
    {
        var plain = _folder.Write("plain.sh", "#!/bin/sh\n");

        Assert.Contains("plain.sh is not executable", Assert.Throws<V2KException>(() => Runner(new Hook(HookEvent.BeforeCutOver, plain, [], 1)).Require()).What, StringComparison.Ordinal);
        Assert.Contains("/no/such is missing", Assert.Throws<V2KException>(() => Runner(new Hook(HookEvent.BeforeCutOver, "/no/such", [], 1)).Require()).What, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_secret_of_the_environment_reaches_the_hook_and_no_message()
    {
        Environment.SetEnvironmentVariable("V2K_TEST_SECRET", "hunter2");
        var failure = await Assert.ThrowsAsync<V2KException>(
            () => Runner(Script("test \"$V2K_TEST_SECRET\" = hunter2 && exit 9")).RunAsync(HookEvent.BeforeCutOver, Input("web01"), default));

        Assert.Contains("exit status 9", failure.What, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", failure.Message, StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Dispose();

    private static HookRunner Runner(Hook hook, TimeSpan? timeout = null) => new(
        new HookSettings { Programs = [hook], Timeout = timeout ?? HookSettings.DefaultTimeout }, "v2k.yaml");

    private static HookInput Input(string name) => new("before-cut-over", "[ds] web01/web01.vmx", name, "/ds/web01/web01.vmx", "web01", "qemu:///system", null, null);

    private Hook Script(string commands, params string[] arguments)
    {
        var path = _folder.Write("hook.sh", $"#!/bin/sh\n{commands}\n");
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        return new Hook(HookEvent.BeforeCutOver, path, arguments, Line: 1);
    }
}
