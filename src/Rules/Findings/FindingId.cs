namespace V2K.Rules.Findings;

/// <summary>
/// The kinds of finding that people and <c>--ignore</c> call by name, whether a rule, a file or another VM gives rise to
/// them. A finding without one of these goes by the name of its rule. A name is never used again for something else.
/// </summary>
public static class FindingId
{
    /// <summary>The VM's files are held by a running VM.</summary>
    public const string Running = "running";

    /// <summary>The memory of the VM is saved, so that the VM can resume.</summary>
    public const string Suspended = "suspended";

    /// <summary>The VM has snapshots.</summary>
    public const string Snapshots = "snapshots";

    /// <summary>A file of a disk is not there.</summary>
    public const string MissingDisk = "missing-disk";

    /// <summary>A disk lies beside the VM that no VM uses.</summary>
    public const string OrphanedDisk = "orphaned-disk";

    /// <summary>A snapshot's parent was written to after the snapshot.</summary>
    public const string CidMismatch = "cid-mismatch";

    /// <summary>A disk is damaged or of a type that V2K does not read.</summary>
    public const string UnreadableDisk = "unreadable-disk";

    /// <summary>A disk is used by several VMs.</summary>
    public const string SharedDisk = "shared-disk";

    /// <summary>Two disks would become one file.</summary>
    public const string OneTarget = "one-target";

    /// <summary>A disk stands for a LUN or device of the VMware host.</summary>
    public const string RawDevice = "rdm";

    /// <summary>The VM has no disk.</summary>
    public const string NoDisk = "no-disk";

    /// <summary>A drive or device has lines, but none that says that it is present.</summary>
    public const string NotPresent = "not-present";

    /// <summary>A disk takes no part in snapshots.</summary>
    public const string IndependentDisk = "independent-disk";

    /// <summary>A disk discards all writes at power off.</summary>
    public const string NonPersistentDisk = "nonpersistent-disk";

    /// <summary>Settings or disks are encrypted.</summary>
    public const string Encryption = "encryption";

    /// <summary>A device of the VMware host belongs to the guest.</summary>
    public const string Passthrough = "passthrough";

    /// <summary>The guest has a trusted platform module.</summary>
    public const string Tpm = "vtpm";

    /// <summary>Two network cards have one address.</summary>
    public const string DuplicateMac = "duplicate-mac";

    /// <summary>Two VMs have one UUID.</summary>
    public const string DuplicateUuid = "duplicate-uuid";

    /// <summary>Two VMs have one name.</summary>
    public const string DuplicateName = "duplicate-name";

    /// <summary>A network is in no <c>networks:</c> entry.</summary>
    public const string UnmappedNetwork = "unmapped-network";

    /// <summary>An entry for all networks maps a network that was isolated in VMware.</summary>
    public const string IsolatedNetwork = "isolated-network";

    /// <summary>Cards of one VM from several networks are plugged into one.</summary>
    public const string MergedNetworks = "merged-networks";

    /// <summary>A file lies in a datastore that is not configured.</summary>
    public const string UnmappedDatastore = "unmapped-datastore";

    /// <summary>A file name leads out of every datastore.</summary>
    public const string OutsideDatastores = "outside-datastores";

    /// <summary>The operating system is not known, or not one that V2K prepares for KVM.</summary>
    public const string UnsupportedGuest = "unsupported-guest";

    /// <summary>Windows has no virtio drivers of its own.</summary>
    public const string WindowsDrivers = "windows-drivers";

    /// <summary>Windows cannot be adjusted as asked, or not on this host.</summary>
    public const string WindowsAdjusting = "windows-adjusting";

    /// <summary>The guest supports only legacy virtio devices (before virtio 1.0).</summary>
    public const string LegacyVirtio = "legacy-virtio";

    /// <summary>The target has too little room.</summary>
    public const string LowSpace = "low-space";

    /// <summary>A network, bridge or device of this host that is not there.</summary>
    public const string MissingNetwork = "missing-network";

    /// <summary>A network of libvirt's that is not started.</summary>
    public const string InactiveNetwork = "inactive-network";

    /// <summary>A result would replace a file that is not V2K's, or that somebody changed.</summary>
    public const string InTheWay = "in-the-way";

    /// <summary>The .vmx file cannot be read.</summary>
    public const string UnreadableVm = "unreadable-vm";

    /// <summary>A key that nothing knows.</summary>
    public const string UnknownKey = "unknown-key";

    /// <summary>A value that its key does not take.</summary>
    public const string MalformedValue = "malformed-value";

    /// <summary>A key on several lines.</summary>
    public const string DuplicateKey = "duplicate-key";

    /// <summary>A line or text of the file that cannot be read as written.</summary>
    public const string UnreadableText = "unreadable-text";

    /// <summary>The image in an optical drive or floppy.</summary>
    public const string DriveImage = "drive-image";

    /// <summary>The deployment option of an exported VM that is taken.</summary>
    public const string Deployment = "deployment";

    /// <summary>An exported disk has another size than its description says.</summary>
    public const string DiskSize = "disk-size";

    /// <summary>A drive of an exported VM hangs elsewhere than its description says.</summary>
    public const string DrivePlace = "drive-place";

    /// <summary>Values that an exported VM's guest is given when it is deployed.</summary>
    public const string OvfProperties = "ovf-properties";

    /// <summary>Something of an exported VM that has no counterpart here.</summary>
    public const string OvfPart = "ovf-part";

    /// <summary>
    /// The name of the findings of a rule that give none: <c>GraphicsRule</c>'s are <c>graphics</c>, <c>BalloonPages</c>'s
    /// <c>balloon-pages</c>.
    /// </summary>
    public static string OfRule(string rule)
    {
        var name = rule.EndsWith("Rule", StringComparison.Ordinal) ? rule[..^4] : rule;
        return string.Concat(name.Select((letter, at) =>
            !char.IsAsciiLetterUpper(letter) ? letter.ToString()
            : at == 0 ? char.ToLowerInvariant(letter).ToString()
            : "-" + char.ToLowerInvariant(letter)));
    }
}
