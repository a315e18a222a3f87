using System.Diagnostics;
using System.IO.Pipelines;
using CliWrap;

namespace V2K.Engine.Tools;

/// <summary>
/// What a program writes, to its end rather than to its pipes': what it leaves running has them, and may never close them. virt-v2v that
/// fails leaves qemu-nbd like that.
/// </summary>
internal sealed class ProgramOutput : IDisposable
{
    /// <summary>After the program's end, for what it wrote last.</summary>
    private static readonly TimeSpan Afterwards = TimeSpan.FromSeconds(3);

    private readonly CancellationTokenSource _over = new();

    /// <summary>Somebody else still held a pipe when the program was over.</summary>
    internal bool IsHeld { get; private set; }

    /// <summary>Takes the end of process <paramref name="id"/>, a child of this one, for the end of all that is written.</summary>
    internal async Task EndWithAsync(int id)
    {
        try
        {
            using var program = Process.GetProcessById(id);
            await program.WaitForExitAsync();
        }
        catch (ArgumentException)
        {
            // It has ended already.
        }

        _over.CancelAfter(Afterwards);
    }

    /// <summary>Passes what is written on to <paramref name="target"/>.</summary>
    internal PipeTarget To(PipeTarget target) => PipeTarget.Create(async (written, cancellation) =>
    {
        var pipe = new Pipe();
        await Task.WhenAll(ReadAsync(), PassOnAsync());

        async Task ReadAsync()
        {
            var buffer = new byte[16 << 10];
            try
            {
                // A read of a pipe cannot be cancelled, but left to itself, and its buffer with it.
                while (await written.ReadAsync(buffer, CancellationToken.None).AsTask().WaitAsync(_over.Token) is > 0 and var got)
                {
                    await pipe.Writer.WriteAsync(buffer.AsMemory(0, got), CancellationToken.None);
                }
            }
            catch (OperationCanceledException)
            {
                IsHeld = true;
            }
            finally
            {
                await pipe.Writer.CompleteAsync();
            }
        }

        async Task PassOnAsync()
        {
            try
            {
                await target.CopyFromAsync(pipe.Reader.AsStream(leaveOpen: true), cancellation);
            }
            finally
            {
                // The program continues to write, although nobody reads it.
                await pipe.Reader.CompleteAsync();
            }
        }
    });

    /// <inheritdoc/>
    public void Dispose() => _over.Dispose();
}
