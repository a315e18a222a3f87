using Cake.Core;
using Cake.Core.Diagnostics;
using V2K.Engine;
using V2K.Rules;

namespace V2K.Build.Console;

/// <summary>
/// Cake's log as plain lines, with errors held back: a failure is printed once, at the end of the run, in one line on
/// standard error. <c>--verbosity=diagnostic</c> adds the stack trace.
/// </summary>
public sealed class FailureLog : ICakeLog
{
    private readonly List<string> _held = [];

    /// <inheritdoc/>
    public Verbosity Verbosity { get; set; } = Verbosity.Normal;

    /// <inheritdoc/>
    public void Write(Verbosity verbosity, LogLevel level, string format, params object[] args)
    {
        var text = args is null or [] ? format : string.Format(format, args);
        if (level <= LogLevel.Error)
        {
            _held.Add(text);
        }
        else if (verbosity <= Verbosity)
        {
            System.Console.WriteLine(text);
        }
    }

    /// <summary>What ended the run; null where nothing did, or only Cake knows.</summary>
    public Exception? Failure { get; set; }

    /// <summary>Whether the failure is one of a run, of which every line that a file keeps has its time.</summary>
    public bool IsOfRun { get; set; }

    /// <summary>Prints <see cref="Failure"/> or, where it is null, the errors that Cake logged.</summary>
    public void Print()
    {
        if (Verbosity == Verbosity.Diagnostic && Failure is not null)
        {
            System.Console.Error.WriteLine(UriCredentials.Mask(Failure.ToString()));
        }

        if (Failure is ReportedException)
        {
            return;
        }

        var line = "error: " + (Failure is null ? string.Join("; ", _held.Select(Printable.OneLine)) : Describe(Failure));
        System.Console.Error.WriteLine(IsOfRun && System.Console.IsErrorRedirected ? $"{line} ({LineTime.Now})" : line);
    }

    /// <summary>One line about <paramref name="failure"/> of any type.</summary>
    public static string Describe(Exception failure) => failure switch
    {
        V2KException known => known.Message,
        OperationCanceledException => "stopped. Finished work is kept; run the same command again to resume.",
        AggregateException { InnerExceptions: [var only] } => Describe(only),
        CakeException { InnerException: { } inner } => Describe(inner),
        IOException or UnauthorizedAccessException =>
            Printable.OneLine(UriCredentials.Mask(failure.Message.TrimEnd('.'))) + ". Fix this and run the same command again; finished work is kept.",
        _ => Printable.OneLine(UriCredentials.Mask(FaultText.Of(failure))) + ". This is a fault of V2K: --verbosity=diagnostic shows where.",
    };
}
