using System.Globalization;
using System.Text.RegularExpressions;
using V2K.Engine.Guests.Text;

namespace V2K.Engine.Guests;

/// <summary>
/// Which disk the guest calls sda, and which sdb. A kernel counts disks as their controllers come up, and where these are of several kinds,
/// that is a matter of luck; but what the guest's fstab says of them must be true.
/// </summary>
internal static partial class DiskOrder
{
    /// <summary>720 orders are tried in no time, and servers with more disks name them by something better.</summary>
    private const int MostDisks = 6;

    /// <summary>The root was found by looking; the other lines tell but a kind of file system.</summary>
    private const int WeightOfRoot = 10;

    /// <summary><paramref name="disks"/> with the names that agree best with <paramref name="table"/>; as they are where none agrees better.</summary>
    /// <param name="disks">The guest's disks, named by where they sat.</param>
    /// <param name="table">The guest's fstab.</param>
    /// <param name="root">What the appliance calls the device of the guest's root.</param>
    /// <param name="typeOf">The kind of file system on a device of the appliance; null for none.</param>
    internal static IReadOnlyList<GuestDisk> Agreeing(
        IReadOnlyList<GuestDisk> disks, IReadOnlyList<FstabEntry> table, string root, Func<string, string?> typeOf)
    {
        var counted = disks.Where(disk => disk.OldName.StartsWith("sd", StringComparison.Ordinal)).ToList();
        var claims = table.Select(entry => (Name: Plain().Match(entry.Device), Entry: entry)).Where(claim => claim.Name.Success).ToList();
        if (counted.Count is < 2 or > MostDisks || claims.Count == 0)
        {
            return disks;
        }

        var names = counted.Select(disk => disk.OldName).ToList();
        var best = Permutations(counted).MaxBy(order => claims.Sum(claim => Truth(order, claim.Name, claim.Entry)))!;
        return [.. disks.Select(disk => best.IndexOf(disk) is >= 0 and var place ? disk with { OldName = names[place] } : disk)];

        int Truth(List<GuestDisk> order, Match name, FstabEntry entry)
        {
            var place = names.IndexOf(name.Groups["disk"].Value);
            if (place < 0)
            {
                return 0;
            }

            var number = name.Groups["partition"];
            var device = "/dev/" + GuestDisk.Partition(order[place].ApplianceName, number.Success ? int.Parse(number.Value, CultureInfo.InvariantCulture) : null);
            return entry.Folder == "/" ? (device == root ? WeightOfRoot : 0)
                : typeOf(device) is { } type && Kind(type) == Kind(entry.Type == "auto" ? type : entry.Type) ? 1
                : 0;
        }
    }

    /// <summary>The order as it is comes first, and of equals MaxBy takes the first.</summary>
    private static IEnumerable<List<GuestDisk>> Permutations(List<GuestDisk> disks) => disks.Count == 0
        ? [[]]
        : disks.SelectMany(first => Permutations([.. disks.Where(disk => disk != first)]), (first, rest) => (List<GuestDisk>)[first, .. rest]);

    /// <summary>Any ext may be mounted as a later one.</summary>
    private static string Kind(string type) => type.StartsWith("ext", StringComparison.Ordinal) ? "ext" : type;

    [GeneratedRegex("^/dev/(?<disk>sd[a-z])(?<partition>[0-9]{1,3})?$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Plain();
}
