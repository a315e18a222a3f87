using V2K.Rules.Translation;

namespace V2K.Engine.Libvirt;

/// <summary>Whether the host has what network cards are plugged into: the one place that says so, for all who ask before or while a domain is defined.</summary>
public static class HostNetworks
{
    private const string SystemNetworks = "/sys/class/net";

    /// <summary>Why a card of type <c>network</c>, <c>bridge</c> or <c>direct</c> cannot be plugged into <paramref name="name"/>, and what to do.</summary>
    /// <returns>Null where the host has it.</returns>
    /// <exception cref="Rules.V2KException">libvirt cannot be asked.</exception>
    public static (string What, string Remedy)? Missing(string type, string name, LibvirtConnection libvirt)
    {
        ArgumentNullException.ThrowIfNull(libvirt);
        if (type == "network")
        {
            using var network = libvirt.FindNetwork(name);
            return network is not null ? null : (
                $"there is no network '{name}' at {libvirt.Uri}",
                $"Define it (virsh net-define), or map to another with --network; there are: {Names(libvirt)}");
        }

        return type is not ("bridge" or "direct") || !libvirt.IsLocal || Directory.Exists(Path.Combine(SystemNetworks, Path.GetFileName(name))) ? null
            : type == "bridge"
                ? ($"there is no bridge '{name}' on this host",
                    $"Create it (ip link add name {name} type bridge, or your network configuration), or map to another with --network")
                : ($"there is no network device '{name}' on this host", "Name an existing device with --network");
    }

    /// <summary>The same for what the configuration maps a network to.</summary>
    /// <inheritdoc cref="Missing(string, string, LibvirtConnection)"/>
    public static (string What, string Remedy)? Missing(NetworkTarget target, LibvirtConnection libvirt)
    {
        ArgumentNullException.ThrowIfNull(target);
        return target.Bridge is { } bridge ? Missing("bridge", bridge, libvirt)
            : target.Direct is { } device ? Missing("direct", device, libvirt)
            : Missing("network", target.Network ?? "", libvirt);
    }

    /// <summary>That libvirt's network <paramref name="name"/> is not started, so that no domain starts on it, and what to do; null where it is, or is not there.</summary>
    /// <exception cref="Rules.V2KException">libvirt cannot be asked.</exception>
    public static (string What, string Remedy)? Inactive(string name, LibvirtConnection libvirt)
    {
        ArgumentNullException.ThrowIfNull(libvirt);
        using var network = libvirt.FindNetwork(name);
        return network?.IsActive == false
            ? ($"the network '{name}' is not started", $"Start it: virsh net-start '{name}', and virsh net-autostart '{name}'")
            : null;
    }

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
