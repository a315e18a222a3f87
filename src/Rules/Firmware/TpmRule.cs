using V2K.Rules.Annotations;
using V2K.Rules.Findings;
using V2K.Rules.Model;
using V2K.Rules.Translation;

namespace V2K.Rules.Firmware;

/// <summary>
/// A trusted platform module, new and empty: VMware keeps the old one's secrets encrypted, and with them the VM's home (settings and firmware variables), but not
/// its disks, whose own descriptors say whether they are. Without a TPM, an encrypted home is a VM that was encrypted on purpose, and has to be decrypted.
/// </summary>
/// <example>
/// vtpm.present = "TRUE"
/// →
/// &lt;tpm model='tpm-crb'&gt;&lt;backend type='emulator' version='2.0'/&gt;&lt;/tpm&gt;
/// </example>
/// <example>
/// vtpm.present = "TRUE"
/// vmx.encryptionType = "partial"
/// encryption.keySafe = "vmware:key/list/(pair/(fqid/x))"
/// encryption.data = "x"
/// scsi0:0.present = "TRUE"
/// scsi0:0.fileName = "web01.vmdk"
/// →
/// &lt;tpm model='tpm-crb'&gt;&lt;backend type='emulator' version='2.0'/&gt;&lt;/tpm&gt;
/// </example>
[Rule(nameof(Domain.Tpm), Topic.Firmware)]
public static class TpmRule
{
    private const string Unreadable = "the settings inside encryption.data cannot be read and are not translated";

    public static Mapped<Tpm> Map(
        [Vmx("vtpm.present")] bool? vtpm,
        [Vmx("managedVM.autoAddVTPM")] string? added,
        [Vmx("vmx.encryptionType")] string? type,
        [Vmx("encryption.keySafe")] SecretText? keySafe,
        [Vmx("encryption.bundle")] SecretText? bundle,
        [Vmx("encryption.encryptedKey")] SecretText? encryptedKey,
        [Vmx("encryption.guid")] SecretText? guid,
        [Vmx("dataFileKey")] SecretText? dataFileKey,
        [Vmx("encryption.data")] SecretText? data,
        [Vmx("encryption.required")] SecretText? required,
        [From(nameof(Facts.Drives))] IReadOnlyList<Drive> drives)
    {
        var hasTpm = vtpm == true || "software".Equals(added, StringComparison.OrdinalIgnoreCase);
        var key = new[]
        {
            (keySafe, nameof(keySafe)), (bundle, nameof(bundle)), (encryptedKey, nameof(encryptedKey)), (guid, nameof(guid)), (dataFileKey, nameof(dataFileKey)),
            (data, nameof(data)), (required, nameof(required)),
        }.Where(value => Says(value.Item1)).Select(value => value.Item2).FirstOrDefault();
        var isPartial = hasTpm || "partial".Equals(type, StringComparison.OrdinalIgnoreCase);
        var tpm = hasTpm ? new Tpm("tpm-crb", "2.0") : null;
        Finding? finding = (key, isPartial, drives.Any(drive => drive.Device == DiskDevice.Disk)) switch
        {
            (not null, _, false) => Finding.Blocker(
                "VMware encrypted the VM's settings, including the list of its disks",
                "the domain would contain only the few settings that are not encrypted",
                "Decrypt the VM in VMware, then convert it. VMware refuses that while the VM has a TPM: save the recovery keys of its disks, then remove the TPM first")
                .As(FindingId.Encryption).At(key),
            (not null, false, true) => Finding.Blocker(
                "VMware encrypted the VM",
                Says(data) ? Unreadable : "its settings, firmware variables or disks are encrypted and cannot be read",
                "Decrypt the VM in VMware, then convert it").As(FindingId.Encryption).At(key),
            (var home, _, _) when hasTpm => StaysBehind(home is not null, Says(data)).At(vtpm == true ? nameof(vtpm) : nameof(added)),
            (not null, true, true) => Finding.Warning(
                "VMware encrypted a part of the VM's settings and its firmware variables",
                Says(data) ? Unreadable : "the firmware starts with default variables: added boot entries and Secure Boot keys are lost",
                "Compare the domain with the VM in VMware").At(key),
            _ => null,
        };
        return new Mapped<Tpm>(tpm, finding is null ? [] : [finding], VetoReason: null);
    }

    /// <summary>What the guest loses with its TPM; whether a disk is encrypted, the disk says.</summary>
    private static Finding StaysBehind(bool isHomeEncrypted, bool hasData) => Finding.Warning(
        isHomeEncrypted
            ? "the guest has a TPM; its secrets and the firmware variables, which VMware encrypts, are not migrated"
            : "the guest has a TPM; its secrets are not migrated",
        "a disk that the TPM unlocks (BitLocker, LUKS with clevis) asks for its recovery key; added boot entries and Secure Boot keys are lost"
        + (hasData ? "; " + Unreadable : ""),
        "Keep the recovery key or passphrase ready, or suspend BitLocker before you shut the VM down; enrol the new TPM afterwards").As(FindingId.Tpm);

    private static bool Says(SecretText? value) => value is not null && !"FALSE".Equals(value.Reveal(), StringComparison.OrdinalIgnoreCase);
}
