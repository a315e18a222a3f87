using V2K.Rules.Annotations;
using V2K.Rules.Findings;

namespace V2K.Rules.General;

/// <summary>What a VMX file says about itself.</summary>
[Ignored(".encoding", Topic.General, "the file has been decoded by it")]
[Ignored("config.version", Topic.General, "it tells VMware which product and version the file is for")]
[Ignored("virtualHW.version", Topic.General, "it tells VMware which product and version the file is for")]
[Ignored("virtualHW.productCompatibility", Topic.General, "it tells VMware which product and version the file is for")]
[Ignored("virtualHW.upgrade*", Topic.General, "it tells VMware which product and version the file is for")]
[Ignored("virtualHW.scheduledUpgrade.*", Topic.General, "it tells VMware which product and version the file is for")]
[Ignored("deploymentPlatform", Topic.General, "it tells VMware which product and version the file is for")]
[Ignored("vmxstats.filename", Topic.General, "it tells VMware which product and version the file is for")]
[Ignored("guestOSAltName", Topic.General, "it is a name to show; guestOS decides")]
[Ignored("guestOS.detailed.*", Topic.General, "it repeats what VMware Tools reported in guestInfo.detailed.data")]
[Ignored("guestInfo.detailed.*", Topic.General, "it repeats what VMware Tools reported in guestInfo.detailed.data")]
[Ignored("vm.createDate", Topic.General, "it serves VMware's own bookkeeping")]
[Ignored("uuid.action", Topic.General, "it serves VMware's own bookkeeping")]
[Ignored("uuid.bios.action", Topic.General, "it serves VMware's own bookkeeping")]
[Ignored("metadataFile", Topic.General, "it serves VMware's own bookkeeping")]
[Ignored("scoreboard.enabled", Topic.General, "it serves VMware's own bookkeeping")]
[Ignored("workingDir", Topic.General, "it serves VMware's own bookkeeping")]
[Ignored("fileSearchPath", Topic.General, "it serves VMware's own bookkeeping")]
[Ignored("tmpDirectory", Topic.General, "it serves VMware's own bookkeeping")]
[Ignored("answer.msg.*", Topic.General, "it serves VMware's own bookkeeping")]
[Ignored("msg.autoAnswer", Topic.General, "it serves VMware's own bookkeeping")]
[Ignored("templateVM", Topic.General, "it serves VMware's own bookkeeping")]
[Ignored("easyInstall.*", Topic.General, "it serves VMware's own bookkeeping")]
[Ignored("installerDefaults.*", Topic.General, "it serves VMware's own bookkeeping")]
[Ignored("inVMTeam", Topic.General, "it serves VMware's own bookkeeping")]
[Ignored("evcCompatibilityMode", Topic.General, "it serves VMware's own bookkeeping")]
[Ignored("vmx.buildType", Topic.General, "it serves VMware's own bookkeeping")]
[Ignored("configFileName", Topic.General, "it serves VMware's own bookkeeping")]
[Concern("rtc.diffFromUTC", Topic.General, Severity.Warning,
    "the guest's clock was set off from UTC by that many seconds, and will not be",
    "Set <clock offset> in the domain, or the time zone in the guest")]
[Concern("rtc.startTime", Topic.General, Severity.Warning,
    "the guest always started at that time, and will start at the host's",
    "Set <clock offset='absolute'> in the domain if it depends on that")]
public static class FileHeader;
