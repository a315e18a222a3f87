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
        "Locks or a swap file show that the VM runs: its disks change while they are copied",
        "Shut it down in VMware; if it is off and a crash left the files, override this");

    /// <summary>A saved memory.</summary>
    public static readonly ConcernKind Suspended = new(
        FindingId.Suspended, Severity.Blocker, ConcernSource.Files,
        "The VM is suspended: its disks are those of a running guest, and the content of its memory is lost",
        "Resume it in VMware and shut it down");

    /// <summary>Snapshots below the VM.</summary>
    public static readonly ConcernKind Snapshots = new(
        FindingId.Snapshots, Severity.Warning, ConcernSource.Files,
        "The VM has snapshots: the conversion flattens them, and you cannot revert to them on KVM",
        "No action is needed if you want the newest state; V2K reads it through the whole chain");

    /// <summary>A file of a disk that is not there.</summary>
    public static readonly ConcernKind MissingDisk = new(
        FindingId.MissingDisk, Severity.Blocker, ConcernSource.Files,
        "A descriptor, an extent or a snapshot's parent is missing",
        "Restore the file, or remove the disk from the .vmx")
    { Ignoring = Ignoring.LeavesDiskOut };

    /// <summary>A snapshot that no longer fits its parent.</summary>
    public static readonly ConcernKind CidMismatch = new(
        FindingId.CidMismatch, Severity.Blocker, ConcernSource.Files,
        "A snapshot's parent was written to after the snapshot: they no longer match",
        "Restore the parent as it was, or repair the CIDs if you know that its content is unchanged")
    { Ignoring = Ignoring.LeavesDiskOut };

    /// <summary>A disk that cannot be read.</summary>
    public static readonly ConcernKind UnreadableDisk = new(
        FindingId.UnreadableDisk, Severity.Blocker, ConcernSource.Files,
        "A disk is damaged or of a type that V2K does not read",
        "Do what the message says; usually, copy it again from the datastore")
    { Ignoring = Ignoring.LeavesDiskOut };

    /// <summary>A VMDK that no VM uses.</summary>
    public static readonly ConcernKind OrphanedDisk = new(
        FindingId.OrphanedDisk, Severity.Warning, ConcernSource.OtherVms,
        "No VM uses a disk in the VM's folder or in a folder without a VM: it is not migrated",
        "If it belongs to the VM, add it to the .vmx; otherwise no action is needed");

    /// <summary>A disk of several VMs.</summary>
    public static readonly ConcernKind SharedDisk = new(
        FindingId.SharedDisk, Severity.Warning, ConcernSource.OtherVms,
        "A disk is shared with other VMs, or open to several writers: it becomes a raw image",
        "Shut all of its VMs down together; Plan shows them as one group");

    /// <summary>One target twice.</summary>
    public static readonly ConcernKind OneTarget = new(
        FindingId.OneTarget, Severity.Blocker, ConcernSource.Settings,
        "Two disks would become one file, because their datastores have the same target or because they are the same disk",
        "Give each datastore its own target in v2k.yaml, or name a block device for one of the two with --disk");

    /// <summary>A LUN or device of the VMware host.</summary>
    public static readonly ConcernKind RawDevice = new(
        FindingId.RawDevice, Severity.Blocker, ConcernSource.Files,
        "A disk is a LUN (raw device mapping) or a device of the VMware host: its content is not in a file",
        "Clone it to a VMDK first, or attach the LUN itself with attach: under disks: in v2k.yaml")
    { Ignoring = Ignoring.LeavesDiskOut };

    /// <summary>A VM without a disk.</summary>
    public static readonly ConcernKind NoDisk = new(
        FindingId.NoDisk, Severity.Warning, ConcernSource.Settings,
        "The VM has no disk: it boots from the network or an optical drive, or the .vmx is incomplete",
        "No action is needed if the VM never had one; otherwise correct the lines of its disk in the .vmx");

    /// <summary>A drive or device with lines that is not present.</summary>
    public static readonly ConcernKind NotPresent = new(
        FindingId.NotPresent, Severity.Warning, ConcernSource.Settings,
        "A drive or device has lines, but no line sets it or its controller to present: neither VMware nor KVM shows it to the guest",
        "If the guest needs it, set its present to TRUE in the .vmx; if not, remove its lines");

    /// <summary>A disk left out of snapshots.</summary>
    public static readonly ConcernKind IndependentDisk = new(
        FindingId.IndependentDisk, Severity.Warning, ConcernSource.Settings,
        "A disk was excluded from VMware's snapshots; libvirt's snapshots include it",
        "Exclude it from each snapshot with --diskspec, or set snapshot='no' on the disk");

    /// <summary>Settings or disks that VMware encrypted.</summary>
    public static readonly ConcernKind Encryption = new(
        FindingId.Encryption, Severity.Blocker, ConcernSource.Settings,
        "VMware encrypted settings or disks, and they cannot be read. The home of a VM with a TPM is always encrypted: that alone does not stop the VM",
        "Decrypt the VM in VMware; if it has a TPM, decrypt only its disks")
    { Ignoring = Ignoring.LeavesDiskOut };

    /// <summary>A device of the VMware host.</summary>
    public static readonly ConcernKind Passthrough = new(
        FindingId.Passthrough, Severity.Blocker, ConcernSource.Settings,
        "A PCI, USB or SCSI device of the VMware host is attached to the guest, which loses it",
        "If the guest needs such a device, attach one of the KVM host with <hostdev>");

    /// <summary>A virtual TPM.</summary>
    public static readonly ConcernKind Tpm = new(
        FindingId.Tpm, Severity.Warning, ConcernSource.Settings,
        "The guest has a TPM; its secrets are not migrated with the firmware's variables: what they unlock does not unlock",
        "Keep the recovery key or passphrase ready, and enrol the new TPM afterwards");

    /// <summary>One address twice.</summary>
    public static readonly ConcernKind DuplicateMac = new(
        FindingId.DuplicateMac, Severity.Warning, ConcernSource.OtherVms,
        "Two network cards have the same MAC address: on one network, they receive each other's packets",
        "Give one of them another address, or do not run both VMs at once");

    /// <summary>One UUID twice.</summary>
    public static readonly ConcernKind DuplicateUuid = new(
        FindingId.DuplicateUuid, Severity.Warning, ConcernSource.OtherVms,
        "Two VMs have the same BIOS UUID: libvirt defines only one of them",
        "Change uuid.bios in the .vmx of the copy");

    /// <summary>One name twice.</summary>
    public static readonly ConcernKind DuplicateName = new(
        FindingId.DuplicateName, Severity.Warning, ConcernSource.OtherVms,
        "Two VMs become domains with the same name: libvirt defines only one of them",
        "Change the displayName in one of the .vmx files");

    /// <summary>A network without an entry.</summary>
    public static readonly ConcernKind UnmappedNetwork = new(
        FindingId.UnmappedNetwork, Severity.Warning, ConcernSource.Settings,
        "No entry of networks:, not even \"*\", matches a network of the VM; it becomes libvirt's \"default\"",
        "Add it to networks: in v2k.yaml, or use --network");

    /// <summary>A host-only network without an entry of its own.</summary>
    public static readonly ConcernKind IsolatedNetwork = new(
        FindingId.IsolatedNetwork, Severity.Warning, ConcernSource.Settings,
        "A host-only network, LAN segment or custom virtual switch has no separate entry in networks:, and \"*\" or \"type:*\" joins it with other networks",
        "Add an entry by name or by type, such as \"type:hostonly\"");

    /// <summary>Two networks that become one.</summary>
    public static readonly ConcernKind MergedNetworks = new(
        FindingId.MergedNetworks, Severity.Warning, ConcernSource.Settings,
        "Cards of one VM that were on different networks are connected to the same one, which bypasses a firewall or router in the guest",
        "Add a separate entry for each network to networks:");

    /// <summary>A datastore without an entry.</summary>
    public static readonly ConcernKind UnmappedDatastore = new(
        FindingId.UnmappedDatastore, Severity.Blocker, ConcernSource.Settings,
        "A file of the VM is in a datastore that is not configured",
        "Add it under datastores: in v2k.yaml, with its path under vmfs:, or as another --datastore")
    { Ignoring = Ignoring.LeavesDiskOut };

    /// <summary>A name that leads astray.</summary>
    public static readonly ConcernKind OutsideDatastores = new(
        FindingId.OutsideDatastores, Severity.Blocker, ConcernSource.Settings,
        "A file name points outside all datastores and is refused",
        "Move the file into a datastore if it belongs to the VM; otherwise treat the VM as hostile")
    { Ignoring = Ignoring.LeavesDiskOut };

    /// <summary>A guest that nothing prepares.</summary>
    public static readonly ConcernKind UnsupportedGuest = new(
        FindingId.UnsupportedGuest, Severity.Warning, ConcernSource.Settings,
        "The operating system is not known, or V2K has no adjustments for it",
        "Try it with --target=TestBoot first, or write a site rule for it");

    /// <summary>Windows.</summary>
    public static readonly ConcernKind WindowsDrivers = new(
        FindingId.WindowsDrivers, Severity.Warning, ConcernSource.Settings,
        "Windows comes without virtio drivers: its devices depend on whether Adjust installs them",
        "Do what the message says; usually, install virtio-win on this host and run Adjust");

    /// <summary>Windows, and what adjusts it.</summary>
    public static readonly ConcernKind WindowsAdjusting = new(
        FindingId.WindowsAdjusting, Severity.Blocker, ConcernSource.Target,
        "Windows cannot be adjusted: this host lacks files that virt-v2v needs, or an option applies to Linux only",
        "Do what the message says; or skip it for Windows with --adjust=none");

    /// <summary>A guest from before virtio 1.0.</summary>
    public static readonly ConcernKind LegacyVirtio = new(
        FindingId.LegacyVirtio, Severity.Info, ConcernSource.Settings,
        "The guest may support only legacy virtio devices (before virtio 1.0), and gets transitional ones, which older and newer drivers find",
        "No action is needed: Adjust checks the guest's kernels, and if all of them support virtio 1.0, the devices become modern ones");

    /// <summary>A disk without memory.</summary>
    public static readonly ConcernKind NonPersistentDisk = new(
        FindingId.NonPersistentDisk, Severity.Info, ConcernSource.Settings,
        "A disk discards all writes at power off, on KVM as in VMware",
        "No action is needed; to keep writes, remove <transient/>");

    /// <summary>A full target.</summary>
    public static readonly ConcernKind LowSpace = new(
        FindingId.LowSpace, Severity.Blocker, ConcernSource.Target,
        "The target's file system has less free space than the VM's disks have data",
        "Free some space, or choose another target: in the configuration; data that an interrupted copy has written needs no more space");

    /// <summary>A network that is not there.</summary>
    public static readonly ConcernKind MissingNetwork = new(
        FindingId.MissingNetwork, Severity.Warning, ConcernSource.Target,
        "A network card is connected to a libvirt network, a bridge or a device that does not exist on this host",
        "Create it, or map to another one with --network");

    /// <summary>A network that is not started.</summary>
    public static readonly ConcernKind InactiveNetwork = new(
        FindingId.InactiveNetwork, Severity.Warning, ConcernSource.Target,
        "A network card is connected to a libvirt network that is not started",
        "Start it with virsh net-start, and virsh net-autostart");

    /// <summary>A file where a result goes.</summary>
    public static readonly ConcernKind InTheWay = new(
        FindingId.InTheWay, Severity.Blocker, ConcernSource.Target,
        "A result would replace a file that V2K did not write or that was changed since",
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
        "The .vmx has unknown keys, which are not translated",
        "Find out what they do; a site rule or an [Ignored] declaration resolves this");

    /// <summary>A value that cannot be.</summary>
    public static readonly ConcernKind MalformedValue = new(
        FindingId.MalformedValue, Severity.Warning, ConcernSource.Settings,
        "A value is not valid for its key, and another value is assumed",
        "Correct it in the .vmx");

    /// <summary>A key on several lines.</summary>
    public static readonly ConcernKind DuplicateKey = new(
        FindingId.DuplicateKey, Severity.Warning, ConcernSource.Settings,
        "A key is set on several lines to different values",
        "Remove the line that is wrong");

    /// <summary>Text that cannot be read as written.</summary>
    public static readonly ConcernKind UnreadableText = new(
        FindingId.UnreadableText, Severity.Warning, ConcernSource.Settings,
        "Lines or letters of the .vmx could not be read as written",
        "Correct the line, or .encoding");

    /// <summary>The image in a drive.</summary>
    public static readonly ConcernKind DriveImage = new(
        FindingId.DriveImage, Severity.Warning, ConcernSource.Settings,
        "The image in an optical drive or floppy is in the old datastore, without which the domain does not start; or it is in no datastore, and the drive is empty",
        "Eject it, or copy it to the KVM host; insert another with virsh change-media if the guest needs it");

    /// <summary>A choice among deployment options.</summary>
    public static readonly ConcernKind Deployment = new(
        FindingId.Deployment, Severity.Info, ConcernSource.Export,
        "An exported VM has several deployment options, and V2K uses one of them",
        "Choose another with --deployment, or under vms: in v2k.yaml");

    /// <summary>A size that is another.</summary>
    public static readonly ConcernKind DiskSize = new(
        FindingId.DiskSize, Severity.Warning, ConcernSource.Export,
        "The size of an exported disk differs from its description: the disk's own size is used",
        "Check that it is the VM's disk; export the VM again if it was cut off");

    /// <summary>A drive elsewhere.</summary>
    public static readonly ConcernKind DrivePlace = new(
        FindingId.DrivePlace, Severity.Warning, ConcernSource.Export,
        "The place of a drive in the description is in use, missing or invalid: the drive is attached elsewhere",
        "Check that the guest boots from the right disk");

    /// <summary>The properties that configure the guest.</summary>
    public static readonly ConcernKind OvfProperties = new(
        FindingId.OvfProperties, Severity.Warning, ConcernSource.Export,
        "Properties of an exported VM's description configure its guest, which does not find them on KVM",
        "Use --ovf-env, unless the guest is configured already");

    /// <summary>Parts without a counterpart.</summary>
    public static readonly ConcernKind OvfPart = new(
        FindingId.OvfPart, Severity.Warning, ConcernSource.Export,
        "A part of an exported VM's description has no counterpart or is interpreted by a guess",
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
