using System.Buffers.Binary;
using V2K.Engine.Datastores;
using V2K.Engine.Disks;
using V2K.Engine.Disks.Engines;
using V2K.Engine.Tests.Disks.Making;
using V2K.Rules;

namespace V2K.Engine.Tests.Disks;

/// <summary>What a datastore can hold that is not a disk: each is refused with its own sentence.</summary>
public sealed class RefusalTests
{
    [Theory]
    [InlineData("vmfsRDM", "RW 100 VMFSRDM \"x-rdm.vmdk\"", "maps a raw device")]
    [InlineData("vmfsPassthroughRawDeviceMap", "RW 100 VMFSRDM \"x-rdmp.vmdk\"", "maps a raw device")]
    [InlineData("vmfs", "RW 100 VMFSRAW \"vmhba0:1\"", "maps a raw device")]
    [InlineData("fullDevice", "RW 100 FLAT \"/dev/sda\" 0", "physical device of the VMware host (fullDevice)")]
    [InlineData("partitionedDevice", "RW 100 FLAT \"/dev/sda\" 0", "physical device of the VMware host (partitionedDevice)")]
    [InlineData("vmfs", "RW 100 VMFS \"vsan://52/ab.vmdk\"", "object of vSAN or a vVol")]
    [InlineData("vmfs", "RW 100 FUTURE \"x.vmdk\"", "extents of type FUTURE are not known")]
    [InlineData("vmfs", "NOACCESS 100 FLAT \"x.vmdk\"", "marked NOACCESS")]
    [InlineData("vmfs", "RW many FLAT \"x.vmdk\"", "is not an access mode, a number of sectors and a type")]
    [InlineData("vmfs", "RW -1 FLAT \"x.vmdk\"", "is not an access mode, a number of sectors and a type")]
    [InlineData("vmfs", "RW 0 FLAT \"x.vmdk\"", "the extent is 0 sectors long")]
    [InlineData("vmfs", "RW 9223372036854775807 FLAT \"x.vmdk\"", "the extent is 9223372036854775807 sectors long")]
    [InlineData("vmfs", "RW 137438953472 ZERO\nRW 1 ZERO", "the disk is 137438953473 sectors long")]
    [InlineData("vmfs", "RW 100 FLAT", "names no file")]
    [InlineData("vmfs", "RW 100 FLAT \"\"", "names no file")]
    [InlineData("vmfs", "RW 100 FLAT \"x.vmdk\" here", "something other than a number after the file name")]
    [InlineData("vmfs", "RW 100 FLAT \"x.vmdk\" 18446744073709551615", "starts at sector 18446744073709551615")]
    [InlineData("vmfs", "", "lists no extent")]
    [InlineData("vmfs", "nonsense", "the line \"nonsense\" is neither an extent nor a setting")]
    [InlineData("vmfs", "CID=00000000\nRW 100 ZERO", "is set twice")]
    [InlineData("vmfs", "ddb.iofilters = \"vmwarevmcrypt\"\nRW 100 ZERO", "encrypted by VMware")]
    [InlineData("vmfs", "encryption.data = \"AA\"\nRW 100 ZERO", "encrypted by VMware")]
    [InlineData("vmfs", "RW 100 FLAT \"../../etc/shadow\" 0", "leaves the datastores")]
    [InlineData("vmfs", "RW 100 FLAT \"/etc/shadow\" 0", "leaves the datastores")]
    [InlineData("vmfs", "RW 100 FLAT \"missing.vmdk\" 0", "cannot be opened")]
    [InlineData("vmfs", "RW 100 FLAT \"disk.vmdk\" 0", "the flat extent should be at byte 0, 51200 bytes long, but the file ends at byte")]
    [InlineData("custom", "RW 1 SPARSE \"other.vmdk\"", "does not start like a sparse extent")]
    [InlineData("vmfsSparse", "RW 1 VMFSSPARSE \"disk.vmdk\"", "does not start like a vmfsSparse extent")]
    [InlineData("seSparse", "RW 1 SESPARSE \"other.vmdk\"", "does not start like an seSparse extent")]
    public void A_descriptor_that_is_no_disk_we_read_is_refused(string createType, string extents, string expected)
    {
        using var folder = new TempFolder();
        File.WriteAllBytes(folder.File("other.vmdk"), new byte[4096]);
        File.WriteAllText(folder.File("disk.vmdk"), DiskMaker.Text(createType, extents));

        Assert.Contains(expected, Refusal(folder).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("CID=1234abcd", "CID=xyz", "is not a hexadecimal number")]
    [InlineData("parentCID=ffffffff", "parentCID=00000001", "does not name its parent")]
    [InlineData("# Disk DescriptorFile", "# Disc", "neither a VMDK descriptor nor a sparse extent")]
    public void A_descriptor_whose_settings_are_wrong_is_refused(string right, string wrong, string expected)
    {
        using var folder = new TempFolder();
        File.WriteAllText(folder.File("disk.vmdk"), DiskMaker.Text("vmfs", "RW 100 ZERO").Replace(right, wrong, StringComparison.Ordinal));

        Assert.Contains(expected, Refusal(folder).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "neither a VMDK descriptor")]
    [InlineData("\0\0\0\0", "neither a VMDK descriptor")]
    [InlineData("# Disk DescriptorFile", "lists no extent")]
    [InlineData("\u001F\u008B", "is compressed as a whole (gzip)")]
    public void A_file_that_is_something_else_is_refused(string content, string expected)
    {
        using var folder = new TempFolder();
        File.WriteAllText(folder.File("disk.vmdk"), content, System.Text.Encoding.Latin1);

        Assert.Contains(expected, Refusal(folder).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_descriptor_without_an_end_is_refused_unread()
    {
        using var folder = new TempFolder();
        File.WriteAllText(folder.File("disk.vmdk"), "# Disk DescriptorFile\n");
        using (var file = File.OpenWrite(folder.File("disk.vmdk")))
        {
            file.SetLength(1L << 40);
        }

        Assert.Contains("up to 4194304 are possible", Refusal(folder).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_fifo_is_refused_without_waiting_for_a_writer()
    {
        using var folder = new TempFolder();
        Assert.Equal(0, NativeCalls.MakeFifo(folder.File("disk-flat.vmdk"), 0x1B6));
        File.WriteAllText(folder.File("disk.vmdk"), DiskMaker.Text("vmfs", "RW 1 VMFS \"disk-flat.vmdk\""));

        var refusal = await Task.Run(() => Refusal(folder)).WaitAsync(TimeSpan.FromSeconds(10));

        Assert.Contains("is not a regular file", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_fifo_as_a_parent_is_refused_without_waiting_for_a_writer()
    {
        using var folder = new TempFolder();
        Assert.Equal(0, NativeCalls.MakeFifo(folder.File("base.vmdk"), 0x1B6));
        File.WriteAllText(folder.File("disk.vmdk"), DiskMaker.Text("vmfs", "RW 1 ZERO", "base.vmdk"));

        var refusal = await Task.Run(() => Refusal(folder)).WaitAsync(TimeSpan.FromSeconds(10));

        Assert.StartsWith(folder.File("base.vmdk") + ": is not a regular file", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_device_as_a_parent_is_refused()
    {
        using var folder = new TempFolder();
        File.CreateSymbolicLink(folder.File("base.vmdk"), "/dev/zero");
        File.WriteAllText(folder.File("disk.vmdk"), DiskMaker.Text("vmfs", "RW 1 ZERO", "base.vmdk"));

        Assert.StartsWith(folder.File("base.vmdk") + ": is not a regular file", Refusal(folder).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ds/disk-flat.vmdk", "{0}/secret/shadow", "disk-flat.vmdk")]
    [InlineData("ds/disk-flat.vmdk", "../secret/shadow", "disk-flat.vmdk")]
    [InlineData("ds/way", "../secret", "way/shadow")]
    [InlineData("ds/way", "{0}/secret", "/vmfs/volumes/ds/way/shadow")]
    [InlineData("ds/way", "..", "way/ds/../secret/shadow")]
    public void A_link_that_leads_out_of_the_datastores_is_refused_as_extent_and_as_parent(string link, string target, string name)
    {
        using var folder = new TempFolder();
        folder.Write("secret/shadow", DiskMaker.Text("vmfs", "RW 1 ZERO"));
        Directory.CreateDirectory(folder["ds"]);
        File.CreateSymbolicLink(folder[link], target.Replace("{0}", folder.Path, StringComparison.Ordinal));
        var paths = new DatastorePaths([new Datastore("ds", ["/vmfs/volumes/ds"], folder["ds"], folder["out"])], "v2k.yaml");
        foreach (var text in new[] { DiskMaker.Text("vmfs", $"RW 1 VMFS \"{name}\""), DiskMaker.Text("vmfs", "RW 1 ZERO", name) })
        {
            folder.Write("ds/disk.vmdk", text);

            var refusal = Assert.Throws<V2KException>(() => DiskImage.Open(folder["ds/disk.vmdk"], paths).Dispose());

            Assert.Contains("outside", refusal.Message, StringComparison.Ordinal);
            Assert.NotNull(refusal.Remedy);
        }
    }

    [Theory]
    [InlineData("extent.vmdk")]
    [InlineData("base.vmdk")]
    public void A_name_that_becomes_a_link_out_of_the_datastores_while_it_is_opened_is_refused(string name)
    {
        using var folder = new TempFolder();
        folder.Write("secret/shadow", DiskMaker.Text("vmfs", "RW 1 ZERO"));
        folder.Write("ds/base.vmdk", DiskMaker.Text("vmfs", "RW 1 ZERO"));
        folder.Write("ds/extent.vmdk", new string('x', 512));
        folder.Write("ds/disk.vmdk", DiskMaker.Text("vmfs", "RW 1 VMFS \"extent.vmdk\"", "base.vmdk"));
        var paths = new SwappingPaths(new DatastorePaths([new Datastore("ds", [], folder["ds"], folder["out"])], "v2k.yaml"), name, folder["secret/shadow"]);

        var refusal = Assert.Throws<V2KException>(() => DiskImage.Open(folder["ds/disk.vmdk"], paths).Dispose());

        Assert.StartsWith($"{folder["ds"]}/{name}: was replaced by a link that points outside the datastores", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_record_of_changed_blocks_is_refused_by_name()
    {
        using var folder = new TempFolder();
        File.WriteAllBytes(folder.File("disk-ctk.vmdk"), [0xCA, 0x72, 0x22, 0xA2, .. new byte[1020]]);

        var refusal = Assert.Throws<V2KException>(() => DiskImage.Open(folder.File("disk-ctk.vmdk"), new FolderPaths(folder.Path)).Dispose());

        Assert.Contains("changed block tracking", refusal.What, StringComparison.Ordinal);
        Assert.Contains("web01.vmdk", refusal.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public void A_disk_whose_changed_blocks_are_tracked_is_read_without_the_record()
    {
        using var folder = new TempFolder();
        File.WriteAllText(folder.File("disk.vmdk"), DiskMaker.Text("vmfs", "changeTrackPath=\"disk-ctk.vmdk\"\nRW 100 ZERO"));

        using var image = DiskImage.Open(folder.File("disk.vmdk"), new FolderPaths(folder.Path));

        Assert.Equal([folder.File("disk.vmdk")], image.Files.Select(file => file.Path));
    }

    [Fact]
    public void A_device_is_refused()
    {
        using var folder = new TempFolder();
        File.CreateSymbolicLink(folder.File("disk-flat.vmdk"), "/dev/zero");
        File.WriteAllText(folder.File("disk.vmdk"), DiskMaker.Text("vmfs", "RW 1 VMFS \"disk-flat.vmdk\""));

        Assert.Contains("is not a regular file", Refusal(folder).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(4, 9UL, 4, "has version 9")]
    [InlineData(12, ulong.MaxValue, 8, "the sparse extent is 18446744073709551615 sectors long")]
    [InlineData(12, 1UL << 60, 8, "sectors long; from 1 to")]
    [InlineData(12, 1UL << 37, 8, "the grain directory should be at byte")]
    [InlineData(20, 0UL, 8, "a grain has 0 sectors")]
    [InlineData(20, 1UL << 62, 8, "a grain has 4611686018427387904 sectors")]
    [InlineData(20, 24UL, 8, "a grain has 24 sectors")]
    [InlineData(28, 0UL, 8, "is one extent of a disk, without a descriptor")]
    [InlineData(28, ulong.MaxValue, 8, "the embedded descriptor should be at sector 18446744073709551615")]
    [InlineData(36, 1UL << 63, 8, "the embedded descriptor is 9223372036854775808 sectors long")]
    [InlineData(44, 0xFFFFFFFFUL, 4, "a grain table has 4294967295 entries")]
    [InlineData(56, 1UL << 54, 8, "the grain directory should be at sector 18014398509481984")]
    [InlineData(56, ulong.MaxValue, 8, "does not end with a footer")]
    [InlineData(73, 0x0A0A0AUL, 4, "transferred in text mode")]
    [InlineData(8, 0x10001UL, 4, "grains are compressed with algorithm 0")]
    public void A_spoilt_header_field_is_refused(int offset, ulong value, int width, string expected)
    {
        using var folder = new TempFolder();
        DiskMaker.Make(folder.Path, MadeKind.MonolithicSparse, 1, 2_000);
        Spoil(folder.File("disk.vmdk"), offset, value, width);

        Assert.Contains(expected, Refusal(folder).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_compressed_disk_without_markers_is_refused()
    {
        using var folder = new TempFolder();
        DiskMaker.Make(folder.Path, MadeKind.StreamWithHeader, 1, 2_000);
        Spoil(folder.File("disk.vmdk"), 8, 0x10001, 4);

        Assert.Contains("compressed, but have no markers", Refusal(folder).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0xFFFFFFFFUL, "a grain should be at sector 4294967295")]
    [InlineData(2UL, "grains overlap")]
    public void A_grain_that_cannot_be_where_it_is_said_to_be_is_refused(ulong entry, string expected)
    {
        using var folder = new TempFolder();
        var grains = Enumerable.Repeat(GrainState.Stored, 20).ToArray();
        var layout = new Layout(20 * 128, 128, grains, Enumerable.Repeat((byte)7, 20 * 65536).ToArray());
        HostedSparse.Write(folder.File("disk.vmdk"), layout, DiskMaker.Text("monolithicSparse", "RW 2560 SPARSE \"disk.vmdk\""));
        var table = (1 + 20 + 1 + 4 + 1) * 512;
        for (var i = 0; i < 20; i++)
        {
            Spoil(folder.File("disk.vmdk"), table + i * 4, entry == 2 ? 128u * (uint)(i % 2 + 1) : entry, 4);
        }

        // Twenty grains at two places: cut the file to the three that it then needs.
        using (var file = File.OpenWrite(folder.File("disk.vmdk")))
        {
            file.SetLength(3 * 65536);
        }

        Assert.Contains(expected, Refusal(folder).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Overlapping_grain_tables_are_refused()
    {
        using var folder = new TempFolder();
        DiskMaker.Make(folder.Path, MadeKind.MonolithicSparse, 16, 60_000);
        var header = File.ReadAllBytes(folder.File("disk.vmdk"));
        var directory = (int)BinaryPrimitives.ReadUInt64LittleEndian(header.AsSpan(56)) * 512;
        var first = BinaryPrimitives.ReadUInt32LittleEndian(header.AsSpan(directory));
        Spoil(folder.File("disk.vmdk"), directory + 4, first + 1, 4);

        Assert.Contains("overlap, each being 2048 bytes long", Refusal(folder).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_stream_that_was_cut_off_is_refused()
    {
        using var folder = new TempFolder();
        DiskMaker.Make(folder.Path, MadeKind.StreamWithFooter, 1, 2_000);
        using (var file = File.OpenWrite(folder.File("disk.vmdk")))
        {
            file.SetLength(file.Length - 512);
        }

        Assert.Contains("does not end with a footer", Refusal(folder).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0, 77UL, 8, "is marked with sector 77")]
    [InlineData(8, 0xFFFFFFFFUL, 4, "claims 4294967295 compressed bytes")]
    [InlineData(8, 20UL, 4, "a grain")]
    [InlineData(40, 0xFFFFFFFFUL, 4, "a grain")]
    public void A_damaged_compressed_grain_is_refused(int offset, ulong value, int width, string expected)
    {
        using var folder = new TempFolder();
        var content = new byte[65536];
        new Random(1).NextBytes(content);
        var layout = new Layout(128, 128, [GrainState.Stored], content);
        HostedSparse.WriteStream(
            folder.File("disk.vmdk"), layout, DiskMaker.Text("streamOptimized", "RW 128 SPARSE \"disk.vmdk\""), footer: true);
        Spoil(folder.File("disk.vmdk"), 128 * 512 + offset, value, width);

        Assert.Contains(expected, Refusal(folder).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_grain_that_differs_from_its_checksum_is_refused()
    {
        using var folder = new TempFolder();
        var layout = new Layout(128, 128, [GrainState.Stored], new byte[65536]);
        new Random(1).NextBytes(layout.Content);
        HostedSparse.WriteStream(
            folder.File("disk.vmdk"), layout, DiskMaker.Text("streamOptimized", "RW 128 SPARSE \"disk.vmdk\""), footer: true);
        const int Marker = 128 * 512;
        var size = BinaryPrimitives.ReadInt32LittleEndian(File.ReadAllBytes(folder.File("disk.vmdk")).AsSpan(Marker + 8));

        // The last four bytes are the ADLER32.
        Spoil(folder.File("disk.vmdk"), Marker + 12 + size - 4, 0x12345678, 4);

        Assert.Contains("cannot be inflated", Refusal(folder).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_grain_that_inflates_without_end_is_refused()
    {
        using var folder = new TempFolder();
        var bomb = new Layout(128, 128, [GrainState.Stored], new byte[65536]);
        bomb.Content[0] = 1;
        HostedSparse.WriteStream(folder.File("disk.vmdk"), bomb, DiskMaker.Text("streamOptimized", "RW 128 SPARSE \"disk.vmdk\""), footer: false);
        Spoil(folder.File("disk.vmdk"), 20, 8, 8);
        Spoil(folder.File("disk.vmdk"), 12, 8, 8);

        Assert.Contains("inflates to more than its 4096 bytes", Refusal(folder).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(4, 2UL, 4, "has version 2")]
    [InlineData(16, 3UL, 4, "a grain has 3 sectors")]
    [InlineData(20, 0xFFFFFFFFUL, 4, "the grain directory should be at sector")]
    [InlineData(24, 0UL, 4, "the grain directory has 0 entries")]
    [InlineData(12, 0UL, 4, "the vmfsSparse extent is 0 sectors long")]
    [InlineData(12, 1UL, 4, "the descriptor gives the extent 1024000 bytes, but its own header says 512")]
    public void A_spoilt_cowd_header_is_refused(int offset, ulong value, int width, string expected)
    {
        using var folder = new TempFolder();
        DiskMaker.Make(folder.Path, MadeKind.CowdDelta, 1, 2_000);
        Spoil(folder.File("disk-delta.vmdk"), offset, value, width);

        Assert.Contains(expected, Refusal(folder).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(8, 1UL, "has version 1")]
    [InlineData(16, ulong.MaxValue, "sectors long")]
    [InlineData(24, 16UL, "a grain has 16 sectors")]
    [InlineData(32, 1UL, "a grain table has 1 sectors")]
    [InlineData(40, 1UL, "flags 1, which are not known")]
    [InlineData(80, 2UL, "does not start with CAFECAFE")]
    [InlineData(128, ulong.MaxValue, "the grain directory should be at sector")]
    [InlineData(136, 0UL, "the grain directory has 0 sectors")]
    [InlineData(144, 1UL << 60, "the grain tables should be at sector")]
    [InlineData(192, 1UL << 60, "the grains should be at sector")]
    [InlineData(536, 1UL, "a journal that was not replayed")]
    [InlineData(16 * 512, 0x2000_0000_0000_0000UL, "the grain directory entry 2000000000000000 is not known")]
    [InlineData(16 * 512, 0x1000_0000_FFFF_FFFFUL, "grain table 4294967295 cannot lie in a file")]
    [InlineData(17 * 512, 0x4000_0000_0000_0000UL, "the grain table entry 4000000000000000 is not known")]
    [InlineData(17 * 512, 0x3000_FFFF_FFFF_FFFFUL, "cannot lie in a file")]
    public void A_spoilt_sesparse_field_is_refused(int offset, ulong value, string expected)
    {
        using var folder = new TempFolder();
        DiskMaker.Make(folder.Path, MadeKind.SeSparseDelta, 1, 2_000);
        Spoil(folder.File("disk-sesparse.vmdk"), offset, value, 8);

        Assert.Contains(expected, Refusal(folder).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_disk_that_is_its_own_grandparent_is_refused()
    {
        using var folder = new TempFolder();
        File.WriteAllText(folder.File("disk.vmdk"), DiskMaker.Text("vmfs", "RW 1 ZERO", "other.vmdk"));
        File.WriteAllText(folder.File("other.vmdk"), DiskMaker.Text("vmfs", "RW 1 ZERO", "disk.vmdk"));

        Assert.Contains("is its own parent", Refusal(folder).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_chain_without_end_is_refused()
    {
        using var folder = new TempFolder();
        for (var i = 0; i < 100; i++)
        {
            File.WriteAllText(folder.File(i == 0 ? "disk.vmdk" : $"{i}.vmdk"), DiskMaker.Text("vmfs", "RW 1 ZERO", $"{i + 1}.vmdk"));
        }

        Assert.Contains("more than 64 snapshots", Refusal(folder).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_parent_that_was_written_to_after_the_snapshot_is_refused()
    {
        using var folder = new TempFolder();
        File.WriteAllText(folder.File("disk.vmdk"), DiskMaker.Text("vmfs", "RW 1 ZERO", "base.vmdk"));
        File.WriteAllText(
            folder.File("base.vmdk"),
            DiskMaker.Text("vmfs", "RW 1 ZERO").Replace("CID=1234abcd", "CID=1234abce", StringComparison.Ordinal));

        Assert.Contains("with CID 1234abcd, but that has CID 1234abce", Refusal(folder).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_chain_of_extents_without_end_is_refused()
    {
        using var folder = new TempFolder();
        var extents = string.Concat(Enumerable.Repeat("RW 1 ZERO\n", 300_000));
        File.WriteAllText(folder.File("disk.vmdk"), DiskMaker.Text("vmfs", extents, "base.vmdk"));
        File.WriteAllText(folder.File("base.vmdk"), DiskMaker.Text("vmfs", extents));

        Assert.Contains("600000 extents or more; up to 524288", Refusal(folder).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_missing_parent_is_named()
    {
        using var folder = new TempFolder();
        File.WriteAllText(folder.File("disk.vmdk"), DiskMaker.Text("vmfs", "RW 1 ZERO", "base.vmdk"));

        Assert.StartsWith(
            $"{folder.File("base.vmdk")}: cannot be opened: No such file or directory; it is the parent that {folder.File("disk.vmdk")} names. ",
            Refusal(folder).Message,
            StringComparison.Ordinal);
    }

    private static V2KException Refusal(TempFolder folder)
    {
        var job = new CopyJob(folder.File("disk.vmdk"), new FolderPaths(folder.Path), folder.File("out"), DiskFormat.Raw);
        var refusal = Assert.Throws<V2KException>(() => new NativeEngine().CopyAsync(job, null, CancellationToken.None).GetAwaiter().GetResult());
        Assert.False(File.Exists(job.Target));
        return refusal;
    }

    /// <summary>Makes a file a link to somewhere else as soon as it has been resolved, as somebody might who writes to the datastore.</summary>
    private sealed class SwappingPaths(IDatastorePaths paths, string name, string target) : IDatastorePaths
    {
        public string Resolve(string reference, string referrer)
        {
            var path = paths.Resolve(reference, referrer);
            if (Path.GetFileName(path) == name)
            {
                File.Delete(path);
                File.CreateSymbolicLink(path, target);
            }

            return path;
        }

        public bool Contains(string real) => paths.Contains(real);
    }

    private static void Spoil(string path, int offset, ulong value, int width)
    {
        var bytes = new byte[8];
        BinaryPrimitives.WriteUInt64LittleEndian(bytes, value);
        using var file = File.OpenWrite(path);
        file.Position = offset;
        file.Write(bytes.AsSpan(0, width));
    }
}
