using System.Text;
using V2K.Guests.Model;

namespace V2K.Guests.Building;

/// <summary>The <c>.vmx</c> file of a guest, with the keys and slot numbers that ESXi 7 writes for a VM of this kind.</summary>
internal static class VmxText
{
    /// <summary>The file's text.</summary>
    internal static string Of(Guest guest)
    {
        var text = new StringBuilder(
            $"""
            .encoding = "UTF-8"
            config.version = "8"
            virtualHW.version = "19"
            displayName = "{guest.Name}"
            annotation = "{guest.Summary}"
            guestOS = "{GuestOs(guest)}"
            memSize = "{guest.MemoryMebibytes}"
            numvcpus = "1"
            uuid.bios = "{Uuid(guest)}"
            nvram = "{guest.Name}.nvram"
            pciBridge0.present = "TRUE"
            pciBridge0.pciSlotNumber = "17"

            """);
        for (var bridge = 4; bridge <= 7; bridge++)
        {
            text.AppendLine($"pciBridge{bridge}.present = \"TRUE\"")
                .AppendLine($"pciBridge{bridge}.virtualDev = \"pcieRootPort\"")
                .AppendLine($"pciBridge{bridge}.functions = \"8\"")
                .AppendLine($"pciBridge{bridge}.pciSlotNumber = \"{17 + bridge}\"");
        }

        if (guest.Firmware is Firmware.Uefi)
        {
            text.AppendLine("firmware = \"efi\"");
        }

        if (guest.HasSecureBoot)
        {
            text.AppendLine("uefi.secureBoot.enabled = \"TRUE\"");
        }

        foreach (var bus in guest.Disks.Select(disk => disk.Bus).Distinct(StringComparer.Ordinal))
        {
            AppendController(text, guest, bus);
        }

        for (var disk = 0; disk < guest.Disks.Count; disk++)
        {
            var bus = guest.Disks[disk].Bus;
            var place = $"{bus}0:{guest.Disks.Take(disk).Count(other => other.Bus == bus)}";
            text.AppendLine($"{place}.present = \"TRUE\"")
                .AppendLine($"{place}.deviceType = \"{(bus is "scsi" or "nvme" ? bus + "-hardDisk" : "disk")}\"")
                .AppendLine($"{place}.fileName = \"{DiskName(guest, disk)}\"");
        }

        for (var card = 0; card < guest.Cards.Count; card++)
        {
            text.AppendLine($"ethernet{card}.present = \"TRUE\"")
                .AppendLine($"ethernet{card}.virtualDev = \"{guest.Cards[card].Model}\"")
                .AppendLine($"ethernet{card}.networkName = \"VM Network\"")
                .AppendLine($"ethernet{card}.addressType = \"static\"")
                .AppendLine($"ethernet{card}.address = \"{Guest.MacOf(guest.Name, card)}\"");
            if (guest.Cards[card].HasSlot)
            {
                text.AppendLine($"ethernet{card}.pciSlotNumber = \"{guest.Cards[card].Slot ?? (guest.Cards[card].Model == "e1000" ? 33 + card : 192 + (32 * card))}\"");
            }
        }

        return text.ToString();
    }

    /// <summary>The descriptor's name of a disk, as VMware numbers them.</summary>
    internal static string DiskName(Guest guest, int unit) => unit == 0 ? $"{guest.Name}.vmdk" : $"{guest.Name}_{unit}.vmdk";

    private static void AppendController(StringBuilder text, Guest guest, string bus)
    {
        text.AppendLine($"{bus}0.present = \"TRUE\"");
        switch (bus)
        {
            case "scsi":
                text.AppendLine($"scsi0.virtualDev = \"{guest.ScsiController}\"")
                    .AppendLine($"scsi0.pciSlotNumber = \"{(guest.ScsiController == "lsilogic" ? 16 : 160)}\"");
                break;
            case "nvme":
                text.AppendLine("nvme0.pciSlotNumber = \"256\"");
                break;
            case "sata":
                text.AppendLine("sata0.pciSlotNumber = \"35\"");
                break;
        }
    }

    /// <summary>ESXi 7 knows no Debian after 12.</summary>
    private static string GuestOs(Guest guest) =>
        (guest.Suite == "bullseye" ? "debian11" : "debian12") + (guest.Architecture == "amd64" ? "-64" : "");

    private static string Uuid(Guest guest)
    {
        var bytes = Enumerable.Range(0, 16).Select(index => $"{(index == 0 ? 0x42 : guest.Hash(index)):x2}").ToArray();
        return string.Join(' ', bytes[..8]) + "-" + string.Join(' ', bytes[8..]);
    }
}
