using System.Text.Json;
using V2K.Engine.Disks.Checksums;
using V2K.Engine.State;

namespace V2K.Engine.Disks.Copying;

/// <summary>
/// How far an unfinished copy had come when all of its file was last on the disk. It lies beside the target as <c>web01.qcow2.v2k-checkpoint</c> and
/// counts only for the same source and the same wishes.
/// </summary>
/// <param name="Version">Of this record and of how targets are laid out.</param>
/// <param name="Format">The target's format.</param>
/// <param name="ClusterSize">Its cluster size, in bytes.</param>
/// <param name="Compression">How its clusters are compressed.</param>
/// <param name="Preallocation">What of it has its place from the start.</param>
/// <param name="VirtualSize">The size of the disk, in bytes.</param>
/// <param name="Files">The source as it was.</param>
/// <param name="Offset">Everything before this byte of the virtual disk is in the target.</param>
/// <param name="ZeroBytes">Stored zeroes dropped so far.</param>
/// <param name="Layout">The writer's memory.</param>
/// <param name="Checksums">Those of what is in the target, as <see cref="ContentChecksums.Save"/> writes them.</param>
internal sealed record Checkpoint(
    int Version,
    DiskFormat Format,
    int ClusterSize,
    Compression Compression,
    Preallocation Preallocation,
    long VirtualSize,
    IReadOnlyList<SourceFile> Files,
    long Offset,
    long ZeroBytes,
    LayoutState Layout,
    byte[] Checksums)
{
    private const int CurrentVersion = 4;

    /// <summary>The checkpoint of a copy that has just begun.</summary>
    internal static Checkpoint Start(CopyJob job, DiskImage image) => new(
        CurrentVersion,
        job.Format,
        job.ClusterSize,
        job.Compression,
        job.Preallocation,
        image.VirtualSize,
        image.Files,
        Offset: 0,
        ZeroBytes: 0,
        LayoutState.Empty,
        Checksums: []);

    /// <summary>Reads the checkpoint at <paramref name="path"/>.</summary>
    /// <param name="path">Its file.</param>
    /// <param name="start">The copy to resume.</param>
    /// <returns>Null if there is none, or it is another copy's: of a source that has changed since, for one.</returns>
    internal static Checkpoint? Find(string path, Checkpoint start)
    {
        try
        {
            var found = JsonSerializer.Deserialize<Checkpoint>(File.ReadAllBytes(path));
            return found is not null && found.Matches(start) ? found : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException)
        {
            // No checkpoint, or one that cannot be relied on: the copy starts from the beginning.
            return null;
        }
    }

    /// <summary>Writes the checkpoint, whole or not at all.</summary>
    internal void Save(string path) => AtomicFile.WriteText(path, JsonSerializer.Serialize(this));

    private bool Matches(Checkpoint start) =>
        (Version, Format, ClusterSize, Compression, Preallocation, VirtualSize)
            == (start.Version, start.Format, start.ClusterSize, start.Compression, start.Preallocation, start.VirtualSize)
        && Layout is not null
        && Checksums is not null
        && Files is not null
        && SourceFile.AreSame(Files, start.Files);
}
