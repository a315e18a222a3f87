using V2K.Rules.Findings;
using V2K.Rules.Model;
using V2K.Rules.Translation;

namespace V2K.Rules.Tests.General;

/// <summary>Guests older than virtio 1.0 find their disk.</summary>
public sealed class LegacyGuestTests
{
    private const string Devices = """

        scsi0.present = "TRUE"
        scsi0.virtualDev = "pvscsi"
        scsi0:0.present = "TRUE"
        scsi0:0.fileName = "a.vmdk"
        ethernet0.present = "TRUE"
        ethernet0.virtualDev = "vmxnet3"
        ethernet0.pciSlotNumber = "192"
        numvcpus = "2"

        """;

    private const string Transitional = "virtio-transitional";

    [Theory]
    [InlineData("rhel5-64")]
    [InlineData("rhel6")]
    [InlineData("rhel7-64")]
    [InlineData("centos-64")]
    [InlineData("centos6-64")]
    [InlineData("centos7-64")]
    [InlineData("oraclelinux-64")]
    [InlineData("oraclelinux6-64")]
    [InlineData("oraclelinux7-64")]
    [InlineData("sles10-64")]
    [InlineData("sles11")]
    [InlineData("sles12-64")]
    [InlineData("debian5")]
    [InlineData("debian6-64")]
    [InlineData("debian7-64")]
    [InlineData("debian8-64")]
    [InlineData("other26xlinux-64")]
    [InlineData("other3xlinux-64")]
    [InlineData("otherlinux-64")]
    [InlineData("freebsd12-64")]
    public void A_guest_from_before_virtio_1_0_gets_transitional_devices_and_a_VGA(string guestOS)
    {
        var vm = Vm.Translate($"guestOS = \"{guestOS}\"{Devices}");

        AssertTransitional(vm.Domain);
        Assert.Equal("vda", vm.Domain.Disks[0].Target);
        Assert.Contains(vm.Findings, finding => finding is { Id: FindingId.LegacyVirtio, Key: "guestOS", Severity: Severity.Info });
    }

    [Theory]
    [InlineData("debian9-64")]
    [InlineData("rhel8-64")]
    [InlineData("sles15-64")]
    [InlineData("ubuntu-64")]
    [InlineData("other4xlinux-64")]
    [InlineData("freebsd13-64")]
    public void A_guest_of_virtio_1_0_keeps_modern_devices(string guestOS)
    {
        var vm = Vm.Translate($"guestOS = \"{guestOS}\"{Devices}");

        Assert.Null(Assert.Single(vm.Domain.Disks).Model);
        Assert.Equal(("virtio", 2), (Assert.Single(vm.Domain.Interfaces).Model, vm.Domain.Interfaces[0].Queues));
        Assert.Equal("virtio", vm.Domain.Video!.Model);
        Assert.DoesNotContain(vm.Findings, finding => finding.Id == FindingId.LegacyVirtio);
    }

    [Theory]
    [InlineData("rhel7-64", "distroName='Red Hat Enterprise Linux Server' distroVersion='7.1'", VirtioVersion.Legacy)]
    [InlineData("rhel7-64", "distroName='Red Hat Enterprise Linux Server' distroVersion='7.9'", VirtioVersion.Modern)]
    [InlineData("centos7-64", "distroName='CentOS Linux' distroVersion='7' kernelVersion='3.10.0-229.el7.x86_64'", VirtioVersion.Legacy)]
    [InlineData("centos7-64", "distroName='CentOS Linux' distroVersion='7' kernelVersion='3.10.0-1160.el7.x86_64'", VirtioVersion.Modern)]
    [InlineData("oraclelinux7-64", "distroName='Oracle Linux Server' distroVersion='7.9' kernelVersion='3.8.13-118.el7uek.x86_64'", VirtioVersion.Legacy)]
    [InlineData("centos-64", "distroName='CentOS' distroVersion='5.2' kernelVersion='2.6.18-92.el5'", VirtioVersion.None)]
    [InlineData("sles12-64", "distroName='SLES' distroVersion='12'", VirtioVersion.Legacy)]
    [InlineData("sles12-64", "distroName='SLES' distroVersion='12.5'", VirtioVersion.Modern)]
    [InlineData("ubuntu-64", "distroName='Ubuntu' distroVersion='14.04'", VirtioVersion.Legacy)]
    [InlineData("ubuntu-64", "distroName='Ubuntu' distroVersion='14.04' kernelVersion='4.4.0-31-generic'", VirtioVersion.Modern)]
    [InlineData("ubuntu-64", "distroName='Ubuntu' distroVersion='22.04'", VirtioVersion.Modern)]
    [InlineData("debian10-64", "distroName='Debian GNU/Linux' distroVersion='8.11'", VirtioVersion.Legacy)]
    [InlineData("otherlinux-64", "distroName='Appliance' distroVersion='2' kernelVersion='5.4.0-42-generic'", VirtioVersion.Modern)]
    [InlineData("otherlinux-64", "distroName='Appliance' distroVersion='2'", VirtioVersion.Legacy)]
    public void The_release_that_VMware_Tools_reported_goes_before_the_name(string guestOS, string reported, VirtioVersion expected) =>
        Assert.Equal(expected, Vm.Translate($"guestOS = \"{guestOS}\"\nguestInfo.detailed.data = \"{reported}\"").Facts.Guest.Drivers.Virtio);

    [Theory]
    [InlineData("rhel3")]
    [InlineData("rhel4-64")]
    [InlineData("debian4")]
    [InlineData("other24xlinux")]
    [InlineData("sles")]
    public void A_Linux_without_virtio_gets_IDE_and_an_E1000(string guestOS)
    {
        var domain = Vm.Translate($"guestOS = \"{guestOS}\"{Devices}").Domain;

        Assert.Equal(("pc", DiskBus.Ide), (domain.Os.Machine, Assert.Single(domain.Disks).Bus));
        Assert.Equal("e1000", Assert.Single(domain.Interfaces).Model);
        Assert.Equal(("vga", null), (domain.Video!.Model, domain.RandomSource));
        Assert.Empty(domain.Controllers);
    }

    [Fact]
    public void A_guest_in_fidelity_mode_keeps_its_controller_as_a_transitional_one()
    {
        var domain = Vm.Translate($"guestOS = \"rhel6-64\"{Devices}", TranslationMode.Fidelity).Domain;

        Assert.Equal(new Controller("scsi", 0, Transitional), domain.Controllers.Single(controller => controller.Type == "scsi"));
        Assert.Equal(Transitional, Assert.Single(domain.Interfaces).Model);
    }

    [Fact]
    public void A_guest_without_virtio_scsi_gets_virtio_disks_whatever_their_number_and_mode()
    {
        var many = string.Concat(Enumerable.Range(1, 11).Where(unit => unit != 7).Select(unit => $"scsi0:{unit}.present = \"TRUE\"\nscsi0:{unit}.fileName = \"{unit}.vmdk\"\n"));
        var vmx = $"guestOS = \"rhel5-64\"{Devices}{many}";

        foreach (var mode in new[] { TranslationMode.Performance, TranslationMode.Fidelity })
        {
            var domain = Vm.Translate(vmx, mode).Domain;
            Assert.All(domain.Disks, disk => Assert.Equal((DiskBus.Virtio, Transitional), (disk.Bus, disk.Model)));
            Assert.DoesNotContain(domain.Controllers, controller => controller.Type == "scsi");
        }
    }

    [Fact]
    public void Cards_that_keep_their_names_have_the_old_registers_where_they_sit()
    {
        var domain = Vm.Translate($"guestOS = \"rhel7-64\"{Devices}", keepNicNames: true).Domain;

        var card = Assert.Single(domain.Interfaces);
        Assert.Equal(("virtio", new PciAddress(1, 0)), (card.Model, card.Address));
        Assert.Contains(new QemuGlobal("virtio-net-pci", "disable-legacy", "off"), domain.QemuGlobals);
        Assert.Equal(Transitional, Assert.Single(domain.Disks).Model);
    }

    [Fact]
    public void A_modern_guest_s_cards_need_no_old_registers() => Assert.DoesNotContain(
        Vm.Translate($"guestOS = \"debian12-64\"{Devices}", keepNicNames: true).Domain.QemuGlobals, global => global.Driver == "virtio-net-pci");

    [Theory]
    [InlineData("debian12-64")]
    [InlineData("otherlinux-64")]
    [InlineData("nobodys-64")]
    [InlineData("windows2019srv-64")]
    [InlineData(null)]
    public void The_system_found_on_the_disks_overrides_everything_else(string? guestOS)
    {
        var vmx = (guestOS is null ? "" : $"guestOS = \"{guestOS}\"") + Devices;
        var legacy = Vm.Translate(vmx, new TranslationOptions { GuestFound = new(GuestFamily.Linux, GuestDrivers.LegacyVirtio, "") });
        var modern = Vm.Translate(vmx, new TranslationOptions { GuestFound = new(GuestFamily.Linux, GuestDrivers.Modern, "") });
        var old = Vm.Translate(vmx, new TranslationOptions { GuestFound = new(GuestFamily.Linux, GuestDrivers.Old, "") });

        AssertTransitional(legacy.Domain);
        Assert.Equal(("vda", null, "virtio"), (modern.Domain.Disks[0].Target, modern.Domain.Disks[0].Model, modern.Domain.Interfaces[0].Model));
        Assert.Equal(("hda", "e1000", "pc"), (old.Domain.Disks[0].Target, old.Domain.Interfaces[0].Model, old.Domain.Os.Machine));
    }

    [Fact]
    public void A_guest_without_virtio_gpu_gets_a_VGA_and_virtio_for_the_rest()
    {
        var drivers = GuestDrivers.Modern with { Devices = VirtioDevices.All & ~VirtioDevices.Gpu };
        var domain = Vm.Translate($"guestOS = \"debian12-64\"{Devices}", new TranslationOptions { GuestFound = new(GuestFamily.Linux, drivers, "") }).Domain;

        Assert.Equal(("vga", null), (domain.Video!.Model, domain.Disks[0].Model));
    }

    private static void AssertTransitional(Domain domain)
    {
        Assert.Equal((DiskBus.Virtio, Transitional), (Assert.Single(domain.Disks).Bus, domain.Disks[0].Model));

        // The drivers of that time use one queue.
        Assert.Equal((Transitional, null), (Assert.Single(domain.Interfaces).Model, domain.Interfaces[0].Queues));
        Assert.Contains(domain.Controllers, controller => controller == new Controller("virtio-serial", 0, Transitional));
        Assert.Equal(Transitional, domain.MemoryBalloon);
        Assert.Equal(Transitional, domain.RandomSource!.Model);
        Assert.Equal("vga", domain.Video!.Model);
    }
}
