using V2K.Rules.Annotations;
using V2K.Rules.Findings;

namespace V2K.Rules.Devices;

/// <summary>Devices of VMware, and devices of its host.</summary>
[Ignored("pciBridge#.*", Topic.Devices, "the machine type brings its own PCI bridges")]
[Ignored("pciBridge#:#.*", Topic.Devices, "the machine type brings its own PCI bridges")]
[Ignored("pciHole.*", Topic.Devices, "the machine type brings its own PCI bridges")]
[Ignored("pcie.*", Topic.Devices, "the machine type brings its own PCI bridges")]
[Ignored("pciExpress*", Topic.Devices, "the machine type brings its own PCI bridges")]
[Ignored("vmci#.*", Topic.Devices, "it connects the guest with VMware; KVM has vsock as <vsock>")]
[Ignored("vmci.*", Topic.Devices, "it connects the guest with VMware; KVM has vsock as <vsock>")]
[Ignored("vsock.*", Topic.Devices, "it connects the guest with VMware; KVM has vsock as <vsock>")]
[Ignored("usb.pciSlotNumber", Topic.Devices, "the guest gets a USB controller and tablet of QEMU's")]
[Ignored("ehci.pciSlotNumber", Topic.Devices, "the guest gets a USB controller and tablet of QEMU's")]
[Ignored("usb_xhci.pciSlotNumber", Topic.Devices, "the guest gets a USB controller and tablet of QEMU's")]
[Ignored("usb.vbluetooth.*", Topic.Devices, "the guest gets a USB controller and tablet of QEMU's")]
[Ignored("usb.restrictions.*", Topic.Devices, "the guest gets a USB controller and tablet of QEMU's")]
[Ignored("usb.analyzer.*", Topic.Devices, "the guest gets a USB controller and tablet of QEMU's")]
[Ignored("usb.mangleUsb3Speed", Topic.Devices, "the guest gets a USB controller and tablet of QEMU's")]
[Ignored("usb_xhci.*", Topic.Devices, "the guest gets a USB controller and tablet of QEMU's")]
[Ignored("ehci.*", Topic.Devices, "the guest gets a USB controller and tablet of QEMU's")]
[Ignored("usb:#.present", Topic.Devices, "the guest gets a USB controller and tablet of QEMU's")]
[Ignored("usb:#.deviceType", Topic.Devices, "the guest gets a USB controller and tablet of QEMU's")]
[Ignored("usb:#.port", Topic.Devices, "the guest gets a USB controller and tablet of QEMU's")]
[Ignored("usb:#.parent", Topic.Devices, "the guest gets a USB controller and tablet of QEMU's")]
[Ignored("usb:#.speed", Topic.Devices, "the guest gets a USB controller and tablet of QEMU's")]
[Ignored("usb:#.address", Topic.Devices, "the guest gets a USB controller and tablet of QEMU's")]
[Ignored("usb:#.name", Topic.Devices, "the guest gets a USB controller and tablet of QEMU's")]
[Ignored("usb:#.shared", Topic.Devices, "the guest gets a USB controller and tablet of QEMU's")]
[Ignored("usb_xhci:#.*", Topic.Devices, "the guest gets a USB controller and tablet of QEMU's")]
[Ignored("ehci:#.*", Topic.Devices, "the guest gets a USB controller and tablet of QEMU's")]
[Ignored("usb.quirks.*", Topic.Devices, "the guest gets a USB controller and tablet of QEMU's")]
[Ignored("vurb.*", Topic.Devices, "the guest gets a USB controller and tablet of QEMU's")]
[Concern("usb.autoConnect.*", Topic.Devices, Severity.Warning,
    "a USB device of the VMware host is no longer plugged into the guest",
    "Plug it into the KVM host, and give it to the domain with <hostdev type='usb'>", Id = FindingId.Passthrough)]
[Concern("usb.autoConnect#.*", Topic.Devices, Severity.Warning,
    "a USB device of the VMware host is no longer plugged into the guest",
    "Plug it into the KVM host, and give it to the domain with <hostdev type='usb'>", Id = FindingId.Passthrough)]
[Concern("pciPassthru#.present", Topic.Devices, Severity.Blocker,
    "a PCI device of the VMware host is no longer there",
    "Give the guest one of the KVM host with <hostdev type='pci'>, or do without", Id = FindingId.Passthrough)]
[Ignored("pciPassthru#.*", Topic.Devices, "it describes the device that stays behind")]
[Ignored("pciPassthru.*", Topic.Devices, "it describes the device that stays behind")]
[Ignored("pciPassthru*", Topic.Devices, "it governs passthrough as such, written with a * by hardening guides; a device of its own has a number")]
[Concern("sharedFolder#.present", Topic.Devices, Severity.Warning,
    "a folder shared with the guest is no longer there",
    "Share one of the KVM host with <filesystem> and virtiofs")]
[Ignored("sharedFolder#.*", Topic.Devices, "it describes the shared folder that stays behind")]
[Ignored("sharedFolder.*", Topic.Devices, "it describes the shared folder that stays behind")]
[Ignored("hgfs.*", Topic.Devices, "it describes the shared folder that stays behind")]
[Ignored("serial#.tryNoRxLoss", Topic.Devices, "QEMU's port needs no such setting")]
[Ignored("serial#.yieldOnMsrRead", Topic.Devices, "QEMU's port needs no such setting")]
[Ignored("serial#.yieldOnPoll*", Topic.Devices, "QEMU's port needs no such setting")]
[Ignored("serial#.startConnected", Topic.Devices, "QEMU's port needs no such setting")]
[Ignored("serial#.autodetect", Topic.Devices, "QEMU's port needs no such setting")]
[Ignored("serial#.hardwareFlowControl", Topic.Devices, "QEMU's port needs no such setting")]
[Ignored("serial#.allowGuestConnectionControl", Topic.Devices, "QEMU's port needs no such setting")]
[Ignored("serial#.charPersecond", Topic.Devices, "QEMU's port needs no such setting")]
[Ignored("serial#.pciSlotNumber", Topic.Devices, "QEMU's port needs no such setting")]
[Ignored("parallel#.startConnected", Topic.Devices, "QEMU's port needs no such setting")]
[Ignored("parallel#.autodetect", Topic.Devices, "QEMU's port needs no such setting")]
[Ignored("parallel#.bidirectional", Topic.Devices, "QEMU's port needs no such setting")]
[Ignored("parallel#.allowGuestConnectionControl", Topic.Devices, "QEMU's port needs no such setting")]
[Ignored("vwdt.*", Topic.Devices, "the watchdog runs once the guest starts it")]
[Concern("vwdt.runningAtBoot", Topic.Devices, Severity.Info,
    "the watchdog runs only once the guest starts it",
    "Nothing, if the guest has a driver for i6300esb")]
[Concern("wwn.*", Topic.Devices, Severity.Warning,
    "the VM had Fibre Channel addresses of its own (NPIV), by which storage let it in",
    "Give the guest the LUNs of the KVM host, or a virtual HBA of libvirt's with those addresses")]
[Concern("sgx.*", Topic.Devices, Severity.Warning,
    "the device or feature has no counterpart that V2K writes, and the guest loses it",
    "See whether libvirt offers it for your host, and add it with a site rule or virsh edit")]
[Concern("sev.*", Topic.Devices, Severity.Warning,
    "the device or feature has no counterpart that V2K writes, and the guest loses it",
    "See whether libvirt offers it for your host, and add it with a site rule or virsh edit")]
[Concern("vrdma*", Topic.Devices, Severity.Warning,
    "the device or feature has no counterpart that V2K writes, and the guest loses it",
    "See whether libvirt offers it for your host, and add it with a site rule or virsh edit")]
[Concern("nvdimm#.present", Topic.Devices, Severity.Warning,
    "the device or feature has no counterpart that V2K writes, and the guest loses it",
    "See whether libvirt offers it for your host, and add it with a site rule or virsh edit")]
[Concern("nvdimm#:#.present", Topic.Devices, Severity.Warning,
    "the device or feature has no counterpart that V2K writes, and the guest loses it",
    "See whether libvirt offers it for your host, and add it with a site rule or virsh edit")]
[Concern("precisionclock#.present", Topic.Devices, Severity.Warning,
    "the device or feature has no counterpart that V2K writes, and the guest loses it",
    "See whether libvirt offers it for your host, and add it with a site rule or virsh edit")]
[Concern("dvx*", Topic.Devices, Severity.Warning,
    "the device or feature has no counterpart that V2K writes, and the guest loses it",
    "See whether libvirt offers it for your host, and add it with a site rule or virsh edit")]
[Concern("vgpu*", Topic.Devices, Severity.Warning,
    "the device or feature has no counterpart that V2K writes, and the guest loses it",
    "See whether libvirt offers it for your host, and add it with a site rule or virsh edit")]
[Concern("gpu.*", Topic.Devices, Severity.Warning,
    "the device or feature has no counterpart that V2K writes, and the guest loses it",
    "See whether libvirt offers it for your host, and add it with a site rule or virsh edit")]
[Ignored("nvdimm#.*", Topic.Devices, "it describes a device that stays behind")]
[Ignored("nvdimm#:#.*", Topic.Devices, "it describes a device that stays behind")]
[Ignored("precisionclock#.*", Topic.Devices, "it describes a device that stays behind")]
[Ignored("toolbar*", Topic.Devices, "it passes a device of a VMware desktop through")]
[Ignored("smartcard.*", Topic.Devices, "it passes a device of a VMware desktop through")]
[Ignored("vusbccid*", Topic.Devices, "it passes a device of a VMware desktop through")]
[Ignored("vusbvideo*", Topic.Devices, "it passes a device of a VMware desktop through")]
[Ignored("camera*", Topic.Devices, "it passes a device of a VMware desktop through")]
[Ignored("sensor.*", Topic.Devices, "it passes a device of a VMware desktop through")]
[Ignored("touchscreen.*", Topic.Devices, "it passes a device of a VMware desktop through")]
[Ignored("tablet.*", Topic.Devices, "it passes a device of a VMware desktop through")]
[Ignored("vmmouse.*", Topic.Devices, "it passes a device of a VMware desktop through")]
[Ignored("bluetooth.*", Topic.Devices, "it passes a device of a VMware desktop through")]
[Ignored("printers.enabled", Topic.Devices, "it passes a device of a VMware desktop through")]
[Ignored("printer*", Topic.Devices, "it passes a device of a VMware desktop through")]
[Ignored("usb.generic.*", Topic.Devices, "the guest gets a USB controller and tablet of QEMU's")]
[Ignored("devices.hotplug", Topic.Devices, "only whoever manages the domain can plug devices in or out on KVM")]
public static class OtherDevices;
