using V2K.Rules;
using V2K.Rules.Findings;

namespace V2K.Engine.Disks.Vmdk;

/// <summary>Kinds of disk that are recognised and not read: each refusal says what to do instead.</summary>
internal static class RefusedDisk
{
    /// <summary>Throws if <paramref name="createType"/> is a kind whose bytes are not in its files.</summary>
    internal static void CheckCreateType(string createType, string file)
    {
        switch (createType.ToUpperInvariant())
        {
            case "VMFSRDM" or "VMFSRDMP" or "VMFSRAW" or "VMFSRAWDEVICEMAP" or "VMFSPASSTHROUGHRAWDEVICEMAP":
                throw RawDevice(createType, file, line: null);
            case "FULLDEVICE" or "PARTITIONEDDEVICE":
                throw new V2KException(
                    $"the disk is a physical device of the VMware host ({createType}), not a file",
                    "Copy the device into a VMDK on that host first (vmware-vdiskmanager -r OLD -t 0 NEW), or attach it to the KVM guest",
                    file)
                { Id = FindingId.RawDevice };
        }
    }

    /// <summary>Throws if the descriptor's keys say that the content is encrypted.</summary>
    internal static void CheckEncryption(IEnumerable<KeyValuePair<string, string>> entries, string file)
    {
        foreach (var (key, value) in entries)
        {
            if (key.StartsWith("encryption.", StringComparison.OrdinalIgnoreCase)
                || (key.Equals("ddb.iofilters", StringComparison.OrdinalIgnoreCase)
                    && value.Contains("crypt", StringComparison.OrdinalIgnoreCase)))
            {
                throw new V2KException(
                    "the disk is encrypted by VMware", "Decrypt it in VMware first: give it another storage policy (each disk has its own policy, so the home of a VM with a TPM can stay encrypted), or remove the VM's encryption", file, key: Printable.Excerpt(key))
                { Id = FindingId.Encryption };
            }
        }
    }

    /// <summary>A mapping of a LUN: the descriptor stands for a device of the storage network.</summary>
    internal static V2KException RawDevice(string type, string file, int? line) => new(
        $"the disk maps a raw device of the storage network (RDM, {type}): its content is not in a file of the datastore",
        "Clone it into a VMDK first (vmkfstools -i OLD NEW -d thin), or attach the LUN itself with attach: under disks: in v2k.yaml",
        file,
        line)
    { Id = FindingId.RawDevice };

    /// <summary>Throws if the file, which is no descriptor, is where VMware notes which blocks a backup has yet to read.</summary>
    internal static void CheckChangeTracking(string file)
    {
        if (file.EndsWith("-ctk.vmdk", StringComparison.OrdinalIgnoreCase))
        {
            throw new V2KException(
                "records which blocks of a disk have changed (changed block tracking), and contains none of them",
                "Name the disk instead: for web01-ctk.vmdk, web01.vmdk; the record itself need not be migrated",
                file);
        }
    }

    /// <summary>Throws if a file that starts with <paramref name="start"/> is compressed as a whole. (RFC 1952, member header.)</summary>
    internal static void CheckGzip(ReadOnlySpan<byte> start, string file)
    {
        if (start is [0x1F, 0x8B, ..])
        {
            throw new V2KException(
                "is compressed as a whole (gzip), so that it cannot be read in place", "Decompress it first, under the same name: gunzip -c OLD > NEW", file);
        }
    }

    /// <summary>A file that is stored as an object, on vSAN or behind a VASA provider.</summary>
    internal static V2KException ObjectStore(string name, string file) => new(
        $"the extent {Printable.Excerpt(name)} is an object of vSAN or a vVol, not a file",
        "Move the disk to a VMFS or NFS datastore first (Storage vMotion, or vmkfstools -i OLD NEW -d thin)",
        file);
}
