namespace V2K.Engine.Guests.Text;

/// <summary>crypttab(5): name, device, key and options of what is decrypted at boot.</summary>
public static class Crypttab
{
    private static readonly string[] RandomKeys = ["/dev/urandom", "/dev/random", "/dev/hwrng"];

    private static readonly string[] WithoutHeader = ["plain", "swap", "tmp"];

    /// <summary>Lasting names for devices. One that holds no header is overwritten at each boot, and so is whatever UUID is found on it now.</summary>
    public static string Change(string text, DeviceNames names) =>
        Fstab.Change(text, field: 1, fields => IsOverwritten(fields) ? names.Renamed(fields[1]) : names.Lasting(fields[1]));

    private static bool IsOverwritten(IReadOnlyList<string> fields) =>
        (fields.Count > 2 && RandomKeys.Contains(fields[2], StringComparer.Ordinal))
        || (fields.Count > 3 && fields[3].Split(',').Intersect(WithoutHeader, StringComparer.Ordinal).Any());
}
