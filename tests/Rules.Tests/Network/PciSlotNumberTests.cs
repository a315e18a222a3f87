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
    public void The_guest_sees_a_slot_under_another_number(int number, int told, int bus, int device)
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
    public void A_kept_name_comes_from_the_slot_number_that_the_guest_sees() => Assert.Equal(
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

    /// <summary>A guest with net.ifnames=0 counts its cards in the order of their buses; one with names like ens192 reads the slot's number.</summary>
    [Theory]
    [InlineData("224 192", "2:224 1:192")]
    [InlineData("192 224", "1:192 2:224")]
    [InlineData("160 192 224 256 1184", "1:160 3:192 4:224 5:256 2:161")]
    [InlineData("256 -1 33", "2:256 - 1:33")]
    [InlineData("9999999 192", "- 1:192")]
    public void With_kept_names_a_guest_that_counts_finds_its_cards_in_the_order_that_they_had_in_VMware(string slots, string expected)
    {
        var cards = string.Join('\n', slots.Split(' ').Select((slot, number) => $"""
            ethernet{number}.present = "TRUE"
            ethernet{number}.virtualDev = "vmxnet3"
            ethernet{number}.pciSlotNumber = "{slot}"
            """));
        var domain = Vm.Translate($"""
            displayName = "x"
            guestOS = "sles12-64"
            memsize = "512"
            {cards}
            """, new TranslationOptions { KeepNicNames = true }).Domain;

        var slotOf = domain.QemuProperties.ToDictionary(property => property.VmxDevice!, property => property.Value, StringComparer.Ordinal);
        Assert.Equal(expected, string.Join(' ', domain.Interfaces.Select(card => card.Address is { } address ? $"{address.Bus}:{slotOf[card.VmxDevice]}" : "-")));
        var ports = domain.Controllers.Where(controller => controller.Model == "pcie-root-port").ToList();
        Assert.Equal(Enumerable.Range(1, slotOf.Count), ports.Select(port => port.Index));
        Assert.All(domain.Interfaces.Where(card => card.Address is not null), card => Assert.Equal(card.VmxDevice, ports[card.Address!.Bus - 1].VmxDevice));
    }
}
