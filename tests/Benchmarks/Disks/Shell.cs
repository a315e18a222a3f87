using System.Diagnostics;

namespace V2K.Benchmarks.Disks;

/// <summary>Runs a program to its end and times it as a whole process.</summary>
internal static class Shell
{
    /// <summary>Runs <paramref name="program"/>; fails loudly.</summary>
    internal static (double Seconds, string Output) Run(string program, params string[] arguments)
    {
        var clock = Stopwatch.StartNew();
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false })!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0
            ? (clock.Elapsed.TotalSeconds, output)
            : throw new InvalidOperationException($"{program} {string.Join(' ', arguments)} ended with {process.ExitCode}: {(output + errors.Result).Trim().ReplaceLineEndings(" ")}");
    }
}
