using V2K.Rules;
using V2K.Rules.Findings;
using V2K.Rules.Translation;

namespace V2K.Engine.Concerns;

/// <summary>Every kind of concern there is, in the order of the catalogue.</summary>
public static class ConcernKinds
{
    /// <summary>Files held by a running VM.</summary>
    public static readonly ConcernKind Running = new(
        FindingId.Running, Severity.Blocker, ConcernSource.Files,
        "Locks or a swap file say that the VM runs: its disks change while they are copied",
        "Shut it down in VMware; if it is off and a crash left the files, ignore it");

    /// <summary>A saved memory.</summary>
    public static readonly ConcernKind Suspended = new(
        FindingId.Suspended, Severity.Blocker, ConcernSource.Files,
        "The VM is suspended: its disks are those of a running guest, and what is in its memory is lost",
        "Resume it in VMware and shut it down");

    /// <summary>Snapshots below the VM.</summary>
    public static readonly ConcernKind Snapshots = new(
        FindingId.Snapshots, Severity.Warning, ConcernSource.Files,
        "The VM stands on snapshots: the conversion flattens them, and there is no going back to them on KVM",
        "Nothing, if the newest state is the one wanted; it is read through the whole chain");

    /// <summary>A file of a disk that is not there.</summary>
    public static readonly ConcernKind MissingDisk = new(
        FindingId.MissingDisk, Severity.Blocker, ConcernSource.Files,
        "A descriptor, an extent or a snapshot's parent is not where the VM expects it",
        "Bring the file back, or take the disk out of the .vmx")
    { Ignoring = Ignoring.LeavesDiskOut };

    /// <summary>A snapshot that no longer fits its parent.</summary>
    public static readonly ConcernKind CidMismatch = new(
        FindingId.CidMismatch, Severity.Blocker, ConcernSource.Files,
        "A snapshot's parent was written to after the snapshot: the two no longer fit together",
        "Restore the parent as it was, or repair the CIDs if you know that its content is unchanged")
    { Ignoring = Ignoring.LeavesDiskOut };

    /// <summary>A disk that cannot be read.</summary>
    public static readonly ConcernKind UnreadableDisk = new(
        FindingId.UnreadableDisk, Severity.Blocker, ConcernSource.Files,
        "A disk is damaged, or of a kind that is not read",
        "Do what the message says: mostly, copy it again from the datastore")
    { Ignoring = Ignoring.LeavesDiskOut };

    /// <summary>A VMDK that no VM uses.</summary>
    public static readonly ConcernKind OrphanedDisk = new(
        FindingId.OrphanedDisk, Severity.Warning, ConcernSource.OtherVms,
        "A disk lies in the VM's folder, or in one without a VM, that no VM uses: it stays behind",
        "Find out whose it was; add it to the .vmx if it belongs to the VM, else nothing");

    /// <summary>A disk of several VMs.</summary>
    public static readonly ConcernKind SharedDisk = new(
        FindingId.SharedDisk, Severity.Warning, ConcernSource.OtherVms,
        "A disk is shared with other VMs, or open to several writers: it becomes a raw image",
        "Shut all of its VMs down together; Plan shows them as one group");

    /// <summary>One target twice.</summary>
    public static readonly ConcernKind OneTarget = new(
        FindingId.OneTarget, Severity.Blocker, ConcernSource.Settings,
        "Two disks would become one file, because their datastores have one target, or because they are one disk",
        "Give the datastores targets of their own in v2k.yaml, or name a block device for one of the two with --disk");

    /// <summary>A LUN or device of the VMware host.</summary>
    public static readonly ConcernKind RawDevice = new(
        FindingId.RawDevice, Severity.Blocker, ConcernSource.Files,
        "A disk stands for a LUN (raw device mapping) or device of the VMware host: its bytes are in no file",
        "Clone it into a VMDK first, or give the domain the LUN itself with attach: under disks: in v2k.yaml")
    { Ignoring = Ignoring.LeavesDiskOut };

    /// <summary>A VM without a disk.</summary>
    public static readonly ConcernKind NoDisk = new(
        FindingId.NoDisk, Severity.Warning, ConcernSource.Settings,
        "The VM has no disk: it boots from the network or an optical drive, or the .vmx does not say what it means",
        "Nothing, if the VM never had one; else correct the lines of its disk in the .vmx");

    /// <summary>A drive or device with lines that is not present.</summary>
    public static readonly ConcernKind NotPresent = new(
        FindingId.NotPresent, Severity.Warning, ConcernSource.Settings,
        "A drive or device has lines, but none says that it, or its controller, is present: VMware does not show it to the guest, and neither does KVM",
        "Set its present to TRUE in the .vmx if the guest should have it, else remove its lines");

    /// <summary>A disk left out of snapshots.</summary>
    public static readonly ConcernKind IndependentDisk = new(
        FindingId.IndependentDisk, Severity.Warning, ConcernSource.Settings,
        "A disk was left out of VMware's snapshots, and is taken into libvirt's",
        "Leave it out of each snapshot with --diskspec, or say snapshot='no' on the disk");

    /// <summary>Settings or disks that VMware encrypted.</summary>
    public static readonly ConcernKind Encryption = new(
        FindingId.Encryption, Severity.Blocker, ConcernSource.Settings,
        "Settings or disks are encrypted by VMware and cannot be read. The home of a VM with a TPM always is: that alone stops nothing",
        "Decrypt the VM in VMware; of a VM with a TPM, the disks alone")
    { Ignoring = Ignoring.LeavesDiskOut };

    /// <summary>A device of the VMware host.</summary>
    public static readonly ConcernKind Passthrough = new(
        FindingId.Passthrough, Severity.Blocker, ConcernSource.Settings,
        "A PCI, USB or SCSI device of the VMware host belongs to the guest, which loses it",
        "Give the guest one of the KVM host with <hostdev>, or do without");

    /// <summary>A virtual TPM.</summary>
    public static readonly ConcernKind Tpm = new(
        FindingId.Tpm, Severity.Warning, ConcernSource.Settings,
        "The guest has a TPM, whose secrets stay behind with the firmware's variables: what they unlock does not unlock",
        "Have the recovery key or passphrase at hand, and enrol the new TPM afterwards");

    /// <summary>One address twice.</summary>
    public static readonly ConcernKind DuplicateMac = new(
        FindingId.DuplicateMac, Severity.Warning, ConcernSource.OtherVms,
        "Two network cards have one address: on one network they take each other's packets",
        "Give one of them another address, or never run both VMs");

    /// <summary>One UUID twice.</summary>
    public static readonly ConcernKind DuplicateUuid = new(
        FindingId.DuplicateUuid, Severity.Warning, ConcernSource.OtherVms,
        "Two VMs have one BIOS UUID: libvirt defines only one of them",
        "Change uuid.bios in the .vmx of the copy");

    /// <summary>One name twice.</summary>
    public static readonly ConcernKind DuplicateName = new(
        FindingId.DuplicateName, Severity.Warning, ConcernSource.OtherVms,
        "Two VMs become domains of one name: libvirt defines only one of them",
        "Change the displayName in one of the .vmx files");

    /// <summary>A network without an entry.</summary>
    public static readonly ConcernKind UnmappedNetwork = new(
        FindingId.UnmappedNetwork, Severity.Warning, ConcernSource.Settings,
        "A network of the VM is in no entry of networks:, not even \"*\", and becomes libvirt's \"default\"",
        "Add it to networks: in v2k.yaml, or give --network");

    /// <summary>A host-only network without an entry of its own.</summary>
    public static readonly ConcernKind IsolatedNetwork = new(
        FindingId.IsolatedNetwork, Severity.Warning, ConcernSource.Settings,
        "A host-only network, LAN segment or custom virtual switch has no entry of its own in networks:, and \"*\" or \"type:*\" takes it where the others go",
        "Give it an entry by name or by type, such as \"type:hostonly\"");

    /// <summary>Two networks that become one.</summary>
    public static readonly ConcernKind MergedNetworks = new(
        FindingId.MergedNetworks, Severity.Warning, ConcernSource.Settings,
        "Cards of one VM that were on different networks are plugged into one: a firewall or router between them has nothing left to keep apart",
        "Give each network an entry of its own in networks:");

    /// <summary>A datastore without an entry.</summary>
    public static readonly ConcernKind UnmappedDatastore = new(
        FindingId.UnmappedDatastore, Severity.Blocker, ConcernSource.Settings,
        "A file of the VM lies in a datastore that is not configured",
        "Add it under datastores: in v2k.yaml, with its path under vmfs:, or as another --datastore")
    { Ignoring = Ignoring.LeavesDiskOut };

    /// <summary>A name that leads astray.</summary>
    public static readonly ConcernKind OutsideDatastores = new(
        FindingId.OutsideDatastores, Severity.Blocker, ConcernSource.Settings,
        "A file name leads out of every datastore, and is refused",
        "Move the file into a datastore if it belongs to the VM; otherwise treat the VM as hostile")
    { Ignoring = Ignoring.LeavesDiskOut };

    /// <summary>A guest that nothing prepares.</summary>
    public static readonly ConcernKind UnsupportedGuest = new(
        FindingId.UnsupportedGuest, Severity.Warning, ConcernSource.Settings,
        "The operating system is not known, or one that nothing prepares for KVM",
        "Try it with --target=TestBoot first, or give it a site rule");

    /// <summary>Windows.</summary>
    public static readonly ConcernKind WindowsDrivers = new(
        FindingId.WindowsDrivers, Severity.Warning, ConcernSource.Settings,
        "Windows has no virtio drivers of its own: what it gets depends on whether Adjust puts them in",
        "Do what the message says: mostly, have virtio-win on this host, and run Adjust");

    /// <summary>Windows, and what adjusts it.</summary>
    public static readonly ConcernKind WindowsAdjusting = new(
        FindingId.WindowsAdjusting, Severity.Blocker, ConcernSource.Target,
        "Windows cannot be adjusted: this host lacks what virt-v2v needs for it, or an option was given that acts on Linux alone",
        "Do what the message says; or leave Windows as it is with --adjust=none");

    /// <summary>A guest from before virtio 1.0.</summary>
    public static readonly ConcernKind LegacyVirtio = new(
        FindingId.LegacyVirtio, Severity.Info, ConcernSource.Settings,
        "The guest may know no virtio devices but those from before virtio 1.0, and gets transitional ones, which older and newer drivers find",
        "Nothing; Adjust looks at the guest's kernels, and where all of them know virtio 1.0, the devices become modern ones");

    /// <summary>A disk without memory.</summary>
    public static readonly ConcernKind NonPersistentDisk = new(
        FindingId.NonPersistentDisk, Severity.Info, ConcernSource.Settings,
        "A disk forgets what is written to it at power off, and does so on KVM",
        "Nothing, or remove <transient/> to let it keep writes");

    /// <summary>A full target.</summary>
    public static readonly ConcernKind LowSpace = new(
        FindingId.LowSpace, Severity.Blocker, ConcernSource.Target,
        "The target's file system has less room than the VM's disks have data",
        "Make room, or choose another target: in the configuration; what an interrupted copy has written needs no room again");

    /// <summary>A network that is not there.</summary>
    public static readonly ConcernKind MissingNetwork = new(
        FindingId.MissingNetwork, Severity.Warning, ConcernSource.Target,
        "A network card is put on a network of libvirt's, a bridge or a device that this host does not have",
        "Create it, or map to another with --network");

    /// <summary>A network that is not started.</summary>
    public static readonly ConcernKind InactiveNetwork = new(
        FindingId.InactiveNetwork, Severity.Warning, ConcernSource.Target,
        "A network card is put on a network of libvirt's that is not started",
        "Start it with virsh net-start, and virsh net-autostart");

    /// <summary>A file where a result goes.</summary>
    public static readonly ConcernKind InTheWay = new(
        FindingId.InTheWay, Severity.Blocker, ConcernSource.Target,
        "A result would replace a file that V2K did not write, or that somebody changed since",
        "Move it away to keep it, or run again with --force to replace it")
    { Ignoring = Ignoring.Impossible };

    /// <summary>A .vmx that is none.</summary>
    public static readonly ConcernKind UnreadableVm = new(
        FindingId.UnreadableVm, Severity.Blocker, ConcernSource.Settings,
        "The .vmx cannot be read",
        "Do what the message says")
    { Ignoring = Ignoring.Impossible };

    /// <summary>Keys that nothing knows.</summary>
    public static readonly ConcernKind UnknownKey = new(
        FindingId.UnknownKey, Severity.Warning, ConcernSource.Settings,
        "The .vmx has keys that nothing here knows, and nothing was made of them",
        "Look up what they do; a site rule or an [Ignored] declaration settles them");

    /// <summary>A value that cannot be.</summary>
    public static readonly ConcernKind MalformedValue = new(
        FindingId.MalformedValue, Severity.Warning, ConcernSource.Settings,
        "A value is not what its key takes, and another was assumed",
        "Correct it in the .vmx");

    /// <summary>A key on several lines.</summary>
    public static readonly ConcernKind DuplicateKey = new(
        FindingId.DuplicateKey, Severity.Warning, ConcernSource.Settings,
        "A key stands on several lines with different values",
        "Remove the line that is wrong");

    /// <summary>Text that cannot be read as written.</summary>
    public static readonly ConcernKind UnreadableText = new(
        FindingId.UnreadableText, Severity.Warning, ConcernSource.Settings,
        "Lines or letters of the .vmx could not be read as written",
        "Correct the line, or .encoding");

    /// <summary>The image in a drive.</summary>
    public static readonly ConcernKind DriveImage = new(
        FindingId.DriveImage, Severity.Warning, ConcernSource.Settings,
        "The image in an optical drive or floppy lies in the old datastore, without which the domain does not start, or in none, and the drive is empty",
        "Eject it, or copy it to the KVM host; insert another with virsh change-media if the guest needs it");

    /// <summary>A choice among deployment options.</summary>
    public static readonly ConcernKind Deployment = new(
        FindingId.Deployment, Severity.Info, ConcernSource.Export,
        "An exported VM offers several deployment options, and one of them is taken",
        "Choose another with --deployment, or under vms: in v2k.yaml");

    /// <summary>A size that is another.</summary>
    public static readonly ConcernKind DiskSize = new(
        FindingId.DiskSize, Severity.Warning, ConcernSource.Export,
        "An exported disk has another size than its description says: the disk's own counts",
        "Check that it is the VM's disk; export the VM again if it was cut off");

    /// <summary>A drive elsewhere.</summary>
    public static readonly ConcernKind DrivePlace = new(
        FindingId.DrivePlace, Severity.Warning, ConcernSource.Export,
        "The place of a drive in the description is taken, missing or none: the drive hangs elsewhere",
        "Check that the guest boots from the right disk");

    /// <summary>What the guest is told.</summary>
    public static readonly ConcernKind OvfProperties = new(
        FindingId.OvfProperties, Severity.Warning, ConcernSource.Export,
        "The guest of an exported VM is configured by properties of its description, which it does not find on KVM",
        "Give --ovf-env, unless the guest has been configured");

    /// <summary>Parts without a counterpart.</summary>
    public static readonly ConcernKind OvfPart = new(
        FindingId.OvfPart, Severity.Warning, ConcernSource.Export,
        "A part of an exported VM's description has no counterpart, or is read otherwise than it is written",
        "Do what the message says");

    /// <summary>All of them.</summary>
    public static IReadOnlyList<ConcernKind> InOrder { get; } =
    [
        Running, Suspended, Snapshots, MissingDisk, CidMismatch, UnreadableDisk, OrphanedDisk, SharedDisk, OneTarget, RawDevice, NoDisk, NotPresent, IndependentDisk,
        NonPersistentDisk, Encryption, Passthrough, Tpm, DuplicateMac, DuplicateUuid, DuplicateName, UnmappedNetwork, IsolatedNetwork, MergedNetworks,
        UnmappedDatastore, OutsideDatastores, UnsupportedGuest, WindowsDrivers, WindowsAdjusting, LegacyVirtio, LowSpace, MissingNetwork, InactiveNetwork, InTheWay, UnreadableVm, UnknownKey, MalformedValue, DuplicateKey,
        UnreadableText, DriveImage, Deployment, DiskSize, DrivePlace, OvfProperties, OvfPart,
    ];

    /// <summary>Refuses a name that no finding has.</summary>
    /// <param name="id">What the administrator wrote.</param>
    /// <param name="file">The file it stands in; null for the command line.</param>
    /// <param name="key">The key or option.</param>
    /// <param name="line">The line in that file; null where it is unknown, or there is no file.</param>
    /// <exception cref="V2KException">Nothing goes by this name.</exception>
    public static void Require(string id, string? file, string key, int? line = null)
    {
        var known = InOrder.Select(kind => kind.Id)
            .Concat(RuleCatalogue.Concerns.Select(concern => concern.Key))
            .Concat(RuleCatalogue.Rules.Select(rule => FindingId.OfRule(rule.Name)));
        if (!known.Contains(id, StringComparer.Ordinal))
        {
            throw new V2KException(
                $"there is no concern '{id}'", Spelling.Remedy(id, [.. InOrder.Select(kind => kind.Id)]), file, line, key);
        }
    }
}
