namespace V2K.Engine.Disks.Copying;

/// <summary>What a copy becomes, from the first byte to the moment when it counts.</summary>
internal interface ICopyTarget : IDisposable
{
    /// <summary>Where the checkpoint of an unfinished copy is.</summary>
    string CheckpointPath { get; }

    /// <summary>Refuses a target that has no room for <paramref name="needed"/> bytes.</summary>
    void RequireSpace(long needed);

    /// <summary>The checkpoint from which <paramref name="start"/> can resume; null if there is none.</summary>
    Checkpoint? Resumable(Checkpoint start);

    /// <summary>Opens the target: to resume it, or empty and without a checkpoint.</summary>
    /// <param name="isResumed">Whether to resume it.</param>
    /// <param name="cache">Whether to go around the page cache.</param>
    TargetFile Open(bool isResumed, CacheMode cache);

    /// <summary>Makes a target that is whole count, durably.</summary>
    /// <returns>The bytes that it occupies.</returns>
    long Publish();

    /// <summary>Sees to it that the next copy starts from the beginning.</summary>
    void Discard();
}
