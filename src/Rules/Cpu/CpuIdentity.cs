using V2K.Rules.Annotations;
using V2K.Rules.Findings;

namespace V2K.Rules.Cpu;

/// <summary>What the processor says of itself.</summary>
[Ignored("cpuid.coresPerSocket.cookie", Topic.Cpu, "it describes the VMware host's processor or its features")]
[Ignored("cpuid.numSMT", Topic.Cpu, "it describes the VMware host's processor or its features")]
[Ignored("cpuid.brandstring*", Topic.Cpu, "it describes the VMware host's processor or its features")]
[Ignored("cpuid.enableCpuidFault*", Topic.Cpu, "it describes the VMware host's processor or its features")]
[Ignored("cpuid.disable*", Topic.Cpu, "it describes the VMware host's processor or its features")]
[Ignored("featMask.vm.hv.*", Topic.Cpu, "it describes the VMware host's processor or its features")]
[Ignored("featureCompat.*", Topic.Cpu, "it describes the VMware host's processor or its features")]
[Ignored("hostCPUID.*", Topic.Cpu, "it describes the VMware host's processor or its features")]
[Ignored("guestCPUID.*", Topic.Cpu, "it describes the VMware host's processor or its features")]
[Ignored("userCPUID.*", Topic.Cpu, "it describes the VMware host's processor or its features")]
[Ignored("host.*", Topic.Cpu, "it describes the VMware host's processor or its features")]
[Ignored("mce.enable", Topic.Cpu, "it describes the VMware host's processor or its features")]
[Ignored("paevm", Topic.Cpu, "it describes the VMware host's processor or its features")]
[Ignored("vcpu.hotremove", Topic.Cpu, "it describes the VMware host's processor or its features")]
[Ignored("processor#.*", Topic.Cpu, "it describes the VMware host's processor or its features")]
[Concern("cpuid.*", Topic.Cpu, Severity.Info,
    "the guest sees all features of the processor model, also those that were masked",
    "Mask them with <feature policy='disable'/> in <cpu> if a licence or a bug requires it", Except = "----:----:----:----:----:----:----:----")]
[Concern("featMask.*", Topic.Cpu, Severity.Info,
    "the guest sees all features of the processor model, also those that were masked",
    "Mask them with <feature policy='disable'/> in <cpu> if a licence or a bug requires it", Except = "----:----:----:----:----:----:----:----")]
[Concern("vhv.enable", Topic.Cpu, Severity.Warning,
    "the guest ran virtual machines of its own, which requires nested virtualization on the KVM host",
    "Load kvm_intel or kvm_amd with nested=1 on the host")]
[Concern("vhv.allow", Topic.Cpu, Severity.Warning,
    "the guest ran virtual machines of its own, which requires nested virtualization on the KVM host",
    "Load kvm_intel or kvm_amd with nested=1 on the host")]
[Concern("vhu.enable", Topic.Cpu, Severity.Warning,
    "the guest ran virtual machines of its own, which requires nested virtualization on the KVM host",
    "Load kvm_intel or kvm_amd with nested=1 on the host")]
[Concern("vvtd.enable", Topic.Cpu, Severity.Warning,
    "the guest had an IOMMU and loses it",
    "Add <iommu model='intel'/> to the devices and <ioapic driver='qemu'/> to the features")]
[Concern("windows.vbs.enabled", Topic.Cpu, Severity.Info,
    "Windows used virtualization-based security, which requires nested virtualization and an IOMMU",
    "Load kvm_intel or kvm_amd with nested=1, and add <iommu model='intel'/>")]
[Concern("vbs.enabled", Topic.Cpu, Severity.Info,
    "Windows used virtualization-based security, which requires nested virtualization and an IOMMU",
    "Load kvm_intel or kvm_amd with nested=1, and add <iommu model='intel'/>")]
[Ignored("vpmc.enable", Topic.Cpu, "KVM gives guests performance counters by default")]
[Ignored("vpmc.*", Topic.Cpu, "KVM gives guests performance counters by default")]
[Ignored("hpet0.*", Topic.Cpu, "the guest gets the clock sources that suit KVM")]
[Ignored("hpet#.present", Topic.Cpu, "the guest gets the clock sources that suit KVM")]
[Ignored("tsc.*", Topic.Cpu, "the guest gets the clock sources that suit KVM")]
[Ignored("ptsc.*", Topic.Cpu, "the guest gets the clock sources that suit KVM")]
[Ignored("timer.*", Topic.Cpu, "the guest gets the clock sources that suit KVM")]
[Ignored("apic.*", Topic.Cpu, "the machine type has its own chipset")]
[Ignored("acpi.*", Topic.Cpu, "the machine type has its own chipset")]
[Ignored("apm.*", Topic.Cpu, "the machine type has its own chipset")]
[Ignored("chipset.*", Topic.Cpu, "the machine type has its own chipset")]
[Ignored("ich7m.*", Topic.Cpu, "the machine type has its own chipset")]
[Ignored("smc.*", Topic.Cpu, "the machine type has its own chipset")]
[Ignored("pci.*", Topic.Cpu, "the machine type has its own chipset")]
public static class CpuIdentity;
