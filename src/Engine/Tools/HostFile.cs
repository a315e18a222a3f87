using V2K.Rules;

namespace V2K.Engine.Tools;

/// <summary>A file or folder that a program of others needs on this host, and brings along with no package of its own.</summary>
/// <param name="Name">What people call it: <c>virtio-win</c>.</param>
/// <param name="Names">The files of which one is enough; empty where the folder itself is it.</param>
/// <param name="Folder">Where packages put it.</param>
/// <param name="Variables">The environment variables that name another place, the first that is set counting.</param>
/// <param name="Fedora">The package in Fedora and its kin; empty where there is none.</param>
/// <param name="Suse">The package in openSUSE and SLES; empty where there is none.</param>
/// <param name="Remedy">How to get it where no package brings it, as a sentence without a full stop.</param>
public sealed record HostFile(
    string Name, IReadOnlyList<string> Names, string Folder, IReadOnlyList<string> Variables, string Fedora, string Suse, string Remedy)
{
    /// <summary>
    /// The drivers for Windows, as their ISO or unpacked: virt-v2v(1) takes them from there ("VIRTIO_WIN").
    /// </summary>
    public static readonly HostFile VirtioWin = new(
        "virtio-win", [], "/usr/share/virtio-win", ["VIRTIO_WIN", "VIRTIO_WIN_DIR"], "virtio-win", "",
        "Download virtio-win.iso from https://fedorapeople.org/groups/virt/virtio-win/direct-downloads/ and name it with the environment variable VIRTIO_WIN");

    /// <summary>
    /// What runs virt-v2v's scripts at the first boot of Windows. It stops without one of these (virt-v2v(1), "VIRT_TOOLS_DATA_DIR").
    /// </summary>
    public static readonly HostFile FirstBoot = new(
        "rhsrvany.exe or pvvxsvc.exe", ["rhsrvany.exe", "pvvxsvc.exe"], "/usr/share/virt-tools", ["VIRT_TOOLS_DATA_DIR"],
        "mingw32-srvany-redistributable", "",
        "Get rhsrvany.exe from https://github.com/rwmjones/rhsrvany, or out of Fedora's package mingw32-srvany-redistributable, and put it there, or into a folder "
        + "that the environment variable VIRT_TOOLS_DATA_DIR names");

    /// <summary>All that virt-v2v needs for Windows and is no program.</summary>
    public static IReadOnlyList<HostFile> ForWindows { get; } = [VirtioWin, FirstBoot];

    /// <summary>That something of <see cref="ForWindows"/> is missing on this host, and what to do about it; null where nothing is.</summary>
    public static (string What, string Remedy)? MissingForWindows()
    {
        var missing = ForWindows.Where(file => file.Problem is not null).ToList();
        var distribution = missing.Count == 0 ? null : Distribution.Detect();
        return distribution is null ? null : (
            $"virt-v2v cannot adjust Windows on this host: {string.Join(", and ", missing.Select(file => $"{file.Name} {file.Problem}"))}",
            $"{string.Join(". ", missing.Select(file => file.RemedyIn(distribution)))}. Or skip it for Windows with --adjust=none");
    }

    /// <summary>Stops where virt-v2v would stop.</summary>
    /// <exception cref="V2KException">Something of <see cref="ForWindows"/> is missing.</exception>
    public static void RequireForWindows()
    {
        if (MissingForWindows() is var (what, remedy))
        {
            throw new V2KException(what, remedy);
        }
    }

    /// <summary>Where it is looked for.</summary>
    public string Place => Variables.Select(Environment.GetEnvironmentVariable).FirstOrDefault(value => !string.IsNullOrEmpty(value)) ?? Folder;

    /// <summary>Where it is; null where it is not there.</summary>
    public string? Find()
    {
        var place = Place;
        return Names.Count > 0
            ? Names.Select(name => Path.Combine(place, name)).FirstOrDefault(File.Exists)
            : File.Exists(place) || (Directory.Exists(place) && Directory.EnumerateFileSystemEntries(place).Any()) ? place : null;
    }

    /// <summary>Where it is, and how old: another version has another. Null where it is not there.</summary>
    public string? Stamp => Find() is { } path ? $"{path}, {File.GetLastWriteTimeUtc(path):O}" : null;

    /// <summary>Why it is unusable; null if it is usable.</summary>
    public string? Problem => Find() is null ? $"is not {(Names.Count > 0 ? "in" : "at")} {Place}" : null;

    /// <summary>The package that brings it; null where none is known.</summary>
    public string? PackageIn(Distribution distribution) => distribution?.Family switch
    {
        DistributionFamily.Fedora when Fedora.Length > 0 => Fedora,
        DistributionFamily.Suse when Suse.Length > 0 => Suse,
        _ => null,
    };

    /// <summary>What to do to have it on a host of <paramref name="distribution"/>.</summary>
    public string RemedyIn(Distribution distribution) => PackageIn(distribution) is { } package ? $"Install the package {package}" : Remedy;
}
