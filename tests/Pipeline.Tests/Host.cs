using System.Runtime.InteropServices;
using System.Text;
using CliWrap;

namespace V2K.Pipeline.Tests;

/// <summary>What a run of the host left behind.</summary>
/// <param name="ExitCode">See docs/reference/exit-codes.md.</param>
/// <param name="Output">Standard output.</param>
/// <param name="Errors">Standard error.</param>
public sealed record HostRun(int ExitCode, string Output, string Errors)
{
    /// <summary>The run got through.</summary>
    public HostRun Succeeded()
    {
        Assert.True(ExitCode == 0, $"exit status {ExitCode}\n{Output}\n{Errors}");
        return this;
    }

    /// <summary>The run failed because its options or its configuration are wrong.</summary>
    /// <returns>The one line on standard error.</returns>
    public string Refused() => ErrorLine(Build.Console.ExitCode.Usage);

    /// <summary>The run failed while it worked.</summary>
    /// <returns>The one line on standard error.</returns>
    public string Failed() => ErrorLine(Build.Console.ExitCode.Failed);

    /// <summary>A concern stopped the run's VM.</summary>
    /// <returns>The one line on standard error.</returns>
    public string Blocked() => ErrorLine(Build.Console.ExitCode.Blocked);

    private string ErrorLine(Build.Console.ExitCode code)
    {
        Assert.True(ExitCode == (int)code, $"exit code {ExitCode} instead of {(int)code}\n{Output}\n{Errors}");
        var line = Assert.Single(Errors.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.StartsWith("error: ", line, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", Output + Errors, StringComparison.Ordinal);
        Assert.DoesNotContain("Exception", line, StringComparison.Ordinal);
        return line;
    }
}

/// <summary>The real host as a process, as <c>dotnet run</c> starts it.</summary>
public static class Host
{
    /// <summary>The host's assembly, with everything it needs beside it.</summary>
    public static string Program { get; } = Path.GetFullPath(
        Path.Combine(AppContext.BaseDirectory, "..", "..", "V2K.Build", Path.GetFileName(Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory)), "V2K.Build.dll"));

    private static readonly Dictionary<string, string?> Inherited = new(StringComparer.Ordinal);

    /// <summary>
    /// A script that starts the tests in the background starts them with SIGINT ignored, and every program that they start inherits that
    /// (sh(1), "Asynchronous lists"; execve(2)): a host could not be interrupted, and a stand-in in bash could not trap the signal.
    /// </summary>
    static Host() => Signals.RestoreInterrupt();

    /// <summary>Runs the host in <paramref name="folder"/>.</summary>
    public static Task<HostRun> RunAsync(string folder, params string[] arguments) => Start(folder, arguments).End;

    /// <summary>Runs the host in <paramref name="folder"/> with another search path for programs.</summary>
    public static Task<HostRun> RunAsync(string folder, string path, string[] arguments) =>
        RunAsync(folder, new Dictionary<string, string?>(StringComparer.Ordinal) { ["PATH"] = path }, arguments);

    /// <summary>Runs the host in <paramref name="folder"/> with changes to its environment; null takes a variable away.</summary>
    public static Task<HostRun> RunAsync(string folder, IReadOnlyDictionary<string, string?> environment, string[] arguments) =>
        Start(folder, environment, [], arguments).End;

    /// <summary>Runs a host that lies elsewhere, such as a published one, or one that compiles for minutes: it may take an hour.</summary>
    /// <param name="program">The command that starts it.</param>
    /// <param name="folder">Where.</param>
    /// <param name="environment">Changes to its environment; null takes a variable away.</param>
    /// <param name="arguments">Its arguments.</param>
    public static Task<HostRun> RunAsync(
        IReadOnlyList<string> program, string folder, IReadOnlyDictionary<string, string?> environment, params string[] arguments) =>
        Launch(folder, environment, [.. program, .. arguments], TimeSpan.FromHours(1)).End;

    /// <summary>The same for a run that starts virtual machines by emulation, maybe beside others.</summary>
    public static Task<HostRun> RunPatientlyAsync(string folder, IReadOnlyDictionary<string, string?> environment, params string[] arguments) =>
        RunAsync([Environment.ProcessPath!, Program], folder, environment, arguments);

    /// <summary>Starts the host in <paramref name="folder"/>.</summary>
    public static HostProcess Start(string folder, params string[] arguments) => Start(folder, Inherited, [], arguments);

    /// <summary>Starts the host in <paramref name="folder"/> as the leader of a process group, to which its children belong, too.</summary>
    public static HostProcess StartGroup(string folder, params string[] arguments) => Start(folder, Inherited, ["setsid"], arguments);

    /// <summary>Runs the host in <paramref name="folder"/> such that permissions count, even for root; see capabilities(7).</summary>
    public static Task<HostRun> RunWithinPermissionsAsync(string folder, params string[] arguments) => Start(
        folder,
        Inherited,
        Environment.IsPrivilegedProcess ? ["setpriv", "--bounding-set=-dac_override,-dac_read_search"] : [],
        arguments).End;

    private static HostProcess Start(string folder, IReadOnlyDictionary<string, string?> environment, string[] starter, string[] arguments) =>
        Launch(folder, environment, [.. starter, Environment.ProcessPath!, Program, .. arguments], TimeSpan.FromMinutes(5));

    private static HostProcess Launch(string folder, IReadOnlyDictionary<string, string?> environment, string[] command, TimeSpan limit)
    {
        var output = new StringBuilder();
        var errors = new StringBuilder();
        var patience = new CancellationTokenSource(limit);
        var running = Cli.Wrap(command[0])
            .WithArguments(command[1..])
            .WithWorkingDirectory(folder)
            .WithEnvironmentVariables(environment)
            .WithValidation(CommandResultValidation.None)
            .WithStandardOutputPipe(PipeTarget.ToStringBuilder(output, Encoding.UTF8))
            .WithStandardErrorPipe(PipeTarget.ToStringBuilder(errors, Encoding.UTF8))
            .ExecuteAsync(patience.Token);
        return new HostProcess(running.ProcessId, EndAsync());

        async Task<HostRun> EndAsync()
        {
            using (patience)
            {
                var result = await running;
                return new HostRun(result.ExitCode, output.ToString(), errors.ToString());
            }
        }
    }
}

/// <summary>A host that runs.</summary>
/// <param name="Id">The process.</param>
/// <param name="End">What it leaves behind when it ends, however it ends.</param>
public sealed record HostProcess(int Id, Task<HostRun> End)
{
    /// <summary>Ctrl-C; see signal(7) for the numbers.</summary>
    public void Interrupt() => Signal(2);

    /// <summary>SIGTERM, as <c>kill</c> and <c>systemctl stop</c> send it.</summary>
    public void Terminate() => Signal(15);

    /// <summary><c>kill -9</c>.</summary>
    public void Kill() => Signal(9);

    /// <summary><c>kill -9</c> of one that <see cref="Host.StartGroup"/> started, and of all that it started, at one moment.</summary>
    public void KillGroup() => Signal(9, -Id);

    /// <summary>Nothing of it runs until <see cref="Continue"/>, but the clock does.</summary>
    public void Pause() => Signal(19);

    /// <summary>Continues after <see cref="Pause"/>.</summary>
    public void Continue() => Signal(18);

    private void Signal(int number) => Signal(number, Id);

    private void Signal(int number, int process)
    {
        if (!End.IsCompleted)
        {
            Signals.Send(process, number);
        }
    }
}

/// <summary>Signals as signal(7) numbers them.</summary>
internal static partial class Signals
{
    private const int Interrupt = 2;

    /// <summary>SIG_DFL and SIG_ERR of signal(2).</summary>
    private const nint Default = 0;
    private const nint Failed = -1;

    /// <summary>kill(2); a process that has ended is no error.</summary>
    internal static void Send(int process, int number) => _ = Kill(process, number);

    /// <summary>Makes SIGINT end this process and the programs that it starts, as it does in the foreground.</summary>
    internal static void RestoreInterrupt()
    {
        if (SetHandler(Interrupt, Default) == Failed)
        {
            throw new InvalidOperationException($"signal(SIGINT, SIG_DFL) failed: {Marshal.GetLastPInvokeErrorMessage()}");
        }
    }

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int Kill(int process, int number);

    [LibraryImport("libc", EntryPoint = "signal", SetLastError = true)]
    private static partial nint SetHandler(int number, nint handler);
}
