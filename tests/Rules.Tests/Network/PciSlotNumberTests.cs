using System.Globalization;
using V2K.Rules.Model;
using V2K.Rules.Network;
using V2K.Rules.Translation;

namespace V2K.Rules.Tests.Network;

public sealed class PciSlotNumberTests
{
    /// <summary>As ESXi 7 gives them out, with what Debian then calls the cards and where lspci shows them.</summary>
    [Theory]
    [InlineData(33, 33, 2, 1)]
    [InlineData(160, 160, 3, 0)]
    [InlineData(1184, 161, 4, 0)]
    [InlineData(192, 192, 11, 0)]
    [InlineData(1216, 193, 12, 0)]
    [InlineData(224, 224, 19, 0)]
    [InlineData(256, 256, 27, 0)]
    [InlineData(2208, 162, 5, 0)]
    [InlineData(16, 16, 0, 16)]
    public void A_slot_is_told_to_the_guest_by_another_number(int number, int told, int bus, int device)
    {
        var slot = new PciSlotNumber(number);

        Assert.Equal((told, bus, device), (slot.Told, slot.Bus, slot.Device));
    }

    [Theory]
    [InlineData("0:192 1:224", "0 1")]
    [InlineData("0:192 1:33", "1 0")]
    [InlineData("0:160 1:192 2:224 3:256 4:1184", "0 4 1 2 3")]
    [InlineData("0:224 1:192 2:-1", "0 1 2")]
    public void Cards_stay_in_the_order_in_which_the_guest_found_them(string cards, string expected) => Assert.Equal(
        expected,
        string.Join(' ', CardOrder.AsFound([.. cards.Split(' ').Select(card => card.Split(':')).Select(card => new NetworkInterface
        {
            VmxDevice = card[0],
            VmxSlot = int.Parse(card[1], CultureInfo.InvariantCulture),
        })]).Select(card => card.VmxDevice)));

    [Fact]
    public void A_kept_name_is_that_of_the_slot_that_the_guest_was_told() => Assert.Equal(
        161,
        Assert.Single(Vm.Translate(
            """
            displayName = "x"
            guestOS = "debian12-64"
            memsize = "512"
            ethernet0.present = "TRUE"
            ethernet0.virtualDev = "vmxnet3"
            ethernet0.pciSlotNumber = "1184"
            """,
            new TranslationOptions { KeepNicNames = true }).Domain.QemuProperties).Value);
}
