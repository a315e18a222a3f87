using System.Buffers.Binary;
using System.Text;
using V2K.Engine.Configuration;
using V2K.Engine.Datastores;
using V2K.Engine.Disks;
using V2K.Engine.Disks.Engines;
using V2K.Engine.Tests.Disks.Making;
using V2K.Rules;
using V2K.Rules.Findings;

namespace V2K.Engine.Tests.Disks;

/// <summary>Descriptors that are missing, scrambled, or something else altogether: what is said, and what is offered.</summary>
public sealed class LostDescriptorTests : IDisposable
{
    private readonly TempFolder _folder = new();

    private FolderPaths Paths => new(_folder.Path);

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(MadeKind.VmfsFlat, "disk-flat.vmdk")]
    [InlineData(MadeKind.MonolithicFlat, "disk-flat.vmdk")]
    [InlineData(MadeKind.TwoGbSparse, "-s001.vmdk")]
    public void A_disk_without_a_descriptor_gets_one_with_which_it_is_the_same_disk(MadeKind kind, string extent)
    {
        DiskMaker.Make(_folder.Path, kind, seed: 5, sectors: 4096);
        var before = Runs();
        File.Delete(_folder["disk.vmdk"]);

        var failure = Refusal("disk.vmdk");
        Assert.Equal(FindingId.MissingDisk, failure.Id);
        Assert.Contains(extent, failure.What, StringComparison.Ordinal);
        Assert.Contains("--target=Doctor", failure.Remedy, StringComparison.Ordinal);

        Write(Propose("disk.vmdk"));
        Assert.Equal(before, Runs());

        string Runs()
        {
            using var image = DiskImage.Open(_folder["disk.vmdk"], Paths);
            return string.Join('\n', image.Runs().Select(run => $"{run.Offset} {run.Length} {run.Kind}"));
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("\0\0\0\0\0\0\0\0")]
    [InlineData("#!/bin/sh\necho no descriptor\n")]
    [InlineData("# Disk DescriptorFile\nversion=1\nCID=1234abcd\nRW 32768 VM")]
    [InlineData("# Disk DescriptorFile\nCID=zzz\nRW 32768 VMFS \"disk-flat.vmdk\"\n")]
    [InlineData("# Disk DescriptorFile\nCID=1\nRW 32768 VMFS disk-flat.vmdk\n")]
    public void A_scrambled_descriptor_beside_a_whole_extent_can_be_written_again(string scrambled)
    {
        Sized("disk-flat.vmdk", 16 << 20);
        _folder.Write("disk.vmdk", scrambled);

        var failure = Refusal("disk.vmdk");
        Assert.Contains("disk-flat.vmdk (16 MiB)", failure.What, StringComparison.Ordinal);
        Assert.Contains("--target=Doctor", failure.Remedy, StringComparison.Ordinal);

        Write(Propose("disk.vmdk"));
        Assert.Equal(16 << 20, Size("disk.vmdk"));
    }

    [Theory]
    [InlineData(16L << 20, "lsilogic", 16, 64, 32)]
    [InlineData((1L << 30) - 512, "lsilogic", 1023, 64, 32)]
    [InlineData(1L << 30, "lsilogic", 512, 128, 32)]
    [InlineData(4L << 30, "lsilogic", 522, 255, 63)]
    [InlineData(40L << 30, "buslogic", 5221, 255, 63)]
    [InlineData(1L << 30, "ide", 2080, 16, 63)]
    [InlineData(40L << 30, "ide", 16383, 16, 63)]
    public void A_descriptor_has_size_and_geometry_as_VMware_writes_them(long bytes, string adapter, long cylinders, int heads, int sectors)
    {
        Sized("web 01-flat.vmdk", bytes);

        var text = ProposedDescriptor.For(_folder["web 01.vmdk"], adapter, "19", Paths)!.Text;

        Assert.Contains($"RW {bytes / 512} VMFS \"web 01-flat.vmdk\"\n", text, StringComparison.Ordinal);
        Assert.Contains($"ddb.adapterType = \"{adapter}\"\nddb.geometry.cylinders = \"{cylinders}\"\nddb.geometry.heads = \"{heads}\"\nddb.geometry.sectors = \"{sectors}\"\n", text, StringComparison.Ordinal);
        Assert.Contains("ddb.virtualHWVersion = \"19\"\n", text, StringComparison.Ordinal);
        Assert.DoesNotContain("\r", text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_snapshot_without_a_descriptor_gets_one_that_names_its_parent()
    {
        Sized("web01-flat.vmdk", 512 * 4096);
        _folder.Write("web01.vmdk", DiskMaker.Text("vmfs", "RW 4096 VMFS \"web01-flat.vmdk\""));
        EsxSparse.WriteCowd(_folder["web01-000002-delta.vmdk"], Layout.Random(3, 4096, 1, zeroedGrains: false));

        Assert.Contains("web01-000002-delta.vmdk", Refusal("web01-000002.vmdk").What, StringComparison.Ordinal);
        var proposed = Propose("web01-000002.vmdk");
        Assert.Contains("parentCID=1234abcd\n", proposed.Text, StringComparison.Ordinal);
        Assert.Contains("parentFileNameHint=\"web01.vmdk\"\n", proposed.Text, StringComparison.Ordinal);
        Assert.Contains(".vmsd", Assert.Single(proposed.Notes), StringComparison.Ordinal);

        Write(proposed);
        Assert.Equal(512 * 4096, Size("web01-000002.vmdk"));
    }

    [Fact]
    public void A_base_without_a_descriptor_gets_the_CID_that_its_snapshot_expects()
    {
        Sized("web01-flat.vmdk", 512 * 4096);
        EsxSparse.WriteCowd(_folder["web01-000001-delta.vmdk"], Layout.Random(3, 4096, 1, zeroedGrains: false));
        _folder.Write("web01-000001.vmdk", DiskMaker.Text("vmfsSparse", "RW 4096 VMFSSPARSE \"web01-000001-delta.vmdk\"", "web01.vmdk"));

        Write(Propose(Path.GetFileName(Refusal("web01-000001.vmdk").File!)));

        Assert.Equal(512 * 4096, Size("web01-000001.vmdk"));
    }

    [Theory]
    [InlineData("qcow2", "a qcow2 image of 10 GiB", "qemu-img convert -f qcow2")]
    [InlineData("vdi", "a VDI (VirtualBox) image of 10 GiB", "qemu-img convert -f vdi")]
    [InlineData("vhd", "a VHD (Hyper-V) image of 10 GiB", "qemu-img convert -f vpc")]
    [InlineData("fixed-vhd", "a VHD (Hyper-V) image of 10 GiB", "qemu-img convert -f vpc")]
    [InlineData("vhdx", "a VHDX (Hyper-V) image", "qemu-img convert -f vhdx")]
    [InlineData("mbr", "a raw image of 1 MiB: a disk with a boot sector", "Rename it disk-flat.vmdk")]
    [InlineData("gpt", "a raw image of 1 MiB: a disk with a GPT", "Rename it disk-flat.vmdk")]
    [InlineData("ext4", "a raw image of 1 MiB: an ext file system", "Rename it disk-flat.vmdk")]
    [InlineData("luks", "a raw image of 1 MiB: a LUKS volume", "Rename it disk-flat.vmdk")]
    [InlineData("xz", "a compressed file (xz)", "Unpack it")]
    [InlineData("zip", "a zip archive", "Unpack it")]
    [InlineData("tar", "a tar archive", "Unpack it")]
    [InlineData("iso", "an ISO image", "Copy the disk again")]
    [InlineData("html", "a web page", "Copy the disk again")]
    [InlineData("empty", "an empty file", "Copy the disk again")]
    [InlineData("cowd", "a snapshot's extent of type vmfsSparse", "Restore its original name")]
    public void A_file_of_another_format_that_is_called_vmdk_is_named_for_what_it_is(string format, string name, string remedy)
    {
        File.WriteAllBytes(_folder["disk.vmdk"], Foreign(format));

        var failure = Refusal("disk.vmdk");

        Assert.Contains(name, failure.What, StringComparison.Ordinal);
        Assert.StartsWith(remedy, failure.Remedy[failure.Remedy.IndexOf(remedy, StringComparison.Ordinal)..], StringComparison.Ordinal);
    }

    [Fact]
    public void A_raw_image_called_vmdk_gets_a_descriptor_for_its_new_name()
    {
        File.WriteAllBytes(_folder["disk.vmdk"], Foreign("mbr"));

        var proposed = Propose("disk.vmdk");
        Assert.Contains("disk-flat.vmdk", Assert.Single(proposed.Notes), StringComparison.Ordinal);
        File.Move(_folder["disk.vmdk"], _folder["disk-flat.vmdk"]);
        Write(proposed);

        Assert.Equal(1 << 20, Size("disk.vmdk"));
    }

    [Theory]
    [InlineData(true, "Name the disk's descriptor instead: disk.vmdk")]
    [InlineData(false, "Write the descriptor again")]
    public void An_extent_that_is_named_as_the_disk_leads_to_its_descriptor(bool hasDescriptor, string remedy)
    {
        DiskMaker.Make(_folder.Path, MadeKind.VmfsFlat, seed: 5, sectors: 4096);
        if (!hasDescriptor)
        {
            File.Delete(_folder["disk.vmdk"]);
        }

        Assert.Contains(remedy, Refusal("disk-flat.vmdk").Remedy, StringComparison.Ordinal);
        Assert.Equal(_folder["disk.vmdk"], Propose("disk-flat.vmdk").Path);
    }

    [Theory]
    [InlineData("disk.vmdk", new[] { 4096, 4096, 1024 })]
    [InlineData("disk-f001.vmdk", new[] { 8 })]
    [InlineData("disk-f002.vmdk", new[] { 2048, 16 })]
    public async Task A_split_flat_disk_without_a_descriptor_gets_one_with_every_part_in_its_place(string named, int[] sectors)
    {
        var content = new byte[sectors.Sum() * 512];
        new Random(11).NextBytes(content);
        var done = 0;
        for (var part = 0; part < sectors.Length; part++)
        {
            File.WriteAllBytes(_folder[$"disk-f{part + 1:000}.vmdk"], content[done..(done += sectors[part] * 512)]);
        }

        var proposed = Propose(named);
        Assert.Equal(
            sectors.Select((count, part) => $"RW {count} FLAT \"disk-f{part + 1:000}.vmdk\" 0"),
            proposed.Text.Split('\n').Where(line => line.StartsWith("RW ", StringComparison.Ordinal)));
        Assert.Contains("createType=\"twoGbMaxExtentFlat\"\n", proposed.Text, StringComparison.Ordinal);

        Write(proposed);
        await new NativeEngine().CopyAsync(new CopyJob(_folder["disk.vmdk"], Paths, _folder["disk.raw"], DiskFormat.Raw), null, CancellationToken.None);
        Assert.Equal(content, File.ReadAllBytes(_folder["disk.raw"]));
    }

    [Theory]
    [InlineData("disk-f001.vmdk", "disk-f003.vmdk")]
    [InlineData("disk-f001.vmdk", "disk-f002.vmdk", "disk-f017.vmdk")]
    [InlineData("disk-f002.vmdk")]
    public void Nothing_is_offered_where_a_part_of_a_split_disk_is_missing(params string[] parts)
    {
        Array.ForEach(parts, part => Sized(part, 1 << 20));

        Assert.Null(ProposedDescriptor.For(_folder["disk.vmdk"], "lsilogic", "4", Paths));
    }

    [Fact]
    public void A_snapshot_of_a_split_disk_gets_a_descriptor_that_names_its_parent()
    {
        DiskMaker.Make(_folder.Path, MadeKind.TwoGbSparse, seed: 5, sectors: 4096);
        foreach (var part in Directory.GetFiles(_folder.Path, "disk-s*.vmdk"))
        {
            File.Copy(part, part.Replace("disk-s", "disk-000001-s", StringComparison.Ordinal));
        }

        Assert.Contains("parentFileNameHint=\"disk.vmdk\"\n", Propose("disk-000001.vmdk").Text, StringComparison.Ordinal);
        File.Delete(_folder["disk.vmdk"]);
        Array.ForEach(Directory.GetFiles(_folder.Path, "disk-s*.vmdk"), File.Delete);
        Assert.Null(ProposedDescriptor.For(_folder["disk-000001.vmdk"], "lsilogic", "4", Paths));
    }

    [Fact]
    public void Nothing_is_offered_where_no_extent_is_whole()
    {
        Assert.Null(ProposedDescriptor.For(_folder["disk.vmdk"], "lsilogic", "4", Paths));
        Sized("disk-flat.vmdk", 1000);
        Assert.Null(ProposedDescriptor.For(_folder["disk.vmdk"], "lsilogic", "4", Paths));
        _folder.Write("disk-delta.vmdk", new string('x', 4096));
        Assert.Null(ProposedDescriptor.For(_folder["disk.vmdk"], "lsilogic", "4", Paths));
        Assert.DoesNotContain("Doctor", Refusal("disk.vmdk").Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public void The_advice_for_a_VM_knows_its_controller_and_writes_nothing()
    {
        _folder.Write("ds/web01/web01.vmx", """
            displayName = "web01"
            virtualHW.version = "13"
            scsi0.present = "TRUE"
            scsi0.virtualDev = "buslogic"
            scsi0:0.present = "TRUE"
            scsi0:0.fileName = "web01.vmdk"
            ide0:1.present = "TRUE"
            ide0:1.fileName = "data.vmdk"
            """);
        Sized("ds/web01/web01-flat.vmdk", 8L << 30);
        Sized("ds/web01/data-flat.vmdk", 1L << 30);
        var config = new Config { File = "v2k.yaml", Datastores = [new Datastore("ds", [], _folder["ds"], _folder["out"])] };
        var files = Directory.GetFiles(_folder.Path, "*", SearchOption.AllDirectories);

        var advice = DescriptorAdvice.For(Assert.Single(VmCatalog.Scan(config.Datastores).Vms), config);

        Assert.Equal(["scsi0:0", "ide0:1"], advice.Select(one => one.Device));
        Assert.Contains("ddb.adapterType = \"buslogic\"", advice[0].Proposed!.Text, StringComparison.Ordinal);
        Assert.Contains("ddb.virtualHWVersion = \"13\"", advice[0].Proposed!.Text, StringComparison.Ordinal);
        Assert.Contains("ddb.adapterType = \"ide\"", advice[1].Proposed!.Text, StringComparison.Ordinal);
        Assert.Equal(files, Directory.GetFiles(_folder.Path, "*", SearchOption.AllDirectories));
    }

    private static byte[] Foreign(string format)
    {
        var bytes = new byte[1 << 20];
        switch (format)
        {
            case "qcow2":
                "QFI"u8.CopyTo(bytes);
                bytes[3] = 0xFB;
                BinaryPrimitives.WriteUInt32BigEndian(bytes.AsSpan(4), 3);
                BinaryPrimitives.WriteUInt64BigEndian(bytes.AsSpan(24), 10UL << 30);
                break;
            case "vdi":
                BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(0x40), 0xBEDA_107F);
                BinaryPrimitives.WriteUInt64LittleEndian(bytes.AsSpan(0x170), 10UL << 30);
                break;
            case "vhd" or "fixed-vhd":
                var footer = bytes.AsSpan(format == "vhd" ? 0 : bytes.Length - 512);
                "conectix"u8.CopyTo(footer);
                BinaryPrimitives.WriteUInt64BigEndian(footer[48..], 10UL << 30);
                break;
            case "vhdx":
                "vhdxfile"u8.CopyTo(bytes);
                break;
            case "mbr" or "gpt":
                (bytes[510], bytes[511]) = (0x55, 0xAA);
                (format == "gpt" ? "EFI PART"u8 : []).CopyTo(bytes.AsSpan(512));
                break;
            case "ext4":
                (bytes[1080], bytes[1081]) = (0x53, 0xEF);
                break;
            case "luks":
                "LUKS"u8.CopyTo(bytes);
                (bytes[4], bytes[5]) = (0xBA, 0xBE);
                break;
            case "xz":
                return [0xFD, .. "7zXZ\0rest"u8];
            case "zip":
                return [.. "PK"u8, 3, 4, .. "rest"u8];
            case "tar":
                "web01.ovf"u8.CopyTo(bytes);
                "ustar"u8.CopyTo(bytes.AsSpan(257));
                break;
            case "iso":
                "CD001"u8.CopyTo(bytes.AsSpan(32769));
                break;
            case "html":
                return Encoding.ASCII.GetBytes("\r\n<!doctype html><html><body>503</body></html>");
            case "empty":
                return [];
            case "cowd":
                "COWD"u8.CopyTo(bytes);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(format));
        }

        return bytes;
    }

    private void Sized(string name, long length)
    {
        using var file = File.Create(_folder[name]);
        file.SetLength(length);
    }

    private ProposedDescriptor Propose(string name) => ProposedDescriptor.For(_folder[name], "lsilogic", "4", Paths)!;

    private static void Write(ProposedDescriptor proposed) => File.WriteAllText(proposed.Path, proposed.Text);

    private long Size(string name)
    {
        using var image = DiskImage.Open(_folder[name], Paths);
        return image.VirtualSize;
    }

    private V2KException Refusal(string name) => Assert.Throws<V2KException>(() => DiskImage.Open(_folder[name], Paths).Dispose());
}
