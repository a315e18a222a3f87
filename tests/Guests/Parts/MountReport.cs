using V2K.Guests.Model;

namespace V2K.Guests.Parts;

/// <summary>A guest that says on its serial line what it has mounted, which a test boot keeps: a look from inside.</summary>
internal static class MountReport
{
    private const string Unit = "/etc/systemd/system/mount-report.service";

    internal static IEnumerable<GuestFile> OnSerialLine { get; } =
    [
        new(Unit,
            """
            [Unit]
            Description=Mounted file systems, on the serial line
            After=local-fs.target

            [Service]
            Type=oneshot
            ExecStart=/bin/sh -c 'findmnt --real --list --output=TARGET,SOURCE,FSTYPE > /dev/ttyS0'

            [Install]
            WantedBy=multi-user.target

            """),
        GuestFile.Link("/etc/systemd/system/multi-user.target.wants/mount-report.service", Unit),
    ];
}
