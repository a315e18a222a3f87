using V2K.Rules.Annotations;
using V2K.Rules.Findings;

namespace V2K.Rules.Devices;

/// <summary>Devices of VMware, and devices of its host.</summary>
[Ignored("pciBridge#.*", Topic.Devices, "the machine type has its own PCI bridges")]
[Ignored("pciBridge#:#.*", Topic.Devices, "the machine type has its own PCI bridges")]
[Ignored("pciHole.*", Topic.Devices, "the machine type has its own PCI bridges")]
[Ignored("pcie.*", Topic.Devices, "the machine type has its own PCI bridges")]
[Ignored("pciExpress*", Topic.Devices, "the machine type has its own PCI bridges")]
[Ignored("vmci#.*", Topic.Devices, "it connects the guest with VMware; KVM has vsock as <vsock>")]
[Ignored("vmci.*", Topic.Devices, "it connects the guest with VMware; KVM has vsock as <vsock>")]
[Ignored("vsock.*", Topic.Devices, "it connects the guest with VMware; KVM has vsock as <vsock>")]
[Ignored("usb.pciSlotNumber", Topic.Devices, "the guest gets QEMU's USB controller and tablet")]
[Ignored("ehci.pciSlotNumber", Topic.Devices, "the guest gets QEMU's USB controller and tablet")]
[Ignored("usb_xhci.pciSlotNumber", Topic.Devices, "the guest gets QEMU's USB controller and tablet")]
[Ignored("usb.vbluetooth.*", Topic.Devices, "the guest gets QEMU's USB controller and tablet")]
[Ignored("usb.restrictions.*", Topic.Devices, "the guest gets QEMU's USB controller and tablet")]
[Ignored("usb.analyzer.*", Topic.Devices, "the guest gets QEMU's USB controller and tablet")]
[Ignored("usb.mangleUsb3Speed", Topic.Devices, "the guest gets QEMU's USB controller and tablet")]
[Ignored("usb_xhci.*", Topic.Devices, "the guest gets QEMU's USB controller and tablet")]
[Ignored("ehci.*", Topic.Devices, "the guest gets QEMU's USB controller and tablet")]
[Ignored("usb:#.present", Topic.Devices, "the guest gets QEMU's USB controller and tablet")]
[Ignored("usb:#.deviceType", Topic.Devices, "the guest gets QEMU's USB controller and tablet")]
[Ignored("usb:#.port", Topic.Devices, "the guest gets QEMU's USB controller and tablet")]
[Ignored("usb:#.parent", Topic.Devices, "the guest gets QEMU's USB controller and tablet")]
[Ignored("usb:#.speed", Topic.Devices, "the guest gets QEMU's USB controller and tablet")]
[Ignored("usb:#.address", Topic.Devices, "the guest gets QEMU's USB controller and tablet")]
[Ignored("usb:#.name", Topic.Devices, "the guest gets QEMU's USB controller and tablet")]
[Ignored("usb:#.shared", Topic.Devices, "the guest gets QEMU's USB controller and tablet")]
[Ignored("usb_xhci:#.*", Topic.Devices, "the guest gets QEMU's USB controller and tablet")]
[Ignored("ehci:#.*", Topic.Devices, "the guest gets QEMU's USB controller and tablet")]
[Ignored("usb.quirks.*", Topic.Devices, "the guest gets QEMU's USB controller and tablet")]
[Ignored("vurb.*", Topic.Devices, "the guest gets QEMU's USB controller and tablet")]
[Concern("usb.autoConnect.*", Topic.Devices, Severity.Warning,
    "a USB device of the VMware host is no longer attached to the guest",
    "Plug it into the KVM host, and give it to the domain with <hostdev type='usb'>", Id = FindingId.Passthrough)]
[Concern("usb.autoConnect#.*", Topic.Devices, Severity.Warning,
    "a USB device of the VMware host is no longer attached to the guest",
    "Plug it into the KVM host, and give it to the domain with <hostdev type='usb'>", Id = FindingId.Passthrough)]
[Concern("pciPassthru#.present", Topic.Devices, Severity.Blocker,
    "a PCI device of the VMware host is no longer attached to the guest",
    "If the guest needs such a device, attach one of the KVM host with <hostdev type='pci'>", Id = FindingId.Passthrough)]
[Ignored("pciPassthru#.*", Topic.Devices, "it describes a device that is not migrated")]
[Ignored("pciPassthru.*", Topic.Devices, "it describes a device that is not migrated")]
[Ignored("pciPassthru*", Topic.Devices, "it governs passthrough in general (hardening guides write it with a *); a particular device has a number")]
[Concern("sharedFolder#.present", Topic.Devices, Severity.Warning,
    "the guest loses a shared folder",
    "Share a folder of the KVM host with <filesystem> and virtiofs")]
[Ignored("sharedFolder#.*", Topic.Devices, "it describes a shared folder that is not migrated")]
[Ignored("sharedFolder.*", Topic.Devices, "it describes a shared folder that is not migrated")]
[Ignored("hgfs.*", Topic.Devices, "it describes a shared folder that is not migrated")]
[Ignored("serial#.tryNoRxLoss", Topic.Devices, "QEMU's port does not need this setting")]
[Ignored("serial#.yieldOnMsrRead", Topic.Devices, "QEMU's port does not need this setting")]
[Ignored("serial#.yieldOnPoll*", Topic.Devices, "QEMU's port does not need this setting")]
[Ignored("serial#.startConnected", Topic.Devices, "QEMU's port does not need this setting")]
[Ignored("serial#.autodetect", Topic.Devices, "QEMU's port does not need this setting")]
[Ignored("serial#.hardwareFlowControl", Topic.Devices, "QEMU's port does not need this setting")]
[Ignored("serial#.allowGuestConnectionControl", Topic.Devices, "QEMU's port does not need this setting")]
[Ignored("serial#.charPersecond", Topic.Devices, "QEMU's port does not need this setting")]
[Ignored("serial#.pciSlotNumber", Topic.Devices, "QEMU's port does not need this setting")]
[Ignored("parallel#.startConnected", Topic.Devices, "QEMU's port does not need this setting")]
[Ignored("parallel#.autodetect", Topic.Devices, "QEMU's port does not need this setting")]
[Ignored("parallel#.bidirectional", Topic.Devices, "QEMU's port does not need this setting")]
[Ignored("parallel#.allowGuestConnectionControl", Topic.Devices, "QEMU's port does not need this setting")]
[Ignored("vwdt.*", Topic.Devices, "the watchdog runs as soon as the guest starts it")]
[Concern("vwdt.runningAtBoot", Topic.Devices, Severity.Info,
    "the watchdog does not run until the guest starts it",
    "No action is needed if the guest has a driver for i6300esb")]
[Concern("wwn.*", Topic.Devices, Severity.Warning,
    "the VM had its own Fibre Channel addresses (NPIV), which the storage grants access to",
    "Attach the KVM host's LUNs to the guest, or create a virtual HBA in libvirt with those addresses")]
[Concern("sgx.*", Topic.Devices, Severity.Warning,
    "V2K has no counterpart for the device or feature, and the guest loses it",
    "Check whether libvirt offers it on your host, and add it with a site rule or virsh edit")]
[Concern("sev.*", Topic.Devices, Severity.Warning,
    "V2K has no counterpart for the device or feature, and the guest loses it",
    "Check whether libvirt offers it on your host, and add it with a site rule or virsh edit")]
[Concern("vrdma*", Topic.Devices, Severity.Warning,
    "V2K has no counterpart for the device or feature, and the guest loses it",
    "Check whether libvirt offers it on your host, and add it with a site rule or virsh edit")]
[Concern("nvdimm#.present", Topic.Devices, Severity.Warning,
    "V2K has no counterpart for the device or feature, and the guest loses it",
    "Check whether libvirt offers it on your host, and add it with a site rule or virsh edit")]
[Concern("nvdimm#:#.present", Topic.Devices, Severity.Warning,
    "V2K has no counterpart for the device or feature, and the guest loses it",
    "Check whether libvirt offers it on your host, and add it with a site rule or virsh edit")]
[Concern("precisionclock#.present", Topic.Devices, Severity.Warning,
    "V2K has no counterpart for the device or feature, and the guest loses it",
    "Check whether libvirt offers it on your host, and add it with a site rule or virsh edit")]
[Concern("dvx*", Topic.Devices, Severity.Warning,
    "V2K has no counterpart for the device or feature, and the guest loses it",
    "Check whether libvirt offers it on your host, and add it with a site rule or virsh edit")]
[Concern("vgpu*", Topic.Devices, Severity.Warning,
    "V2K has no counterpart for the device or feature, and the guest loses it",
    "Check whether libvirt offers it on your host, and add it with a site rule or virsh edit")]
[Concern("gpu.*", Topic.Devices, Severity.Warning,
    "V2K has no counterpart for the device or feature, and the guest loses it",
    "Check whether libvirt offers it on your host, and add it with a site rule or virsh edit")]
[Ignored("nvdimm#.*", Topic.Devices, "it describes a device that is not migrated")]
[Ignored("nvdimm#:#.*", Topic.Devices, "it describes a device that is not migrated")]
[Ignored("precisionclock#.*", Topic.Devices, "it describes a device that is not migrated")]
[Ignored("toolbar*", Topic.Devices, "it passes a device through from a VMware desktop product")]
[Ignored("smartcard.*", Topic.Devices, "it passes a device through from a VMware desktop product")]
[Ignored("vusbccid*", Topic.Devices, "it passes a device through from a VMware desktop product")]
[Ignored("vusbvideo*", Topic.Devices, "it passes a device through from a VMware desktop product")]
[Ignored("camera*", Topic.Devices, "it passes a device through from a VMware desktop product")]
[Ignored("sensor.*", Topic.Devices, "it passes a device through from a VMware desktop product")]
[Ignored("touchscreen.*", Topic.Devices, "it passes a device through from a VMware desktop product")]
[Ignored("tablet.*", Topic.Devices, "it passes a device through from a VMware desktop product")]
[Ignored("vmmouse.*", Topic.Devices, "it passes a device through from a VMware desktop product")]
[Ignored("bluetooth.*", Topic.Devices, "it passes a device through from a VMware desktop product")]
[Ignored("printers.enabled", Topic.Devices, "it passes a device through from a VMware desktop product")]
[Ignored("printer*", Topic.Devices, "it passes a device through from a VMware desktop product")]
[Ignored("usb.generic.*", Topic.Devices, "the guest gets QEMU's USB controller and tablet")]
[Ignored("devices.hotplug", Topic.Devices, "on KVM, only an administrator of the domain can attach or detach devices")]
public static class OtherDevices;
