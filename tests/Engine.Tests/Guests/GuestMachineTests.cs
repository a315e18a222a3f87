using V2K.Engine.Guests;
using V2K.Rules.Model;

namespace V2K.Engine.Tests.Guests;

public sealed class GuestMachineTests
{
    [Theory]
    [InlineData("virtio-scsi", "virtio_pci virtio_scsi sd_mod")]
    [InlineData("lsilogic", "sym53c8xx sd_mod")]
    [InlineData("lsisas1068", "mptsas sd_mod")]
    public void The_drivers_of_disks_are_those_of_their_controllers(string model, string expected)
    {
        var machine = GuestMachine.Of(new Domain
        {
            Controllers = [new Controller("scsi", 0, "virtio-scsi"), new Controller("scsi", 1, model)],
            Disks = [new Disk { VmxDevice = "scsi1:0", Bus = DiskBus.Scsi, Target = "sda", VmxFileName = "a.vmdk", Address = new(Controller: 1, Target: 0, Unit: 0) }],
        });

        Assert.Equal(expected, string.Join(' ', machine.DiskDrivers));
        Assert.All(machine.DiskDrivers, driver => Assert.Contains(driver, machine.Drivers));
    }

    [Fact]
    public void Disks_of_several_buses_need_the_drivers_of_all() => Assert.Equal(
        ["virtio_pci", "virtio_blk", "ahci", "sd_mod"],
        new GuestMachine(IsUefi: true, new HashSet<DiskBus> { DiskBus.Virtio, DiskBus.Sata }, []).DiskDrivers);
}
