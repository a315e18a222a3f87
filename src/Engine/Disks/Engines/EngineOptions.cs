namespace V2K.Engine.Disks.Engines;

/// <summary>
/// The knobs of the engines that are programs of others: <c>engine-options:</c> in the configuration, options of the same names on the
/// command line. Null leaves the choice to the engine, which goes by <see cref="CopyJob.Parallel"/>.
/// </summary>
public sealed record EngineOptions
{
    /// <summary>The most coroutines that qemu-img convert takes.</summary>
    public const int MaximumCoroutines = 16;

    /// <summary>The most of anything that is asked of nbdcopy: more connections or requests help no storage that exists.</summary>
    public const int Maximum = 1024;

    /// <summary>qemu-img: requests in flight, its <c>-m</c>; 1 to 16.</summary>
    public int? Coroutines { get; init; }

    /// <summary>nbdcopy: connections to each of the two servers, its <c>--connections</c>.</summary>
    public int? Connections { get; init; }

    /// <summary>nbdcopy: threads, its <c>--threads</c>; it uses no more of them than there are connections.</summary>
    public int? Threads { get; init; }

    /// <summary>nbdcopy: requests in flight on each connection, its <c>--requests</c>.</summary>
    public int? Requests { get; init; }
}
