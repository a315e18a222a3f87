using System.Runtime.InteropServices;

namespace V2K.Build.Console;

/// <summary>
/// Ctrl-C and SIGTERM: the first asks the work to stop at the next good place, the second ends the program at once.
/// </summary>
public sealed class StopSignal : IDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly PosixSignalRegistration[] _registrations;

    /// <summary>Listens from now on.</summary>
    public StopSignal() => _registrations =
    [
        PosixSignalRegistration.Create(PosixSignal.SIGINT, OnSignal),
        PosixSignalRegistration.Create(PosixSignal.SIGTERM, OnSignal),
    ];

    /// <summary>The signal that asked the work to stop; null where none came.</summary>
    public PosixSignal? Received { get; private set; }

    /// <summary>Tells the user that the work is stopping.</summary>
    public Action<string> Notify { get; set; } = System.Console.Error.WriteLine;

    /// <summary>Asked for after the first signal.</summary>
    public CancellationToken Token => _stop.Token;

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var registration in _registrations)
        {
            registration.Dispose();
        }

        _stop.Dispose();
    }

    private void OnSignal(PosixSignalContext context)
    {
        if (!_stop.IsCancellationRequested)
        {
            context.Cancel = true;
            Received = context.Signal;
            Notify("stopping; repeat to stop at once");
            _stop.Cancel();
        }
    }
}
