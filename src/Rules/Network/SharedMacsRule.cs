using V2K.Rules.Annotations;
using V2K.Rules.Findings;
using V2K.Rules.Model;
using V2K.Rules.Translation;

namespace V2K.Rules.Network;

/// <summary>Warns of two cards of a VM with one address.</summary>
/// <example>
/// ethernet0.present = "TRUE"
/// ethernet0.address = "00:50:56:00:5b:03"
/// ethernet1.present = "TRUE"
/// ethernet1.address = "00:50:56:00:5b:03"
/// →
/// &lt;interface type='network'&gt;&lt;mac address='00:50:56:00:5b:03'/&gt;&lt;/interface&gt;
/// &lt;interface type='network'&gt;&lt;mac address='00:50:56:00:5b:03'/&gt;&lt;/interface&gt;
/// </example>
[Rule(nameof(Facts.SharedMacs), Topic.Network)]
public static class SharedMacsRule
{
    public static Mapped<IReadOnlyList<MacAddress>> Map(
        [From(nameof(Domain.Interfaces))] IReadOnlyList<NetworkInterface> interfaces)
    {
        List<MacAddress> shared = [];
        List<Finding> findings = [];
        for (var i = 1; i < interfaces.Count; i++)
        {
            var earlier = interfaces.Take(i).FirstOrDefault(nic => nic.Mac is not null && nic.Mac == interfaces[i].Mac);
            if (earlier is not null)
            {
                shared.Add(interfaces[i].Mac!.Value);
                findings.Add(Finding.Warning(
                    $"{earlier.VmxDevice} and {interfaces[i].VmxDevice} have the same MAC address {interfaces[i].Mac}",
                    "on one network, they receive each other's packets",
                    "Give one of them another address, unless the guest uses them as a bond").As(FindingId.DuplicateMac));
            }
        }

        return new Mapped<IReadOnlyList<MacAddress>>(shared, findings, VetoReason: null);
    }
}
