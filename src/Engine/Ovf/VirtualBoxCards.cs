using V2K.Rules.Network;

namespace V2K.Engine.Ovf;

/// <summary>
/// The network cards of a VirtualBox machine (Hardware/Network/Adapter). Their hardware addresses are here only; the standard's part has their models and
/// the names of their networks.
/// </summary>
internal sealed class VirtualBoxCards(OvfSettings settings)
{
    /// <summary>How many cards VMware gives a VM.</summary>
    private const int Maximum = 10;

    /// <summary>Adds what the standard's part does not say of the first <paramref name="count"/> cards, and the cards after them.</summary>
    internal void Add(OvfElement hardware, int count)
    {
        hardware.First("Network")?.Read();
        var enabled = hardware.First("Network")?.All("Adapter").Where(adapter => adapter.Find("enabled")?.Text == "true")
            .OrderBy(adapter => VirtualBoxMachine.Number(adapter, "slot")).Take(Maximum).ToList() ?? [];
        for (var i = 0; i < enabled.Count; i++)
        {
            var (adapter, name) = (enabled[i], $"ethernet{i}");
            adapter.Read();
            if (i >= count)
            {
                settings.Add(name + ".present", value: true, adapter.Find("enabled"));
            }

            if (!settings.Has(name + ".address"))
            {
                settings.Add(name + ".addressType", adapter.Find("MACAddress") is null ? null : "static", adapter.Find("MACAddress"));
                settings.Add(name + ".address", OvfCards.Mac(adapter.Find("MACAddress")?.Text), adapter.Find("MACAddress"));
            }

            if (!settings.Has(name + ".virtualDev") && adapter.Find("type") is { } type)
            {
                var word = type.Text.ToLowerInvariant();
                settings.Add(name + ".virtualDev", OvfCards.Model(word) ?? (word == "virtio" ? "vmxnet3" : null), type);
            }

            if (adapter.Find("cable")?.Text == "false" && !settings.Has(name + ".startConnected"))
            {
                settings.Add(name + ".startConnected", value: false, adapter.Find("cable"));
            }

            AddNetwork(adapter, name);
        }
    }

    private void AddNetwork(OvfElement adapter, string name)
    {
        if (adapter.First("NAT") is { } nat && !settings.Has(name + ".connectionType"))
        {
            settings.Add(name + ".connectionType", ConnectionType.Nat, nat);
        }
        else if (adapter.First("HostOnlyInterface") is { } hostOnly && !settings.Has(name + ".connectionType"))
        {
            settings.Add(name + ".connectionType", ConnectionType.HostOnly, hostOnly);
        }
        else if (adapter.First("InternalNetwork") is { } inner && !settings.Has(name + ".connectionType"))
        {
            settings.Add(name + ".connectionType", ConnectionType.LanSegment, inner);
        }

        var network = adapter.First("BridgedInterface") ?? adapter.First("InternalNetwork") ?? adapter.First("NATNetwork") ?? adapter.First("HostOnlyInterface");
        if (!settings.Has(name + ".networkName") && network?.Find("name") is { } named)
        {
            network.Read();
            settings.Add(name + ".networkName", named.Text, named);
        }
    }
}
