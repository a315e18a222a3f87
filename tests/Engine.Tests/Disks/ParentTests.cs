using V2K.Engine.Datastores;
using V2K.Engine.Disks;
using V2K.Engine.Tests.Disks.Making;
using V2K.Rules;

namespace V2K.Engine.Tests.Disks;

/// <summary>Where the parent of a snapshot is found, by every way in which VMware's products name it.</summary>
public sealed class ParentTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly DatastorePaths _paths;

    public ParentTests()
    {
        Directory.CreateDirectory(_folder["volumes/one"]);
        Directory.CreateSymbolicLink(_folder["ds1"], _folder["volumes/one"]);
        _paths = new DatastorePaths(
            [
                new Datastore("ds1", ["/vmfs/volumes/ds1", "/vmfs/volumes/5f1c2d3e-0a1b2c3d"], _folder["ds1"], _folder["out/ds1"]),
                new Datastore("ds2", ["/vmfs/volumes/ds2"], _folder["ds2"], _folder["out/ds2"]),
            ],
            "v2k.yaml");
    }

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("base.vmdk", "ds1/web01/base.vmdk")]
    [InlineData("../base/base.vmdk", "ds1/base/base.vmdk")]
    [InlineData("..\\base\\base.vmdk", "ds1/base/base.vmdk")]
    [InlineData("/vmfs/volumes/5f1c2d3e-0a1b2c3d/base/base.vmdk", "ds1/base/base.vmdk")]
    [InlineData("/vmfs/volumes/ds2/base/base.vmdk", "ds2/base/base.vmdk")]
    public void A_parent_is_found_by_its_hint(string hint, string parent)
    {
        Make(hint, parent);

        using var image = DiskImage.Open(_folder["ds1/web01/web01.vmdk"], _paths);

        Assert.Equal([_folder["ds1/web01/web01.vmdk"], _folder[parent]], image.Files.Select(file => file.Path));
    }

    [Theory]
    [InlineData("/vmfs/volumes/4a4a4a4a-5b5b5b5b/old/base.vmdk")]
    [InlineData("/vmfs/volumes/ds2/old/base.vmdk")]
    [InlineData("C:\\Users\\me\\Documents\\Virtual Machines\\web01\\base.vmdk")]
    [InlineData("../old/base.vmdk")]
    public void The_parent_of_a_disk_whose_folder_was_moved_is_found_beside_it(string hint)
    {
        Make(hint, "ds1/web01/base.vmdk");

        using var image = DiskImage.Open(_folder["ds1/web01/web01.vmdk"], _paths);

        Assert.Equal(_folder["ds1/web01/base.vmdk"], image.Files[^1].Path);
    }

    [Theory]
    [InlineData("/vmfs/volumes/4a4a4a4a-5b5b5b5b/old/base.vmdk", "which no configured datastore covers")]
    [InlineData("/vmfs/volumes/ds2/old/base.vmdk", "ds2/old/base.vmdk: cannot be opened")]
    [InlineData("../../../old/base.vmdk", "outside all datastores")]
    [InlineData("../template/web01.vmdk", "ds1/template/web01.vmdk: cannot be opened: No such file or directory; it is the parent that")]
    public void If_the_file_is_missing_there_too_the_error_names_the_hint(string hint, string expected)
    {
        Make(hint, "elsewhere/base.vmdk");

        var failure = Assert.Throws<V2KException>(() => DiskImage.Open(_folder["ds1/web01/web01.vmdk"], _paths).Dispose());

        Assert.Contains(expected, failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_hint_that_leads_out_is_refused_whatever_lies_beside_the_disk()
    {
        Make("../../../etc/base.vmdk", "ds1/web01/base.vmdk");

        var failure = Assert.Throws<V2KException>(() => DiskImage.Open(_folder["ds1/web01/web01.vmdk"], _paths).Dispose());

        Assert.Contains("outside all datastores", failure.Message, StringComparison.Ordinal);
    }

    private void Make(string hint, string parent)
    {
        _folder.Write("ds1/web01/web01.vmdk", DiskMaker.Text("vmfsSparse", "RW 1 ZERO", hint));
        _folder.Write(parent, DiskMaker.Text("vmfs", "RW 1 ZERO"));
    }
}
