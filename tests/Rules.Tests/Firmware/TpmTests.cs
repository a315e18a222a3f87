using V2K.Rules.Findings;

namespace V2K.Rules.Tests.Firmware;

/// <summary>A VM with a TPM has an encrypted home: VMware refuses to decrypt it, and its disks are readable.</summary>
public sealed class TpmTests
{
    private const string Machine = "displayName = \"web01\"\nuuid.bios = \"56 4d 7a 1e 22 9c 40 b3-9d 4f 0c 18 2b 6e 91 d8\"\nmemsize = \"64\"\nguestOS = \"debian11-64\"\n";
    private const string Disk = Machine + "scsi0.present = \"TRUE\"\nscsi0:0.present = \"TRUE\"\nscsi0:0.fileName = \"web01.vmdk\"\n";

    private const string Home = """
        encryptedVM.guid = "{5E2D1A7C-11AA-4B6E-9A53-0D1C2B3A4F5E}"
        encryption.keySafe = "vmware:key/list/(pair/(fqid/x))"
        encryption.data = "AAAAsecretBBBB"

        """;

    [Theory]
    [InlineData("vtpm.present = \"TRUE\"")]
    [InlineData("managedVM.autoAddVTPM = \"software\"")]
    [InlineData("vtpm.present = \"TRUE\"\nvmx.encryptionType = \"partial\"")]
    public void A_TPM_and_its_encrypted_home_folder_are_one_warning_and_no_blocker(string tpm)
    {
        var vm = Vm.Translate(Disk + tpm + "\n" + Home + "encryption.bundle = \"x\"\ndataFileKey = \"y\"\nencryption.required = \"TRUE\"\n");

        var finding = Assert.Single(vm.Findings, finding => finding.Severity != Severity.Info);
        Assert.Equal((FindingId.Tpm, Severity.Warning), (finding.Id, finding.Severity));
        Assert.Contains("firmware", finding.What + finding.Changes, StringComparison.Ordinal);
        Assert.Contains("BitLocker", finding.Changes, StringComparison.Ordinal);
        Assert.DoesNotContain("Decrypt", finding.Remedy, StringComparison.Ordinal);
        Assert.NotNull(vm.Domain.Tpm);
    }

    [Fact]
    public void A_TPM_without_encryption_is_reported_without_mention_of_encryption()
    {
        var finding = Assert.Single(Vm.Translate(Disk + "vtpm.present = \"TRUE\"").Findings);

        Assert.Equal("the guest has a TPM; its secrets are not migrated", finding.What);
        Assert.DoesNotContain("encryption.data", finding.Changes, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("encryption.keySafe = \"x\"")]
    [InlineData("encryption.data = \"x\"")]
    [InlineData("encryption.bundle = \"x\"")]
    [InlineData("encryption.encryptedKey = \"x\"")]
    [InlineData("encryption.required = \"TRUE\"")]
    [InlineData("dataFileKey = \"x\"\nencryption.guid = \"y\"\nencryption.keySafe = \"z\"")]
    public void An_encrypted_VM_without_a_TPM_is_stopped_once(string keys)
    {
        var finding = Assert.Single(Vm.Translate(Disk + keys).Findings);

        Assert.Equal((FindingId.Encryption, Severity.Blocker), (finding.Id, finding.Severity));
    }

    [Theory]
    [InlineData("encryption.required = \"FALSE\"")]
    [InlineData("encryption.keySafe = \"FALSE\"")]
    [InlineData("encryptedVM.guid = \"{5E2D1A7C-11AA-4B6E-9A53-0D1C2B3A4F5E}\"")]
    public void A_VM_that_is_not_encrypted_is_not_stopped(string keys) => Assert.Empty(Vm.Translate(Disk + keys).Findings);

    [Theory]
    [InlineData("")]
    [InlineData("vtpm.present = \"TRUE\"\n")]
    public void A_vmx_whose_disks_are_in_its_encrypted_part_is_stopped_with_what_is_true(string tpm)
    {
        var findings = Vm.Translate(Machine + tpm + Home).Findings;

        var blocker = Assert.Single(findings, finding => finding.Severity == Severity.Blocker);
        Assert.Equal(FindingId.Encryption, blocker.Id);
        Assert.Contains("including the list of its disks", blocker.What, StringComparison.Ordinal);
    }
}
