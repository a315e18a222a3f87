using System.Globalization;
using System.Text.RegularExpressions;
using V2K.Engine.Datastores;
using V2K.Rules;

namespace V2K.Engine.Disks.Vmdk;

/// <summary>
/// The extents of a disk whose descriptor is missing or scrambled, found by the names that VMware gives them beside
/// <c>web01.vmdk</c>: <c>web01-flat.vmdk</c>, <c>-delta</c>, <c>-sesparse</c>, <c>-s001</c> and so on, <c>-f001</c> and so on.
/// </summary>
/// <param name="Descriptor">The full path of the descriptor.</param>
/// <param name="CreateType">The kind of disk, as its descriptor would say it.</param>
/// <param name="Extents">The extents, in the order of the disk.</param>
internal sealed partial record StrayExtents(string Descriptor, string CreateType, IReadOnlyList<StrayExtent> Extents)
{
    /// <summary>What <c>-s001</c> counts to: 62 TiB in pieces of 2 GiB.</summary>
    private const int MostParts = 31 * 1024;

    /// <summary>The file that must be renamed to be the one extent; null where every extent has its name.</summary>
    internal string? RenamedFrom { get; init; }

    /// <summary>Whether it holds only what was written since a snapshot.</summary>
    internal bool IsSnapshot => CreateType is "vmfsSparse" or "seSparse" || (CreateType is "twoGbMaxExtentSparse" && Snapshot().IsMatch(Descriptor));

    /// <summary>What lies there, for a message.</summary>
    internal string Text => Extents is [var only]
        ? $"its extent {Printable.OneLine(only.Name)} ({ByteSize.Text(only.Length)}) is beside it"
        : $"its {Extents.Count} extents from {Printable.OneLine(Extents[0].Name)} on ({ByteSize.Text(Extents.Sum(extent => extent.Length))}) are beside it";

    /// <summary>The descriptor's path for an extent's: <c>web01.vmdk</c> for <c>web01-flat.vmdk</c>, and for itself.</summary>
    internal static string DescriptorOf(string path) => Part().Replace(path, ".vmdk");

    /// <summary>The extents of the disk whose descriptor is, or should be, at <paramref name="path"/>; null where there are none that are whole.</summary>
    /// <param name="path">The descriptor or one of the extents.</param>
    /// <param name="paths">Keeps names in the datastores.</param>
    internal static StrayExtents? Beside(string path, IDatastorePaths paths)
    {
        var descriptor = DescriptorOf(path);
        var stem = Path.GetFileNameWithoutExtension(descriptor);
        return One("vmfs", "VMFS", $"{stem}-flat.vmdk", file => file.Size % Sector.Size == 0 ? file.Size : 0)
            ?? One("seSparse", "SESPARSE", $"{stem}-sesparse.vmdk", file => SeSparseConstantHeader.Read(file).Capacity)
            ?? One("vmfsSparse", "VMFSSPARSE", $"{stem}-delta.vmdk", file => CowDiskHeader.Read(file).Capacity)
            ?? Many("twoGbMaxExtentSparse", "SPARSE", $"{stem}-s", HostedLength)
            ?? Many("twoGbMaxExtentFlat", "FLAT", $"{stem}-f", file => file.Size % Sector.Size == 0 ? file.Size : 0);

        StrayExtents? One(string createType, string type, string name, Func<DiskFile, long> length) =>
            Extent(type, name, length, descriptor, paths) is { } extent ? new StrayExtents(descriptor, createType, [extent]) : null;

        StrayExtents? Many(string createType, string type, string start, Func<DiskFile, long> length)
        {
            var extents = Enumerable.Range(1, MostParts)
                .Select(number => Extent(type, string.Create(CultureInfo.InvariantCulture, $"{start}{number:000}.vmdk"), length, descriptor, paths))
                .TakeWhile(extent => extent is not null)
                .ToList();
            return extents.Count > 0 && !HasPartsBehind(start, extents.Count, descriptor) ? new StrayExtents(descriptor, createType, extents!) : null;
        }
    }

    /// <summary>
    /// Whether a part is missing, or is no such extent, and others follow it: a descriptor without it would make a shorter disk, whose end is in
    /// the wrong place.
    /// </summary>
    private static bool HasPartsBehind(string start, int last, string descriptor)
    {
        var folder = Path.GetDirectoryName(descriptor)!;
        return Directory.Exists(folder)
            && Directory.EnumerateFiles(folder).Select(path => Path.GetFileName(path)).Any(name =>
                name.StartsWith(start, StringComparison.Ordinal)
                && name.EndsWith(".vmdk", StringComparison.Ordinal)
                && int.TryParse(name.AsSpan(start.Length, name.Length - start.Length - ".vmdk".Length), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
                && number > last);
    }

    /// <summary>The disk's content that lies, raw, under the name of its descriptor.</summary>
    internal static StrayExtents? Renamed(DiskFile file) =>
        !Part().IsMatch(file.Path) && file.Size > 0 && file.Size % Sector.Size == 0
            ? new StrayExtents(file.Path, "vmfs", [new StrayExtent("VMFS", file.Size, Path.GetFileNameWithoutExtension(file.Path) + "-flat.vmdk")]) { RenamedFrom = file.Path }
            : null;

    private static StrayExtent? Extent(string type, string name, Func<DiskFile, long> length, string descriptor, IDatastorePaths paths)
    {
        try
        {
            var path = paths.Resolve(name, descriptor);
            if (!File.Exists(path) && Ovf.OvaPath.Split(path) is null)
            {
                return null;
            }

            using var file = DiskFile.Open(path);
            return length(file) is > 0 and <= Sector.MaximumCapacity and var bytes ? new StrayExtent(type, bytes, name) : null;
        }
        catch (V2KException)
        {
            // What cannot be opened, or is no such extent, is nothing to build a descriptor on.
            return null;
        }
    }

    private static long HostedLength(DiskFile file)
    {
        Span<byte> sector = stackalloc byte[Sector.Size];
        file.Read(sector, 0);
        return SparseExtentHeader.Matches(sector) ? SparseExtentHeader.Parse(sector, file.Path).Capacity : 0;
    }

    /// <summary>Workstation's snapshots of a split disk have the base's kind of extent.</summary>
    [GeneratedRegex(@"-[0-9]{6}\.vmdk$", RegexOptions.None, 1000)]
    private static partial Regex Snapshot();

    [GeneratedRegex(@"-(flat|delta|sesparse|[sf][0-9]{3,5})\.vmdk$", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Part();
}

/// <summary>An extent whose descriptor is missing.</summary>
/// <param name="Type">The type that its line would have.</param>
/// <param name="Length">Its length as the guest sees it, in bytes.</param>
/// <param name="Name">Its file name.</param>
internal sealed record StrayExtent(string Type, long Length, string Name);
