using V2K.Rules.Annotations;
using V2K.Rules.Findings;

namespace V2K.Rules.General;

/// <summary>What a VMX file says about itself.</summary>
[Ignored(".encoding", Topic.General, "it tells how the file is encoded, and the file is decoded")]
[Ignored("config.version", Topic.General, "it states which VMware product and version the file is for")]
[Ignored("virtualHW.version", Topic.General, "it states which VMware product and version the file is for")]
[Ignored("virtualHW.productCompatibility", Topic.General, "it states which VMware product and version the file is for")]
[Ignored("virtualHW.upgrade*", Topic.General, "it states which VMware product and version the file is for")]
[Ignored("virtualHW.scheduledUpgrade.*", Topic.General, "it states which VMware product and version the file is for")]
[Ignored("deploymentPlatform", Topic.General, "it states which VMware product and version the file is for")]
[Ignored("vmxstats.filename", Topic.General, "it states which VMware product and version the file is for")]
[Ignored("guestOSAltName", Topic.General, "it is a display name; guestOS is used")]
[Ignored("guestOS.detailed.*", Topic.General, "it repeats what VMware Tools reported in guestInfo.detailed.data")]
[Ignored("guestInfo.detailed.*", Topic.General, "it repeats what VMware Tools reported in guestInfo.detailed.data")]
[Ignored("vm.createDate", Topic.General, "it is internal to VMware")]
[Ignored("uuid.action", Topic.General, "it is internal to VMware")]
[Ignored("uuid.bios.action", Topic.General, "it is internal to VMware")]
[Ignored("metadataFile", Topic.General, "it is internal to VMware")]
[Ignored("scoreboard.enabled", Topic.General, "it is internal to VMware")]
[Ignored("workingDir", Topic.General, "it is internal to VMware")]
[Ignored("fileSearchPath", Topic.General, "it is internal to VMware")]
[Ignored("tmpDirectory", Topic.General, "it is internal to VMware")]
[Ignored("answer.msg.*", Topic.General, "it is internal to VMware")]
[Ignored("msg.autoAnswer", Topic.General, "it is internal to VMware")]
[Ignored("templateVM", Topic.General, "it is internal to VMware")]
[Ignored("easyInstall.*", Topic.General, "it is internal to VMware")]
[Ignored("installerDefaults.*", Topic.General, "it is internal to VMware")]
[Ignored("inVMTeam", Topic.General, "it is internal to VMware")]
[Ignored("evcCompatibilityMode", Topic.General, "it is internal to VMware")]
[Ignored("vmx.buildType", Topic.General, "it is internal to VMware")]
[Ignored("configFileName", Topic.General, "it is internal to VMware")]
[Concern("rtc.diffFromUTC", Topic.General, Severity.Warning,
    "the guest's clock had an offset from UTC in seconds and loses it",
    "Set <clock offset> in the domain, or the time zone in the guest")]
[Concern("rtc.startTime", Topic.General, Severity.Warning,
    "the guest always started at that time and now starts at the host's time",
    "Set <clock offset='absolute'> in the domain if the guest depends on it")]
public static class FileHeader;
