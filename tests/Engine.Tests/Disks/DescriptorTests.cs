using System.Text;
using V2K.Engine.Disks.Vmdk;

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
}
