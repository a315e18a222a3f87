using V2K.Rules.Annotations;
using V2K.Rules.Findings;

namespace V2K.Rules.Network;

/// <summary>What VMware notes about network cards.</summary>
[Ignored("ethernet#.generatedAddressOffset", Topic.Network, "it belongs to VMware's switch or driver")]
[Ignored("ethernet#.checkMACAddress", Topic.Network, "it belongs to VMware's switch or driver")]
[Ignored("ethernet#.uptCompatibility", Topic.Network, "it belongs to VMware's switch or driver")]
[Ignored("ethernet#.uptv2Enabled", Topic.Network, "it belongs to VMware's switch or driver")]
[Ignored("ethernet#.linkStatePropagation.enable", Topic.Network, "it belongs to VMware's switch or driver")]
[Ignored("ethernet#.features", Topic.Network, "it belongs to VMware's switch or driver")]
[Ignored("ethernet#.displayName", Topic.Network, "it belongs to VMware's switch or driver")]
[Ignored("ethernet#.dvs.switchId", Topic.Network, "it belongs to VMware's switch or driver")]
[Ignored("ethernet#.dvs.portId", Topic.Network, "it belongs to VMware's switch or driver")]
[Ignored("ethernet#.dvs.connectionId", Topic.Network, "it belongs to VMware's switch or driver")]
[Ignored("ethernet#.externalId", Topic.Network, "it belongs to VMware's switch or driver")]
[Ignored("ethernet#.extendedConfigFile", Topic.Network, "it belongs to VMware's switch or driver")]
[Ignored("ethernet#.networkId", Topic.Network, "it belongs to VMware's switch or driver")]
[Ignored("ethernet#.allowGuestConnectionControl", Topic.Network, "it belongs to VMware's switch or driver")]
[Ignored("ethernet#.ctxPerDev", Topic.Network, "it belongs to VMware's switch or driver")]
[Ignored("ethernet#.pnicFeatures", Topic.Network, "it belongs to VMware's switch or driver")]
[Ignored("ethernet#.udpRSS", Topic.Network, "it belongs to VMware's switch or driver")]
[Ignored("ethernet#.rxDataRing*", Topic.Network, "it belongs to VMware's switch or driver")]
[Ignored("ethernet#.rxbw.*", Topic.Network, "it belongs to VMware's switch or driver")]
[Ignored("ethernet#.txbw.*", Topic.Network, "it belongs to VMware's switch or driver")]
[Ignored("ethernet#.pollMode*", Topic.Network, "it belongs to VMware's switch or driver")]
[Ignored("ethernet#.devName", Topic.Network, "it belongs to VMware's switch or driver")]
[Ignored("ethernet#.bsdName", Topic.Network, "it belongs to VMware's switch or driver")]
[Ignored("ethernet#.coalescingScheme", Topic.Network, "it belongs to VMware's switch or driver")]
[Ignored("ethernet#.coalescingParams", Topic.Network, "it belongs to VMware's switch or driver")]
[Ignored("ethernet#.intrMode", Topic.Network, "it belongs to VMware's switch or driver")]
[Ignored("ethernet#.portgroupId", Topic.Network, "it belongs to VMware's switch or driver")]
[Ignored("ethernet#.networkUUID", Topic.Network, "it belongs to VMware's switch or driver")]
[Ignored("dvs.*", Topic.Network, "it belongs to VMware's switch or driver")]
[Ignored("ethernet.*", Topic.Network, "it belongs to VMware's switch or driver")]
[Ignored("vmnet.*", Topic.Network, "it belongs to VMware's switch or driver")]
[Ignored("ethernet#.pxm", Topic.Network, "it belongs to VMware's switch or driver")]
[Ignored("ethernet#.allow64bitVmxnet", Topic.Network, "it belongs to VMware's switch or driver")]
[Ignored("ethernet#.opromSize", Topic.Network, "it belongs to VMware's switch or driver")]
[Ignored("ethernet#.dvs.*", Topic.Network, "it belongs to VMware's switch or driver")]
[Ignored("vlance.*", Topic.Network, "it belongs to VMware's switch or driver")]
[Ignored("vmxnet.*", Topic.Network, "it belongs to VMware's switch or driver")]
[Ignored("vmxnet3.*", Topic.Network, "it belongs to VMware's switch or driver")]
[Ignored("e1000.*", Topic.Network, "it belongs to VMware's switch or driver")]
[Ignored("e1000e.*", Topic.Network, "it belongs to VMware's switch or driver")]
[Concern("ethernet#.rxfi.*", Topic.Network, Severity.Info,
    "Workstation dropped or delayed the card's packets, and KVM does not",
    "Shape the interface of the host with tc netem if you want that")]
[Concern("ethernet#.txfi.*", Topic.Network, Severity.Info,
    "Workstation dropped or delayed the card's packets, and KVM does not",
    "Shape the interface of the host with tc netem if you want that")]
[Ignored("ethernet#.guestControlled", Topic.Network, "it belongs to VMware's switch or driver")]
[Ignored("ethernet#.wakeOnPcktRcv", Topic.Network, "libvirt does not start guests by network packets (Wake-on-LAN)")]
[Ignored("ethernet#.wakeOnPktRcv", Topic.Network, "libvirt does not start guests by network packets (Wake-on-LAN)")]
[Concern("ethernet#.filter#.*", Topic.Network, Severity.Info,
    "a filter of VMware's switch no longer applies",
    "Add a <filterref> to the interface if you still need it")]
[Concern("ethernet#.noPromisc", Topic.Network, Severity.Info,
    "a filter of VMware's switch no longer applies",
    "Add a <filterref> to the interface if you still need it")]
[Concern("ethernet#.downWhenAddrMismatch", Topic.Network, Severity.Info,
    "a filter of VMware's switch no longer applies",
    "Add a <filterref> to the interface if you still need it")]
[Concern("ethernet#.noForgedSrcAddr", Topic.Network, Severity.Info,
    "a filter of VMware's switch no longer applies",
    "Add a <filterref> to the interface if you still need it")]
[Concern("ethernet#.limit", Topic.Network, Severity.Info,
    "the bandwidth is neither limited nor reserved",
    "Add <bandwidth> to the interface", Except = "normal")]
[Concern("ethernet#.reservation", Topic.Network, Severity.Info,
    "the bandwidth is neither limited nor reserved",
    "Add <bandwidth> to the interface", Except = "normal")]
[Concern("ethernet#.shares", Topic.Network, Severity.Info,
    "the bandwidth is neither limited nor reserved",
    "Add <bandwidth> to the interface", Except = "normal")]
[Concern("sched.ethernet#.*", Topic.Network, Severity.Info,
    "the bandwidth is neither limited nor reserved",
    "Add <bandwidth> to the interface", Except = "normal")]
public static class NicHousekeeping;
