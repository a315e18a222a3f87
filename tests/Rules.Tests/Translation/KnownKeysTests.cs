using V2K.Rules.Findings;
using V2K.Rules.Translation;

namespace V2K.Rules.Tests.Translation;

/// <summary>Keys that every VM of a newer vCenter, or of a hardened one, has.</summary>
public sealed class KnownKeysTests
{
    [Theory]
    [InlineData("viv.moid")]
    [InlineData("viv.MOID")]
    [InlineData("roamingVM.exitBehavior")]
    [InlineData("pciPassthru*.present")]
    [InlineData("pciPassthru0*.present")]
    [InlineData("vio.displayName")]
    [InlineData("nvp.vm-uuid")]
    [InlineData("nvp.iface-id.0")]
    public void Keys_that_vCenter_writes_into_every_VM_are_no_concern(string key)
    {
        var vm = Vm.Translate($"{key} = \"x\"\ndisplayName = \"web01\"\nuuid.bios = \"56 4d 7a 1e 22 9c 40 b3-9d 4f 0c 18 2b 6e 91 d8\"\nmemsize = \"64\"\nguestOS = \"debian11-64\"\nscsi0.present = \"TRUE\"\nscsi0:0.present = \"TRUE\"\nscsi0:0.fileName = \"a.vmdk\"");

        Assert.DoesNotContain(vm.Findings, finding => finding.Severity != Severity.Info || finding.Key == key);
        var line = vm.Provenance.Explain()[0];
        Assert.Equal(Disposition.Ignored, line.Disposition);
        Assert.False(string.IsNullOrWhiteSpace(line.Because));
    }

    [Fact]
    public void A_device_that_is_passed_through_is_still_a_blocker() => Assert.Contains(
        Vm.Translate("pciPassthru0.present = \"TRUE\"").Findings, finding => finding is { Id: FindingId.Passthrough, Severity: Severity.Blocker });

    [Theory]
    [InlineData("TRUE")]
    [InlineData("true")]
    public void Disk_UUIDs_that_the_guest_sees_are_no_warning(string value)
    {
        var vm = Vm.Translate($"disk.EnableUUID = \"{value}\"\ndisplayName = \"web01\"\nuuid.bios = \"56 4d 7a 1e 22 9c 40 b3-9d 4f 0c 18 2b 6e 91 d8\"\nmemsize = \"64\"\nguestOS = \"debian11-64\"\nscsi0.present = \"TRUE\"\nscsi0:0.present = \"TRUE\"\nscsi0:0.fileName = \"a.vmdk\"");

        Assert.Equal(Severity.Info, Assert.Single(vm.Findings, finding => finding.Key == "disk.EnableUUID").Severity);
        Assert.True(Assert.Single(vm.Domain.Disks).ShowsUuid);
    }
}
