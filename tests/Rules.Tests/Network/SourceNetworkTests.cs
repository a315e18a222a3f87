using V2K.Rules.Findings;
using V2K.Rules.Translation;

namespace V2K.Rules.Tests.Network;

/// <summary>Which network a card was on, and what is said where nobody decided what becomes of it.</summary>
public sealed class SourceNetworkTests
{
    private static readonly NetworkMap Everything = Map(("*", "default"));

    [Fact]
    public void A_network_that_nobody_mapped_is_warned_of_though_no_networks_are_configured()
    {
        var vm = Translate(NetworkMap.Empty, """ethernet0.networkName = "VM Network" """);

        Assert.Equal("default", Assert.Single(vm.Domain.Interfaces).Source);
        var warning = Assert.Single(Networks(vm));
        Assert.Equal((FindingId.UnmappedNetwork, Severity.Warning, "ethernet0.networkName"), (warning.Id, warning.Severity, warning.Key));
    }

    [Theory]
    [InlineData("*")]
    [InlineData("type:*")]
    [InlineData("type:bridged")]
    [InlineData("VM Network")]
    public void A_network_that_some_entry_takes_is_not_warned_of(string key)
    {
        var vm = Translate(Map((key, "lan")), """ethernet0.networkName = "VM Network" """);

        Assert.Equal("lan", Assert.Single(vm.Domain.Interfaces).Source);
        Assert.Empty(Networks(vm));
    }

    [Fact]
    public void Both_legs_of_a_firewall_in_one_network_are_warned_of_whatever_was_written()
    {
        const string Legs = """
            ethernet0.networkName = "WAN"
            ethernet1.networkName = "LAN"
            """;

        Assert.Equal([FindingId.MergedNetworks, FindingId.UnmappedNetwork, FindingId.UnmappedNetwork], Ids(Translate(NetworkMap.Empty, Legs)));
        var merged = Assert.Single(Networks(Translate(Everything, Legs)));
        Assert.Equal((FindingId.MergedNetworks, Severity.Warning), (merged.Id, merged.Severity));
        Assert.Contains("ethernet0 (\"WAN\") and ethernet1 (\"LAN\")", merged.What, StringComparison.Ordinal);
        Assert.Equal([FindingId.MergedNetworks], Ids(Translate(Map(("WAN", "lan"), ("LAN", "lan")), Legs)));
        Assert.Empty(Networks(Translate(Map(("WAN", "wan"), ("LAN", "lan")), Legs)));
    }

    [Theory]
    [InlineData("""ethernet0.networkName = "LAN" """, """ethernet1.networkName = "LAN" """)]
    [InlineData("""ethernet0.connectionType = "nat" """, """ethernet1.connectionType = "VMnet8" """)]
    [InlineData("""ethernet0.dvs.portgroupId = "dvportgroup-7" """, """ethernet1.dvs.portgroupId = "dvportgroup-7" """)]
    public void Two_cards_of_one_network_stay_in_one(string first, string second) =>
        Assert.Empty(Networks(Translate(Everything, $"{first}\n{second}")));

    [Theory]
    [InlineData("""ethernet0.connectionType = "bridged" """, """ethernet1.connectionType = "nat" """)]
    [InlineData("""ethernet0.dvs.portgroupId = "dvportgroup-7" """, """ethernet1.dvs.portgroupId = "dvportgroup-8" """)]
    [InlineData("""ethernet0.opaqueNetwork.id = "7e574ad2" """, """ethernet1.opaqueNetwork.id = "1f0ed0c9" """)]
    public void Networks_without_a_name_are_distinguished_too(string first, string second) =>
        Assert.Equal([FindingId.MergedNetworks], Ids(Translate(Everything, $"{first}\n{second}")));

    [Fact]
    public void Two_VLANs_of_one_bridge_are_two_networks()
    {
        var map = new NetworkMap(new Dictionary<string, NetworkTarget>(StringComparer.Ordinal)
        {
            ["WAN"] = new() { Bridge = "ovs", Vlan = 10, VirtualPort = "openvswitch" },
            ["LAN"] = new() { Bridge = "ovs", Vlan = 20, VirtualPort = "openvswitch" },
        });

        Assert.Empty(Networks(Translate(map, """
            ethernet0.networkName = "WAN"
            ethernet1.networkName = "LAN"
            """)));
    }

    [Fact]
    public void A_card_on_NSX_is_mapped_by_the_id_of_its_segment()
    {
        const string Nsx = """
            ethernet0.opaqueNetwork.id = "7e574ad2-3a4c-4f0e-8f5a-1d2c3b4a5968"
            ethernet0.opaqueNetwork.type = "nsx.LogicalSwitch"
            """;

        var vm = Translate(Map(("7e574ad2-3a4c-4f0e-8f5a-1d2c3b4a5968", "segment")), Nsx);

        Assert.Equal(("segment", "7e574ad2-3a4c-4f0e-8f5a-1d2c3b4a5968"), (vm.Domain.Interfaces[0].Source, vm.Domain.Interfaces[0].VmxNetwork));
        Assert.Empty(Networks(vm));
        Assert.Equal(
            "lan", Translate(Map(("LAN", "lan"), ("7e574ad2-3a4c-4f0e-8f5a-1d2c3b4a5968", "segment")), Nsx + "\nethernet0.networkName = \"LAN\"").Domain.Interfaces[0].Source);
        Assert.Equal("nsx", Translate(Map(("nsx.LogicalSwitch", "nsx")), """ethernet0.opaqueNetwork.type = "nsx.LogicalSwitch" """).Domain.Interfaces[0].Source);
    }

    [Theory]
    [InlineData("vmnet0", "type:bridged")]
    [InlineData("VMnet0", "type:bridged")]
    [InlineData("vmnet1", "type:hostonly")]
    [InlineData("VMNET8", "type:nat")]
    [InlineData("NAT", "type:nat")]
    [InlineData("HostOnly", "type:hostonly")]
    [InlineData("vmnet2", "type:custom")]
    [InlineData("vmnet2", "VMnet2")]
    [InlineData("vmnet1", "VMnet1")]
    [InlineData("pvn", "type:pvn")]
    public void A_virtual_switch_given_as_the_type_is_the_type_that_it_has(string connectionType, string key) =>
        Assert.Equal("right", Translate(Map((key, "right"), ("*", "wrong")), $"ethernet0.connectionType = \"{connectionType}\"").Domain.Interfaces[0].Source);

    [Theory]
    [InlineData("VMnet1", "VMnet1")]
    [InlineData("vmnet1", "VMnet1")]
    [InlineData("/dev/vmnet1", "VMnet1")]
    [InlineData("/dev/vmnet1", "vmnet1")]
    [InlineData("VMnet12", "VMnet12")]
    [InlineData("VMnet3", "type:custom")]
    public void A_custom_network_goes_by_the_name_of_its_switch(string vnet, string key) => Assert.Equal(
        "right",
        Translate(Map((key, "right"), ("*", "wrong")), $"""
            ethernet0.connectionType = "custom"
            ethernet0.vnet = "{vnet}"
            """).Domain.Interfaces[0].Source);

    [Theory]
    [InlineData("""ethernet0.connectionType = "hostonly" """)]
    [InlineData("""ethernet0.connectionType = "vmnet1" """)]
    [InlineData("""ethernet0.connectionType = "custom"|ethernet0.vnet = "VMnet1" """)]
    [InlineData("""ethernet0.connectionType = "custom"|ethernet0.vnet = "/dev/vmnet4" """)]
    [InlineData("""ethernet0.connectionType = "pvn"|ethernet0.pvnID = "52 1c 5b 8f 34 4f 0b 8d-1c 2f 0f 3a 5b 6c 7d 8e" """)]
    public void A_host_only_card_does_not_silently_become_one_with_a_way_out(string card)
    {
        var lines = card.Replace('|', '\n');

        Assert.Equal([FindingId.IsolatedNetwork], Ids(Translate(Everything, lines)));
        Assert.Equal([FindingId.IsolatedNetwork], Ids(Translate(Map(("type:*", "default")), lines)));
        Assert.Contains("was isolated", Assert.Single(Networks(Translate(NetworkMap.Empty, lines))).Changes, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""ethernet0.connectionType = "hostonly" """, "type:hostonly")]
    [InlineData("""ethernet0.connectionType = "custom"|ethernet0.vnet = "VMnet1" """, "VMnet1")]
    [InlineData("""ethernet0.connectionType = "custom"|ethernet0.vnet = "VMnet1" """, "type:custom")]
    [InlineData("""ethernet0.connectionType = "pvn"|ethernet0.pvnID = "52 1c" """, "52 1c")]
    public void A_host_only_card_with_an_entry_of_its_own_is_not_warned_of(string card, string key) =>
        Assert.Empty(Networks(Translate(Map((key, "isolated"), ("*", "default")), card.Replace('|', '\n'))));

    [Theory]
    [InlineData("""ethernet0.connectionType = "nat" """)]
    [InlineData("""ethernet0.connectionType = "bridged" """)]
    [InlineData("""ethernet0.connectionType = "custom"|ethernet0.vnet = "VMnet8" """)]
    [InlineData("""ethernet0.networkName = "VM Network" """)]
    public void A_card_with_access_to_the_outside_may_match_the_entry_for_all_networks(string card) =>
        Assert.Empty(Networks(Translate(Everything, card.Replace('|', '\n'))));

    [Theory]
    [InlineData("type:NAT", "type:nat")]
    [InlineData("type:vmnet8", "type:nat")]
    [InlineData("type:*", "type:*")]
    [InlineData("type:bridge", null)]
    [InlineData("type:", null)]
    [InlineData("DMZ", "DMZ")]
    [InlineData("*", "*")]
    public void An_entry_has_a_type_that_exists(string which, string? key) => Assert.Equal(key, NetworkMap.KeyOf(which));

    private static NetworkMap Map(params (string Key, string Network)[] entries) =>
        new(entries.ToDictionary(entry => entry.Key, entry => new NetworkTarget { Network = entry.Network }, StringComparer.Ordinal));

    private static TranslatedVm Translate(NetworkMap map, string cards) => Vm.Translate(
        $"""
        displayName = "x"
        guestOS = "debian12-64"
        memsize = "512"
        ethernet0.present = "TRUE"
        ethernet1.present = "{(cards.Contains("ethernet1", StringComparison.Ordinal) ? "TRUE" : "FALSE")}"
        {cards}
        """,
        new TranslationOptions { Networks = map });

    private static IEnumerable<string?> Ids(TranslatedVm vm) => Networks(vm).Select(finding => finding.Id);

    private static IEnumerable<Finding> Networks(TranslatedVm vm) =>
        vm.Findings.Where(finding => finding.Id is FindingId.UnmappedNetwork or FindingId.IsolatedNetwork or FindingId.MergedNetworks);
}
