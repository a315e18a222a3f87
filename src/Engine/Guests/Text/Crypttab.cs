namespace V2K.Engine.Guests.Text;

/// <summary>crypttab(5): name, device, key and options of what is decrypted at boot.</summary>
public static class Crypttab
{
    private static readonly string[] RandomKeys = ["/dev/urandom", "/dev/random", "/dev/hwrng"];

    private static readonly string[] WithoutHeader = ["plain", "swap", "tmp"];

    /// <summary>Lasting names for devices. One that holds no header is overwritten at each boot, and so is whatever UUID is found on it now.</summary>
    public static string Change(string text, DeviceNames names)
    {
        var renamed = Fstab.Change(text, field: 1, fields => IsOverwritten(fields) ? names.Renamed(fields[1]) : names.Lasting(fields[1]));
        return Fstab.Change(renamed, field: 2, fields => KeyPlace(fields[2], names));
    }

    /// <summary>A key may lie on another device: <c>/dev/sdb1:/root.key</c>, of passdev, or <c>/root.key:/dev/sdb1</c>, of systemd.</summary>
    private static string? KeyPlace(string key, DeviceNames names)
    {
        var changed = key.Split(':').Select(part => names.Renamed(part) ?? part);
        return key.Contains(':', StringComparison.Ordinal) ? string.Join(':', changed) : names.Renamed(key);
    }

    private static bool IsOverwritten(IReadOnlyList<string> fields) =>
        (fields.Count > 2 && RandomKeys.Contains(fields[2], StringComparer.Ordinal))
        || (fields.Count > 3 && fields[3].Split(',').Intersect(WithoutHeader, StringComparer.Ordinal).Any());
}
