using V2K.Rules.Annotations;

namespace V2K.Rules.Vmware;

/// <summary>Keys of encrypted VMs; what they mean for the migration, <see cref="Firmware.TpmRule"/> says.</summary>
[Ignored("encryption.*", Topic.Vmware, "it names or protects what stays with VMware; what of the VM is encrypted is seen in its settings and disks", Secret = true)]
[Ignored("encryptedVM.guid", Topic.Vmware, "it names or protects what stays with VMware")]
[Ignored("vmotion.encryption*", Topic.Vmware, "it names or protects what stays with VMware")]
[Ignored("migrate.encryption*", Topic.Vmware, "it names or protects what stays with VMware")]
[Ignored("ftcpt.ftEncryptionMode", Topic.Vmware, "it names or protects what stays with VMware")]
public static class Encryption;
