using V2K.Guests.Model;
using V2K.Rules;

namespace V2K.Guests.Library;

/// <summary>Every guest of the laboratory. A new one is a file like its neighbours, and a line here.</summary>
public static class GuestList
{
    /// <summary>In the order of the table.</summary>
    public static IReadOnlyList<Guest> InOrder { get; } =
    [
        BookwormBios.Guest,
        BookwormLvm.Guest,
        TrixieXfs.Guest,
        TrixieBtrfs.Guest,
        BullseyeTwoDisks.Guest,
        BookwormDracut.Guest,
        BookwormTwoKernels.Guest,
        BookwormLuks.Guest,
        BookwormReady.Guest,
        BookwormCounted.Guest,
        BookwormInstaller.Guest,
        TrixieSystemdBoot.Guest,
        BookwormRaid.Guest,
        TrixieLuksLvm.Guest,
        BookwormBridge.Guest,
        BullseyeSas.Guest,
        TrixieNvme.Guest,
        BookwormExtlinux.Guest,
        BookwormSplit.Guest,
        TrixieUki.Guest,
        BookwormI386.Guest,
        TrixieBtrfsMirror.Guest,
        BookwormDracutLvm.Guest,
        BookwormSecureBoot.Guest,
        BookwormSysvinit.Guest,
        TrixieCloudInit.Guest,
        TrixieUnits.Guest,
        BookwormPassphrase.Guest,
        TrixiePassphrase.Guest,
        BookwormLvmRaid.Guest,
        BookwormIdFilter.Guest,
        BookwormLegacyVirtio.Guest,
        BookwormLegacyKeep.Guest,
    ];

    /// <summary>The guests called <paramref name="names"/>; all of them where there is none.</summary>
    /// <exception cref="V2KException">There is no such guest.</exception>
    public static IReadOnlyList<Guest> Choose(IReadOnlyList<string> names)
    {
        if (names.FirstOrDefault(name => InOrder.All(guest => guest.Name != name)) is { } wrong)
        {
            throw new V2KException(
                $"there is no guest '{wrong}'", $"The guests are {string.Join(", ", InOrder.Select(guest => guest.Name))}", key: "--guest");
        }

        return [.. InOrder.Where(guest => names.Count == 0 || names.Contains(guest.Name, StringComparer.Ordinal))];
    }
}
