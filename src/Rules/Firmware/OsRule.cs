using V2K.Rules.Annotations;
using V2K.Rules.Findings;
using V2K.Rules.Model;
using V2K.Rules.Translation;

namespace V2K.Rules.Firmware;

/// <summary>Values of <c>firmware</c>.</summary>
public enum FirmwareKind
{
    /// <summary>A PC BIOS.</summary>
    Bios,

    /// <summary>UEFI.</summary>
    Efi,
}

/// <summary>
/// Machine and firmware: <c>q35</c>, the current PC, or <c>pc</c>, the i440FX that VMware emulates, for fidelity and for
/// guests older than PCI Express. UEFI wants <c>q35</c>, and keeps Secure Boot as it was.
/// </summary>
/// <example>
/// firmware = "efi"
/// uefi.secureBoot.enabled = "TRUE"
/// →
/// &lt;os firmware='efi'&gt;&lt;type arch='x86_64' machine='q35'&gt;hvm&lt;/type&gt;&lt;firmware&gt;&lt;feature enabled='yes' name='enrolled-keys'/&gt;&lt;feature enabled='yes' name='secure-boot'/&gt;&lt;/firmware&gt;&lt;/os&gt;
/// </example>
/// <example>
/// firmware = "bios"
/// --mode=fidelity
/// →
/// &lt;os&gt;&lt;type arch='x86_64' machine='pc'&gt;hvm&lt;/type&gt;&lt;/os&gt;
/// </example>
[Rule(nameof(Domain.Os), Topic.Firmware)]
public static class OsRule
{
    // libvirt and SeaBIOS take up to 65535 milliseconds.
    private const int LongestMenu = ushort.MaxValue;

    public static Mapped<DomainOs> Map(
        [Vmx("uefi.secureBoot.enabled")] bool? secureBoot,
        [Vmx("bios.bootDelay")] int? bootDelay,
        [Vmx("smbios.reflectHost")] bool? reflectHost,
        [From(nameof(Facts.Guest))] GuestSystem guest,
        TranslationOptions options,
        [Vmx("firmware")] FirmwareKind firmware = FirmwareKind.Bios)
    {
        var uefi = firmware == FirmwareKind.Efi ? new UefiFirmware(secureBoot == true) : null;
        var old = guest.Drivers.Hardware == HardwareAge.Old || options.Mode == TranslationMode.Fidelity;
        var os = new DomainOs
        {
            // Windows does not name its cards by their places, and where it is old it has no driver for q35's disks.
            Machine = uefi is null && old && !(options.KeepNicNames && guest.Family != GuestFamily.Windows) ? "pc" : "q35",
            Uefi = uefi,
            BootMenuMilliseconds = bootDelay is > 0 ? Math.Min(bootDelay.Value, LongestMenu) : null,
            SmbiosMode = reflectHost == true ? "host" : null,
        };
        return uefi is null ? os : Mapped.To(os, Finding.Info(
            "the firmware variables are not migrated: VMware and OVMF store them in different formats",
            "boot entries and enrolled keys are lost; the firmware boots \\EFI\\BOOT\\BOOTX64.EFI",
            "No action is needed for most guests: --target=Adjust writes the fallback loader").At(nameof(firmware)));
    }
}
