using V2K.Rules.Annotations;
using V2K.Rules.Findings;
using V2K.Rules.Model;
using V2K.Rules.Translation;

namespace V2K.Rules.Firmware;

/// <summary>A trusted platform module, new and empty: VMware keeps the old one's secrets encrypted.</summary>
/// <example>
/// vtpm.present = "TRUE"
/// →
/// &lt;tpm model='tpm-crb'&gt;&lt;backend type='emulator' version='2.0'/&gt;&lt;/tpm&gt;
/// </example>
[Rule(nameof(Domain.Tpm), Topic.Firmware)]
public static class TpmRule
{
    public static Mapped<Tpm> Map([Vmx("vtpm.present")] bool? vtpm, [Vmx("managedVM.autoAddVTPM")] string? added) =>
        vtpm == true || "software".Equals(added, StringComparison.OrdinalIgnoreCase)
            ? Mapped.To(new Tpm("tpm-crb", "2.0"), Finding.Blocker(
                "the guest has a TPM, whose secrets stay behind",
                "a disk that the TPM unlocks (BitLocker, LUKS with clevis) does not unlock",
                "Have the recovery key or passphrase at hand, and enrol the new TPM afterwards").As(FindingId.Tpm).At(nameof(vtpm)))
            : null;
}
