using V2K.Rules.Findings;
using V2K.Rules.Model;
using V2K.Rules.Translation;

namespace V2K.Rules.Tests.General;

/// <summary>What Windows gets: virtio where its drivers are in or will be, else what it boots on; and what is said about it.</summary>
public sealed class WindowsTests
{
    private const VirtioDevices VirtioWin = VirtioDevices.Block | VirtioDevices.Network | VirtioDevices.Balloon | VirtioDevices.Random;

    private static string Vmx(string guest = "windows2019srv-64", string controller = "pvscsi", string card = "vmxnet3") => $"""
        guestOS = "{guest}"
        scsi0.present = "TRUE"
        scsi0.virtualDev = "{controller}"
        scsi0:0.present = "TRUE"
        scsi0:0.fileName = "win01.vmdk"
        sata0.present = "TRUE"
        sata0:0.present = "TRUE"
        sata0:0.deviceType = "cdrom-raw"
        ethernet0.present = "TRUE"
        ethernet0.virtualDev = "{card}"
        ethernet0.addressType = "static"
        ethernet0.address = "00:50:56:00:00:01"
        """;

    private static GuestFound Found(VirtioDevices devices, HardwareAge age = HardwareAge.Standard) => new(
        GuestFamily.Windows, new GuestDrivers(age, devices == VirtioDevices.None ? VirtioVersion.None : VirtioVersion.Modern, devices), "Windows has what it has");

    [Theory]
    [InlineData(WindowsDriverSource.None, DiskBus.Sata, "e1000e", "guests are not adjusted")]
    [InlineData(WindowsDriverSource.Unseen, DiskBus.Sata, "e1000e", "which did not check for virtio drivers")]
    [InlineData(WindowsDriverSource.Missing, DiskBus.Sata, "e1000e", "this host lacks the files that Adjust needs")]
    [InlineData(WindowsDriverSource.VirtioWin, DiskBus.Virtio, "virtio", "Adjust installs them")]
    public void The_expected_devices_depend_on_whether_drivers_will_be_installed(WindowsDriverSource source, DiskBus bus, string card, string said)
    {
        var vm = Vm.Translate(Vmx(), new TranslationOptions { WindowsDrivers = source });

        Assert.Equal((bus, card), (vm.Domain.Disks[0].Bus, vm.Domain.Interfaces[0].Model));
        Assert.Contains(said, Drivers(vm).What, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("winXPPro")]
    [InlineData("winXPPro-64")]
    [InlineData("win2000Serv")]
    [InlineData("winNetStandard")]
    public void Old_Windows_keeps_IDE_and_a_card_of_its_time(string guest)
    {
        var vm = Vm.Translate(Vmx(guest, card: "vlance"), new TranslationOptions { WindowsDrivers = WindowsDriverSource.VirtioWin });

        Assert.Equal(("pc", DiskBus.Ide, "rtl8139"), (vm.Domain.Os.Machine, vm.Domain.Disks[0].Bus, vm.Domain.Interfaces[0].Model));
        Assert.Contains("too old for most virtio drivers", Drivers(vm).What, StringComparison.Ordinal);
    }

    [Fact]
    public void Windows_NT_keeps_the_PCnet_that_it_knows() =>
        Assert.Equal("pcnet", Vm.Translate(Vmx("winNT", card: "vlance")).Domain.Interfaces[0].Model);

    [Theory]
    [InlineData(TranslationMode.Performance)]
    [InlineData(TranslationMode.Fidelity)]
    public void Windows_in_which_the_drivers_were_found_boots_from_virtio_blk(TranslationMode mode)
    {
        var vm = Vm.Translate(Vmx(), new TranslationOptions { Mode = mode, GuestFound = Found(VirtioWin) });

        Assert.Equal((DiskBus.Virtio, "virtio"), (vm.Domain.Disks[0].Bus, vm.Domain.Interfaces[0].Model));
        Assert.DoesNotContain(vm.Domain.Controllers, controller => controller.Model == "virtio-scsi");
        Assert.Null(vm.Domain.MemoryBalloon);
        Assert.NotNull(vm.Domain.RandomSource);
        Assert.Equal(Severity.Info, Drivers(vm).Severity);
    }

    [Theory]
    [InlineData(TranslationMode.Performance)]
    [InlineData(TranslationMode.Fidelity)]
    public void Windows_with_vioscsi_alone_boots_from_virtio_scsi(TranslationMode mode)
    {
        var domain = Vm.Translate(Vmx(), new TranslationOptions { Mode = mode, GuestFound = Found(VirtioDevices.Scsi) }).Domain;

        Assert.Equal(DiskBus.Scsi, domain.Disks[0].Bus);
        Assert.Contains(domain.Controllers, controller => controller.Model == "virtio-scsi");
    }

    [Theory]
    [InlineData(TranslationMode.Performance, "pvscsi")]
    [InlineData(TranslationMode.Fidelity, "pvscsi")]
    [InlineData(TranslationMode.Fidelity, "lsilogic")]
    [InlineData(TranslationMode.Fidelity, "buslogic")]
    public void Windows_in_which_no_driver_was_found_stays_on_what_it_boots_from(TranslationMode mode, string controller)
    {
        var vm = Vm.Translate(
            Vmx(controller: controller),
            new TranslationOptions { Mode = mode, WindowsDrivers = WindowsDriverSource.VirtioWin, GuestFound = Found(VirtioDevices.None) });

        Assert.Equal((DiskBus.Sata, "e1000e", "none"), (vm.Domain.Disks[0].Bus, vm.Domain.Interfaces[0].Model, vm.Domain.MemoryBalloon));
        Assert.Null(vm.Domain.RandomSource);
        Assert.DoesNotContain(vm.Domain.Controllers, one => one.Type == "scsi");
        Assert.Equal(2, vm.Domain.Disks.Select(disk => disk.Address ?? new DriveAddress(0, 0, disk.Target[^1] - 'a')).Distinct().Count());
        Assert.Equal((Severity.Warning, "Windows has what it has"), (Drivers(vm).Severity, Drivers(vm).What));
    }

    [Fact]
    public void Windows_keeps_the_LSI_SAS_controller_that_it_boots_from() => Assert.Contains(
        Vm.Translate(Vmx(controller: "lsisas1068"), TranslationMode.Fidelity).Domain.Controllers, controller => controller.Model == "lsisas1068");

    [Fact]
    public void Windows_without_a_network_driver_gets_an_Intel_card_beside_its_virtio_disk()
    {
        var vm = Vm.Translate(Vmx(), new TranslationOptions { GuestFound = Found(VirtioDevices.Block) });

        Assert.Equal((DiskBus.Virtio, "e1000e"), (vm.Domain.Disks[0].Bus, vm.Domain.Interfaces[0].Model));
        Assert.Equal(Severity.Warning, Drivers(vm).Severity);
    }

    [Theory]
    [InlineData("windows-hyperv-64", GuestFamily.Windows)]
    [InlineData("winNT", GuestFamily.Windows)]
    [InlineData("windows9-64", GuestFamily.Windows)]
    [InlineData("longhorn-64", GuestFamily.Windows)]
    [InlineData("dos", GuestFamily.Other)]
    [InlineData("os2", GuestFamily.Other)]
    [InlineData("otherlinux-64", GuestFamily.Linux)]
    public void What_is_Windows_is_judged_by_its_family_alone(string guest, GuestFamily expected) =>
        Assert.Equal(expected, Vm.Translate(Vmx(guest)).Facts.Guest.Family);

    [Fact]
    public void Windows_that_VMware_Tools_reported_is_Windows_whatever_its_definition_says() => Assert.Equal(
        GuestFamily.Windows,
        Vm.Translate(Vmx("other-64") + "\nguestInfo.detailed.data = \"architecture='X86' bitness='64' distroName='Windows' familyName='Windows' prettyName='Windows Server 2019'\"")
            .Facts.Guest.Family);

    [Fact]
    public void Old_Windows_is_on_IDE_though_names_of_cards_are_kept() => Assert.Equal(
        "pc", Vm.Translate(Vmx("winXPPro"), keepNicNames: true).Domain.Os.Machine);

    private static Finding Drivers(TranslatedVm vm) => Assert.Single(vm.Findings, finding => finding.Id == FindingId.WindowsDrivers);
}
