using V2K.Engine.Guests;
using V2K.Engine.Guests.Text;

namespace V2K.Engine.Tests.Guests.Text;

public sealed class LvmFiltersTests
{
    private static readonly DeviceNames Names = Guest.Names();

    [Theory]
    [InlineData("filter = [ \"a|^/dev/sda2$|\", \"r|.*|\" ]", "filter = [ \"a|^/dev/vda2$|\", \"r|.*|\" ]")]
    [InlineData("  global_filter=[\"a|/dev/sda|\",\"r|/dev/sdb|\"]", "  global_filter=[\"a|/dev/vda|\",\"r|/dev/sdb|\"]")]
    [InlineData("devices/filter = \"a|/dev/sda|\"", "devices/filter = \"a|/dev/vda|\"")]
    [InlineData("filter = [ \"a|^/dev/sd.*|\", \"r|.*|\" ]", "filter = [ \"a|^/dev/[sv]d.*|\", \"r|.*|\" ]")]
    [InlineData("filter = [ \"a|^/dev/sd[ab][0-9]$|\", \"r/.*/\" ]", "filter = [ \"a|^/dev/[sv]d[ab][0-9]$|\", \"r/.*/\" ]")]
    [InlineData("filter = [ \"a|/dev/(sda|sdb)|\" ]", "filter = [ \"a|/dev/([sv]da|[sv]db)|\" ]")]
    [InlineData("filter = [ \"a/sd.*/\", \"r/.*/\" ]", "filter = [ \"a/[sv]d.*/\", \"r/.*/\" ]")]
    [InlineData("filter = [ \"a|/dev/disk/by-id/scsi-36000c29abc-part3|\" ]", "filter = [ \"a|/dev/vda3|\" ]")]
    [InlineData("filter = [ \"r|^/dev/sd.*|\" ]", "filter = [ \"r|^/dev/sd.*|\" ]")]
    [InlineData("filter = [ \"a|/dev/disk/by-id/dm-uuid-LVM-x|\", \"a|.*|\" ]", "filter = [ \"a|/dev/disk/by-id/dm-uuid-LVM-x|\", \"a|.*|\" ]")]
    [InlineData("# filter = [ \"a|/dev/sda|\" ]", "# filter = [ \"a|/dev/sda|\" ]")]
    [InlineData("scan = [ \"/dev/disk/by-id\" ]", "scan = [ \"/dev\" ]")]
    [InlineData("scan = [ \"/dev/sda\" ]", "scan = [ \"/dev/sda\" ]")]
    public void A_filter_takes_the_disks_that_it_took(string line, string expected)
    {
        Assert.Equal(expected, LvmFilters.Change(line, Names));
        Assert.Equal(expected, LvmFilters.Change(expected, Names));
    }

    [Fact]
    public void A_list_over_several_lines_is_one() => Assert.Equal(
        "devices {\n filter = [\n  # \"a|/dev/sda|\",\n  \"a|/dev/vda2|\",\n  \"r|.*|\"\n ]\n notes = \"/dev/sda2\"\n}\n",
        LvmFilters.Change("devices {\n filter = [\n  # \"a|/dev/sda|\",\n  \"a|/dev/sda2|\",\n  \"r|.*|\"\n ]\n notes = \"/dev/sda2\"\n}\n", Names));

    [Fact]
    public void Disks_that_keep_their_names_leave_patterns_as_they_are()
    {
        const string Filter = "filter = [ \"a|^/dev/sd.*|\", \"a|/dev/sda|\" ]";

        Assert.Equal(Filter, LvmFilters.Change(Filter, Guest.Names(Guest.Disk with { NewName = "sda" })));
    }
}
