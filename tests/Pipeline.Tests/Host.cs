using System.Text;
using CliWrap;

namespace V2K.Pipeline.Tests;

/// <summary>What a run of the host left behind.</summary>
/// <param name="ExitCode">0 when every chosen VM got through.</param>
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

    /// <summary>The run failed, with exactly one line that a person can read on standard error; returns that line.</summary>
    public string Refused()
    {
        Assert.True(ExitCode == 1, $"exit status {ExitCode}\n{Output}\n{Errors}");
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
    private static readonly string Program = Path.GetFullPath(
        Path.Combine(AppContext.BaseDirectory, "..", "..", "V2K.Build", Path.GetFileName(Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory)), "V2K.Build.dll"));

    /// <summary>Runs the host in <paramref name="folder"/>.</summary>
    public static Task<HostRun> RunAsync(string folder, params string[] arguments) => RunAsync(folder, path: null, arguments);

    /// <summary>Runs the host in <paramref name="folder"/> with another search path for programs.</summary>
    public static async Task<HostRun> RunAsync(string folder, string? path, string[] arguments)
    {
        var output = new StringBuilder();
        var errors = new StringBuilder();
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(5));
        var result = await Cli.Wrap(Environment.ProcessPath!)
            .WithArguments([Program, .. arguments])
            .WithWorkingDirectory(folder)
            .WithEnvironmentVariables(variables => variables.Set("PATH", path ?? Environment.GetEnvironmentVariable("PATH")))
            .WithValidation(CommandResultValidation.None)
            .WithStandardOutputPipe(PipeTarget.ToStringBuilder(output, Encoding.UTF8))
            .WithStandardErrorPipe(PipeTarget.ToStringBuilder(errors, Encoding.UTF8))
            .ExecuteAsync(patience.Token);
        return new HostRun(result.ExitCode, output.ToString(), errors.ToString());
    }
}
