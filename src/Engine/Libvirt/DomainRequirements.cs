using System.Xml.Linq;
using V2K.Engine.Interop;
using V2K.Rules;

namespace V2K.Engine.Libvirt;

/// <summary>What a domain refers to and the host must have before the domain is defined.</summary>
public static class DomainRequirements
{
    /// <summary>Checks everything, and tells all that is missing at once.</summary>
    /// <exception cref="V2KException">Something is missing; the remedy says how to create it.</exception>
    public static void Check(XElement domain, LibvirtConnection libvirt, string vm)
    {
        ArgumentNullException.ThrowIfNull(domain);
        ArgumentNullException.ThrowIfNull(libvirt);
        Refuse([.. Networks(domain, libvirt), .. Disks(domain, libvirt), .. Machine(domain, libvirt)], vm);
    }

    /// <summary>Checks what can be checked before the disks are there.</summary>
    /// <exception cref="V2KException">Something is missing; the remedy says how to create it.</exception>
    internal static void CheckBeforeCopy(XElement domain, LibvirtConnection libvirt, string vm) =>
        Refuse([.. Networks(domain, libvirt), .. Machine(domain, libvirt)], vm);

    private static void Refuse(IReadOnlyList<(string What, string Remedy)> missing, string vm)
    {
        if (missing.Count > 0)
        {
            throw new V2KException(
                string.Join("; ", missing.Select(one => one.What).Distinct(StringComparer.Ordinal)),
                string.Join(". ", missing.Select(one => one.Remedy).Distinct(StringComparer.Ordinal)),
                vm);
        }
    }

    private static IEnumerable<(string What, string Remedy)> Networks(XElement domain, LibvirtConnection libvirt) =>
        from card in domain.Devices("interface")
        let source = card.Element("source")
        where source is not null
        let name = source.Get("network") ?? source.Get("bridge") ?? source.Get("dev") ?? ""
        let fault = HostNetworks.Find(card.Get("type") ?? "", name, libvirt)
        where fault is { IsMissing: true }
        select (fault.What, fault.Remedy);

    private static IEnumerable<(string What, string Remedy)> Disks(XElement domain, LibvirtConnection libvirt)
    {
        foreach (var source in domain.Devices("disk").Elements("source"))
        {
            if (source.Get("dev") is { } device && libvirt.IsLocal && !Posix.IsBlockDevice(device))
            {
                yield return (
                    $"{device} {(File.Exists(device) ? "is no block device" : "is not there")}",
                    "Create the volume, or present the LUN to this host (ls -l /dev/disk/by-id), or correct disks: in v2k.yaml");
            }
            else if (source.Get("file") is { } path && libvirt.IsLocal && !File.Exists(path))
            {
                yield return ($"{path} does not exist", "Run --target=Convert, or mount the file system that holds it");
            }
            else if (source.Get("pool") is { } pool && !libvirt.HasPool(pool))
            {
                yield return ($"there is no storage pool '{pool}' at {libvirt.Uri}", "Define it with virsh pool-define-as");
            }
        }
    }

    private static IEnumerable<(string What, string Remedy)> Machine(XElement domain, LibvirtConnection libvirt)
    {
        var type = domain.Elements("os").Elements("type").FirstOrDefault();
        var capabilities = libvirt.DomainCapabilities(type?.Get("arch"), type?.Get("machine"), domain.Get("type") ?? "kvm");
        if (capabilities is null)
        {
            yield return (
                $"libvirt at {libvirt.Uri} has no {type?.Get("machine")} machine of type {domain.Get("type")}",
                "Install QEMU there (--target=Setup on this host), or choose another --virt-type");
            yield break;
        }

        if (domain.Element("os")?.Get("firmware") == "efi" && !Offers(capabilities.Element("os")?.Elements("enum"), "firmware", "efi"))
        {
            yield return ("the host has no UEFI firmware for it", "Install it: the package is ovmf or edk2-ovmf (--target=Setup on this host)");
        }

        if (domain.Devices("tpm").Elements("backend").Any(backend => backend.Get("type") == "emulator")
            && !Offers(capabilities.Elements("devices").Elements("tpm").Elements("enum"), "backendModel", "emulator"))
        {
            yield return ("the host has no software TPM", "Install it: the packages are swtpm and swtpm-tools (--target=Setup on this host)");
        }
    }

    private static bool Offers(IEnumerable<XElement>? choices, string name, string value) =>
        choices?.Any(choice => choice.Get("name") == name && choice.Elements("value").Any(offered => offered.Value == value)) == true;
}
