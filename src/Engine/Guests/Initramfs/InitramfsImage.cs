using System.Text;

namespace V2K.Engine.Guests.Initramfs;

/// <summary>
/// What an initramfs holds: one or more cpio archives behind each other, each plain or compressed, the later one's files over the
/// earlier one's, just as the kernel unpacks them (init/initramfs.c).
/// </summary>
public sealed class InitramfsImage
{
    /// <summary>Text that may have to be changed is shorter than this.</summary>
    private const int MaximumText = 256 * 1024;

    /// <summary>Ordinary images hold some thousand files.</summary>
    private const int MaximumEntries = 500_000;

    private static readonly string[] TextFolders = ["conf/", "etc/", "cryptroot/", "scripts/", "lib/modules/", "usr/lib/modules/"];

    /// <summary>What the kernel starts, and what such a program reads in an image that is made by hand.</summary>
    private static readonly string[] Starters = ["init", "linuxrc", "sbin/init"];

    /// <summary>How a script, or a program, that looks for a file system by its UUID says so.</summary>
    private static readonly string[] WaysToUuids = ["UUID=", "by-uuid", "findfs", "blkid"];

    private readonly Dictionary<string, CpioEntry> _entries = new(StringComparer.Ordinal);

    private InitramfsImage()
    {
    }

    /// <summary>Its files by path.</summary>
    public IReadOnlyDictionary<string, CpioEntry> Entries => _entries;

    /// <summary>The program that made it.</summary>
    public InitramfsGenerator Generator { get; private set; }

    /// <summary>The kernel release whose modules it holds; null where it holds none.</summary>
    public string? Release { get; private set; }

    /// <summary>Where modules lie in it: <c>usr/lib/modules/6.1.0-18-amd64</c>; null where it holds none.</summary>
    public string? ModulesFolder { get; private set; }

    /// <summary>
    /// Whether its end is compressed by LZ4, behind which only Linux 5.9 and later look for another archive
    /// (lib/decompress_unlz4.c: a zero length ends the data).
    /// </summary>
    public bool EndsInLz4 { get; private set; }

    /// <summary>Whether its first program can find the root file system by a UUID, which the kernel itself cannot.</summary>
    public bool FindsUuids { get; private set; }

    /// <summary>The names of the modules in it, with their paths below <see cref="ModulesFolder"/>.</summary>
    public IReadOnlyDictionary<string, string> Modules { get; private set; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>
    /// Reads the first <paramref name="length"/> bytes of <paramref name="file"/>; null where they are compressed in a way
    /// that is not known, or damaged.
    /// </summary>
    public static InitramfsImage? TryRead(Stream file, long length)
    {
        var image = new InitramfsImage();
        file.Position = 0;
        try
        {
            while (SkipZeroes(file, length))
            {
                var start = new byte[Compression.MagicLength];
                var known = file.ReadAtLeast(start, start.Length, throwOnEndOfStream: false);
                file.Position -= known;
                if (start.AsSpan().StartsWith("0707"u8))
                {
                    image.Add(file);
                    continue;
                }

                // Where compressed data end is known to the decompressor alone; in practice, at the end of the file.
                using var content = Compression.Open(start, file);
                if (content is null)
                {
                    return null;
                }

                image.EndsInLz4 = start is [0x02, 0x21, 0x4C, 0x18, ..];
                image.Add(content);
                break;
            }
        }
        catch (Exception cause) when (cause is InvalidDataException or EndOfStreamException or ZstdSharp.ZstdException
            or SharpCompress.Common.SharpCompressException)
        {
            return null;
        }

        image.Recognise();
        return image._entries.Count > 0 ? image : null;
    }

    /// <summary>The text of a small file, byte for byte; null where there is none.</summary>
    public string? Text(string path) =>
        _entries.TryGetValue(path, out var entry) && entry.IsFile ? Encoding.Latin1.GetString(entry.Content.Span) : null;

    /// <summary>
    /// Where <paramref name="path"/> really lies when links among its folders are followed: <c>usr/lib/modules</c> for
    /// <c>lib/modules</c> where <c>lib</c> is a link. An archive that named <c>lib</c> as a folder would replace the link.
    /// </summary>
    public string Resolve(string path)
    {
        for (var hops = 0; hops < 16; hops++)
        {
            var link = Prefixes(path).FirstOrDefault(prefix => _entries.TryGetValue(prefix, out var entry) && entry.IsLink);
            if (link is null)
            {
                return path;
            }

            var target = Encoding.Latin1.GetString(_entries[link].Content.Span).TrimEnd('\0');
            path = Normalise(target.StartsWith('/') ? target : $"{Path.GetDirectoryName(link)}/{target}") + path[link.Length..];
        }

        return path;
    }

    private static IEnumerable<string> Prefixes(string path)
    {
        for (var slash = path.IndexOf('/', StringComparison.Ordinal); slash > 0; slash = path.IndexOf('/', slash + 1))
        {
            yield return path[..slash];
        }
    }

    private static string Normalise(string path) => Path.GetFullPath("/" + path).TrimStart('/');

    private static bool SkipZeroes(Stream file, long length)
    {
        while (file.Position < length)
        {
            var next = file.ReadByte();
            if (next != 0)
            {
                file.Position--;
                return next >= 0;
            }
        }

        return false;
    }

    private void Add(Stream archive)
    {
        foreach (var entry in new CpioReader(archive).Read(IsText))
        {
            _entries[entry.Name] = entry;
            if (_entries.Count > MaximumEntries)
            {
                throw new InvalidDataException("it contains too many files for an initramfs");
            }
        }
    }

    private static bool IsText(string path, long length) =>
        length <= MaximumText
        && !path.Contains(".ko", StringComparison.Ordinal)
        && (Array.Exists(TextFolders, folder => path.StartsWith(folder, StringComparison.Ordinal))
            || Starters.Contains(path, StringComparer.Ordinal)
            || path.EndsWith(".sh", StringComparison.Ordinal));

    private void Recognise()
    {
        Generator =
            Has("conf/initramfs.conf") || Has("scripts/functions") ? InitramfsGenerator.InitramfsTools
            : _entries.Keys.Any(path => path.Contains("/dracut-lib", StringComparison.Ordinal) || path.Contains("lib/dracut/", StringComparison.Ordinal))
                ? InitramfsGenerator.Dracut
            : Has("init_functions") || Has("usr/lib/initcpio/init_functions") ? InitramfsGenerator.Mkinitcpio
            : _entries.Keys.Any(path => path.StartsWith("lib/initrd/", StringComparison.Ordinal)) || Has("etc/initrd/modules-preudev")
                ? InitramfsGenerator.MakeInitrd
            : Has("bin/nash") || Has("sbin/nash") ? InitramfsGenerator.Mkinitrd
            : InitramfsGenerator.Unknown;

        FindsUuids = Generator != InitramfsGenerator.Unknown || CanFindUuids();

        // modules.dep may be missing in an image without modules; the folder of any module tells as well.
        var module = _entries.Keys.FirstOrDefault(IsModule);
        if (module is null)
        {
            return;
        }

        var start = module.IndexOf("lib/modules/", StringComparison.Ordinal) + "lib/modules/".Length;
        var end = module.IndexOf('/', start);
        Release = module[start..end];
        ModulesFolder = module[..end];
        var modules = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var path in _entries.Keys.Where(path => IsModule(path) && path.StartsWith(ModulesFolder + "/", StringComparison.Ordinal)))
        {
            modules[KernelModules.NameOf(path)] = path[(ModulesFolder.Length + 1)..];
        }

        Modules = modules;
    }

    /// <summary>Of an image that no known program made: by what it says. systemd and udev find UUIDs in any case, and so may what cannot be read.</summary>
    private bool CanFindUuids()
    {
        if (_entries.Keys.Any(path => path.EndsWith("lib/systemd/systemd", StringComparison.Ordinal) || path.EndsWith("/udevd", StringComparison.Ordinal) || path.EndsWith("/systemd-udevd", StringComparison.Ordinal)))
        {
            return true;
        }

        var starters = Starters.Where(Has).ToList();
        return starters.Exists(path => _entries[path] is { IsFile: true, Content.IsEmpty: true })
            || (starters.Count > 0 && _entries.Values.Where(entry => entry.IsFile && !entry.Content.IsEmpty)
                .Any(entry => Array.Exists(WaysToUuids, way => Text(entry.Name)!.Contains(way, StringComparison.Ordinal))));
    }

    private bool Has(string path) => _entries.ContainsKey(path);

    private static bool IsModule(string path)
    {
        var start = path.IndexOf("lib/modules/", StringComparison.Ordinal);
        return start >= 0
            && path.IndexOf('/', start + "lib/modules/".Length) > 0
            && (path.EndsWith(".ko", StringComparison.Ordinal)
                || path.EndsWith(".ko.xz", StringComparison.Ordinal)
                || path.EndsWith(".ko.zst", StringComparison.Ordinal)
                || path.EndsWith(".ko.gz", StringComparison.Ordinal));
    }
}

/// <summary>The programs that make initramfs images.</summary>
public enum InitramfsGenerator
{
    /// <summary>None of the others: made by hand, or older than all of them.</summary>
    Unknown,

    /// <summary>Debian's and Ubuntu's.</summary>
    InitramfsTools,

    /// <summary>Fedora's, RHEL's and SUSE's; Debian has it too.</summary>
    Dracut,

    /// <summary>Arch's.</summary>
    Mkinitcpio,

    /// <summary>ALT's.</summary>
    MakeInitrd,

    /// <summary>Red Hat's before dracut: its script loads the drivers it was made with, and no others.</summary>
    Mkinitrd,
}
