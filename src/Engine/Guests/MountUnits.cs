using System.Text.RegularExpressions;

namespace V2K.Engine.Guests;

/// <summary>What systemd mounts and swaps to by units of the administrator's own, rather than by fstab: systemd.mount(5), systemd.swap(5).</summary>
internal static partial class MountUnits
{
    private const string Folder = "/etc/systemd/system";

    /// <summary>Gives the devices that they are for their lasting names.</summary>
    internal static void Rename(GuestWork guest)
    {
        foreach (var path in guest.Files.Glob(Folder + "/*.mount"))
        {
            guest.Edit(path, text => What().Replace(text, match => match.Groups["before"].Value + (Lasting(guest, match) ?? match.Groups["device"].Value)));
        }

        foreach (var path in guest.Files.Glob(Folder + "/*.swap").Where(guest.Files.IsFile))
        {
            if (What().Match(guest.Files.ReadText(path)) is { Success: true } what && Lasting(guest, what) is { } device)
            {
                guest.Edit(path, text => What().Replace(text, match => match.Groups["before"].Value + device));
                Move(guest, path, Escape(device) + ".swap");
            }
        }
    }

    /// <summary>A swap unit must be called after its device, and is started by links that are called after it.</summary>
    private static void Move(GuestWork guest, string path, string unit)
    {
        var links = guest.Files.Glob(Folder + "/*.wants/*.swap").Concat(guest.Files.Glob(Folder + "/*.requires/*.swap"))
            .Where(link => Path.GetFileName(link) == Path.GetFileName(path))
            .ToList();
        var moved = $"{Folder}/{unit}";
        guest.Files.Move(path, moved);
        guest.Touched(moved);
        guest.Log.Changed($"{path} renamed to {moved}");
        foreach (var link in links)
        {
            var movedLink = $"{Path.GetDirectoryName(link)}/{unit}";
            guest.Files.Remove(link);
            guest.Files.Link(moved, movedLink);
            guest.Touched(movedLink);
            guest.Log.Changed($"{movedLink} -> {moved}, for {link}");
        }
    }

    /// <summary>As a path: units know no <c>UUID=</c>.</summary>
    private static string? Lasting(GuestWork guest, Match what) =>
        guest.Names.Lasting(what.Groups["device"].Value)?.Replace("UUID=", "/dev/disk/by-uuid/", StringComparison.Ordinal);

    /// <summary>As systemd-escape(1) does it with <c>--path</c>; what else would have to be escaped is in no name of a device here.</summary>
    private static string Escape(string path) =>
        path.TrimStart('/').Replace("-", @"\x2d", StringComparison.Ordinal).Replace('/', '-');

    [GeneratedRegex("^(?<before>\\s*What\\s*=\\s*)(?<device>/dev/\\S+)", RegexOptions.ExplicitCapture | RegexOptions.Multiline, matchTimeoutMilliseconds: 1000)]
    private static partial Regex What();
}
