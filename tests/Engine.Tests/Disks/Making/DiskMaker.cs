namespace V2K.Engine.Tests.Disks.Making;

/// <summary>The kinds of disk that the tests make.</summary>
public enum MadeKind
{
    MonolithicSparse,
    MonolithicFlat,
    VmfsFlat,
    TwoGbSparse,
    TwoGbFlat,
    StreamWithFooter,
    StreamWithHeader,
    MixedWithZero,
    HostedDelta,
    SplitDelta,
    CowdDelta,
    SeSparseDelta,
    DeltaOverDeltaOverStream,
}

/// <summary>Makes a disk of any kind with random content in a folder.</summary>
internal static class DiskMaker
{
    /// <summary>Makes <c>disk.vmdk</c> and what it needs.</summary>
    /// <returns>What the guest reads.</returns>
    public static byte[] Make(string folder, MadeKind kind, int seed, int sectors)
    {
        var random = new Random(seed);
        var grain = 8 << random.Next(5);
        var disk = Path.Combine(folder, "disk.vmdk");
        var layout = Layout.Random(seed, sectors, grain);
        switch (kind)
        {
            case MadeKind.MonolithicSparse:
                HostedSparse.Write(disk, layout, Text("monolithicSparse", $"RW {sectors} SPARSE \"disk.vmdk\""), seed);
                return layout.Content;
            case MadeKind.StreamWithFooter or MadeKind.StreamWithHeader:
                HostedSparse.WriteStream(
                    disk, layout, Text("streamOptimized", $"RW {sectors} SPARSE \"made elsewhere.vmdk\""), kind is MadeKind.StreamWithFooter);
                return layout.Content;
            case MadeKind.MonolithicFlat:
                Flat("disk-flat.vmdk", layout.Content, 0);
                File.WriteAllText(disk, Text("monolithicFlat", $"RW {sectors} FLAT \"disk-flat.vmdk\" 0"));
                return layout.Content;
            case MadeKind.VmfsFlat:
                Flat("disk-flat.vmdk", layout.Content, 0);
                File.WriteAllText(disk, Text("vmfs", $"RW {sectors} VMFS \"disk-flat.vmdk\""));
                return layout.Content;
            case MadeKind.TwoGbSparse:
                Split(layout, "twoGbMaxExtentSparse", (part, name) =>
                {
                    HostedSparse.Write(Path.Combine(folder, name), part, descriptor: null, seed);
                    return $"RW {part.Sectors} SPARSE \"{name}\"";
                });
                return layout.Content;
            case MadeKind.TwoGbFlat:
                Split(layout, "twoGbMaxExtentFlat", (part, name) =>
                {
                    Flat(name, part.Content, 7);
                    return $"RW {part.Sectors} FLAT \"{name}\" 7";
                });
                return layout.Content;
            case MadeKind.MixedWithZero:
                var pieces = 0;
                var content = layout.Content;
                Split(layout, "custom", (part, name) =>
                {
                    switch (pieces++ % 3)
                    {
                        case 0:
                            HostedSparse.Write(Path.Combine(folder, name), part, descriptor: null);
                            return $"RW {part.Sectors} SPARSE \"{name}\"";
                        case 1:
                            var start = Enumerable.Range(0, pieces - 1).Sum(_ => PartSectors(layout)) * 512;
                            content.AsSpan(start, part.Length).Clear();
                            return $"RW {part.Sectors} ZERO";
                        default:
                            Flat(name, part.Content, 0);
                            return $"RW {part.Sectors} FLAT \"{name}\" 0";
                    }
                });
                return content;
            case MadeKind.HostedDelta:
                HostedSparse.Write(disk, layout, Child($"RW {sectors} SPARSE \"disk.vmdk\"", "monolithicSparse"), seed);
                return layout.Over(Base(MadeKind.VmfsFlat));
            case MadeKind.SplitDelta:
                Split(layout, "twoGbMaxExtentSparse", (part, name) =>
                {
                    HostedSparse.Write(Path.Combine(folder, name), part, descriptor: null, seed);
                    return $"RW {part.Sectors} SPARSE \"{name}\"";
                }, Child);
                return layout.Over(Base(MadeKind.TwoGbSparse));
            case MadeKind.CowdDelta:
                layout = Layout.Random(seed, sectors, 1, zeroedGrains: false);
                EsxSparse.WriteCowd(Path.Combine(folder, "disk-delta.vmdk"), layout, seed);
                File.WriteAllText(disk, Child($"RW {sectors} VMFSSPARSE \"disk-delta.vmdk\"", "vmfsSparse"));
                return layout.Over(Base(MadeKind.VmfsFlat));
            case MadeKind.SeSparseDelta:
                layout = Layout.Random(seed, sectors, 8);
                EsxSparse.WriteSeSparse(Path.Combine(folder, "disk-sesparse.vmdk"), layout, seed);
                File.WriteAllText(disk, Child($"RW {sectors} SESPARSE \"disk-sesparse.vmdk\"", "seSparse"));
                return layout.Over(Base(MadeKind.MonolithicSparse));
            case MadeKind.DeltaOverDeltaOverStream:
                HostedSparse.Write(disk, layout, Child($"RW {sectors} SPARSE \"disk.vmdk\"", "monolithicSparse"), seed);
                return layout.Over(Base(MadeKind.HostedDelta));
            default:
                throw new ArgumentOutOfRangeException(nameof(kind));
        }

        // Parents are a little shorter or longer than their child, which VMware never does and QEMU reads all the same.
        byte[] Base(MadeKind parent)
        {
            var inner = Directory.CreateDirectory(Path.Combine(folder, "base")).FullName;
            return Make(inner, parent, seed + 1, Math.Max(1, sectors + random.Next(3) * 8 - 8));
        }

        string Child(string extents, string createType) => Text(createType, extents, "base/disk.vmdk");

        void Flat(string name, byte[] content, int before) =>
            Holes.Write(Path.Combine(folder, name), [.. new byte[before * 512], .. content, .. new byte[random.Next(2) * 512]]);

        void Split(Layout whole, string createType, Func<Layout, string, string> write, Func<string, string, string>? text = null)
        {
            var lines = new List<string>();
            for (var sector = 0; sector < whole.Sectors; sector += PartSectors(whole))
            {
                var part = whole.Part(sector, Math.Min(PartSectors(whole), whole.Sectors - sector));
                lines.Add(write(part, $"disk-s{lines.Count + 1:000}.vmdk"));
            }

            var extents = string.Join('\n', lines);
            File.WriteAllText(disk, text is null ? Text(createType, extents) : text(extents, createType));
        }
    }

    /// <summary>A descriptor; every made disk has the CID 1234abcd.</summary>
    public static string Text(string createType, string extents, string? parent = null) =>
        $"""
        # Disk DescriptorFile
        version=1
        encoding="UTF-8"
        CID=1234abcd
        parentCID={(parent is null ? "ffffffff" : "1234abcd")}
        createType="{createType}"
        {(parent is null ? "" : $"parentFileNameHint=\"{parent}\"")}

        # Extent description
        {extents}

        # The Disk Data Base
        #DDB

        ddb.virtualHWVersion = "4"
        ddb.geometry.cylinders = "1"
        ddb.geometry.heads = "16"
        ddb.geometry.sectors = "63"
        ddb.adapterType = "lsilogic"

        """;

    private static int PartSectors(Layout layout) =>
        Math.Max(1, layout.Grains.Length / 5) * layout.GrainSectors;
}
