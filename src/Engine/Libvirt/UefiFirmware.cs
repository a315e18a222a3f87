using System.Text.Json;

namespace V2K.Engine.Libvirt;

/// <summary>A UEFI firmware of this host, as QEMU's firmware descriptors have it (docs/interop/firmware.json of QEMU); libvirt chooses among the same.</summary>
/// <param name="Path">The executable's full path.</param>
/// <param name="HasSecureBoot">Whether it can check what it boots.</param>
public sealed record UefiFirmware(string Path, bool HasSecureBoot)
{
    /// <summary>The folders in which descriptors lie. A file of an earlier one replaces its namesakes in later ones.</summary>
    private static readonly string[] Folders = ["/etc/qemu/firmware", "/usr/share/qemu/firmware"];

    /// <summary>Larger files are no descriptors.</summary>
    private const int MaximumBytes = 64 << 10;

    /// <summary>Those for x86-64 whose file is there, in the order in which libvirt prefers them.</summary>
    /// <param name="folders">Where descriptors lie; null for the folders of this host.</param>
    public static IReadOnlyList<UefiFirmware> All(IReadOnlyList<string>? folders = null) =>
    [
        .. (folders ?? Folders).Where(Directory.Exists)
            .SelectMany(folder => Directory.EnumerateFiles(folder, "*.json"))
            .DistinctBy(file => System.IO.Path.GetFileName(file), StringComparer.Ordinal)
            .OrderBy(file => System.IO.Path.GetFileName(file), StringComparer.Ordinal)
            .Select(Read)
            .OfType<UefiFirmware>()
            .Where(firmware => File.Exists(firmware.Path)),
    ];

    /// <summary>Null for a descriptor of another firmware or architecture, and for a file that is none; an empty one hides its namesake.</summary>
    private static UefiFirmware? Read(string file)
    {
        try
        {
            if (new FileInfo(file).Length is 0 or > MaximumBytes)
            {
                return null;
            }

            using var json = JsonDocument.Parse(File.ReadAllText(file));
            var root = json.RootElement;
            return Texts(root, "interface-types").Contains("uefi")
                && root.GetProperty("targets").EnumerateArray().Any(target => target.GetProperty("architecture").GetString() == "x86_64")
                && root.GetProperty("mapping") is var mapping
                && (mapping.TryGetProperty("executable", out var executable) ? executable.GetProperty("filename") : mapping.GetProperty("filename")).GetString() is { } path
                    ? new UefiFirmware(path, Texts(root, "features").Contains("secure-boot"))
                    : null;
        }
        catch (Exception other) when (other is JsonException or KeyNotFoundException or InvalidOperationException or IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static List<string?> Texts(JsonElement root, string key) => [.. root.GetProperty(key).EnumerateArray().Select(text => text.GetString())];
}
