using V2K.Engine.Guests;
using V2K.Engine.Guests.Network;
using V2K.Rules.Model;

namespace V2K.Engine.Tests.Guests.Network;

public sealed class CardNamesTests
{
    [Fact]
    public void A_card_is_named_by_the_slot_number_that_VMware_gave_the_guest() =>
        Assert.Equal(["ens192", "ens224"], Names([Card(1, 192), Card(2, 224)], Facts("ens192", "ens224")));

    [Fact]
    public void Each_function_of_a_bridge_is_a_slot_of_its_own() =>
        Assert.Equal(["ens161", "ens192"], Names([Card(1, 1184), Card(2, 192)], Facts("ens192")));

    [Fact]
    public void A_name_by_the_bus_is_kept_where_the_configuration_uses_that() =>
        Assert.Equal(["enp11s0", "ens224"], Names([Card(1, 192), Card(2, 224)], Facts("enp11s0", "ens224", "enp27s0")));

    [Fact]
    public void A_name_bound_to_a_MAC_address_takes_precedence_over_the_slot() =>
        Assert.Equal(["enlan0", "ens224"], Names([Card(1, 192), Card(2, 224)], Facts("ens224") with
        {
            Bound = new Dictionary<MacAddress, string> { [Mac(1)] = "enlan0" },
        }));

    [Fact]
    public void The_configuration_is_right_where_it_uses_another_name() =>
        Assert.Equal(["eno16777984"], Names([Card(1, 192)], Facts("eno16777984")));

    [Fact]
    public void Names_that_cannot_be_distinguished_follow_the_order_of_the_slots() =>
        Assert.Equal(["eno2", "eno1"], Names([Card(1, 192), Card(2, 160)], Facts("eno2", "eno1")));

    [Fact]
    public void A_configuration_without_names_leaves_the_slot_s() =>
        Assert.Equal(["ens160"], Names([Card(1, 160)], Facts()));

    [Fact]
    public void A_name_too_many_changes_nothing() =>
        Assert.Equal(["ens192"], Names([Card(1, 192)], Facts("ens192", "ens256")));

    [Fact]
    public void Without_a_slot_the_only_configured_name_is_the_card_s()
    {
        Assert.Equal(["ens33"], Names([Card(1, slot: null)], Facts("ens33")));
        Assert.Equal([null], Names([Card(1, slot: null)], Facts()));
        Assert.Equal(["ens192", null], Names([Card(1, slot: null), Card(2, slot: null)], Facts("ens192")));
        Assert.Equal(["ens192"], Names([Card(1, slot: null)], Facts("ens224", "ens192")));
    }

    [Fact]
    public void Old_kernels_count_cards_as_the_bus_is_found_bridge_by_bridge_function_by_function() =>
        Assert.Equal(
            ["eth2", "eth0", "eth1", "eth3"],
            Names([Card(1, 192), Card(2, 160), Card(3, 1184), Card(4, 224)], Facts() with { IsPredictable = false }));

    [Theory]
    [InlineData("ens192", true)]
    [InlineData("eth0", true)]
    [InlineData("enp3s0f1", true)]
    [InlineData("eno16777984", true)]
    [InlineData("lo", false)]
    [InlineData("br0", false)]
    [InlineData("eth0.10", false)]
    [InlineData("eth0:1", false)]
    [InlineData("en*", false)]
    [InlineData("../../x", false)]
    public void Cards_are_distinguished_from_bonds_and_VLANs_on_top_of_them(string name, bool expected) => Assert.Equal(expected, CardNames.IsCard(name));

    private static IReadOnlyList<string?> Names(NetworkCard[] cards, NetworkFacts facts) => CardNames.Of(cards, facts);

    private static NetworkCard Card(int number, int? slot) => new(Mac(number), slot, "virtio", KeepsName: false);

    private static MacAddress Mac(int number) => new(0x005056000000 + number);

    private static NetworkFacts Facts(params string[] configured) =>
        new(IsPredictable: true, new Dictionary<MacAddress, string>(), new HashSet<string>(configured, StringComparer.Ordinal));
}
