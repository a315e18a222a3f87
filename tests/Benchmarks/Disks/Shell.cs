using System.Diagnostics;

namespace V2K.Benchmarks.Disks;

/// <summary>Runs a program to its end and times it as a whole process.</summary>
internal static class Shell
{
    /// <summary>Runs <paramref name="program"/>; fails loudly.</summary>
    internal static (double Seconds, string Output) Run(string program, params string[] arguments) =>
        TryRun(Timeout.InfiniteTimeSpan, program, arguments)!.Value;

    /// <summary>Runs <paramref name="program"/>, but no longer than <paramref name="patience"/>; fails loudly.</summary>
    /// <returns>Null if it was stopped.</returns>
    internal static (double Seconds, string Output)? TryRun(TimeSpan patience, string program, params string[] arguments)
    {
        var clock = Stopwatch.StartNew();
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false })!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEndAsync();
        if (!process.WaitForExit(patience))
        {
            process.Kill(entireProcessTree: true);
            process.WaitForExit();
            return null;
        }

        var seconds = clock.Elapsed.TotalSeconds;
        return process.ExitCode == 0
            ? (seconds, output.Result)
            : throw new InvalidOperationException($"{program} {string.Join(' ', arguments)} ended with {process.ExitCode}: {(output.Result + errors.Result).Trim().ReplaceLineEndings(" ")}");
    }
}
