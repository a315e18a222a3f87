using System.Globalization;

namespace V2K.Engine.Libvirt;

/// <summary>The user as whom the system's libvirt runs QEMU on this host.</summary>
internal static class QemuUser
{
    private const string Configuration = "/etc/libvirt/qemu.conf";

    /// <summary>What distributions call it, where the configuration does not say: Debian and Ubuntu, then Fedora, RHEL and SUSE.</summary>
    private static readonly string[] Usual = ["libvirt-qemu", "qemu"];

    /// <summary>Its number; null where this host has no such user, or it cannot be determined.</summary>
    internal static uint? Find()
    {
        var users = Lines("/etc/passwd").Select(line => line.Split(':')).Where(fields => fields.Length > 2)
            .ToLookup(fields => fields[0], fields => fields[2], StringComparer.Ordinal);
        var configured = Lines(Configuration).Select(UserIn).LastOrDefault(user => user is not null);

        // A number may be written with a + before it (qemu.conf).
        return (configured is null ? Usual : [configured])
            .Select(name => Number(users[name].FirstOrDefault() ?? name.TrimStart('+')))
            .FirstOrDefault(number => number is not null);
    }

    private static string? UserIn(string line) => line.Trim() is ['u', 's', 'e', 'r', .. var rest] && rest.TrimStart() is ['=', .. var value]
        ? value.Trim().Trim('"')
        : null;

    private static uint? Number(string text) => uint.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    /// <summary>None where root alone may read the file.</summary>
    private static string[] Lines(string file)
    {
        try
        {
            return File.ReadAllLines(file);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }
}
