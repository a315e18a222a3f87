namespace V2K.Engine.Datastores;

/// <summary>A file on a datastore as VMware spells it: <c>/vmfs/volumes/5f1c2d3e-…/web01/web01.vmdk</c> or <c>[datastore1] web01/web01.vmdk</c>.</summary>
/// <param name="Volume">The datastore's id or name.</param>
/// <param name="Path">The file relative to the datastore; empty for the datastore itself.</param>
public readonly record struct VmfsPath(string Volume, string Path)
{
    /// <summary>The folder of an ESXi host in which all its datastores are.</summary>
    public const string Volumes = "/vmfs/volumes/";

    /// <summary>What the file system takes as one name, NAME_MAX of limits.h.</summary>
    private const int MaximumVolume = 255;

    /// <summary>The datastore's id or name in <paramref name="reference"/>; null where it has neither form.</summary>
    public static string? VolumeOf(string reference) => Parse(reference)?.Volume;

    /// <summary>Reads <paramref name="reference"/>, which may begin with a scheme, as in <c>ds:///vmfs/volumes/…</c>.</summary>
    /// <returns>Null where it has neither form, or a volume that no folder could be.</returns>
    public static VmfsPath? Parse(string reference)
    {
        ArgumentNullException.ThrowIfNull(reference);
        var at = reference.IndexOf(Volumes, StringComparison.Ordinal);
        var (volume, path) = at >= 0 ? Split(reference[(at + Volumes.Length)..], '/')
            : reference is ['[', ..] && reference.Contains(']', StringComparison.Ordinal) ? Split(reference[1..], ']')
            : ("", "");
        return volume.Length is 0 or > MaximumVolume || volume is "." or ".." || volume.Any(char.IsControl) ? null : new VmfsPath(volume, path);
    }

    private static (string Volume, string Path) Split(string text, char separator) =>
        text.IndexOf(separator, StringComparison.Ordinal) is >= 0 and var end ? (text[..end], text[(end + 1)..].Trim().TrimStart('/')) : (text, "");
}
