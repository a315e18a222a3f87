using System.Globalization;

namespace V2K.Rules.Network;

/// <summary>The network in VMware that a card is plugged into.</summary>
/// <param name="Name">Its name, such as <c>VM Network</c> or <c>VMnet1</c>; null where the VMX has none.</param>
/// <param name="Type">One of <see cref="ConnectionType"/>, or what the VMX says where V2K does not know it, in lower case.</param>
public sealed record SourceNetwork(string? Name, string Type)
{
    /// <summary>VMware's virtual switch, such as <c>VMnet8</c>; null where a name of the administrator's or a port group stands for it.</summary>
    public string? Switch { get; init; }

    /// <summary>
    /// It leads nowhere beyond the VMware host: host-only networks, LAN segments, and virtual switches other than those for
    /// bridging (VMnet0) and NAT (VMnet8).
    /// </summary>
    public bool IsIsolated => Type is ConnectionType.HostOnly or ConnectionType.LanSegment
        || (Type == ConnectionType.Custom && (Switch ?? Name) is not (null or "VMnet0" or "VMnet8"));

    /// <summary>Equal for two cards that are plugged into the same network.</summary>
    public string Identity => Name ?? Switch ?? Type switch
    {
        ConnectionType.Bridged => "VMnet0",
        ConnectionType.HostOnly => "VMnet1",
        ConnectionType.Nat => "VMnet8",
        _ => Type,
    };

    /// <summary>What people call it: its name, else its kind.</summary>
    public string Text => Printable.OneLine(Name ?? Switch ?? Type);

    /// <summary>Reads the keys of a card. Each is null or empty where the VMX does not have it.</summary>
    /// <param name="connectionType"><c>bridged</c>, <c>vmnet1</c>, …, in any case.</param>
    /// <param name="networkName">A port group's name.</param>
    /// <param name="vnet"><c>VMnet1</c> or <c>/dev/vmnet1</c>.</param>
    /// <param name="ids">What may stand for a name, the best first.</param>
    public static SourceNetwork Of(string? connectionType, string? networkName, string? vnet, params ReadOnlySpan<string?> ids)
    {
        var type = string.IsNullOrWhiteSpace(connectionType) ? ConnectionType.Bridged : connectionType.Trim().ToLowerInvariant();
        var ofType = SwitchName(type);
        var ofVnet = SwitchName(vnet);

        // connectionType = "vmnet2" says what custom and a vnet say together.
        var known = ofType is null ? type : ConnectionType.OfSwitch(ofType);
        var name = Given(networkName) ?? ofVnet ?? Given(vnet)?.Replace("/dev/", "", StringComparison.Ordinal);
        foreach (var id in ids)
        {
            name ??= Given(id);
        }

        return new SourceNetwork(name ?? (known == ConnectionType.Custom ? ofType : null), known) { Switch = ofVnet ?? ofType };
    }

    private static string? Given(string? text) => string.IsNullOrWhiteSpace(text) ? null : text;

    /// <summary><c>VMnet1</c> of <c>vmnet1</c>, <c>VMnet1</c> and <c>/dev/vmnet1</c>; null for other text.</summary>
    private static string? SwitchName(string? text)
    {
        const string Device = "/dev/";
        const string Prefix = "vmnet";
        var bare = text?.Trim() ?? "";
        bare = bare.StartsWith(Device, StringComparison.OrdinalIgnoreCase) ? bare[Device.Length..] : bare;
        return bare.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase)
            && byte.TryParse(bare.AsSpan(Prefix.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? string.Create(CultureInfo.InvariantCulture, $"VMnet{number}")
            : null;
    }
}

/// <summary>The kinds of network that a card can be plugged into (<c>connectionType</c>).</summary>
public static class ConnectionType
{
    /// <summary>A network of the VMware host, or a port group of vSphere: what a card without a type has.</summary>
    public const string Bridged = "bridged";

    /// <summary>The host alone.</summary>
    public const string HostOnly = "hostonly";

    /// <summary>The outside, by the host's address.</summary>
    public const string Nat = "nat";

    /// <summary>A virtual switch by its name.</summary>
    public const string Custom = "custom";

    /// <summary>A LAN segment: VMs alone.</summary>
    public const string LanSegment = "pvn";

    /// <summary>Every type there is, in the order of the alphabet.</summary>
    public static IReadOnlyList<string> All { get; } = [Bridged, Custom, HostOnly, Nat, LanSegment];

    /// <summary>The type that a virtual switch has unless somebody changed it: <c>VMnet0</c>, <c>VMnet1</c> and <c>VMnet8</c> have their own.</summary>
    public static string OfSwitch(string name) => name.ToUpperInvariant() switch
    {
        "VMNET0" => Bridged,
        "VMNET1" => HostOnly,
        "VMNET8" => Nat,
        _ => Custom,
    };
}
