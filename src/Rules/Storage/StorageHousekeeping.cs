using V2K.Rules.Annotations;
using V2K.Rules.Findings;

namespace V2K.Rules.Storage;

/// <summary>What VMware notes about controllers and drives.</summary>
[Ignored("scsi#.pciSlotNumber", Topic.Storage, "disks are identified by name or UUID, not by slot")]
[Ignored("sata#.pciSlotNumber", Topic.Storage, "disks are identified by name or UUID, not by slot")]
[Ignored("nvme#.pciSlotNumber", Topic.Storage, "disks are identified by name or UUID, not by slot")]
[Ignored("ide#.pciSlotNumber", Topic.Storage, "disks are identified by name or UUID, not by slot")]
[Ignored("scsi#.sasWWID", Topic.Storage, "the controller creates its own")]
[Ignored("scsi#:#.wwid", Topic.Storage, "the controller creates its own")]
[Ignored("nvme#.subnqnUUID", Topic.Storage, "the controller creates its own")]
[Ignored("nvme#:#.subnqnUUID", Topic.Storage, "the controller creates its own")]
[Ignored("nvme#.uuid", Topic.Storage, "the controller creates its own")]
[Ignored("scsi#:#.redo", Topic.Storage, "the disk is read through its whole chain of snapshots")]
[Ignored("sata#:#.redo", Topic.Storage, "the disk is read through its whole chain of snapshots")]
[Ignored("ide#:#.redo", Topic.Storage, "the disk is read through its whole chain of snapshots")]
[Ignored("nvme#:#.redo", Topic.Storage, "the disk is read through its whole chain of snapshots")]
[Ignored("scsi#:#.ctkEnabled", Topic.Storage, "it enables changed block tracking in VMware; on KVM, backup programs ask libvirt")]
[Ignored("sata#:#.ctkEnabled", Topic.Storage, "it enables changed block tracking in VMware; on KVM, backup programs ask libvirt")]
[Ignored("ide#:#.ctkEnabled", Topic.Storage, "it enables changed block tracking in VMware; on KVM, backup programs ask libvirt")]
[Ignored("nvme#:#.ctkEnabled", Topic.Storage, "it enables changed block tracking in VMware; on KVM, backup programs ask libvirt")]
[Ignored("ctkEnabled", Topic.Storage, "it enables changed block tracking in VMware; on KVM, backup programs ask libvirt")]
[Ignored("ctkDisallowed", Topic.Storage, "it enables changed block tracking in VMware; on KVM, backup programs ask libvirt")]
[Ignored("changeTracking.*", Topic.Storage, "it enables changed block tracking in VMware; on KVM, backup programs ask libvirt")]
[Ignored("scsi#:#.autodetect", Topic.Storage, "it selects a drive of the VMware host or client; the guest's drive is empty")]
[Ignored("sata#:#.autodetect", Topic.Storage, "it selects a drive of the VMware host or client; the guest's drive is empty")]
[Ignored("ide#:#.autodetect", Topic.Storage, "it selects a drive of the VMware host or client; the guest's drive is empty")]
[Ignored("floppy#.autodetect", Topic.Storage, "it selects a drive of the VMware host or client; the guest's drive is empty")]
[Ignored("scsi#:#.clientDevice", Topic.Storage, "it selects a drive of the VMware host or client; the guest's drive is empty")]
[Ignored("sata#:#.clientDevice", Topic.Storage, "it selects a drive of the VMware host or client; the guest's drive is empty")]
[Ignored("ide#:#.clientDevice", Topic.Storage, "it selects a drive of the VMware host or client; the guest's drive is empty")]
[Ignored("scsi#:#.exclusive", Topic.Storage, "it selects a drive of the VMware host or client; the guest's drive is empty")]
[Ignored("sata#:#.exclusive", Topic.Storage, "it selects a drive of the VMware host or client; the guest's drive is empty")]
[Ignored("ide#:#.exclusive", Topic.Storage, "it selects a drive of the VMware host or client; the guest's drive is empty")]
[Ignored("scsi#:#.allowGuestConnectionControl", Topic.Storage,
    "it selects a drive of the VMware host or client; the guest's drive is empty")]
[Ignored("sata#:#.allowGuestConnectionControl", Topic.Storage,
    "it selects a drive of the VMware host or client; the guest's drive is empty")]
[Ignored("ide#:#.allowGuestConnectionControl", Topic.Storage,
    "it selects a drive of the VMware host or client; the guest's drive is empty")]
[Ignored("floppy#.allowGuestConnectionControl", Topic.Storage,
    "it selects a drive of the VMware host or client; the guest's drive is empty")]
[Ignored("floppy#.guestControlled", Topic.Storage, "it selects a drive of the VMware host or client; the guest's drive is empty")]
[Ignored("ide#.present", Topic.Storage, "it tunes VMware's own device")]
[Ignored("sata#.virtualDev", Topic.Storage, "it tunes VMware's own device")]
[Ignored("nvme#.virtualDev", Topic.Storage, "it tunes VMware's own device")]
[Ignored("ide#:#.virtualDev", Topic.Storage, "it tunes VMware's own device")]
[Ignored("scsi#.reportHostLUNs", Topic.Storage, "it tunes VMware's own device")]
[Ignored("scsi#:#.reportHostLUNs", Topic.Storage, "it tunes VMware's own device")]
[Ignored("scsi#.intrCoalescing", Topic.Storage, "it tunes VMware's own device")]
[Ignored("scsi#.ringPages", Topic.Storage, "it tunes VMware's own device")]
[Ignored("scsi#.maxQueueDepth", Topic.Storage, "it tunes VMware's own device")]
[Ignored("scsi#:#.cacheSize", Topic.Storage, "it tunes VMware's own device")]
[Ignored("diskCache*", Topic.Storage, "it tunes VMware's own device")]
[Ignored("sched.scsi#:#.priority", Topic.Storage, "it tunes VMware's own device")]
[Ignored("sched.sata#:#.priority", Topic.Storage, "it tunes VMware's own device")]
[Ignored("sched.ide#:#.priority", Topic.Storage, "it tunes VMware's own device")]
[Ignored("scsi#:#.vmdkOpenFlags", Topic.Storage, "it tunes VMware's own device")]
[Ignored("scsi#:#.queueDepth", Topic.Storage, "it tunes VMware's own device")]
[Ignored("scsi#:#.filters", Topic.Storage, "it tunes VMware's own device")]
[Ignored("sata#:#.filters", Topic.Storage, "it tunes VMware's own device")]
[Ignored("nvme#:#.filters", Topic.Storage, "it tunes VMware's own device")]
[Ignored("scsi#:#.deviceUUID", Topic.Storage, "it tunes VMware's own device")]
[Ignored("scsi#:#.digest*", Topic.Storage, "it tunes VMware's own device")]
[Ignored("scsi#:#.keepCtk", Topic.Storage, "it tunes VMware's own device")]
[Ignored("sched.nvme#:#.priority", Topic.Storage, "it tunes VMware's own device")]
[Ignored("scsi#.pxm", Topic.Storage, "it tunes VMware's own device")]
[Ignored("sata#.pxm", Topic.Storage, "it tunes VMware's own device")]
[Ignored("nvme#.pxm", Topic.Storage, "it tunes VMware's own device")]
[Ignored("lsilogic.*", Topic.Storage, "it tunes VMware's own device")]
[Ignored("buslogic.*", Topic.Storage, "it tunes VMware's own device")]
[Ignored("redoLogDir", Topic.Storage, "the disk is read through its whole chain of snapshots")]
[Concern("scsi#:#.productID", Topic.Storage, Severity.Info,
    "the disk shows the guest another vendor, model or serial number",
    "Add <vendor>, <product> or <serial> to the disk if software in the guest needs them")]
[Concern("scsi#:#.vendorID", Topic.Storage, Severity.Info,
    "the disk shows the guest another vendor, model or serial number",
    "Add <vendor>, <product> or <serial> to the disk if software in the guest needs them")]
[Concern("scsi#:#.serialNumber", Topic.Storage, Severity.Info,
    "the disk shows the guest another vendor, model or serial number",
    "Add <vendor>, <product> or <serial> to the disk if software in the guest needs them")]
[Concern("sata#:#.productID", Topic.Storage, Severity.Info,
    "the disk shows the guest another vendor, model or serial number",
    "Add <vendor>, <product> or <serial> to the disk if software in the guest needs them")]
[Concern("sata#:#.vendorID", Topic.Storage, Severity.Info,
    "the disk shows the guest another vendor, model or serial number",
    "Add <vendor>, <product> or <serial> to the disk if software in the guest needs them")]
[Concern("sata#:#.serialNumber", Topic.Storage, Severity.Info,
    "the disk shows the guest another vendor, model or serial number",
    "Add <vendor>, <product> or <serial> to the disk if software in the guest needs them")]
[Concern("ide#:#.productID", Topic.Storage, Severity.Info,
    "the disk shows the guest another vendor, model or serial number",
    "Add <vendor>, <product> or <serial> to the disk if software in the guest needs them")]
[Concern("ide#:#.vendorID", Topic.Storage, Severity.Info,
    "the disk shows the guest another vendor, model or serial number",
    "Add <vendor>, <product> or <serial> to the disk if software in the guest needs them")]
[Concern("ide#:#.serialNumber", Topic.Storage, Severity.Info,
    "the disk shows the guest another vendor, model or serial number",
    "Add <vendor>, <product> or <serial> to the disk if software in the guest needs them")]
[Concern("nvme#:#.productID", Topic.Storage, Severity.Info,
    "the disk shows the guest another vendor, model or serial number",
    "Add <vendor>, <product> or <serial> to the disk if software in the guest needs them")]
[Concern("nvme#:#.vendorID", Topic.Storage, Severity.Info,
    "the disk shows the guest another vendor, model or serial number",
    "Add <vendor>, <product> or <serial> to the disk if software in the guest needs them")]
[Concern("nvme#:#.serialNumber", Topic.Storage, Severity.Info,
    "the disk shows the guest another vendor, model or serial number",
    "Add <vendor>, <product> or <serial> to the disk if software in the guest needs them")]
[Concern("sched.scsi#:#.shares", Topic.Storage, Severity.Info,
    "the disk's I/O has the same weight as others",
    "Set a weight with virsh blkiotune", Except = "normal")]
[Concern("sched.sata#:#.shares", Topic.Storage, Severity.Info,
    "the disk's I/O has the same weight as others",
    "Set a weight with virsh blkiotune", Except = "normal")]
[Concern("sched.ide#:#.shares", Topic.Storage, Severity.Info,
    "the disk's I/O has the same weight as others",
    "Set a weight with virsh blkiotune", Except = "normal")]
[Concern("sched.nvme#:#.shares", Topic.Storage, Severity.Info,
    "the disk's I/O has the same weight as others",
    "Set a weight with virsh blkiotune", Except = "normal")]
[Concern("scsi#:#.shares", Topic.Storage, Severity.Info,
    "the disk's I/O has the same weight as others",
    "Set a weight with virsh blkiotune", Except = "normal")]
[Concern("disk.EnableUUID", Topic.Storage, Severity.Info,
    "disks keep their VMware UUID as their serial number, and virtio, SATA and IDE disks show its first 20 digits; names under /dev/disk/by-id change with the bus",
    "No action is needed where fstab uses file system UUIDs; --target=Adjust writes them")]
[Concern("scsi#:#.iofilters", Topic.Storage, Severity.Info,
    "the filter or flash cache is not migrated",
    "No action is needed, unless the filter encrypts or replicates")]
[Concern("sched.scsi#:#.vFlash*", Topic.Storage, Severity.Info,
    "the filter or flash cache is not migrated",
    "No action is needed, unless the filter encrypts or replicates")]
public static class StorageHousekeeping;
