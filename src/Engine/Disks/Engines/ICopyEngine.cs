using V2K.Rules;

namespace V2K.Engine.Disks.Engines;

/// <summary>Copies one virtual disk. The native engine and external programs stand behind this seam.</summary>
public interface ICopyEngine : IConversionEngine
{
    /// <summary>
    /// Copies a disk, snapshots flattened, to a file that gets its final name only when it is whole and on the disk. A copy that
    /// fails or is cancelled leaves whatever had the name before.
    /// </summary>
    /// <param name="job">What to copy, to where and how.</param>
    /// <param name="progress">Told from any thread, as often as the job says.</param>
    /// <param name="cancellation">
    /// Stops the copy within about a second, plus the time for flushing if the engine can resume.
    /// </param>
    /// <exception cref="V2KException">The source is damaged or not a disk we read, or the target cannot be written.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellation"/> was asked for.</exception>
    Task<CopyOutcome> CopyAsync(CopyJob job, IProgress<CopyProgress>? progress, CancellationToken cancellation);
}
