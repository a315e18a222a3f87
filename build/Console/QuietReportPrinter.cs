using Cake.Cli;
using Cake.Core;
using Cake.Core.Diagnostics;
using Spectre.Console;

namespace V2K.Build.Console;

/// <summary>
/// Keeps Cake's banners and its table of durations for <c>--verbosity=verbose</c>: what a run says by default is what
/// the tasks have to say.
/// </summary>
/// <param name="log">Knows the verbosity.</param>
/// <param name="console">Where Cake's own printer writes.</param>
public sealed class QuietReportPrinter(ICakeLog log, IAnsiConsole console) : ICakeReportPrinter
{
    private readonly CakeSpectreReportPrinter _cake = new(console);

    private bool Talkative => log.Verbosity >= Verbosity.Verbose;

    /// <inheritdoc/>
    public void Write(CakeReport report)
    {
        if (Talkative)
        {
            _cake.Write(report);
        }
    }

    /// <inheritdoc/>
    public void WriteLifeCycleStep(string name, Verbosity verbosity)
    {
        if (Talkative)
        {
            _cake.WriteLifeCycleStep(name, verbosity);
        }
    }

    /// <inheritdoc/>
    public void WriteStep(string name, Verbosity verbosity)
    {
        if (Talkative)
        {
            _cake.WriteStep(name, verbosity);
        }
    }

    /// <inheritdoc/>
    public void WriteSkippedStep(string name, Verbosity verbosity)
    {
        if (Talkative)
        {
            _cake.WriteSkippedStep(name, verbosity);
        }
    }
}
