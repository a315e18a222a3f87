using V2K.Rules.Annotations;

namespace V2K.Rules.Vmware;

/// <summary>Keys of encrypted VMs; what they mean for the migration, <see cref="Firmware.TpmRule"/> says.</summary>
[Ignored("encryption.*", Topic.Vmware, "it concerns VMware's key management; V2K checks settings and disks for encryption", Secret = true)]
[Ignored("encryptedVM.guid", Topic.Vmware, "it concerns VMware's key management")]
[Ignored("vmotion.encryption*", Topic.Vmware, "it concerns VMware's key management")]
[Ignored("migrate.encryption*", Topic.Vmware, "it concerns VMware's key management")]
[Ignored("ftcpt.ftEncryptionMode", Topic.Vmware, "it concerns VMware's key management")]
public static class Encryption;
