using V2K.Rules.Findings;
using V2K.Rules.Translation;

namespace V2K.Rules.Tests.Network;

public sealed class NetworkTargetTests
{
    private const string Card = """
        displayName = "x"
        guestOS = "debian12-64"
        memsize = "512"
        ethernet0.present = "TRUE"
        ethernet0.virtualDev = "vmxnet3"
        ethernet0.networkName = "DMZ"
        """;

    [Fact]
    public void A_VLAN_on_a_plain_bridge_is_warned_of_because_not_every_libvirt_starts_it()
    {
        var warning = Assert.Single(Plug(new NetworkTarget { Bridge = "br1", Vlan = 120 }));

        Assert.Equal(Severity.Warning, warning.Severity);
        Assert.Equal("ethernet0.networkName", warning.Key);
        Assert.Contains("br1.120", warning.Remedy, StringComparison.Ordinal);
    }

    public static TheoryData<NetworkTarget> WithoutDoubt =>
    [
        new NetworkTarget { Bridge = "br1" },
        new NetworkTarget { Bridge = "br1", Vlan = 120, VirtualPort = "openvswitch" },
        new NetworkTarget { Network = "production", Vlan = 120 },
        new NetworkTarget { Network = "production", PortGroup = "db" },
        new NetworkTarget { Direct = "eno2" },
    ];

    [Theory]
    [MemberData(nameof(WithoutDoubt))]
    public void Any_other_place_is_accepted_without_a_finding(NetworkTarget target)
    {
        Assert.Null(target.Fault);
        Assert.Empty(Plug(target));
    }

    [Fact]
    public void A_LAN_segment_is_mapped_by_its_number()
    {
        var vm = Vm.Translate(
            Card.Replace("networkName", "pvnID", StringComparison.Ordinal),
            new TranslationOptions { Networks = Map(new NetworkTarget { Network = "segment" }) });

        Assert.Equal("segment", Assert.Single(vm.Domain.Interfaces).Source);
    }

    private static NetworkMap Map(NetworkTarget target) =>
        new(new Dictionary<string, NetworkTarget>(StringComparer.Ordinal) { ["DMZ"] = target });

    private static IEnumerable<Finding> Plug(NetworkTarget target) => Vm.Translate(Card, new TranslationOptions { Networks = Map(target) }).Findings.Where(finding => finding.Rule == "InterfaceRule");
}
