using System.Collections.Frozen;

namespace V2K.Engine.Ovf;

/// <summary>
/// What descriptions say that no domain needs, each with the reason: the names of DSP0243 and of the CIM classes that it builds on (DSP0004, schema 2.22 and
/// later), of VMware's extensions ("OVF Tool User's Guide"; vSphere API, VirtualMachineConfigSpec), of VirtualBox's and of vCloud Director's.
/// </summary>
internal static class OvfVocabulary
{
    private const string ForPeople = "it is text for people";
    private const string ForDeploying = "it is for the deployment of the VM, which is deployed already";
    private const string ForVMware = "it is for VMware and has no counterpart on KVM";
    private const string ForCluster = "it places the VM in a cluster, which KVM hosts do in another way";
    private const string ForTools = "it is for programs that manage VMs";
    private const string ForDevice = "it tunes the device of the exporting product";
    private const string Default = "the device is named by another part";

    /// <summary>Elements, with all that is in them.</summary>
    private static readonly FrozenDictionary<string, string> Elements = Table(
        (ForPeople, "Info Description Caption Label Category EulaSection Annotation Product Vendor Version FullVersion ProductUrl VendorUrl AppUrl Icon Strings Msg License ElementName Notes Name AnnotationSection"),
        (ForDeploying, "InstallSection IpAssignmentSection ResourceAllocationSection PropertyQualifiers"),
        (ForCluster, "PlacementGroupSection PlacementSection StorageGroupSection StorageSection StorageGroup CpuCompatibilitySection EvcSection"),
        ("each VM of the description is created once; clone it for more copies", "ScaleOutSection"),
        ("an earlier part has this information", "OperatingSystemSection DeploymentOptionSection System BootDeviceSection"),
        ("its ports are configured on the KVM host", "NetworkPortProfileSection NetworkPortProfile NetworkPortProfileURI"),
        ("files for the guest's environment stay with the export", "EnvironmentFilesSection"),
        ("data that VMs share is not exported", "SharedDiskSection"));

    /// <summary>What stands in an Item and in System: properties of the CIM classes.</summary>
    private static readonly FrozenDictionary<string, string> Properties = Table(
        (ForPeople, "Caption Description ElementName Notes OtherResourceType"),
        (Default, "InstanceID InstanceId ResourceType ResourceSubType Parent Address AddressOnParent HostResource Connection"),
        (ForTools, "ConfigurationName Generation SoId SoOrgId ChangeableType Component ComponentSetting VirtualSystemIdentifier VirtualSystemType ConfigurationID ConfigurationDataRoot ConfigurationFile CreationTime LogDataRoot RecoveryFile SnapshotDataRoot SuspendDataRoot SwapFileDataRoot AutomaticRecoveryAction AutomaticShutdownAction AutomaticStartupAction AutomaticStartupActionDelay AutomaticStartupActionSequenceNumber BusNumber StructuredBootString"),
        ("KVM allocates the host's resources in another way", "AllocationUnits AutomaticAllocation AutomaticDeallocation ConsumerVisibility MappingBehavior PoolID Limit Reservation Weight VirtualQuantity VirtualQuantityUnits ReservationUnits ResourceAggregation"),
        ("the KVM host's switch sets it", "DefaultPortVID DefaultPriority AllowedPriorities DesiredVLANEndpointMode DesiredEndpointMode OtherEndpointMode GroupID ManagerID NetworkPortProfileID NetworkPortProfileIDType OtherNetworkPortProfileIDTypeInfo PortCorrelationID PortVID Promiscuous ReceiveBandwidthLimit ReceiveBandwidthReservation SourceMACFilteringEnabled VSITypeID VSITypeIDVersion MACType"),
        ("the disk's own file has this information", "Access HostExtentName HostExtentNameFormat HostExtentNameNamespace HostExtentStartingAddress HostResourceBlockSize OtherHostExtentNameFormat OtherHostExtentNameNamespace VirtualResourceBlockSize"));

    private static readonly FrozenDictionary<string, string> Attributes = Table(
        ("it is about the form of the description", "version lang schemaLocation nil type buildId id diskId name class instance key"),
        (ForPeople, "msgid mimeType height width label description fileRef"),
        (ForDeploying, "required userConfigurable password qualifiers configuration default bound initialBoot initialBootStopDelay optional"),
        ("the file itself has this information", "size populatedSize format compression chunkSize uuid capacityAllocationUnits capacity parentRef digest digestType virtualSize isGuestOSDisk"),
        ("the guest's own data have this information", "osType value transport"),
        (ForVMware, "instanceId group protocols schemes policy"));

    /// <summary>Keys of vmw:Config, by how they begin.</summary>
    private static readonly (string Beginning, string Reason)[] Configs =
    [
        ("backing.", ForDevice), ("connectable.", ForDevice), ("slotInfo.", ForDevice), ("resourceAllocation.", ForVMware), ("storageIOAllocation.", ForVMware),
        ("iofilter", ForVMware), ("wakeOnLanEnabled", ForDevice), ("upt", ForDevice), ("externalId", ForTools), ("virtualDiskFormat", "the disk is converted to the format that you choose"),
        ("allowUnrestrictedCommunication", ForDevice), ("filter", ForDevice), ("autoConnectDevices", ForDevice), ("ehciEnabled", ForDevice), ("useAutoDetect", ForDevice),
        ("videoRamSizeInKB", ForDevice), ("enableMPTSupport", ForDevice), ("yieldOnPoll", ForDevice), ("hotAddRemove", ForDevice), ("scsiCtlrUnitNumber", ForDevice),
        ("allowGuestOSMtuChange", ForDevice), ("runOnBoot", ForDevice), ("running", ForDevice), ("strictLatencyConfig", ForDevice), ("deviceProtocol", ForDevice), ("dpuId", ForDevice),
        ("subnetId", ForTools), ("numaNode", ForDevice), ("nativeUnmanagedLinkedClone", ForDevice), ("guestReadOnly", ForDevice), ("independentFilters", ForDevice), ("vDiskId", ForTools),
        ("vDiskVersion", ForTools), ("diskObjectId", ForTools), ("capacityInMB", "the disk itself has this information"), ("endorsementKeyCertificate", ForDevice), ("busNumber", Default),
        ("sharedBus", ForDevice), ("deviceId", ForDevice), ("vendorId", ForDevice), ("allowedDevice", ForDevice), ("customLabel", ForPeople), ("pciSlotNumber", ForDevice),
        ("unitNumber", Default), ("controllerKey", Default), ("capacityInKB", "the disk itself has this information"), ("capacityInBytes", "the disk itself has this information"),
        ("shares.", ForVMware), ("flags.", ForVMware), ("tools.", ForVMware), ("bootOptions.", "it is for people at the VM's console or for network boot"), ("powerOpInfo.", ForVMware),
        ("cpuAllocation.", ForVMware), ("memoryAllocation.", ForVMware), ("cpuAffinity", ForVMware), ("memoryAffinity", ForVMware), ("networkShaper", ForVMware),
        ("latencySensitivity", ForVMware), ("sgxInfo.", "the guest does not get SGX"), ("sev", "the guest does not get memory encryption"), ("tdx", "the guest does not get memory encryption"),
        ("virtualNuma", "the guest's NUMA nodes are made from its other settings"), ("npiv", ForVMware), ("managedBy", ForTools), ("consolePreferences", ForVMware), ("vAppConfig", ForDeploying),
        ("scheduledHardwareUpgradeInfo", ForVMware), ("vFlashCacheReservation", ForVMware), ("guestMonitoringModeInfo", ForVMware), ("deviceGroups", ForVMware), ("crypto", ForVMware),
        ("maxMksConnections", ForVMware), ("guestAutoLockEnabled", ForVMware), ("messageBusTunnelEnabled", ForVMware), ("vmOpNotification", ForVMware), ("fixedPassthruHotPlugEnabled", ForVMware),
        ("metroFt", ForVMware), ("vcpuConfig", ForVMware), ("deviceSwap", ForVMware), ("vmPlacementPolicies", ForCluster), ("ftInfo", ForVMware), ("swapPlacement", ForVMware), ("swapDirectory", ForVMware), ("repConfig", ForVMware), ("pmem", ForVMware), ("vmxStatsCollection", ForVMware),
        ("vmProfile", ForVMware), ("vAssertsEnabled", ForVMware), ("vmCost", ForVMware), ("locationId", ForTools), ("changeVersion", ForTools), ("template", ForTools), ("alternateGuestName", ForPeople),
        ("guestId", "another part names the operating system"), ("version", ForTools), ("files.", ForTools), ("memoryReservationLockedToMax", ForVMware), ("rebootPowerOff", ForVMware),
        ("createDate", ForTools), ("name", ForPeople), ("numCPUs", Default), ("numCoresPerSocket", Default), ("memoryMB", Default), ("hotPlugMemory", ForVMware), ("extraConfig", ForVMware),
        ("cpuFeatureMask", ForVMware), ("vmStorageObjectId", ForTools), ("cbrc", ForVMware), ("cpuid", ForVMware),
    ];

    /// <summary>Why an element, with all that is in it, is left out; null for one that nothing knows.</summary>
    internal static string? Reason(OvfElement element)
    {
        var inItem = element.Parent is { } parent && (parent.IsItem || parent.Name == "System" || parent.Space == OvfNamespace.Boot);
        if (inItem && element.Space is not (OvfNamespace.Vmware or OvfNamespace.VirtualBox or OvfNamespace.Foreign)
            && Properties.GetValueOrDefault(element.Name) is { } reason)
        {
            return reason;
        }

        return element.Space switch
        {
            OvfNamespace.Vmware when element.Name is "Config" => ConfigReason(element),
            OvfNamespace.VirtualBox => "it is internal to VirtualBox",
            OvfNamespace.VCloud => "it is internal to vCloud Director",
            OvfNamespace.Xml => "it is part of the XML syntax",
            OvfNamespace.Boot => ForPeople,
            OvfNamespace.Foreign when element.Find("required")?.Text is "false" or "0" => "the exporter says that it is not needed (ovf:required)",
            OvfNamespace.Vmware when element.Name.EndsWith("Section", StringComparison.Ordinal) => Elements.GetValueOrDefault(element.Name, ForVMware),
            _ => Elements.GetValueOrDefault(element.Name),
        };
    }

    /// <summary>Why an attribute is left out; null for one that nothing knows.</summary>
    internal static string? Reason(OvfElement element, OvfAttribute attribute) => attribute.Space switch
    {
        OvfNamespace.Xml => "it is part of the XML syntax",
        OvfNamespace.VirtualBox => "it is internal to VirtualBox",
        OvfNamespace.VCloud => "it is internal to vCloud Director",
        OvfNamespace.Vmware when element.Space is not OvfNamespace.Vmware => Attributes.GetValueOrDefault(attribute.Name, ForVMware),
        OvfNamespace.Foreign => element.Space is OvfNamespace.Foreign ? null : "it is an extension by the exporter",
        _ => Attributes.GetValueOrDefault(attribute.Name),
    };

    private static string? ConfigReason(OvfElement config)
    {
        var key = config.Find("key")?.Text ?? "";
        foreach (var (beginning, reason) in Configs)
        {
            if (key.StartsWith(beginning, StringComparison.OrdinalIgnoreCase))
            {
                return reason;
            }
        }

        return null;
    }

    /// <summary>Names are found in any case: exporters write <c>InstanceId</c> and <c>ovf:Name</c>.</summary>
    private static FrozenDictionary<string, string> Table(params (string Reason, string Names)[] rows) =>
        rows.SelectMany(row => row.Names.Split(' '), (row, name) => KeyValuePair.Create(name, row.Reason))
            .DistinctBy(pair => pair.Key, StringComparer.OrdinalIgnoreCase)
            .ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);
}
