using System.Xml.Linq;
using V2K.Engine.Libvirt;
using V2K.Rules;

namespace V2K.Engine.TestBoots.Sandbox;

/// <summary>
/// A network for one test boot: a bridge of its own without a way out, where DHCP gives addresses and names no gateway and no
/// name server.
/// </summary>
public sealed class SandboxNetwork : IDisposable
{
    /// <summary>Others may take a subnet between the look and the start.</summary>
    private const int Attempts = 5;

    private readonly LibvirtNetwork _network;

    private SandboxNetwork(LibvirtNetwork network, string bridge)
    {
        _network = network;
        Bridge = bridge;
    }

    /// <summary>The name that libvirt knows it by.</summary>
    public string Name => _network.Name;

    /// <summary>The host's bridge, as in <c>ip link</c>.</summary>
    public string Bridge { get; }

    /// <summary>The addresses that DHCP has given away.</summary>
    public IReadOnlyList<DhcpLease> Leases() => _network.Leases();

    /// <summary>Starts a network called <paramref name="name"/>.</summary>
    /// <exception cref="V2KException">libvirt refuses it.</exception>
    public static SandboxNetwork Start(LibvirtConnection libvirt, string name)
    {
        ArgumentNullException.ThrowIfNull(libvirt);
        // Interface names end at 15 characters.
        var bridge = $"v2k{Guid.NewGuid():N}"[..14];
        for (var attempt = 0; ; attempt++)
        {
            try
            {
                return new SandboxNetwork(libvirt.StartNetwork(Xml(name, bridge, FreeSubnet.Choose(attempt)), name), bridge);
            }
            catch (V2KException clash) when (attempt < Attempts && clash.What.Contains("already in use", StringComparison.Ordinal))
            {
                // The next attempt takes another subnet.
            }
        }
    }

    /// <summary>Takes it away.</summary>
    /// <exception cref="V2KException">libvirt does not let it go.</exception>
    public void Dispose()
    {
        using (_network)
        {
            _network.Destroy();
        }
    }

    private static string Xml(string name, string bridge, string subnet) => new XElement(
        "network",
        new XElement("name", name),
        // A bridge that learns first would swallow the guest's first seconds.
        new XElement("bridge", new XAttribute("name", bridge), new XAttribute("stp", "off"), new XAttribute("delay", "0")),
        new XElement("dns", new XAttribute("enable", "no")),
        new XElement(
            "ip",
            new XAttribute("address", $"{subnet}.1"),
            new XAttribute("netmask", "255.255.255.0"),
            new XElement("dhcp", new XElement("range", new XAttribute("start", $"{subnet}.2"), new XAttribute("end", $"{subnet}.254"))))).ToString();
}
