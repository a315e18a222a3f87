using System.Text;
using V2K.Engine.Interop;
using V2K.Rules;

namespace V2K.Engine.State;

/// <summary>Keeps two runs off one VM. The kernel gives the lock back however its holder ends.</summary>
internal sealed class RunLock : IDisposable
{
    /// <summary>EWOULDBLOCK of open(2) and flock(2) on Linux, which .NET passes on as HResult.</summary>
    private const int WouldBlock = 11;

    private readonly FileStream _stream;

    private RunLock(FileStream stream) => _stream = stream;

    /// <summary>Takes the lock file <paramref name="path"/>, and writes into it who holds it.</summary>
    /// <exception cref="V2KException">Another run holds it; the message says which.</exception>
    internal static RunLock Take(string path, string vm)
    {
        try
        {
            // FileShare.None is flock(2) with LOCK_EX here.
            var stream = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 0);
            stream.SetLength(0);
            stream.Write(Encoding.UTF8.GetBytes(
                $"process {Environment.ProcessId} on {Environment.MachineName} since {DateTimeOffset.UtcNow:u}"));
            return new RunLock(stream);
        }
        catch (IOException cause) when (cause.HResult == WouldBlock)
        {
            throw new V2KException(
                $"another run is working on this VM: {Holder(path)}", "Wait for that run to end, or stop it", vm, cause: cause);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _stream.Dispose();

    private static string Holder(string path)
    {
        // FileStream would ask for a shared lock, which the holder rules out.
        using var file = Posix.OpenForReading(path);
        var text = new byte[256];
        return Encoding.UTF8.GetString(text, 0, RandomAccess.Read(file, text, fileOffset: 0));
    }
}
