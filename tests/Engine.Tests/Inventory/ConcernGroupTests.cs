using V2K.Engine.Concerns;
using V2K.Engine.Inventory;

namespace V2K.Engine.Tests.Inventory;

/// <summary>What several VMs have in common is said once.</summary>
public sealed class ConcernGroupTests
{
    [Fact]
    public void One_concern_of_many_VMs_is_one_group_with_all_of_them()
    {
        var groups = ConcernGroups.Of([.. Enumerable.Range(0, 300).Select(number => ($"vm{number}", Warning("unknown-key", "vendor.x", "nobody knows vendor.x")))]);

        var group = Assert.Single(groups);
        Assert.Equal(300, group.Owners.Count);
        Assert.Equal("nobody knows vendor.x", group.Concern.What);
    }

    [Fact]
    public void Keys_tell_groups_apart_and_words_do_not()
    {
        var groups = ConcernGroups.Of(
        [
            ("a", Warning("unknown-key", "vendor.x", "line 7 has vendor.x")),
            ("b", Warning("unknown-key", "vendor.x", "line 9 has vendor.x")),
            ("b", Warning("unknown-key", "vendor.y", "line 10 has vendor.y")),
        ]);

        Assert.Equal([("vendor.x", 2), ("vendor.y", 1)], groups.Select(group => (group.Concern.Key!, group.Owners.Count)));
        Assert.Equal(ConcernKinds.UnknownKey.Summary, groups[0].Concern.What);
        Assert.Equal("line 10 has vendor.y", groups[1].Concern.What);
    }

    [Fact]
    public void Warnings_of_a_program_have_no_id_and_are_distinguished_by_their_text()
    {
        var groups = ConcernGroups.Of(
        [
            ("a", Warning("", null, "no drivers for this Windows")),
            ("a", Warning("", null, "the guest will use slower devices")),
            ("b", Warning("", null, "no drivers for this Windows")),
        ]);

        Assert.Equal(
            [("no drivers for this Windows", 2), ("the guest will use slower devices", 1)],
            groups.Select(group => (group.Concern.What, group.Owners.Count)));
    }

    [Fact]
    public void Blockers_come_first_however_few_have_them_and_what_is_ignored_comes_last()
    {
        var groups = ConcernGroups.Of(
        [
            ("a", Warning("snapshots", null, "it has snapshots")),
            ("b", Warning("snapshots", null, "it has snapshots")),
            ("a", Warning("vtpm", null, "it has a TPM") with { Severity = "blocker", IsIgnored = true }),
            ("c", Warning("running", null, "it runs") with { Severity = "blocker" }),
        ]);

        Assert.Equal(["running", "snapshots", "vtpm"], groups.Select(group => group.Concern.Id));
    }

    [Fact]
    public void More_groups_than_anybody_reads_become_one_for_each_id()
    {
        var groups = ConcernGroups.Of(
            [.. Enumerable.Range(0, 40).Select(number => ("a", Warning("unknown-key", $"vendor.key{number}", $"nobody knows vendor.key{number}")))], most: 24);

        var group = Assert.Single(groups);
        Assert.Null(group.Concern.Key);
        Assert.Contains("(vendor.key0, vendor.key1, vendor.key2, vendor.key3, vendor.key4 and 35 more)", group.Concern.What, StringComparison.Ordinal);
    }

    [Fact]
    public void A_VM_that_has_a_concern_twice_is_counted_once()
    {
        var groups = ConcernGroups.Of([("a", Warning("orphaned-disk", null, "x.vmdk lies there")), ("a", Warning("orphaned-disk", null, "y.vmdk lies there"))]);

        Assert.Equal(["a"], Assert.Single(groups).Owners);
    }

    private static ConcernLine Warning(string id, string? key, string what) => new(id, "warning", what, "nothing comes of it", "Nothing", key, IsIgnored: false);
}
