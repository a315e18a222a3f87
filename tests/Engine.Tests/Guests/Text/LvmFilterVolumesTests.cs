using V2K.Engine.Guests;
using V2K.Engine.Guests.Text;

namespace V2K.Engine.Tests.Guests.Text;

/// <summary>Filters as LVM understands them, on a guest with a system disk and a disk that is a physical volume in its first partition.</summary>
public sealed class LvmFilterVolumesTests
{
    private const string Id = "6000c29a1b2c3d4e5f60718293a4b5c6";
    private const string PvUuid = "OJnZRK-ICSV-i4Kn-ccaD-j4qw-9JCR-oZ8per";

    [Theory]
    [InlineData("\"a|^/dev/disk/by-id/scsi-36000c29|\", \"r|.*|\"", "\"a|^/dev/disk/by-id/scsi-36000c29|\", \"a|^/dev/vd|\", \"r|.*|\"")]
    [InlineData("\"a|/dev/disk/by-id/scsi-36000c29.*|\", \"r|.*|\"", "\"a|/dev/disk/by-id/scsi-36000c29.*|\", \"a|^/dev/vd|\", \"r|.*|\"")]
    [InlineData("\"a|^/dev/disk/by-id/wwn-0x6000c29|\", \"r/.*/\"", "\"a|^/dev/disk/by-id/wwn-0x6000c29|\", \"a|^/dev/vd|\", \"r/.*/\"")]
    [InlineData("\"a|by-id/scsi-SVMware|\",\"r|.*|\"", "\"a|by-id/scsi-SVMware|\",\"a|^/dev/vd|\", \"r|.*|\"")]
    [InlineData("\"a#^/dev/disk/by-id/scsi-3[0-9a-f]+-part1$#\", \"r#.*#\"", "\"a#^/dev/disk/by-id/scsi-3[0-9a-f]+-part1$#\", \"a|^/dev/vdb1$|\", \"r#.*#\"")]
    [InlineData("\"a|^/dev/disk/by-path/pci-0000:03:00\\.0-scsi-0:0:1:0|\", \"r|.*|\"", "\"a|^/dev/disk/by-path/pci-0000:03:00\\.0-scsi-0:0:1:0|\", \"a|^/dev/vdb1$|\", \"r|.*|\"")]
    [InlineData("\"a|^/dev/disk/by-path/pci-0000:|\", \"r|.*|\"", "\"a|^/dev/disk/by-path/pci-0000:|\", \"a|^/dev/vd|\", \"r|.*|\"")]
    [InlineData("\"a|/dev/disk/by-id/scsi-3" + Id + "|\", \"r|.*|\"", "\"a|/dev/vdb|\", \"r|.*|\"")]
    [InlineData("\"a|^/dev/disk/by-id/dm-uuid-(part[0-9]+-)?mpath-36000c29|\", \"r|.*|\"", "\"a|^/dev/disk/by-id/dm-uuid-(part[0-9]+-)?mpath-36000c29|\", \"a|^/dev/vd|\", \"r|.*|\"")]
    [InlineData("\"a|^/dev/mapper/mpath[a-z]+|\", \"r|.*|\"", "\"a|^/dev/mapper/mpath[a-z]+|\", \"a|^/dev/vd|\", \"r|.*|\"")]
    [InlineData("\"r|^/dev/[vs]d|\", \"a|scsi-36000c29|\", \"r|.*|\"", "\"a|^/dev/vd|\", \"r|^/dev/[vs]d|\", \"a|scsi-36000c29|\", \"r|.*|\"")]
    [InlineData("\"a(dev/sdb)\", \"r(.*)\"", "\"a(dev/[sv]db)\", \"r(.*)\"")]
    [InlineData("\"a|^/dev/disk/by-id/lvm-pv-uuid-" + PvUuid + "$|\", \"r|.*|\"", "\"a|^/dev/disk/by-id/lvm-pv-uuid-" + PvUuid + "$|\", \"r|.*|\"")]
    [InlineData("\"a|^/dev/disk/by-partuuid/|\", \"r|.*|\"", "\"a|^/dev/disk/by-partuuid/|\", \"r|.*|\"")]
    [InlineData("\"a|.*|\"", "\"a|.*|\"")]
    [InlineData("\"r|^/dev/sr|\"", "\"r|^/dev/sr|\"")]
    [InlineData("\"r|^/dev/disk/by-id/scsi-3" + Id + "|\", \"a|/dev/sda|\"", "\"r|^/dev/vdb|\", \"a|/dev/vda|\"")]
    [InlineData("\"r|^/dev/disk/by-path/.*-scsi-0:0:1:0|\", \"r|^/dev/sd|\", \"a|.*|\"", "\"r|^/dev/disk/by-path/.*-scsi-0:0:1:0|\", \"r|^/dev/sd|\", \"a|.*|\"")]
    public void A_physical_volume_that_was_taken_in_VMware_is_taken_under_KVM(string patterns, string expected)
    {
        foreach (var (start, end) in new[] { ("devices {\n\tglobal_filter = [ ", " ]\n}\n"), ("devices/filter=[", "]\n"), ("devices { filter = [ ", " ] }\n") })
        {
            var changed = LvmFilters.Change(start + patterns + end, Names(Id));

            Assert.Equal(start + expected + end, changed);
            Assert.Equal(changed, LvmFilters.Change(changed, Names(Id)));
            Assert.Empty(LvmFilters.Doubts(changed, Names(Id)));
        }
    }

    [Fact]
    public void A_filter_of_one_pattern_becomes_a_list_where_it_needs_another() => Assert.Equal(
        "filter = [ \"r|-scsi-0:0:1:0|\", \"r|^/dev/vdb1$|\" ]\n", LvmFilters.Change("filter = \"r|-scsi-0:0:1:0|\"\n", Names(Id)));

    [Fact]
    public void Disks_whose_numbers_are_not_known_are_taken_by_what_all_of_VMware_s_begin_with() => Assert.Equal(
        "filter = [ \"a|/dev/disk/by-id/scsi-36000c29|\", \"a|^/dev/vd|\", \"r|.*|\" ]\n",
        LvmFilters.Change("filter = [ \"a|/dev/disk/by-id/scsi-36000c29|\", \"r|.*|\" ]\n", Names(uuid: null)));

    [Fact]
    public void A_pattern_for_an_unknown_disk_is_reported()
    {
        const string Text = "global_filter = [ \"a|^/dev/disk/by-id/scsi-36000c29ffffffffffffffffffffffffff|\", \"r|.*|\" ]\n";

        Assert.Equal(Text, LvmFilters.Change(Text, Names(Id)));
        var doubt = Assert.Single(LvmFilters.Doubts(Text, Names(Id)));
        Assert.Contains("global_filter does not accept /dev/vdb1", doubt, StringComparison.Ordinal);
        Assert.Contains("scsi-36000c29ffffffffffffffffffffffffff", doubt, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("filter = [ \"x|/dev/sda|\" ]")]
    [InlineData("filter = [ \"a|/dev/[sda|\" ]")]
    [InlineData("filter = [ \"a|/dev/sda\" ]")]
    public void A_filter_that_LVM_would_refuse_is_reported(string text) =>
        Assert.Equal("filter cannot be read as LVM reads it", Assert.Single(LvmFilters.Doubts(text, Names(Id))));

    [Theory]
    [InlineData("a|^/dev/sda$|", "/dev/sda", true)]
    [InlineData("a|^/dev/sda$|", "/dev/sda1", false)]
    [InlineData("a|sda|", "/dev/sda1", true)]
    [InlineData("a{/dev/sd[a-c][0-9]+}", "/dev/sdb12", true)]
    [InlineData("a[/dev/sd.]", "/dev/sdb", true)]
    [InlineData("a|/dev/sd[^a]|", "/dev/sda", false)]
    [InlineData("a|/dev/(sda|sdb)|", "/dev/sdb", true)]
    [InlineData("a|/dev/sd\\.|", "/dev/sda", false)]
    [InlineData("a|a{2}|", "aa", false)]
    [InlineData("a|\\d|", "/7", false)]
    public void A_pattern_means_what_it_means_to_LVM(string pattern, string name, bool expected) =>
        Assert.Equal(expected, LvmPattern.TryParse(pattern)!.Expression.IsMatch(name));

    [Fact]
    public void One_name_that_is_taken_is_enough_and_no_match_at_all_takes_too()
    {
        List<LvmPattern> patterns = [LvmPattern.TryParse("a|by-id/x|")!, LvmPattern.TryParse("r|/dev/|")!];

        Assert.True(LvmPattern.Take(patterns, ["/dev/sda", "/dev/disk/by-id/x"]));
        Assert.False(LvmPattern.Take(patterns, ["/dev/sda", "/dev/disk/by-id/y"]));
        Assert.True(LvmPattern.Take([LvmPattern.TryParse("r|/dev/sdb|")!], ["/dev/sda"]));
    }

    private static DeviceNames Names(string? uuid) => new(
        [Guest.Disk with { Uuid = uuid is null ? null : "6000c29000000000000000000000000a" }, new GuestDisk("scsi0:1", "sdb", "vdb", "sdb") { Uuid = uuid }],
        device => device == "/dev/sdb1"
            ? new Dictionary<string, string>(StringComparer.Ordinal) { ["TYPE"] = "LVM2_member", ["UUID"] = PvUuid, ["PART_ENTRY_UUID"] = "0b1c2d3e-01" }
            : new Dictionary<string, string>(StringComparer.Ordinal))
    {
        PhysicalVolumes = ["/dev/sdb1", "/dev/md127"],
    };
}
