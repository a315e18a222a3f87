using System.Text;
using V2K.Engine.Disks;
using V2K.Engine.Disks.Vmdk;
using V2K.Engine.Tests.Disks.Making;
using V2K.Rules;
using V2K.Rules.Findings;

namespace V2K.Engine.Tests.Disks;

public sealed class DescriptorTests
{
    [Theory]
    [InlineData("ddb.uuid = \"60 00 C2 9e 5a 5f 54 d8-37 73 8b 4d 3e 42 c1 ac\"", "6000c29e5a5f54d837738b4d3e42c1ac")]
    [InlineData("ddb.uuid = \"60 00 C2 9e\"", null)]
    [InlineData("ddb.uuid = \"60 00 C2 9e 5a 5f 54 d8-37 73 8b 4d 3e 42 c1 zz\"", null)]
    [InlineData("ddb.adapterType = \"lsilogic\"", null)]
    public void The_number_by_which_a_guest_knows_its_disk_is_read(string line, string? expected)
    {
        var text = $"# Disk DescriptorFile\nversion=1\nCID=12345678\nparentCID=ffffffff\ncreateType=\"vmfs\"\nRW 2048 VMFS \"web01-flat.vmdk\"\n{line}\n";

        Assert.Equal(expected, VmdkDescriptor.Parse(Encoding.UTF8.GetBytes(text), "web01.vmdk").Uuid);
    }

    [Theory]
    [InlineData("# Disk DescriptorFile\r\nversion=1\r\nCID=1\r\nparentCID=ffffffff\r\ncreateType=\"vmfs\"\r\nRW 2 VMFS \"a b.vmdk\"\r\n")]
    [InlineData("# disk descriptorfile\nVERSION=1\nCid=1\nPARENTCID=FFFFFFFF\nCREATETYPE=\"vmfs\"\nrw 2 vmfs \"a b.vmdk\"")]
    [InlineData("\uFEFF\n\n# Disk DescriptorFile\n  CID = 1 \n\tparentCID =\tffffffff\n createType = \"vmfs\" \n\tRW\t2\tFLAT\t\"a b.vmdk\"\t0\t\n# RW 9 VMFS \"x\"\n#")]
    [InlineData("# Disk DescriptorFile\ncreateType=vmfs\nRDONLY 2 VMFS \"a b.vmdk\"\nddb.comment = \"RW 9 = \"quoted\"\"\nddb.x=\"1\"\nddb.x=\"2\"\0\0RW 9 VMFS \"x\"")]
    public void A_descriptor_is_read_however_it_is_written(string text)
    {
        using var folder = new TempFolder();
        File.WriteAllText(folder["disk.vmdk"], text, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
        File.WriteAllBytes(folder["a b.vmdk"], new byte[1024]);

        using var image = DiskImage.Open(folder["disk.vmdk"], new FolderPaths(folder.Path));

        Assert.Equal((1024, "vmfs"), (image.VirtualSize, image.Summary.Kind));
    }

    [Theory]
    [InlineData("UTF-8", "Gehäuse…", 65001)]
    [InlineData("windows-1252", "Gehäuse…", 1252)]
    [InlineData("windows-1251", "склад", 1251)]
    [InlineData("Shift_JIS", "表示", 932)]
    [InlineData("GBK", "联通", 936)]
    [InlineData("unheard-of", "Gehäuse", 65001)]
    [InlineData("UTF-8", "Gehäuse…", 1252)]
    public void File_names_are_read_in_the_encoding_that_the_descriptor_names(string encoding, string name, int codePage)
    {
        var text = $"# Disk DescriptorFile\nencoding=\"{encoding}\"\nRW 2 VMFS \"{name}.vmdk\"\n";
        var bytes = codePage == 65001 ? Encoding.UTF8.GetBytes(text) : CodePagesEncodingProvider.Instance.GetEncoding(codePage)!.GetBytes(text);

        Assert.Equal(name + ".vmdk", Assert.Single(VmdkDescriptor.Parse(bytes, "web01.vmdk").Extents).FileName);
    }

    [Theory]
    [InlineData("RW 32768 FLAT \"d-flat.vmdk\" 0 \"0f1e\" \"ATA_1\"", "d-flat.vmdk", 0)]
    [InlineData("RW 63 FLAT \"d-pt.vmdk\" 0 \"0f1e2d3c-4b5a\"", "d-pt.vmdk", 0)]
    [InlineData("RW 63 FLAT \"d-flat.vmdk\" 128 \"\" \"\"", "d-flat.vmdk", 65536)]
    [InlineData("RW 63 FLAT \"d-flat.vmdk\" 128 0f1e ATA_1", "d-flat.vmdk", 65536)]
    [InlineData("RW 63 FLAT \"d-flat.vmdk\" 128 \"0f1e\" \"ATA_1\" partition 2 \"x y\"", "d-flat.vmdk", 65536)]
    [InlineData("RW 63 SPARSE \"d s001.vmdk\" \"0f1e\" \"t10.ATA_____ST3 500\"", "d s001.vmdk", 0)]
    [InlineData("RDONLY 63 VMFS \"web 01-flat.vmdk\"", "web 01-flat.vmdk", 0)]
    [InlineData("RW 63 VMFSSPARSE \"a \"b\"-delta.vmdk\"", "a \"b\"-delta.vmdk", 0)]
    [InlineData("RW 63 FLAT \"a \"b\"-flat.vmdk\" 7 \"0f1e\" \"x\"", "a \"b\"-flat.vmdk", 3584)]
    [InlineData("RW 63 FLAT \"a \\\"b\\\".vmdk\" 7", "a \"b\".vmdk", 3584)]
    [InlineData("RW\t63\tFLAT\t\"d-flat.vmdk\"\t1\t\"0f1e\"\t\"ATA_1\"\t", "d-flat.vmdk", 512)]
    public void Text_after_the_name_of_an_extent_is_not_part_of_the_name(string line, string name, long position)
    {
        var extent = Assert.Single(VmdkDescriptor.Parse(Encoding.UTF8.GetBytes($"# Disk DescriptorFile\n{line}\n"), "web01.vmdk").Extents);

        Assert.Equal((name, position), (extent.FileName, extent.Position));
    }

    [Theory]
    [InlineData("VMFSRDM \"d-rdm.vmdk\" 0 \"0f1e\" \"vml.0200\"")]
    [InlineData("VMFSRAW \"vmhba0:1\" 0 \"0f1e\" \"vml.0200\"")]
    public void A_raw_device_is_refused_with_any_other_text_on_its_line(string extent) => Assert.Equal(
        FindingId.RawDevice,
        Assert.Throws<V2KException>(() => VmdkDescriptor.Parse(Encoding.UTF8.GetBytes($"# Disk DescriptorFile\nRW 63 {extent}\n"), "web01.vmdk")).Id);

    [Theory]
    [InlineData("RW 1 VMFS ")]
    [InlineData("RW 1 ")]
    [InlineData("createType=")]
    [InlineData("CID=")]
    [InlineData("encryption.")]
    [InlineData("RW 1 VMFS \"vsan://")]
    public void An_endless_line_is_reported_in_a_short_message(string start)
    {
        using var folder = new TempFolder();
        File.WriteAllText(folder["disk.vmdk"], $"# Disk DescriptorFile\n{start}{new string('x', 4_000_000)}=\"\n");

        var failure = Assert.Throws<V2KException>(() => DiskImage.Open(folder["disk.vmdk"], new FolderPaths(folder.Path)).Dispose());

        Assert.InRange(failure.Message.Length, 1, 1_000);
    }
}
