using System.Text.Json;
using System.Text.Json.Serialization;
using V2K.Engine.Interop;
using V2K.Engine.State;
using V2K.Engine.Tools;
using V2K.Rules;

namespace V2K.Engine.Guests.Overlays;

/// <summary>
/// Overlays that are whole and on the disk, and must be committed before anything else is done to their VM. While this file
/// exists, the converted disks may hold any part of the overlays; committing again puts that right.
/// </summary>
/// <param name="Disks">The overlays and the disks they belong to.</param>
public sealed record PendingCommit(IReadOnlyList<PendingCommit.Disk> Disks)
{
    /// <summary>An overlay and the disk below it; full paths.</summary>
    public sealed record Disk(string Overlay, string Target);

    /// <summary>What a crash left to be committed; null for nothing.</summary>
    /// <exception cref="V2KException">The file is there and cannot be read.</exception>
    public static PendingCommit? Find(AdjustFiles files)
    {
        if (!File.Exists(files.Pending))
        {
            return null;
        }

        try
        {
            using var stream = File.OpenRead(files.Pending);
            return JsonSerializer.Deserialize(stream, PendingCommitJson.Default.PendingCommit)
                ?? throw new JsonException("it is empty");
        }
        catch (JsonException cause)
        {
            throw new V2KException(
                $"lists the adjusted disks that must be committed, and cannot be read: {cause.Message}",
                "The file was changed: convert the VM again with --force, or commit the overlays beside it with qemu-img commit and remove it",
                files.Pending,
                cause: cause);
        }
    }

    /// <summary>From when this returns, a crash no longer loses the overlays.</summary>
    internal void Write(AdjustFiles files) =>
        AtomicFile.WriteText(files.Pending, JsonSerializer.Serialize(this, PendingCommitJson.Default.PendingCommit) + "\n");

    /// <summary>Commits every overlay; each stays as it is, so that this may be repeated from the start.</summary>
    public async Task FinishAsync(ToolRunner tools)
    {
        foreach (var disk in Disks)
        {
            // -d leaves the overlay as it is: emptied by a commit that crashed, it could not be committed again.
            await tools.RunAsync(
                KnownTools.QemuImg,
                ["commit", "-q", "-d", "-f", "qcow2", disk.Overlay],
                "Free space or fix what the message names, then run the command again; it resumes the commit");
            Posix.Flush(disk.Target);
        }
    }
}

/// <summary>The file's JSON, without reflection.</summary>
[JsonSourceGenerationOptions(WriteIndented = true, PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(PendingCommit))]
internal sealed partial class PendingCommitJson : JsonSerializerContext;
