using V2K.Guests.Model;

namespace V2K.Guests.Parts;

/// <summary><c>/etc/default/grub</c>.</summary>
internal static class Grub
{
    /// <summary>As Debian's installer writes it.</summary>
    /// <param name="arguments">The kernel command line besides <c>root=</c>.</param>
    /// <param name="byDeviceName">Name the root <c>/dev/sda1</c> rather than by its UUID.</param>
    internal static GuestFile Defaults(string arguments = "quiet", bool byDeviceName = false) => new("/etc/default/grub",
        $"""
        GRUB_DEFAULT=0
        GRUB_TIMEOUT=1
        GRUB_DISTRIBUTOR=`lsb_release -i -s 2> /dev/null || echo Debian`
        GRUB_CMDLINE_LINUX_DEFAULT=""
        GRUB_CMDLINE_LINUX="{arguments}"
        {(byDeviceName ? "GRUB_DISABLE_LINUX_UUID=true" : "#GRUB_DISABLE_LINUX_UUID=true")}

        """);
}
