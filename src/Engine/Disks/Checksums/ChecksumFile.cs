using System.Text.Json;
using System.Text.Json.Serialization;
using V2K.Engine.State;

namespace V2K.Engine.Disks.Checksums;

/// <summary>
/// The checksums of a converted disk as they are kept beside the state: <c>.v2k/web01/web01.qcow2.checksums</c>. JSON; whole and sizes are there for
/// people, the blocks in base64.
/// </summary>
/// <param name="Version">Of this form and of how checksums are made.</param>
/// <param name="Algorithm">For people: the version decides.</param>
/// <param name="Recorded">When source and target were last known to hold this.</param>
/// <param name="VirtualSize">The size of the disk, in bytes.</param>
/// <param name="BlockLength">What a block covers, in bytes.</param>
/// <param name="Whole">The checksum of all blocks; null while one is missing.</param>
/// <param name="Blocks">See <see cref="ContentChecksums.Save"/>.</param>
internal sealed record ChecksumFile(
    int Version, string Algorithm, DateTimeOffset Recorded, long VirtualSize, long BlockLength, string? Whole, byte[] Blocks)
{
    private const int CurrentVersion = 1;

    /// <summary>Writes <paramref name="checksums"/> to <paramref name="path"/>, whole or not at all.</summary>
    internal static void Write(string path, ContentChecksums checksums) => AtomicFile.WriteText(path, JsonSerializer.Serialize(
        new ChecksumFile(
            CurrentVersion,
            $"XXH3-64 of {ContentChecksums.LeafLength} bytes, summed by block; whole: XXH128",
            DateTimeOffset.UtcNow,
            checksums.VirtualSize,
            checksums.BlockLength,
            checksums.Whole,
            checksums.Save()),
        ChecksumJson.Default.ChecksumFile) + "\n");

    /// <summary>Removes the record at <paramref name="path"/>, if there is one.</summary>
    internal static void Remove(string path)
    {
        AtomicFile.Tidy(path);

        // Its folder may not be there either.
        if (File.Exists(path))
        {
            File.Delete(path);
        }
    }

    /// <summary>Reads the record at <paramref name="path"/>.</summary>
    /// <param name="path">Its file.</param>
    /// <param name="virtualSize">The size of the disk it should be for, in bytes.</param>
    /// <returns>Null if there is none, or none for such a disk: then only a comparison byte for byte can tell.</returns>
    internal static (ContentChecksums Checksums, DateTimeOffset Recorded)? Read(string path, long virtualSize)
    {
        try
        {
            using var stream = File.OpenRead(path);
            return JsonSerializer.Deserialize(stream, ChecksumJson.Default.ChecksumFile) is { Version: CurrentVersion, Blocks: not null } file
                && file.VirtualSize == virtualSize
                && ContentChecksums.Load(virtualSize, file.Blocks) is { } checksums
                ? (checksums, file.Recorded)
                : null;
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException or JsonException)
        {
            return null;
        }
    }
}

/// <summary>The record's JSON, without reflection.</summary>
[JsonSourceGenerationOptions(WriteIndented = true, PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(ChecksumFile))]
internal sealed partial class ChecksumJson : JsonSerializerContext;
