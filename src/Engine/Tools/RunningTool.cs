namespace V2K.Engine.Tools;

/// <summary>A program that runs beside the others until it ends by itself, or is stopped by disposing of this: a server, a recorder.</summary>
public sealed class RunningTool : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();

    /// <summary>Starts <paramref name="tool"/>; what the parameters mean, <see cref="ToolRunner.RunAsync"/> says.</summary>
    /// <exception cref="Rules.V2KException">The program is not installed.</exception>
    public RunningTool(ToolRunner runner, Tool tool, IReadOnlyList<string> arguments, string remedy, Action<string>? onOutput = null)
    {
        Completion = runner.RunAsync(tool, arguments, remedy, onOutput, cancellation: _stop.Token);
        if (Completion.IsFaulted)
        {
            // It has not even started.
            Completion.GetAwaiter().GetResult();
        }
    }

    /// <summary>Ends when the program does; fails with a <see cref="Rules.V2KException"/> where its exit status is not 0.</summary>
    public Task<ToolResult> Completion { get; }

    /// <summary>Interrupts the program if it still runs, kills it if that does not help, and waits for its end, however it ends.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await Completion.ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        _stop.Dispose();
    }
}
