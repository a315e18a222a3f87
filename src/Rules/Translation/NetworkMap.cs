using System.Text.Json.Serialization;
using V2K.Rules.Network;

namespace V2K.Rules.Translation;

/// <summary>The <c>networks:</c> section of <c>v2k.yaml</c>: by name, then by type, then <c>type:*</c>, then <c>*</c>.</summary>
/// <param name="Entries">Network name, <c>type:</c> and one of <see cref="ConnectionType"/>, <c>type:*</c> or <c>*</c>, with what it becomes.</param>
public sealed record NetworkMap(IReadOnlyDictionary<string, NetworkTarget> Entries)
{
    private const string TypePrefix = "type:";
    private const string AnyType = TypePrefix + "*";
    private const string Any = "*";

    /// <summary>Nothing is written: every card goes to <see cref="NetworkTarget.Default"/>, with a warning.</summary>
    public static NetworkMap Empty { get; } = new(new Dictionary<string, NetworkTarget>(StringComparer.Ordinal));

    /// <summary>These entries, and those of <paramref name="other"/> that have no entry of their key here.</summary>
    public NetworkMap Over(NetworkMap other)
    {
        ArgumentNullException.ThrowIfNull(other);
        var entries = new Dictionary<string, NetworkTarget>(other.Entries, StringComparer.Ordinal);
        foreach (var (key, target) in Entries)
        {
            entries[key] = target;
        }

        return new NetworkMap(entries);
    }

    /// <summary>Finds the entry for a VMware network, and whether it was written for networks like it or takes whatever is left; null where there is none.</summary>
    public (NetworkTarget Target, string Key, bool IsCatchAll)? Find(SourceNetwork network)
    {
        ArgumentNullException.ThrowIfNull(network);
        return Own(network.Name ?? network.Switch, network) ?? Own(TypePrefix + network.Type, network) ?? CatchAll(AnyType) ?? CatchAll(Any);
    }

    private (NetworkTarget Target, string Key, bool IsCatchAll)? Own(string? key, SourceNetwork network)
    {
        if (key is null)
        {
            return null;
        }

        if (Entries.TryGetValue(key, out var target))
        {
            return (target, key, false);
        }

        // VMware's own names come in any case: VMnet1, vmnet1.
        return key == network.Switch && Entries.FirstOrDefault(entry => key.Equals(entry.Key, StringComparison.OrdinalIgnoreCase)) is { Key: { } spelled } found
            ? (found.Value, spelled, false)
            : null;
    }

    private (NetworkTarget Target, string Key, bool IsCatchAll)? CatchAll(string key) => Entries.TryGetValue(key, out var target) ? (target, key, true) : null;

    /// <summary>
    /// The key under which an entry that the administrator called <paramref name="which"/> is kept: types in lower case,
    /// <c>type:vmnet8</c> as <c>type:nat</c>. Names are kept as they are.
    /// </summary>
    /// <returns>The key; null for a type that does not exist.</returns>
    public static string? KeyOf(string which)
    {
        ArgumentNullException.ThrowIfNull(which);
        if (!which.StartsWith(TypePrefix, StringComparison.Ordinal))
        {
            return which;
        }

        var type = which[TypePrefix.Length..].Trim().ToLowerInvariant();
        type = type is "vmnet0" or "vmnet1" or "vmnet8" ? ConnectionType.OfSwitch(type) : type;
        return type == Any || ConnectionType.All.Contains(type, StringComparer.Ordinal) ? TypePrefix + type : null;
    }

    /// <summary>Every type that an entry may have, as it is written: <c>type:bridged</c>, …</summary>
    public static string Types => string.Join(", ", ConnectionType.All.Select(type => TypePrefix + type).Append(AnyType));
}

/// <summary>Where an interface is plugged in on the KVM host; one of the first three is set.</summary>
public sealed record NetworkTarget
{
    /// <summary>libvirt's network <c>default</c>, which has its guests reach the outside by NAT unless somebody changed it.</summary>
    public static NetworkTarget Default { get; } = new() { Network = "default" };

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

    /// <summary>What people call it: <c>network "default"</c>, <c>bridge "br1" with VLAN 120</c>.</summary>
    [JsonIgnore]
    public string Text =>
        (Bridge is not null ? $"bridge \"{Bridge}\"" : Direct is not null ? $"device \"{Direct}\"" : $"network \"{Network}\"")
        + (PortGroup is null ? "" : $", portgroup \"{PortGroup}\"")
        + (Vlan is null ? "" : $" with VLAN {Vlan}");

    /// <summary>Why libvirt would not take it, and what to do; null where it would.</summary>
    public (string What, string Remedy)? Fault => this switch
    {
        _ when new[] { Network, Bridge, Direct }.Count(place => place is not null) != 1 =>
            ("must have exactly one of network, bridge and direct", "Keep one of them"),
        { PortGroup: not null, Network: null } => ("has a portgroup, which only libvirt networks support", "Use network instead, or remove portgroup"),
        { VirtualPort: not null and not "openvswitch" } => ("has a virtualport other than openvswitch", "Correct it"),
        { VirtualPort: not null, Direct: not null } => ("has a virtualport with direct", "Use bridge or network instead, or remove virtualport"),
        { Vlan: not null, Direct: not null } =>
            ("has a vlan with direct", $"Name the VLAN device of the host, such as {Direct}.{Vlan}"),
        _ => null,
    };
}
