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
        Assert.Distinct(GuestList.InOrder.Select(guest => guest.Mac));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_disk_fits_what_is_put_on_it(string name)
    {
        foreach (var disk in Find(name).Disks)
        {
            // A MiB before the first partition and one behind the last.
            Assert.True(disk.Partitions.Sum(partition => partition.SizeMebibytes ?? 1) + 2 <= disk.SizeMebibytes);
            Assert.All(disk.Partitions.SkipLast(1), partition => Assert.NotNull(partition.SizeMebibytes));
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_guest_is_in_the_table_of_the_page_about_it(string name) =>
        Assert.Contains($"| `{name}` |", File.ReadAllText(Path.Combine(Build.Repository.Root, "docs", "guest-laboratory.md")), StringComparison.Ordinal);

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
