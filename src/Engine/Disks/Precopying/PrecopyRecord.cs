using System.Text.Json;
using System.Text.Json.Serialization;
using V2K.Engine.State;

namespace V2K.Engine.Disks.Precopying;

/// <summary>What a pre-copied disk holds: kept with the state, as <c>.v2k/web01/web01.qcow2.v2k-precopied.json</c>.</summary>
/// <param name="Version">Of this form and of how targets are laid out.</param>
/// <param name="Format">The disk's format.</param>
/// <param name="ClusterSize">Its cluster size, in bytes.</param>
/// <param name="Preallocation">What of it has its place from the start.</param>
/// <param name="VirtualSize">The size of the disk as the guest sees it, in bytes.</param>
/// <param name="Files">The frozen part of the chain that it holds, the newest file first.</param>
/// <param name="Pending">
/// The newer files, newest first, that a run has started to add to it; empty for none. It then holds neither what it did nor
/// what it will, until they have been written into it from their beginning.
/// </param>
/// <param name="Inode">Its inode number.</param>
/// <param name="Stamp">What it was like after the last write; says nothing while files are pending.</param>
/// <param name="Checksums">As <see cref="Checksums.ContentChecksums.Save"/> writes them.</param>
internal sealed record PrecopyRecord(
    int Version,
    DiskFormat Format,
    int ClusterSize,
    Preallocation Preallocation,
    long VirtualSize,
    IReadOnlyList<SourceFile> Files,
    IReadOnlyList<SourceFile> Pending,
    ulong Inode,
    FileStamp Stamp,
    byte[] Checksums)
{
    /// <summary>The version that this program writes and reads.</summary>
    internal const int CurrentVersion = 1;

    /// <summary>Reads the record at <paramref name="path"/>.</summary>
    /// <returns>Null if there is none that can be relied on.</returns>
    internal static PrecopyRecord? Read(string path)
    {
        try
        {
            using var stream = File.OpenRead(path);
            return JsonSerializer.Deserialize(stream, PrecopyJson.Default.PrecopyRecord)
                is { Version: CurrentVersion, Files: not null, Pending: not null, Checksums: not null } record
                ? record
                : null;
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException or JsonException)
        {
            return null;
        }
    }

    /// <summary>Writes the record, whole or not at all; it is on the disk when this returns.</summary>
    internal void Write(string path) => AtomicFile.WriteText(path, JsonSerializer.Serialize(this, PrecopyJson.Default.PrecopyRecord) + "\n");
}

/// <summary>The record's JSON, without reflection.</summary>
[JsonSourceGenerationOptions(WriteIndented = true, PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(PrecopyRecord))]
internal sealed partial class PrecopyJson : JsonSerializerContext;
