using V2K.Rules.Annotations;
using V2K.Rules.Findings;
using V2K.Rules.Model;
using V2K.Rules.Translation;

namespace V2K.Rules.Firmware;

/// <summary>
/// The boot order: <c>bios.bootOrder</c> names kinds of device, <c>bios.hddOrder</c> the disk among disks. An order
/// that begins with the disk is libvirt's own, and leaves no trace in the XML.
/// </summary>
/// <example>
/// bios.bootOrder = "ethernet0,hdd"
/// ethernet0.present = "TRUE"
/// →
/// &lt;interface type='network'&gt;&lt;boot order='1'/&gt;&lt;/interface&gt;
/// </example>
[Rule(nameof(Facts.Boot), Topic.Firmware)]
public static class BootRule
{
    public static Mapped<BootSequence> Map([Vmx("bios.bootOrder")] string? bootOrder, [Vmx("bios.hddOrder")] string? hddOrder)
    {
        var devices = new List<string>();
        var unknown = new List<string>();
        foreach (var word in Words(bootOrder))
        {
            var device = word.ToLowerInvariant() switch
            {
                "hdd" or "hd" or "disk" => "hdd",
                "cdrom" or "cd" => "cdrom",
                "floppy" or "fd" => "floppy",
                "net" or "ethernet" => "ethernet0",
                ['e', 't', 'h', 'e', 'r', 'n', 'e', 't', >= '0' and <= '9'] nic => nic,
                // Restricts the boot to what follows, which is what an order does.
                "allow:hd" => "hdd",
                "allow:cd" => "cdrom",
                "allow:fd" => "floppy",
                "allow:net" => "ethernet0",
                _ => null,
            };
            if (device is null)
            {
                unknown.Add(word);
            }
            else if (!devices.Contains(device, StringComparer.Ordinal))
            {
                devices.Add(device);
            }
        }

        var boot = new BootSequence(devices, Words(hddOrder).FirstOrDefault());
        return unknown.Count == 0 ? boot : Mapped.To(boot, Finding.Warning(
            $"the boot order names \"{Printable.OneLine(string.Join(", ", unknown))}\", which is no kind of device",
            "the other devices are booted in the order given",
            "Correct bios.bootOrder in the .vmx").At(nameof(bootOrder)));
    }

    private static string[] Words(string? list) =>
        (list ?? "").Split([',', ' ', ';'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}
