using V2K.Rules.Model;
using V2K.Rules.Translation;

namespace V2K.Rules.Tests.Storage;

public sealed class StorageTests
{
    private static string Disks(string bus, params int[] units) => $"{bus}0.present = \"TRUE\"\n" + string.Concat(
        units.Select(unit => $"{bus}0:{unit}.present = \"TRUE\"\n{bus}0:{unit}.fileName = \"{bus}{unit}.vmdk\"\n"));

    [Fact]
    public void Disks_come_in_numeric_order() => Assert.Equal(
        ["scsi0:0", "scsi0:2", "scsi0:10"], Vm.Translate(Disks("scsi", 10, 0, 2)).Domain.Disks.Select(disk => disk.VmxDevice));

    [Fact]
    public void The_disk_to_boot_from_comes_first()
    {
        var disks = Vm.Translate(Disks("scsi", 0, 1) + "bios.hddOrder = \"SCSI0:1\"").Domain.Disks;

        Assert.Equal(("scsi0:1", "vda"), (disks[0].VmxDevice, disks[0].Target));
        Assert.Equal([1, 2], disks.Select(disk => disk.BootOrder));
    }

    [Fact]
    public void A_disk_comes_before_an_optical_drive_of_a_lower_bus() => Assert.Equal(
        ["vda", "sda"],
        Vm.Translate(Disks("nvme", 0) + "sata0.present = \"TRUE\"\nsata0:0.present = \"TRUE\"\nsata0:0.deviceType = \"cdrom-raw\"")
            .Domain.Disks.Select(disk => disk.Target));

    [Theory]
    [InlineData(8, DiskBus.Virtio)]
    [InlineData(9, DiskBus.Scsi)]
    public void Many_disks_share_one_virtio_scsi_controller(int count, DiskBus bus)
    {
        var domain = Vm.Translate(Disks("scsi", [.. Enumerable.Range(8, count)])).Domain;

        Assert.All(domain.Disks, disk => Assert.Equal(bus, disk.Bus));
        Assert.Equal(bus == DiskBus.Scsi ? 1 : 0, domain.Controllers.Count);
        Assert.Equal(count, domain.Disks.Select(disk => disk.Target).Distinct(StringComparer.Ordinal).Count());
    }

    [Theory]
    [InlineData("scsi0:0", 0, 1, 2, 3)]
    [InlineData("scsi2:5", 2, 0, 1, 3)]
    public void Disks_of_four_SCSI_controllers_stay_on_four_with_a_thread_each(string bootDisk, params int[] order)
    {
        var domain = Vm.Translate(FourControllers + $"bios.hddOrder = \"{bootDisk}\"").Domain;

        Assert.Equal(4, domain.IoThreads);
        Assert.Equal(
            [("virtio-scsi", 0, 1), ("virtio-scsi", 1, 2), ("virtio-scsi", 2, 3), ("virtio-scsi", 3, 4)],
            domain.Controllers.Select(controller => (controller.Model, controller.Index, controller.IoThread!.Value)));
        Assert.Equal((bootDisk, "sda", new DriveAddress(0, 0, 0)), (domain.Disks[0].VmxDevice, domain.Disks[0].Target, domain.Disks[0].Address));
        Assert.All(domain.Disks, disk => Assert.Equal($"scsi{order[disk.Address!.Controller]}", disk.VmxDevice.Split(':')[0]));
        Assert.Equal(62, domain.Disks.Select(disk => disk.Address).Distinct().Count());
    }

    [Fact]
    public void A_few_disks_of_two_controllers_have_two_threads() => Assert.Equal(
        [1, 1, 2],
        Vm.Translate(Disks("scsi", 0, 1) + Disks("nvme", 0)).Domain.Disks.Select(disk => disk.IoThread));

    [Fact]
    public void Gaps_between_controllers_are_closed_because_libvirt_would_fill_them_with_another_model()
    {
        var domain = Vm.Translate("scsi0.present = \"TRUE\"\nscsi3.present = \"TRUE\"\nscsi3.sharedBus = \"physical\"\n" +
            "scsi0:0.present = \"TRUE\"\nscsi0:0.fileName = \"a.vmdk\"\nscsi3:0.present = \"TRUE\"\nscsi3:0.fileName = \"b.vmdk\"").Domain;

        Assert.Equal([0, 1], domain.Controllers.Select(controller => controller.Index));
        Assert.Equal([new DriveAddress(0, 0, 0), new DriveAddress(1, 0, 0)], domain.Disks.Select(disk => disk.Address));
    }

    /// <summary>62 disks: 16, 16, 15 and 15.</summary>
    private static string FourControllers { get; } = string.Concat(Enumerable.Range(0, 4).Select(controller =>
        $"scsi{controller}.present = \"TRUE\"\nscsi{controller}.virtualDev = \"pvscsi\"\n" + string.Concat(
            Enumerable.Range(0, 17).Where(unit => unit != 7 && (unit < 16 || controller < 2)).Select(unit =>
                $"scsi{controller}:{unit}.present = \"TRUE\"\nscsi{controller}:{unit}.fileName = \"disk{controller}-{unit}.vmdk\"\n"))));

    [Fact]
    public void Disk_names_go_on_after_z() => Assert.Equal(
        "sdad", Vm.Translate(Disks("scsi", [.. Enumerable.Range(0, 30)])).Domain.Disks[29].Target);

    [Theory]
    [InlineData("scsi0.sharedBus = \"physical\"")]
    [InlineData("scsi0:0.sharing = \"multi-writer\"")]
    public void A_shared_disk_is_raw_and_takes_SCSI_reservations(string line)
    {
        var disk = Assert.Single(Vm.Translate(Disks("scsi", 0) + line).Domain.Disks);

        Assert.True(disk is { Shareable: true, MustBeRaw: true, Bus: DiskBus.Scsi });
    }

    [Theory]
    [InlineData("scsi0.present = \"FALSE\"\nscsi0:0.present = \"TRUE\"\nscsi0:0.fileName = \"a.vmdk\"")]
    [InlineData("scsi0.present = \"TRUE\"\nscsi0:0.present = \"FALSE\"\nscsi0:0.fileName = \"a.vmdk\"")]
    [InlineData("scsi0.present = \"TRUE\"\nscsi0:0.fileName = \"a.vmdk\"")]
    public void A_device_with_present_FALSE_is_left_out(string vmx) => Assert.Empty(Vm.Translate(vmx).Domain.Disks);

    [Fact]
    public void A_disk_without_a_file_is_reported()
    {
        var vm = Vm.Translate("scsi0.present = \"TRUE\"\nscsi0:0.present = \"TRUE\"");

        Assert.Empty(vm.Domain.Disks);
        Assert.Single(vm.Findings, finding => finding.Key == "scsi0:0.fileName");
    }

    [Theory]
    [InlineData("pvscsi", 63, "virtio-scsi", 63, 0)]
    [InlineData("lsilogic", 6, "lsilogic", 0, 6)]
    [InlineData("lsilogic", 8, "virtio-scsi", 8, 0)]
    [InlineData("lsisas1068", 7, "lsisas1068", 7, 0)]
    [InlineData("lsisas1068", 9, "virtio-scsi", 9, 0)]
    public void Fidelity_keeps_controller_and_unit_where_QEMU_has_them(string was, int unit, string model, int target, int lun)
    {
        var domain = Vm.Translate(Disks("scsi", unit) + $"scsi0.virtualDev = \"{was}\"", TranslationMode.Fidelity).Domain;

        Assert.Equal(model, Assert.Single(domain.Controllers).Model);
        Assert.Equal(new DriveAddress(0, target, lun), Assert.Single(domain.Disks).Address);
    }

    [Fact]
    public void Fidelity_packs_SATA_ports_that_AHCI_does_not_have()
    {
        var disks = Vm.Translate(Disks("sata", 0, 29), TranslationMode.Fidelity).Domain.Disks;

        // Where libvirt puts disks of these names by itself.
        Assert.Equal(["sda", "sdb"], disks.Select(disk => disk.Target));
        Assert.All(disks, disk => Assert.Null(disk.Address));
    }

    [Fact]
    public void IDE_disks_move_to_SATA_where_the_machine_has_no_IDE() => Assert.Equal(
        DiskBus.Sata,
        Vm.Translate("firmware = \"efi\"\nide0:0.present = \"TRUE\"\nide0:0.fileName = \"a.vmdk\"", TranslationMode.Fidelity).Domain.Disks[0].Bus);

    [Theory]
    [InlineData("1000", null, 1000L, null)]
    [InlineData("off", null, null, null)]
    [InlineData("500", "1048576", 500L, 1048576L)]
    public void A_throughput_cap_limits_operations(string cap, string? bandwidth, long? operations, long? bytes)
    {
        var lines = $"sched.scsi0:0.throughputCap = \"{cap}\"\n" + (bandwidth is null ? "" : $"sched.scsi0:0.bandwidthCap = \"{bandwidth}\"\n");
        var tune = Vm.Translate(Disks("scsi", 0) + lines).Domain.Disks[0].IoTune;

        Assert.Equal((operations, bytes), (tune?.OperationsPerSecond, tune?.BytesPerSecond));
    }

    [Theory]
    [InlineData("hdd,cdrom", null, null)]
    [InlineData("cdrom,hdd", 2, 1)]
    [InlineData("allow:cd,allow:hd", 2, 1)]
    public void One_disk_has_only_a_boot_order_that_is_not_libvirts_own(string order, int? disk, int? cdrom)
    {
        var disks = Vm.Translate(
            Disks("scsi", 0) + $"ide1:0.present = \"TRUE\"\nide1:0.deviceType = \"cdrom-raw\"\nbios.bootOrder = \"{order}\"").Domain.Disks;

        Assert.Equal([disk, cdrom], disks.Select(d => d.BootOrder));
    }

    [Theory]
    [InlineData("", new[] { 1, 2, 3 }, null, null)]
    [InlineData("bios.bootOrder = \"hdd,cdrom\"", new[] { 1, 2, 3 }, 4, null)]
    [InlineData("bios.bootOrder = \"ethernet0,hdd,cdrom\"", new[] { 2, 3, 4 }, 5, 1)]
    [InlineData("bios.bootOrder = \"cdrom\"", null, 1, null)]
    public void Each_of_several_disks_has_its_place_in_the_boot_order(string line, int[]? disks, int? cdrom, int? card)
    {
        var domain = Vm.Translate(
            Disks("scsi", 0, 1, 2) + $"ethernet0.present = \"TRUE\"\nide1:0.present = \"TRUE\"\nide1:0.deviceType = \"cdrom-raw\"\n{line}").Domain;

        Assert.Equal(
            disks?.Select(place => (int?)place) ?? [null, null, null],
            domain.Disks.Where(disk => disk.Device == DiskDevice.Disk).Select(disk => disk.BootOrder));
        Assert.Equal(cdrom, domain.Disks.Single(disk => disk.Device == DiskDevice.Cdrom).BootOrder);
        Assert.Equal(card, Assert.Single(domain.Interfaces).BootOrder);
    }

    [Fact]
    public void Disks_beyond_those_a_BIOS_can_number_have_no_place_in_the_boot_order()
    {
        var places = Vm.Translate(Disks("scsi", [.. Enumerable.Range(8, 20)])).Domain.Disks.Select(disk => disk.BootOrder).ToList();

        Assert.Equal([.. Enumerable.Range(1, 16)], places.Take(16).Select(place => place!.Value));
        Assert.All(places.Skip(16), place => Assert.Null(place));
    }

    [Theory]
    [InlineData("", 2, 3)]
    [InlineData("bios.bootOrder = \"hdd,ethernet1\"", null, 1)]
    public void A_VM_without_a_disk_boots_from_the_network(string line, int? first, int? second) => Assert.Equal(
        [first, second],
        Vm.Translate("ethernet0.present = \"TRUE\"\nethernet1.present = \"TRUE\"\n" + line).Domain.Interfaces.Select(card => card.BootOrder));
}
