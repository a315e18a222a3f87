using System.Runtime.InteropServices;
using Cake.Core;
using V2K.Rules;

namespace V2K.Build.Console;

/// <summary>The program's exit codes; docs/reference/exit-codes.md lists them for users. A test compares the two.</summary>
public enum ExitCode
{
    /// <summary>Everything that was asked is done.</summary>
    Done = 0,

    /// <summary>A VM or a step failed.</summary>
    Failed = 1,

    /// <summary>The command line or the configuration is wrong; nothing was done.</summary>
    Usage = 2,

    /// <summary>Concerns stop every VM that did not finish, or <c>Plan --strict</c> found some that would.</summary>
    Blocked = 3,

    /// <summary>Stopped by Ctrl-C: 128 and the number of SIGINT, as shells count.</summary>
    Interrupted = 130,

    /// <summary>Stopped by SIGTERM: 128 and its number.</summary>
    Terminated = 143,
}

/// <summary>Decides the exit code of a run that failed.</summary>
public static class ExitCodes
{
    /// <summary>The code for <paramref name="failure"/>.</summary>
    /// <param name="failure">What ended the run; null where only Cake knows.</param>
    /// <param name="signal">The signal that asked the run to stop; null where none came.</param>
    public static ExitCode Of(Exception? failure, PosixSignal? signal = null) => (signal, failure) switch
    {
        (PosixSignal.SIGINT, _) => ExitCode.Interrupted,
        (PosixSignal.SIGTERM, _) => ExitCode.Terminated,
        (_, V2KException { Kind: FailureKind.Usage }) => ExitCode.Usage,
        (_, V2KException { Kind: FailureKind.Blocked }) => ExitCode.Blocked,
        (_, AggregateException { InnerExceptions: [var only] }) => Of(only),
        (_, CakeException { InnerException: { } inner }) => Of(inner),
        _ => ExitCode.Failed,
    };

    /// <summary>Every code with its meaning, for the help.</summary>
    public static IReadOnlyList<(ExitCode Code, string Meaning)> InOrder { get; } =
    [
        (ExitCode.Done, "done"),
        (ExitCode.Failed, "a VM or a step failed"),
        (ExitCode.Usage, "wrong option, target, value or configuration; nothing was done"),
        (ExitCode.Blocked, "stopped by concerns, or Plan --strict found some that would stop a VM"),
        (ExitCode.Interrupted, "stopped by Ctrl-C"),
        (ExitCode.Terminated, "stopped by SIGTERM"),
    ];
}
