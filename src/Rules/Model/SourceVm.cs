namespace V2K.Rules.Model;

/// <summary>
/// What a domain says of the VM it was made from, so that it explains itself to whoever finds it years later. The XML has it
/// under <c>metadata</c>, in the namespace <c>urn:v2k:source</c>.
/// </summary>
public sealed record SourceVm
{
    /// <summary>The VM's display name.</summary>
    public string? Name { get; init; }

    /// <summary>Its <c>uuid.bios</c>, by which ESXi and Workstation know it.</summary>
    public Guid? Uuid { get; init; }

    /// <summary>Its <c>vc.uuid</c>, by which vCenter knows it.</summary>
    public Guid? VcenterUuid { get; init; }

    /// <summary>Its .vmx file as VMware writes it, such as <c>[datastore1] web01/web01.vmx</c>; the engine sets it.</summary>
    public string? Path { get; init; }

    /// <summary>Whether VMware started it with its host; Define has libvirt do the same.</summary>
    public bool Autostart { get; init; }

    /// <summary>When the XML was written, in UTC, such as <c>2026-03-01T09:30:00Z</c>; the engine sets it.</summary>
    public string? Date { get; init; }

    /// <summary>The version of V2K that wrote the XML; the engine sets it.</summary>
    public string? Version { get; init; }
}
