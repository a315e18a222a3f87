using V2K.Rules.Annotations;
using V2K.Rules.Model;
using V2K.Rules.Translation;

namespace V2K.Rules.Network;

/// <summary>
/// The slots of all cards, by which those that keep their names are placed: on buses in the order in which the guest found
/// them in VMware, so that a guest that counts its cards (<c>net.ifnames=0</c>, SLES) counts them as before.
/// </summary>
/// <example>
/// ethernet0.present = "TRUE"
/// ethernet0.pciSlotNumber = "224"
/// ethernet0.address = "00:50:56:00:5b:00"
/// ethernet1.present = "TRUE"
/// ethernet1.pciSlotNumber = "192"
/// ethernet1.address = "00:50:56:00:5b:01"
/// --nic-names=keep
/// →
/// &lt;interface type='network'&gt;&lt;mac address='00:50:56:00:5b:00'/&gt;&lt;address type='pci' bus='2' slot='0' function='0'/&gt;&lt;/interface&gt;
/// &lt;interface type='network'&gt;&lt;mac address='00:50:56:00:5b:01'/&gt;&lt;address type='pci' bus='1' slot='0' function='0'/&gt;&lt;/interface&gt;
/// </example>
[Rule(nameof(Facts.CardSlots), Topic.Network)]
[ForEach("ethernet#", 0, 9)]
public static class CardSlotRule
{
    public static CardSlot? Map(
        [Index] int number,
        [Vmx(".present")] bool? present,
        [Vmx(".virtualDev")] NicModel? virtualDev,
        [Vmx(".pciSlotNumber")] int? pciSlotNumber,
        TranslationOptions options) =>
        options.KeepNicNames && present == true && virtualDev != NicModel.SrIov && PciSlotNumber.Of(pciSlotNumber) is { } slot ? new CardSlot(number, slot) : null;
}
