namespace V2K.Guests.Building;

/// <summary>How libguestfs runs its appliance here.</summary>
internal static class Appliance
{
    /// <summary>Started by libguestfs itself, without libvirt in between; emulated, which works on every host.</summary>
    internal static IReadOnlyDictionary<string, string?> Environment { get; } = new Dictionary<string, string?>(StringComparer.Ordinal)
    {
        ["LIBGUESTFS_BACKEND"] = "direct",
        ["LIBGUESTFS_BACKEND_SETTINGS"] = System.Environment.GetEnvironmentVariable("LIBGUESTFS_BACKEND_SETTINGS") ?? "force_tcg",
    };
}
