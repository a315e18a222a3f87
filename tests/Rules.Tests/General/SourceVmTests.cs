namespace V2K.Rules.Tests.General;

public sealed class SourceVmTests
{
    [Theory]
    [InlineData("poweron", true)]
    [InlineData("TRUE", true)]
    [InlineData("none", false)]
    [InlineData("NONE", false)]
    [InlineData("false", false)]
    [InlineData("0", false)]
    public void A_VM_that_VMware_starts_with_its_host_is_started_by_libvirt(string autostart, bool starts)
    {
        var vm = Vm.Translate($"autostart = \"{autostart}\"");

        Assert.Equal(starts, vm.Domain.SourceVm!.Autostart);
        Assert.Equal(starts, vm.Findings.Any(finding => finding.Key == "autostart"));
    }

    [Fact]
    public void A_domain_names_the_VM_it_was_made_from()
    {
        var source = Vm.Translate(
            "displayName = \"shop/web 01\"\nuuid.bios = \"56 4d 7a 1e 22 9c 40 b3-9d 4f 0c 18 2b 6e 91 d7\"\n" +
            "vc.uuid = \"52 11 22 33 44 55 66 77-88 99 aa bb cc dd ee ff\"").Domain.SourceVm!;

        Assert.Equal(
            ("shop/web 01", Guid.Parse("564d7a1e-229c-40b3-9d4f-0c182b6e91d7"), Guid.Parse("52112233-4455-6677-8899-aabbccddeeff")),
            (source.Name, source.Uuid, source.VcenterUuid));
    }

    [Fact]
    public void A_guest_is_not_offered_sleep_states() => Assert.True(
        Vm.Translate("displayName = \"web01\"").Domain.PowerManagement is { SuspendToMemory: false, SuspendToDisk: false });

    [Theory]
    [InlineData("TRUE", true)]
    [InlineData("FALSE", false)]
    public void Pinned_memory_is_locked(string pin, bool locked)
    {
        var vm = Vm.Translate($"sched.mem.pin = \"{pin}\"");

        Assert.Equal(locked, vm.Domain.MemoryBacking?.Locked == true);
        Assert.Equal(locked, vm.Findings.Any(finding => finding.Key == "sched.mem.pin"));
    }
}
