using V2K.Engine.Guests;
using V2K.Engine.Guests.Steps;
using V2K.Engine.Guests.Text;

namespace V2K.Engine.Tests.Guests;

public sealed class MultipathTests : IDisposable
{
    private const string Id = "6000c29a1b2c3d4e5f60718293a4b5c6";

    private readonly FolderGuest _files = new();

    public void Dispose() => _files.Dispose();

    [Theory]
    [InlineData("/etc/multipath/bindings", "# Format:\nmpatha 3" + Id + "\n", "mpatha")]
    [InlineData("/etc/multipath.conf", "multipaths {\n multipath {\n  wwid \"3" + Id + "\"\n  alias system\n }\n}\n", "system")]
    [InlineData("/etc/multipath.conf", "multipaths {\n multipath {\n  alias system # ours\n  wwid 3" + Id + "\n }\n}\n", "system")]
    [InlineData("/etc/multipath/conf.d/storage.conf", "multipaths { multipath { wwid \"36000C29A1B2C3D4E5F60718293A4B5C6\" alias \"data\" } }\n", "data")]
    [InlineData("/etc/fstab", "", "3" + Id)]
    public void A_disk_that_was_behind_multipathd_gets_a_lasting_name(string path, string text, string name)
    {
        _files.With(path, text);
        var names = Guest.Names([.. MultipathNames.Of([Guest.Disk with { Uuid = Id }, new GuestDisk("scsi0:1", "sdb", "vdb", "sdb")], MultipathNames.Read(_files))]);

        foreach (var device in new[] { $"/dev/mapper/{name}-part1", $"/dev/mapper/{name}p1", $"/dev/mapper/{name}1", $"/dev/disk/by-id/dm-name-{name}-part1" })
        {
            Assert.Equal("UUID=" + Guest.RootUuid, names.Lasting(device));
        }

        Assert.Equal("/dev/vda", names.Lasting("/dev/mapper/" + name));
        Assert.Null(names.Lasting("/dev/mapper/vg-" + name));
    }

    [Theory]
    [InlineData("blacklist {\n\tdevice {\n\t\tvendor \"VMware\"\n\t\tproduct \"Virtual disk\"\n\t}\n}\n")]
    [InlineData("defaults {\n\tuser_friendly_names yes\n}\nblacklist {\n\twwid \"36000c29.*\"\n}\n")]
    [InlineData("blacklist { device { vendor \"VMware.*\" } }\n")]
    public void A_multipath_blacklist_for_VMware_disks_also_covers_QEMU_disks(string text)
    {
        var scsi = Guest.Names(Guest.Disk with { NewName = "sda" });
        var changed = MultipathConf.Change(text, scsi);

        Assert.Contains("product \"QEMU HARDDISK\"", changed, StringComparison.Ordinal);
        Assert.Equal(text.Count(one => one == '{') + 1, changed.Count(one => one == '{'));
        Assert.Equal(changed.Count(one => one == '{'), changed.Count(one => one == '}'));
        Assert.Equal(changed, MultipathConf.Change(changed, scsi));
        Assert.Equal(text, MultipathConf.Change(text, Guest.Names()));
    }

    [Theory]
    [InlineData("blacklist {\n\tdevnode \"^sd[a-z]\"\n}\n")]
    [InlineData("blacklist {\n\t# vendor \"VMware\"\n}\n")]
    [InlineData("blacklist_exceptions {\n\twwid \"36000c29.*\"\n}\n")]
    public void Lines_unrelated_to_VMware_stay(string text) =>
        Assert.Equal(text, MultipathConf.Change(text, Guest.Names(Guest.Disk with { NewName = "sda" })));

    [Fact]
    public void Filters_are_changed_in_the_guest_and_unclear_ones_are_reported()
    {
        _files.With("/etc/fstab", "/dev/mapper/data-var /var ext4 defaults 0 2\n")
            .With("/etc/lvm/lvmlocal.conf", "devices { global_filter = [ \"a|^/dev/disk/by-id/scsi-36000c29|\", \"r|.*|\" ] }\n")
            .With("/etc/lvm/lvm.conf", "devices { filter = [ \"a|^/dev/disk/by-id/scsi-35000|\", \"r|.*|\" ] }\n");
        var names = new DeviceNames(
            [Guest.Disk, new GuestDisk("scsi0:1", "sdb", "vdb", "sdb")],
            device => new Dictionary<string, string>(StringComparer.Ordinal) { ["TYPE"] = "LVM2_member", ["UUID"] = device })
        {
            PhysicalVolumes = ["/dev/sdb1"],
        };
        var guest = new GuestWork(_files, names, Guest.Machine(), new AdjustOptions(), new StepLog());

        new DeviceNamesStep().Run(guest);

        Assert.Contains("\"a|^/dev/vd|\", \"r|.*|\"", _files.ReadText("/etc/lvm/lvmlocal.conf"), StringComparison.Ordinal);
        Assert.StartsWith("/etc/lvm/lvm.conf: filter does not accept /dev/vdb1", Assert.Single(guest.Log.Warnings), StringComparison.Ordinal);
    }
}
