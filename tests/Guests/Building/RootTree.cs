using System.Formats.Tar;
using System.Security.Cryptography;
using System.Text;
using V2K.Engine.Tools;
using V2K.Guests.Model;

namespace V2K.Guests.Building;

/// <summary>
/// A guest's packages and files as one tar archive, made by mmdebstrap and kept: the archive's name tells what it was made
/// from. Downloaded packages are kept too, for all guests together.
/// </summary>
/// <param name="cache">Where archives and packages stay between runs.</param>
/// <param name="runner">Runs mmdebstrap.</param>
internal sealed class RootTree(string cache, ToolRunner runner)
{
    /// <summary>The archive that packages come from.</summary>
    internal const string Mirror = "http://deb.debian.org/debian";

    /// <summary>mmdebstrap that is killed before it has tidied up leaves /proc and /sys mounted in a temporary folder.</summary>
    private static readonly TimeSpan UnmountTime = TimeSpan.FromMinutes(1);

    private const string BuildScript = "/root/v2k-build";

    private static readonly string[] EveryGuest = ["udev", "dbus", "kmod", "iproute2", "open-vm-tools", "zstd"];

    /// <summary>What no guest of the laboratory reads; drivers of hardware that no virtual machine has.</summary>
    private static readonly string[] LeftOut =
    [
        "/usr/share/doc/*", "/usr/share/man/*", "/usr/share/locale/*",
        .. new[] { "gpu", "media", "net/wireless", "infiniband", "iio", "staging", "isdn", "comedi", "hwmon", "mtd", "usb/serial" }
            .Select(drivers => $"/*lib/modules/*/kernel/drivers/{drivers}/*"),
        .. new[] { "mellanox", "chelsio", "qlogic", "broadcom", "cavium", "netronome", "sfc", "marvell" }
            .Select(maker => $"/*lib/modules/*/kernel/drivers/net/ethernet/{maker}/*"),
        "/*lib/modules/*/kernel/sound/*",
    ];

    /// <summary>The archive of <paramref name="guest"/>.</summary>
    /// <exception cref="Rules.V2KException">mmdebstrap is missing or failed.</exception>
    internal async Task<string> MakeAsync(Guest guest, CancellationToken cancellation)
    {
        var archive = Path.Combine(cache, "roots", $"{guest.Name}-{Fingerprint(guest)}.tar");
        if (File.Exists(archive))
        {
            return archive;
        }

        var packages = Directory.CreateDirectory(Path.Combine(cache, "packages", guest.Suite)).FullName;
        Directory.CreateDirectory(Path.GetDirectoryName(archive)!);
        var files = Path.Combine(cache, "roots", $"{guest.Name}.files.tar");
        WriteFiles(guest, files);
        var half = archive + ".half";
        await runner.WithGrace(UnmountTime).RunAsync(
            KnownTools.Mmdebstrap,
            [
                "--quiet", "--variant=minbase", "--format=tar", $"--architectures={guest.Architecture}",
                $"--include={string.Join(',', Packages(guest))}",
                "--dpkgopt=force-confold", .. LeftOut.Select(path => $"--dpkgopt=path-exclude={path}"),
                // An amd64 machine runs i386 without help.
                "--skip=download/empty,check/qemu", "--setup-hook=mkdir -p \"$1\"/var/cache/apt/archives",
                $"--setup-hook={ToolRunner.Quote(["sync-in", packages, "/var/cache/apt/archives"])}",
                $"--essential-hook={ToolRunner.Quote(["tar-in", files, "/"])}",
                $"--customize-hook={ToolRunner.Quote(["sync-out", "/var/cache/apt/archives", packages])}",
                .. BuildHooks(guest),
                .. guest.Files.Where(file => file.OnlyWhileBuilding).Select(file => $"--customize-hook=rm \"$1\"{ToolRunner.Quote([file.Path])}"),
                guest.Suite, half, Mirror,
            ],
            $"Read its messages; it needs root or user namespaces, and {Mirror}",
            cancellation: cancellation);
        Forget(guest);
        File.Move(half, archive);
        return archive;
    }

    private static IEnumerable<string> BuildHooks(Guest guest) => guest.BuildScript is null ? [] :
    [
        $"--customize-hook=chroot \"$1\" sh -e {BuildScript}",
        $"--customize-hook=rm \"$1\"{BuildScript}",
        $"--customize-hook=chroot \"$1\" {ToolRunner.Quote(["env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "purge", "--yes", "--quiet", "--autoremove", .. guest.PackagesWhileBuilding])}",
    ];

    /// <summary>What the archive depends on.</summary>
    internal static string Fingerprint(Guest guest)
    {
        var text = new StringBuilder(Mirror).AppendLine(guest.Suite).AppendLine(guest.Architecture)
            .AppendJoin('\n', [.. Packages(guest), .. LeftOut]);
        foreach (var file in AllFiles(guest))
        {
            text.AppendLine().Append(file.Path).Append(file.Mode).Append(file.LinkTarget).Append(file.OnlyWhileBuilding).Append(file.Text);
        }

        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())))[..12];
    }

    private static IEnumerable<string> Packages(Guest guest) =>
        [guest.Architecture == "i386" ? "linux-image-686-pae" : "linux-image-amd64", guest.Init, .. EveryGuest, .. guest.Packages, .. guest.PackagesWhileBuilding];

    private static IEnumerable<GuestFile> AllFiles(Guest guest) =>
    [
        new("/etc/hostname", guest.Name + "\n"),
        new("/etc/hosts", $"127.0.0.1 localhost\n127.0.1.1 {guest.Name}\n"),
        .. guest.Files,
        .. guest.BuildScript is { } script ? [new GuestFile(BuildScript, script)] : Array.Empty<GuestFile>(),
    ];

    private static void WriteFiles(Guest guest, string archive)
    {
        using var stream = File.Create(archive);
        using var tar = new TarWriter(stream, TarEntryFormat.Ustar);
        foreach (var file in AllFiles(guest))
        {
            var name = "." + file.Path;
            tar.WriteEntry(file.LinkTarget is { } target
                ? new UstarTarEntry(TarEntryType.SymbolicLink, name) { LinkName = target }
                : new UstarTarEntry(TarEntryType.RegularFile, name) { Mode = file.Mode, DataStream = new MemoryStream(Encoding.UTF8.GetBytes(file.Text)) });
        }
    }

    private void Forget(Guest guest)
    {
        foreach (var old in Directory.EnumerateFiles(Path.Combine(cache, "roots"), guest.Name + "-????????????.tar"))
        {
            File.Delete(old);
        }
    }
}
