using System.Globalization;
using V2K.Engine.Interop;

namespace V2K.Benchmarks.Disks;

/// <summary>
/// What the device does at most while a disk is copied: the target's bytes written and, where the copy reads around the page cache, the
/// source's read beside them, by O_DIRECT, several requests at a time, with nothing to find, to think about or to keep.
/// </summary>
internal static class DeviceTraffic
{
    private const int RequestLength = 1 << 20;

    /// <summary>Requests in flight each way.</summary>
    private const int Depth = 4;

    /// <summary>Writes <paramref name="length"/> bytes to a new file at <paramref name="target"/>, and reads all of <paramref name="source"/> unless that is null; both at once.</summary>
    /// <returns>The exit status of the process that does nothing else.</returns>
    internal static int Run(string? source, string target, long length)
    {
        Task[] transfers = source is null ? [.. Write(target, length)] : [.. Write(target, length), .. Read(source)];
        Task.WaitAll(transfers);
        Posix.Flush(target);
        return 0;
    }

    private static IEnumerable<Task> Write(string path, long length)
    {
        var file = File.OpenHandle(path, FileMode.Create, FileAccess.ReadWrite);
        Posix.Allocate(file, 0, length);
        var direct = DirectFile.TryOpen(file, FileAccess.Write, isInsisted: true) ?? throw NotDirect(path);
        return InFlight(length, (buffer, position) =>
        {
            // Zeroes might cost a device nothing.
            buffer.Fill((byte)(1 + position / RequestLength % byte.MaxValue));
            return direct.TryWrite(buffer, position);
        });
    }

    private static IEnumerable<Task> Read(string path)
    {
        var file = Posix.OpenForReading(path);
        var direct = DirectFile.TryOpen(file, FileAccess.Read, isInsisted: true) ?? throw NotDirect(path);
        return InFlight(RandomAccess.GetLength(file), (buffer, position) => direct.TryRead(buffer, position) is not null);
    }

    private static IEnumerable<Task> InFlight(long length, Request request)
    {
        var next = -1L;
        return Enumerable.Range(0, Depth).Select(_ => Task.Factory.StartNew(
            () =>
            {
                var buffer = DirectFile.AllocateMemory(RequestLength);
                for (var position = Position(); position < length; position = Position())
                {
                    if (!request(buffer, position))
                    {
                        throw new InvalidOperationException(string.Create(CultureInfo.InvariantCulture, $"O_DIRECT was refused at {position}"));
                    }
                }
            },
            TaskCreationOptions.LongRunning));

        long Position() => Interlocked.Increment(ref next) * RequestLength;
    }

    private static InvalidOperationException NotDirect(string path) => new($"the file system of {path} has no O_DIRECT");

    private delegate bool Request(Span<byte> buffer, long position);
}
