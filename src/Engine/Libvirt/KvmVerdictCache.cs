using System.Text.Json;
using System.Text.Json.Serialization;
using V2K.Engine.State;

namespace V2K.Engine.Libvirt;

/// <summary>The last answer of <see cref="KvmProbe"/>, in the user's cache folder.</summary>
internal static class KvmVerdictCache
{
    private static string Path => UserCache.Path("kvm.json");

    /// <summary>Everything that the answer depends on: this boot, its kernel, and QEMU.</summary>
    internal static string HostKey(string qemu) => string.Join(
        ", ",
        File.ReadAllText("/proc/sys/kernel/random/boot_id").Trim(),
        File.ReadAllText("/proc/sys/kernel/osrelease").Trim(),
        qemu,
        FileStamp.Of(qemu));

    /// <summary>The answer for <paramref name="host"/>; null where there is none, or one for another.</summary>
    internal static KvmVerdict? Find(string host)
    {
        try
        {
            var kept = JsonSerializer.Deserialize(File.ReadAllText(Path), KvmVerdictJson.Default.KeptVerdict);
            return kept?.Host == host ? kept.Verdict : null;
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException or JsonException)
        {
            // Without a cache, the host is asked again.
            return null;
        }
    }

    /// <summary>Keeps the answer.</summary>
    internal static void Keep(string host, KvmVerdict verdict)
    {
        try
        {
            AtomicFile.WriteText(Path, JsonSerializer.Serialize(new KeptVerdict(host, verdict), KvmVerdictJson.Default.KeptVerdict) + "\n");
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException)
        {
            // A user without a home asks every time: that costs seconds, and nothing else.
        }
    }
}

/// <summary>What the cache holds.</summary>
/// <param name="Host">Which host, in which state.</param>
/// <param name="Verdict">The answer.</param>
internal sealed record KeptVerdict(string Host, KvmVerdict Verdict);

/// <summary>The cache's JSON, without reflection.</summary>
[JsonSourceGenerationOptions(WriteIndented = true, PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(KeptVerdict))]
internal sealed partial class KvmVerdictJson : JsonSerializerContext;
