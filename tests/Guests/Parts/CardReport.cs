using V2K.Guests.Model;

namespace V2K.Guests.Parts;

/// <summary>
/// A guest that says on its serial line which network cards it has, which a test boot keeps: name, MAC address, PCI device and driver. 0x1000 is a
/// virtio card with the registers from before virtio 1.0, 0x1041 one without.
/// </summary>
internal static class CardReport
{
    private const string Unit = "/etc/systemd/system/card-report.service";

    internal static IEnumerable<GuestFile> OnSerialLine { get; } =
    [
        new(Unit,
            """
            [Unit]
            Description=Network cards, on the serial line
            After=network.target

            [Service]
            Type=oneshot
            ExecStart=/bin/sh -c 'for card in /sys/class/net/e*; do echo "card $$card $$(cat $$card/address $$card/device/../device | tr "\\n" " ") $$(readlink $$card/device/driver)"; done > /dev/ttyS0'

            [Install]
            WantedBy=multi-user.target

            """),
        GuestFile.Link("/etc/systemd/system/multi-user.target.wants/card-report.service", Unit),
    ];
}
