using System.Security.Cryptography;
using System.Text;
using V2K.Rules.Annotations;
using V2K.Rules.Findings;
using V2K.Rules.Model;
using V2K.Rules.Translation;

namespace V2K.Rules.General;

/// <summary>
/// The SMBIOS UUID, which licences and inventories know the guest by: <c>uuid.bios</c> with its bytes in their order.
/// A VM that has none gets one made from what identifies it, the same at every translation.
/// </summary>
/// <example>
/// uuid.bios = "56 4d 7a 1e 22 9c 40 b3-9d 4f 0c 18 2b 6e 91 d7"
/// →
/// &lt;uuid&gt;564d7a1e-229c-40b3-9d4f-0c182b6e91d7&lt;/uuid&gt;
/// </example>
[Rule(nameof(Domain.Uuid), Topic.General)]
public static class UuidRule
{
    public static Mapped<Guid?> Map(
        [Vmx("uuid.bios")] Guid? bios,
        [Vmx("uuid.location")] Guid? location,
        [Vmx("vc.uuid")] Guid? vcenter,
        [Vmx("displayName")] string? displayName,
        [Vmx("nvram")] string? nvram,
        [Vmx("scsi0:0.fileName")] string? disk,
        [Vmx("ethernet0.generatedAddress")] string? generatedAddress,
        [Vmx("ethernet0.address")] string? address)
    {
        // libvirt takes neither all zeroes nor all ones.
        if (bios is { } known && known != Guid.Empty && known != Guid.AllBitsSet)
        {
            return (Guid?)known;
        }

        var made = Good(location) ?? Good(vcenter)
            ?? Derive($"{displayName}\0{nvram}\0{disk}\0{generatedAddress}\0{address}");
        return Mapped.To<Guid?>(made, Finding.Info(
            "the VM does not have a BIOS UUID yet",
            $"it gets {made}, the same at every translation",
            "Set uuid.bios in the .vmx if licences depend on a particular UUID").At(nameof(bios)));
    }

    private static Guid? Good(Guid? uuid) => uuid == Guid.Empty || uuid == Guid.AllBitsSet ? null : uuid;

    /// <summary>A UUID of version 8 (RFC 9562, section 5.8): a hash under version and variant bits.</summary>
    private static Guid Derive(string identity)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes(identity), hash);
        hash[6] = (byte)((hash[6] & 0x0F) | 0x80);
        hash[8] = (byte)((hash[8] & 0x3F) | 0x80);
        return new Guid(hash[..16], bigEndian: true);
    }
}
