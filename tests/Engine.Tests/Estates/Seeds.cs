using V2K.Rules.Findings;

namespace V2K.Engine.Tests.Estates;

/// <summary>How each kind of concern is brought about, in a VM or between it and its neighbour.</summary>
internal static class Seeds
{
    /// <summary>Changes one or both VMs; returns those that have the concern then.</summary>
    internal delegate IEnumerable<SyntheticVm> Plant(SyntheticVm vm, SyntheticVm neighbour);

    /// <summary>Every kind, some in several ways.</summary>
    internal static readonly IReadOnlyList<(string Concern, Plant Plant)> All =
    [
        In(FindingId.Running, vm => vm.Add(".lck-0a1b2c3d00000000")),
        In(FindingId.Running, vm => vm.Add($"{vm.Name}-5f1c2d3e.vswp")),
        In(FindingId.Running, vm => vm.Add($"{vm.Name}.vmx.lck")),
        In(FindingId.Running, vm => vm.Afterwards(() =>
        {
            Directory.CreateDirectory(Path.Combine(vm.Folder, vm.Name + ".vmdk.lck"));
            File.WriteAllText(Path.Combine(vm.Folder, vm.Name + ".vmdk.lck", "M12345.lck"), "");
        })),
        In(FindingId.Suspended, vm => vm.Set("checkpoint.vmState", vm.Name + "-3f2a.vmss")),
        In(FindingId.Suspended, vm => vm.Add(vm.Name + "-3f2a.vmss")),
        In(FindingId.Snapshots, vm => vm.AddSnapshot("fffffffe")),
        In(FindingId.MissingDisk, vm => vm.Afterwards(() => File.Delete(Path.Combine(vm.Folder, vm.Name + "-flat.vmdk")))),
        In(FindingId.MissingDisk, vm => vm.Afterwards(() => File.Delete(Path.Combine(vm.Folder, vm.Name + "_1.vmdk")))),
        In(FindingId.CidMismatch, vm => vm.AddSnapshot("abcdef01")),
        In(FindingId.UnreadableDisk, vm => vm.Add(vm.Name + ".vmdk", "no descriptor at all")),
        In(FindingId.OrphanedDisk, vm => vm.Afterwards(() => SyntheticVm.WriteDisk(Path.Combine(vm.Folder, "old")))),
        In(FindingId.OrphanedDisk, vm => vm.Add(vm.Name + "_1-000007.vmdk", "")),
        Between(FindingId.SharedDisk, (vm, neighbour) =>
        {
            neighbour.Set("scsi0:2.fileName", vm["scsi0:2.fileName"]);
            vm.Set("scsi0:2.sharing", "multi-writer");
            neighbour.Set("scsi0:2.sharing", "multi-writer");
        }),
        In(FindingId.OneTarget, vm =>
        {
            vm.Set("scsi0:3.present", "TRUE");
            vm.Set("scsi0:3.fileName", vm["scsi0:0.fileName"]);
        }),
        In(FindingId.RawDevice, vm => vm.Add(
            vm.Name + ".vmdk", SyntheticVm.Descriptor("vmfsRawDeviceMap", "fffffffe", "ffffffff", $"RW 2048 VMFSRDM \"{vm.Name}-rdm.vmdk\""))),
        In(FindingId.NoDisk, vm => vm.RemoveDisks()),
        In(FindingId.NotPresent, vm => vm.Set("scsi0:3.fileName", vm["scsi0:0.fileName"])),
        In(FindingId.IndependentDisk, vm => vm.Set("scsi0:1.mode", "independent-persistent")),
        In(FindingId.Encryption, vm => vm.Set("encryption.keySafe", "vmware:key/list/(pair/(fqid/x))")),
        In(FindingId.Encryption, vm => vm.Add(
            vm.Name + ".vmdk", SyntheticVm.Descriptor("vmfs", "fffffffe", "ffffffff", $"RW 2048 VMFS \"{vm.Name}-flat.vmdk\"\nencryption.keySafe = \"x\""))),
        In(FindingId.Passthrough, vm => vm.Set("pciPassthru0.present", "TRUE")),
        In(FindingId.Passthrough, vm => vm.Set("ethernet0.virtualDev", "sriov")),
        In(FindingId.Tpm, vm => vm.Set("vtpm.present", "TRUE")),
        Between(FindingId.DuplicateMac, (vm, neighbour) => neighbour.Set("ethernet0.generatedAddress", vm["ethernet0.generatedAddress"])),
        Between(FindingId.DuplicateUuid, (vm, neighbour) => neighbour.Set("uuid.bios", vm["uuid.bios"])),
        Between(FindingId.DuplicateName, (vm, neighbour) => neighbour.Set("displayName", vm["displayName"])),
        In(FindingId.UnmappedNetwork, vm =>
        {
            vm.Set("ethernet0.networkName", "DMZ");
            vm.Set("ethernet1.networkName", "Forgotten");
        }),
        In(FindingId.MergedNetworks, vm => vm.Set("ethernet1.networkName", "Lab")),
        In(FindingId.UnmappedDatastore, vm => vm.Set("scsi0:1.fileName", "/vmfs/volumes/elsewhere/x/x.vmdk")),
        In(FindingId.OutsideDatastores, vm => vm.Set("scsi0:1.fileName", "../../../etc/shadow")),
        In(FindingId.UnsupportedGuest, vm => vm.Set("guestOS", "solaris11-64")),
        In(FindingId.UnsupportedGuest, vm => vm.Set("guestOS", "plan9")),
        In(FindingId.WindowsDrivers, vm => vm.Set("guestOS", "windows2019srv-64")),
        In(FindingId.UnreadableVm, vm => vm.Add(vm.Name + ".vmx")),
        In(FindingId.UnknownKey, vm => vm.Set("nobody.knowsThis", "1")),
        In(FindingId.MalformedValue, vm => vm.Set("ethernet0.startConnected", "maybe")),
        In(FindingId.DuplicateKey, vm => vm.Afterwards(() =>
            File.AppendAllText(Path.Combine(vm.Folder, vm.Name + ".vmx"), "memSize = \"4096\"\n"))),
        In(FindingId.UnreadableText, vm => vm.Afterwards(() =>
            File.AppendAllText(Path.Combine(vm.Folder, vm.Name + ".vmx"), "this is no setting\n"))),
        In(FindingId.DriveImage, vm =>
        {
            vm.Set("sata0:0.deviceType", "cdrom-image");
            vm.Set("sata0:0.fileName", "/vmfs/volumes/ds1/iso/gone.iso");
            vm.Set("sata0:0.startConnected", "TRUE");
        }),
    ];

    private static (string, Plant) In(string concern, Action<SyntheticVm> change) => (concern, (vm, _) =>
    {
        change(vm);
        return [vm];
    }
    );

    private static (string, Plant) Between(string concern, Action<SyntheticVm, SyntheticVm> change) => (concern, (vm, neighbour) =>
    {
        change(vm, neighbour);
        return [vm, neighbour];
    }
    );
}
