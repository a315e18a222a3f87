using V2K.Rules.Annotations;
using V2K.Rules.Findings;
using V2K.Rules.Model;
using V2K.Rules.Translation;

namespace V2K.Rules.Network;

/// <summary>Warns of cards that were on different networks in VMware and share one under KVM: the two legs of a firewall, for one.</summary>
/// <example>
/// ethernet0.present = "TRUE"
/// ethernet0.networkName = "Outside"
/// ethernet1.present = "TRUE"
/// ethernet1.networkName = "Inside"
/// →
/// &lt;interface type='network'&gt;&lt;source network='default'/&gt;&lt;/interface&gt;
/// &lt;interface type='network'&gt;&lt;source network='default'/&gt;&lt;/interface&gt;
/// </example>
[Rule(nameof(Facts.MergedNetworks), Topic.Network)]
public static class MergedNetworksRule
{
    public static Mapped<IReadOnlyList<string>> Map(
        [From(nameof(Domain.Interfaces))] IReadOnlyList<NetworkInterface> interfaces)
    {
        List<string> merged = [];
        List<Finding> findings = [];
        for (var i = 0; i < interfaces.Count; i++)
        {
            // One finding a target, of its first card.
            if (First(interfaces, i, SharesTarget) != i || !interfaces.Any(other => SharesTarget(other, interfaces[i]) && !SharesSource(other, interfaces[i])))
            {
                continue;
            }

            // One card of each network is enough to say so.
            var cards = interfaces.Where((other, at) => SharesTarget(other, interfaces[i])
                && First(interfaces, at, (one, two) => SharesTarget(one, two) && SharesSource(one, two)) == at);
            var target = Target(interfaces[i]).Text;
            merged.Add(target);
            findings.Add(Finding.Warning(
                $"{string.Join(" and ", cards.Select(card => $"{card.VmxDevice} (\"{card.VmxSource!.Text}\")"))} were on different networks, and are all plugged into {target}",
                "separate VMware networks become one network, which bypasses any firewall in the guest between them",
                "Add an entry for each to networks in v2k.yaml, or use --network").As(FindingId.MergedNetworks));
        }

        return new Mapped<IReadOnlyList<string>>(merged, findings, VetoReason: null);
    }

    /// <summary>The first card that is like the one at <paramref name="at"/>.</summary>
    private static int First(IReadOnlyList<NetworkInterface> interfaces, int at, Func<NetworkInterface, NetworkInterface, bool> isAlike)
    {
        var first = 0;
        while (first < at && !isAlike(interfaces[first], interfaces[at]))
        {
            first++;
        }

        return first;
    }

    /// <summary>Another VLAN or portgroup is another network.</summary>
    private static bool SharesTarget(NetworkInterface one, NetworkInterface other) =>
        one.VmxSource is not null && other.VmxSource is not null
        && (one.Type, one.Source, one.Vlan, one.PortGroup) == (other.Type, other.Source, other.Vlan, other.PortGroup);

    private static bool SharesSource(NetworkInterface one, NetworkInterface other) => one.VmxSource!.Identity == other.VmxSource!.Identity;

    private static NetworkTarget Target(NetworkInterface card) => new()
    {
        Network = card.Type == "network" ? card.Source : null,
        Bridge = card.Type == "bridge" ? card.Source : null,
        Direct = card.IsDirect ? card.Source : null,
        Vlan = card.Vlan,
        PortGroup = card.PortGroup,
    };
}
