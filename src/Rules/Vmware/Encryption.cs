using V2K.Rules.Annotations;
using V2K.Rules.Findings;

namespace V2K.Rules.Vmware;

/// <summary>Encrypted VMs.</summary>
[Concern("encryption.keySafe", Topic.Vmware, Severity.Blocker,
    "the settings or disks are encrypted and cannot be read",
    "Decrypt the VM in VMware, then convert it", Id = FindingId.Encryption, Except = "FALSE", Secret = true)]
[Concern("encryption.data", Topic.Vmware, Severity.Blocker,
    "the settings or disks are encrypted and cannot be read",
    "Decrypt the VM in VMware, then convert it", Id = FindingId.Encryption, Except = "FALSE", Secret = true)]
[Concern("encryption.required", Topic.Vmware, Severity.Blocker,
    "the settings or disks are encrypted and cannot be read",
    "Decrypt the VM in VMware, then convert it", Id = FindingId.Encryption, Except = "FALSE", Secret = true)]
[Concern("encryption.encryptedKey", Topic.Vmware, Severity.Blocker,
    "disks or firmware variables are encrypted and cannot be read",
    "Decrypt the VM in VMware, then convert it", Id = FindingId.Encryption, Secret = true)]
[Concern("encryption.bundle", Topic.Vmware, Severity.Blocker,
    "disks or firmware variables are encrypted and cannot be read",
    "Decrypt the VM in VMware, then convert it", Id = FindingId.Encryption, Secret = true)]
[Concern("dataFileKey", Topic.Vmware, Severity.Blocker,
    "disks or firmware variables are encrypted and cannot be read",
    "Decrypt the VM in VMware, then convert it", Id = FindingId.Encryption, Secret = true)]
[Concern("encryption.guid", Topic.Vmware, Severity.Blocker,
    "disks or firmware variables are encrypted and cannot be read",
    "Decrypt the VM in VMware, then convert it", Id = FindingId.Encryption, Secret = true)]
[Ignored("encryptedVM.guid", Topic.Vmware, "it names or protects what stays with VMware")]
[Ignored("vmotion.encryption*", Topic.Vmware, "it names or protects what stays with VMware")]
[Ignored("migrate.encryption*", Topic.Vmware, "it names or protects what stays with VMware")]
[Ignored("ftcpt.ftEncryptionMode", Topic.Vmware, "it names or protects what stays with VMware")]
public static class Encryption;
