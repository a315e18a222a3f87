using V2K.Rules;

namespace V2K.Engine.Configuration.Writing;

/// <summary>A datastore for which a configuration is to be written: <c>--datastore</c> of <c>--target=Init</c>.</summary>
/// <param name="Name">Its name in VMware; null where only its folder was given.</param>
/// <param name="Vmfs">The path that .vmx files have for it; null where it was not given.</param>
/// <param name="Source">The full path of the folder where it is mounted.</param>
/// <param name="Target">The full path where results go; null where it was not given.</param>
public sealed record MountedDatastore(string? Name, string? Vmfs, string Source, string? Target)
{
    private const string Usage = "Write it like --datastore=ds1=/mnt/ds1, --datastore=/mnt/ds1 or --datastore='/vmfs/volumes/ds1,/mnt/ds1=/srv/kvm/ds1'";

    /// <summary>
    /// Reads <c>NAME=PATH</c>, <c>PATH</c>, or what the other targets take: <c>VMFS,SOURCE=TARGET</c> and <c>SOURCE=TARGET</c>. Relative paths are
    /// relative to <paramref name="folder"/>.
    /// </summary>
    /// <exception cref="V2KException">The text has another form, or there is no such folder.</exception>
    public static MountedDatastore Parse(string text, string folder)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (Directory.Exists(Path.GetFullPath(text, folder)))
        {
            return new MountedDatastore(Name: null, Vmfs: null, Path.GetFullPath(text, folder), Target: null);
        }

        var comma = text.IndexOf(',', StringComparison.Ordinal);
        var equals = text.IndexOf('=', StringComparison.Ordinal);
        if (equals > 0 && equals < text.Length - 1 && !text[..equals].AsSpan().ContainsAny('/', ',') && text[..equals] is not ("." or ".."))
        {
            return new MountedDatastore(text[..equals], Vmfs: null, Existing(text[(equals + 1)..], folder), Target: null);
        }

        if (equals < 0)
        {
            return new MountedDatastore(Name: null, Vmfs: null, Existing(text, folder), Target: null);
        }

        if (comma == 0 || equals < comma + 2 || equals == text.Length - 1)
        {
            throw new V2KException($"'{text}' is not of the form NAME=PATH", Usage, key: "--datastore");
        }

        var vmfs = comma < 0 ? "" : Path.TrimEndingDirectorySeparator(text[..comma]);
        return new MountedDatastore(
            vmfs.Length == 0 ? null : Path.GetFileName(vmfs),
            vmfs.Contains('/', StringComparison.Ordinal) ? vmfs : null,
            Existing(text[(comma + 1)..equals], folder),
            Path.GetFullPath(text[(equals + 1)..], folder));
    }

    private static string Existing(string source, string folder)
    {
        var path = Path.GetFullPath(source, folder);
        return Directory.Exists(path) ? path : throw new V2KException($"there is no folder {path}", "Mount the datastore there, or correct the path. " + Usage, key: "--datastore");
    }
}
