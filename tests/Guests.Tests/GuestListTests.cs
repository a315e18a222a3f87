using V2K.Guests.Building;
using V2K.Guests.Library;
using V2K.Guests.Model;
using V2K.Rules;

namespace V2K.Guests.Tests;

public sealed class GuestListTests
{
    public static TheoryData<string> Names => [.. GuestList.InOrder.Select(guest => guest.Name)];

    [Fact]
    public void Names_and_network_addresses_are_unique()
    {
        Assert.Distinct(GuestList.InOrder.Select(guest => guest.Name));
        Assert.Distinct(GuestList.InOrder.SelectMany(guest => guest.Cards.Select((_, card) => Guest.MacOf(guest.Name, card))));
        Assert.Distinct(GuestList.InOrder.SelectMany(guest => guest.Cards).Select(card => card.Address).OfType<string>());
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_disk_fits_what_is_put_on_it(string name)
    {
        foreach (var disk in Find(name).Disks)
        {
            // A MiB before the first partition and one behind the last.
            Assert.True(Sum(disk.Partitions) + 2 <= disk.SizeMebibytes);
            Assert.All(disk.Partitions.SkipLast(1), partition => Assert.NotNull(partition.SizeMebibytes));
        }

        // Logical partitions have a MiB before them each.
        static int Sum(IReadOnlyList<Partition> partitions) => partitions.Sum(partition =>
            partition.SizeMebibytes ?? (partition.Content is Extended extended ? Sum(extended.Logical) + extended.Logical.Count : 1));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_array_has_two_members(string name)
    {
        var guest = Find(name);
        var members = guest.Disks.SelectMany(disk => disk.Partitions).Select(partition => partition.Content).OfType<RaidMember>().ToList();

        Assert.All(guest.Arrays, array => Assert.Equal(2, members.Count(member => member.Array == array.Name)));
        Assert.Equal(2 * guest.Arrays.Count, members.Count);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_guest_is_in_the_table_of_the_page_about_it(string name) =>
        Assert.Contains($"| `{name}` |", File.ReadAllText(Path.Combine(Build.Repository.Root, "docs", "contributing", "guest-laboratory.md")), StringComparison.Ordinal);

    [Theory]
    [MemberData(nameof(Names))]
    public void Before_anything_is_written_the_order_of_the_disks_is_looked_at(string name)
    {
        var commands = LayoutCommands.For(Find(name)).ToList();

        Assert.Equal("run", Assert.Single(commands[0]));
        Assert.Contains(LayoutCommands.OutOfOrder, commands[1][^1], StringComparison.Ordinal);
        Assert.Equal(Find(name).Disks.Count + 1, commands[1][^1].Split("[ -d /sys/block/sd").Length - 1);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void The_root_file_system_is_mounted_before_those_in_it(string name)
    {
        var mounts = LayoutCommands.For(Find(name)).Where(command => command[0].StartsWith("mount", StringComparison.Ordinal)).Select(command => command[^1]).ToList();

        Assert.Equal(mounts.Order(StringComparer.Ordinal), mounts);
    }

    [Fact]
    public void An_unknown_guest_is_refused_with_those_there_are()
    {
        var refusal = Assert.Throws<V2KException>(() => GuestList.Choose(["bookworm-bois"]));

        Assert.Contains("bookworm-bios", refusal.Message, StringComparison.Ordinal);
    }

    private static Guest Find(string name) => Assert.Single(GuestList.Choose([name]));
}
