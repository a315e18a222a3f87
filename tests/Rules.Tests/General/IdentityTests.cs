using V2K.Rules.Findings;

namespace V2K.Rules.Tests.General;

public sealed class IdentityTests
{
    [Fact]
    public void A_BIOS_UUID_keeps_the_order_of_its_bytes() => Assert.Equal(
        Guid.Parse("50115e16-9bdc-49d7-f171-53c4d7f91710"),
        Vm.Translate("uuid.bios = \"50 11 5e 16 9b dc 49 d7-f1 71 53 c4 d7 f9 17 10\"").Domain.Uuid);

    [Fact]
    public void A_VM_without_a_UUID_gets_the_same_one_every_time()
    {
        const string Vmx = "displayName = \"web\"\nnvram = \"web.nvram\"";

        Assert.Equal(Vm.Translate(Vmx).Domain.Uuid, Vm.Translate(Vmx + "\nmemsize = \"4096\"").Domain.Uuid);
        Assert.NotEqual(Vm.Translate(Vmx).Domain.Uuid, Vm.Translate("displayName = \"web2\"").Domain.Uuid);
    }

    [Theory]
    [InlineData("00 00 00 00 00 00 00 00-00 00 00 00 00 00 00 00")]
    [InlineData("ff ff ff ff ff ff ff ff-ff ff ff ff ff ff ff ff")]
    public void A_UUID_that_libvirt_refuses_is_replaced_by_that_of_the_location(string bios) => Assert.Equal(
        Guid.Parse("564d0102-0304-0506-0708-090a0b0c0d0e"),
        Vm.Translate($"uuid.bios = \"{bios}\"\nuuid.location = \"56 4d 01 02 03 04 05 06-07 08 09 0a 0b 0c 0d 0e\"").Domain.Uuid);

    [Fact]
    public void An_incomplete_generation_ID_is_ignored() => Assert.Null(Vm.Translate("vm.genid = \"1\"").Domain.GenId);

    [Theory]
    [InlineData("debian11-64", "http://debian.org/debian/11")]
    [InlineData("RHEL7-64", "http://redhat.com/rhel/7-unknown")]
    [InlineData("sles12", "http://suse.com/sles/12")]
    [InlineData("ubuntu-64", null)]
    [InlineData("amazonlinux2-64", null)]
    public void VMwares_name_of_the_guest_is_libosinfos_where_that_has_one(string guestOS, string? osInfo) =>
        Assert.Equal(osInfo, Vm.Translate($"guestOS = \"{guestOS}\"").Domain.OsInfo);

    [Theory]
    [InlineData("Ubuntu", "22.04", "http://ubuntu.com/ubuntu/22.04")]
    [InlineData("Ubuntu", "22.04.3", "http://ubuntu.com/ubuntu/22.04")]
    [InlineData("Red Hat Enterprise Linux", "8.6", "http://redhat.com/rhel/8.6")]
    [InlineData("Rocky Linux", "9.3", "http://rockylinux.org/rocky/9")]
    [InlineData("SLES", "15.4", "http://suse.com/sle/15.4")]
    [InlineData("Gentoo", "2.14", "http://debian.org/debian/10")]
    [InlineData("Debian GNU/Linux", "bookworm/sid", "http://debian.org/debian/10")]
    public void The_guest_that_VMware_Tools_reported_overrides_guestOS(string name, string version, string osInfo) => Assert.Equal(
        osInfo,
        Vm.Translate($"guestOS = \"debian10-64\"\nguestInfo.detailed.data = \"distroName='{name}' distroVersion='{version}'\"").Domain.OsInfo);

    [Fact]
    public void A_guest_for_ARM_processors_is_a_blocker()
    {
        var vm = Vm.Translate("guestOS = \"arm-debian12-64\"");

        Assert.Equal("http://debian.org/debian/12", vm.Domain.OsInfo);
        Assert.Contains(vm.Findings, finding => finding is { Severity: Severity.Blocker, Key: "guestOS" });
    }
}
