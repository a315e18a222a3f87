namespace V2K.Rules.Translation;

/// <summary>The <c>networks:</c> section of <c>v2k.yaml</c>: by name, then by type, then <c>*</c>.</summary>
/// <param name="Entries">Network name, <c>type:</c> and a VMware connection type, or <c>*</c>, with what it becomes.</param>
public sealed record NetworkMap(IReadOnlyDictionary<string, NetworkTarget> Entries)
{
    /// <summary>Everything to libvirt's own network <c>default</c>.</summary>
    public static NetworkMap Default { get; } = new(
        new Dictionary<string, NetworkTarget>(StringComparer.Ordinal) { ["*"] = new NetworkTarget { Network = "default" } });

    /// <summary>Finds what a VMware network becomes; null where nothing in the map takes it.</summary>
    /// <param name="name">The network's name, such as <c>VM Network</c>; null where the VMX has none.</param>
    /// <param name="connectionType">VMware's connection type, such as <c>bridged</c>, <c>nat</c> or <c>hostonly</c>.</param>
    public NetworkTarget? Find(string? name, string? connectionType) =>
        (name is not null && Entries.TryGetValue(name, out var target))
        || (connectionType is not null && Entries.TryGetValue("type:" + connectionType, out target))
        || Entries.TryGetValue("*", out target)
            ? target
            : null;
}

/// <summary>Where an interface is plugged in on the KVM host; one of the first three is set.</summary>
public sealed record NetworkTarget
{
    /// <summary>A libvirt network.</summary>
    public string? Network { get; init; }

    /// <summary>A bridge of the host.</summary>
    public string? Bridge { get; init; }

    /// <summary>A device of the host, by macvtap.</summary>
    public string? Direct { get; init; }

    /// <summary>The VLAN to tag with, 1 to 4094.</summary>
    public int? Vlan { get; init; }

    /// <summary>The virtual switch's kind; <c>openvswitch</c>.</summary>
    public string? VirtualPort { get; init; }

    /// <summary>The libvirt portgroup.</summary>
    public string? PortGroup { get; init; }

    /// <summary>Why libvirt would not take it, and what to do; null where it would.</summary>
    public (string What, string Remedy)? Fault => this switch
    {
        _ when new[] { Network, Bridge, Direct }.Count(place => place is not null) != 1 =>
            ("must have exactly one of network, bridge and direct", "Keep the one you mean"),
        { PortGroup: not null, Network: null } => ("has a portgroup, which only a libvirt network has", "Give network with it"),
        { VirtualPort: not null and not "openvswitch" } => ("has a virtualport other than openvswitch", "Correct it"),
        { VirtualPort: not null, Direct: not null } => ("has a virtualport on a device of the host", "Give bridge or network with it"),
        { Vlan: not null, Direct: not null } =>
            ("tags a device of the host with a VLAN", $"Name the VLAN's own device, such as {Direct}.{Vlan}"),
        _ => null,
    };
}
