using V2K.Rules;

namespace V2K.Engine.Tools;

/// <summary>
/// A recording of what the kernel does while disks are converted: scheduling, system calls and interrupts of the whole host, as trace-cmd(1) and
/// KernelShark show them. Whatever engine converts is in it.
/// </summary>
public sealed class TraceRecording : IAsyncDisposable
{
    private const string Remedy = "Run as root, with the kernel's tracing allowed, or omit --trace";

    /// <summary>How long trace-cmd may take to begin, and to put together what it has recorded.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    private static readonly TimeSpan RetryTime = TimeSpan.FromMilliseconds(20);

    private readonly RunningTool _recorder;
    private readonly string _file;

    private TraceRecording(RunningTool recorder, string file)
    {
        _recorder = recorder;
        _file = file;
    }

    /// <summary>Begins to record into <paramref name="file"/>, which is replaced.</summary>
    /// <exception cref="V2KException">trace-cmd is missing, or may not record here.</exception>
    public static async Task<TraceRecording> StartAsync(string file, ToolRunner tools, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(tools);
        File.Delete(file);
        var recorder = new RunningTool(
            tools.WithGrace(Patience), KnownTools.TraceCmd, ["record", "-o", file, "-e", "sched", "-e", "syscalls", "-e", "irq"], Remedy);
        var recording = new TraceRecording(recorder, file);
        try
        {
            await recording.WaitUntilBegunAsync(cancellation);
            return recording;
        }
        catch
        {
            await recorder.DisposeAsync();
            throw;
        }
    }

    /// <summary>Ends the recording and waits until the file is whole.</summary>
    /// <exception cref="V2KException">It did not become a file.</exception>
    public async ValueTask DisposeAsync()
    {
        await _recorder.DisposeAsync();
        if (!File.Exists(_file))
        {
            throw new V2KException("trace-cmd did not create a recording", Remedy, _file);
        }
    }

    /// <summary>It says nothing before its end where nobody watches, but has a file for each processor while it records.</summary>
    private async Task WaitUntilBegunAsync(CancellationToken cancellation)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        patience.CancelAfter(Patience);
        while (!File.Exists(_file + ".cpu0"))
        {
            if (_recorder.Completion.IsCompleted)
            {
                await _recorder.Completion;
                throw new V2KException("trace-cmd ended at once", Remedy, _file);
            }

            await Task.Delay(RetryTime, patience.Token);
        }
    }
}
