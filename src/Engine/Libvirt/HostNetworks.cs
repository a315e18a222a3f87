using V2K.Rules.Model;
using V2K.Rules.Translation;

namespace V2K.Engine.Libvirt;

/// <summary>
/// Whether what network cards are put on is there and works: the one check of Doctor, Plan and Define.
/// </summary>
public static class HostNetworks
{
    private const string SystemNetworks = "/sys/class/net";

    /// <summary>What keeps a network card of <paramref name="card"/>'s kind from working; null for nothing.</summary>
    public static HostNetworkFault? Find(NetworkInterface card, LibvirtConnection libvirt)
    {
        ArgumentNullException.ThrowIfNull(card);
        return Find(card.Type, card.Source, libvirt);
    }

    /// <summary>The same for an entry of <c>networks:</c>.</summary>
    public static HostNetworkFault? Find(NetworkTarget target, LibvirtConnection libvirt)
    {
        ArgumentNullException.ThrowIfNull(target);
        return target.Network is { } network ? Find("network", network, libvirt)
            : target.Bridge is { } bridge ? Find("bridge", bridge, libvirt)
            : target.Direct is { } device ? Find("direct", device, libvirt)
            : null;
    }

    /// <summary>The same for a <c>&lt;source&gt;</c> of an <c>&lt;interface&gt;</c>.</summary>
    /// <param name="type">The interface's type; only <c>network</c>, <c>bridge</c> and <c>direct</c> are looked at.</param>
    /// <param name="name">The network, bridge or device.</param>
    /// <param name="libvirt">The host that is to run the domain.</param>
    public static HostNetworkFault? Find(string type, string name, LibvirtConnection libvirt)
    {
        ArgumentNullException.ThrowIfNull(libvirt);
        return type switch
        {
            "network" => FindNetwork(name, libvirt),
            "bridge" when IsAbsent(name, libvirt) => new(
                $"there is no bridge '{name}' on this host",
                $"Create it (ip link add name {name} type bridge, or your network configuration), or map to another one with --network",
                IsMissing: true),
            "direct" when IsAbsent(name, libvirt) => new(
                $"there is no network device '{name}' on this host", "Name an existing device with --network", IsMissing: true),
            _ => null,
        };
    }

    private static HostNetworkFault? FindNetwork(string name, LibvirtConnection libvirt)
    {
        using var network = libvirt.FindNetwork(name);
        return network is null
            ? new(
                $"there is no network '{name}' at {libvirt.Uri}",
                $"Define it (virsh net-define), or map to another one with --network; there are: {Names(libvirt)}",
                IsMissing: true)
            : network.IsActive
                ? null
                : new($"the network '{name}' is not started", $"Start it: virsh net-start '{name}', and virsh net-autostart '{name}'", IsMissing: false);
    }

    /// <summary>Of another host's bridges and devices nothing is known here.</summary>
    private static bool IsAbsent(string name, LibvirtConnection libvirt) =>
        libvirt.IsLocal && !Directory.Exists(Path.Combine(SystemNetworks, Path.GetFileName(name)));

    private static string Names(LibvirtConnection libvirt)
    {
        var networks = libvirt.Networks();
        var names = string.Join(", ", networks.Select(network => network.Name).Order(StringComparer.Ordinal));
        foreach (var network in networks)
        {
            network.Dispose();
        }

        return names.Length > 0 ? names : "none";
    }
}

/// <summary>Something that is wrong with a network, bridge or device.</summary>
/// <param name="What">What, as a sentence without a full stop.</param>
/// <param name="Remedy">What to do.</param>
/// <param name="IsMissing">Whether it is not there, so that no domain on it can be defined; else it is there, and a domain on it cannot start.</param>
public sealed record HostNetworkFault(string What, string Remedy, bool IsMissing);
