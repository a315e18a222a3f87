using V2K.Engine.Guests.Text;

namespace V2K.Engine.Tests.Guests.Text;

public sealed class FstabTests
{
    [Fact]
    public void A_field_changes_and_every_blank_and_comment_stays()
    {
        const string Table = "# /dev/sda1 was /\n/dev/sda1\t/  ext4   errors=remount-ro 0\t1\n\n  /dev/sda5 none swap sw 0 0\r\n";

        var changed = Fstab.Change(Table, field: 0, fields => fields[0] == "/dev/sda1" ? "UUID=x" : null);

        Assert.Equal("# /dev/sda1 was /\nUUID=x\t/  ext4   errors=remount-ro 0\t1\n\n  /dev/sda5 none swap sw 0 0\r\n", changed);
    }

    [Fact]
    public void A_last_field_changes_without_its_line_end()
    {
        Assert.Equal("(hd0) /dev/vda\r\n(hd1) /dev/sdb", Fstab.Change("(hd0) /dev/sda\r\n(hd1) /dev/sdb", 1, fields => fields[1] == "/dev/sda" ? "/dev/vda" : null));
    }

    [Fact]
    public void A_line_is_read_with_its_blanks_unescaped()
    {
        var entry = Assert.Single(Fstab.Parse("LABEL=a\\040b /srv/my\\040data xfs noatime,subvol=@\n#UUID=x / ext4\nbroken\n"));

        Assert.Equal(("LABEL=a b", "/srv/my data", "xfs", "@"), (entry.Device, entry.Folder, entry.Type, entry.Option("subvol")));
        Assert.True(entry.Has("noatime"));
        Assert.Null(entry.Option("nofail"));
    }

    [Theory]
    [InlineData("/dev/sda1 / btrfs subvol=@,device=/dev/sda1,device=/dev/sda2 0 0", "UUID=" + Guest.RootUuid + " / btrfs subvol=@,device=/dev/vda1,device=/dev/vda2 0 0")]
    [InlineData("/dev/mapper/vg-srv /srv xfs logdev=/dev/sda3 0 0", "/dev/mapper/vg-srv /srv xfs logdev=/dev/vda3 0 0")]
    [InlineData("/dev/sda1 /", "UUID=" + Guest.RootUuid + " /")]
    public void Devices_in_options_get_names_too(string line, string expected) => Assert.Equal(expected, Fstab.Change(line, Guest.Names()));
}
