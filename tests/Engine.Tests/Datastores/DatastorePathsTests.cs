using V2K.Engine.Datastores;
using V2K.Rules;

namespace V2K.Engine.Tests.Datastores;

public sealed class DatastorePathsTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly DatastorePaths _paths;
    private readonly string _vmx;

    public DatastorePathsTests()
    {
        _vmx = _folder.Write("ds1/web01/web01.vmx", "");
        _folder.Write("ds2/db01/db01.vmdk", "");
        _folder.Write("secret/shadow", "");
        _paths = new DatastorePaths(
            [
                new Datastore("ds1", ["/vmfs/volumes/ds1", "/vmfs/volumes/5f1c2d3e-0a1b2c3d"], _folder["ds1"], _folder["out/ds1"]),
                new Datastore("ds2", ["/vmfs/volumes/ds2", "D:\\VMs"], _folder["ds2"], _folder["out/ds2"]),
            ],
            "v2k.yaml");
    }

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("web01.vmdk", "ds1/web01/web01.vmdk")]
    [InlineData("../base/base.vmdk", "ds1/base/base.vmdk")]
    [InlineData("./web01.vmdk", "ds1/web01/web01.vmdk")]
    [InlineData("/vmfs/volumes/ds1/web01/web01.vmdk", "ds1/web01/web01.vmdk")]
    [InlineData("/vmfs/volumes/5f1c2d3e-0a1b2c3d/a b/c&d.vmdk", "ds1/a b/c&d.vmdk")]
    [InlineData("/vmfs/volumes/ds2/db01/db01.vmdk", "ds2/db01/db01.vmdk")]
    [InlineData("[ds2] db01/db01.vmdk", "ds2/db01/db01.vmdk")]
    [InlineData("[ds2]db01/db01.vmdk", "ds2/db01/db01.vmdk")]
    [InlineData("-rf.vmdk", "ds1/web01/-rf.vmdk")]
    [InlineData("..vmdk", "ds1/web01/..vmdk")]
    [InlineData("..\\base\\base.vmdk", "ds1/base/base.vmdk")]
    [InlineData("D:\\VMs\\db01\\db01.vmdk", "ds2/db01/db01.vmdk")]
    [InlineData("D:/VMs/db01/db01.vmdk", "ds2/db01/db01.vmdk")]
    public void Every_spelling_of_VMware_leads_to_a_file_of_this_host(string reference, string expected)
    {
        Assert.Equal(_folder[expected], _paths.Resolve(reference, _vmx));
    }

    [Fact]
    public void A_file_whose_own_name_looks_like_a_datastore_is_found_beside_its_VM()
    {
        var file = _folder.Write("ds1/web01/[old] web01.vmdk", "");

        Assert.Equal(file, _paths.Resolve("[old] web01.vmdk", _vmx));
    }

    [Fact]
    public void A_path_of_this_host_inside_a_datastore_is_taken_as_it_is()
    {
        Assert.Equal(_folder["ds2/db01/db01.vmdk"], _paths.Resolve(_folder["ds2/db01/db01.vmdk"], _vmx));
    }

    [Theory]
    [InlineData("../../secret/shadow")]
    [InlineData("/vmfs/volumes/ds1/../../secret/shadow")]
    [InlineData("[ds1] ../secret/shadow")]
    [InlineData("../../../../../../../../etc/shadow")]
    [InlineData("..\\..\\secret\\shadow")]
    [InlineData("D:\\VMs\\..\\..\\secret\\shadow")]
    public void A_name_that_climbs_out_of_the_datastores_is_refused(string reference)
    {
        var failure = Assert.Throws<V2KException>(() => _paths.Resolve(reference, _vmx));

        Assert.Equal(_vmx, failure.File);
        Assert.Contains("outside all datastores, and is refused", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/etc/shadow")]
    [InlineData("/vmfs/volumes/ds10/x.vmdk")]
    [InlineData("[ds10] x.vmdk")]
    [InlineData("E:\\x.vmdk")]
    public void A_place_that_no_datastore_covers_is_refused_with_the_key_to_add(string reference)
    {
        var failure = Assert.Throws<V2KException>(() => _paths.Resolve(reference, _vmx));

        Assert.Contains("which no configured datastore covers", failure.Message, StringComparison.Ordinal);
        Assert.Contains("add it under datastores: in v2k.yaml", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_name_with_a_backslash_of_its_own_is_found()
    {
        var file = _folder.Write("ds1/web01/web\\01.vmdk", "");

        Assert.Equal(file, _paths.Resolve("web\\01.vmdk", _vmx));
    }

    [Fact]
    public void A_name_of_a_million_folders_is_refused_in_a_short_line()
    {
        var failure = Assert.Throws<V2KException>(() => _paths.Resolve(string.Concat(Enumerable.Repeat("a/", 1_000_000)), _vmx));

        Assert.InRange(failure.Message.Length, 1, 1_000);
    }

    [Theory]
    [InlineData("")]
    [InlineData("a\0b")]
    public void A_string_that_is_no_file_name_is_refused(string reference)
    {
        Assert.Throws<V2KException>(() => _paths.Resolve(reference, _vmx));
    }

    [Fact]
    public void A_link_that_leads_out_is_refused_whether_it_is_the_file_or_a_folder_on_the_way()
    {
        File.CreateSymbolicLink(_folder["ds1/web01/link.vmdk"], _folder["secret/shadow"]);
        Directory.CreateSymbolicLink(_folder["ds1/folder"], _folder["secret"]);

        Assert.Throws<V2KException>(() => _paths.Resolve("link.vmdk", _vmx));
        Assert.Throws<V2KException>(() => _paths.Resolve("../folder/shadow", _vmx));
        Assert.Throws<V2KException>(() => _paths.Resolve("../folder/not-there", _vmx));
    }

    [Fact]
    public void A_link_from_one_datastore_into_another_is_followed()
    {
        Directory.CreateSymbolicLink(_folder["ds1/db01"], _folder["ds2/db01"]);

        Assert.Equal(_folder["ds1/db01/db01.vmdk"], _paths.Resolve("../db01/db01.vmdk", _vmx));
    }

    [Fact]
    public void A_result_goes_to_the_target_of_the_datastore_its_source_lies_in()
    {
        Assert.Equal(_folder["out/ds2/db01/db01.vmdk"], _paths.TargetOf(_folder["ds2/db01/db01.vmdk"]));
    }

    [Theory]
    [InlineData("/a/b", "/a", true)]
    [InlineData("/a", "/a", true)]
    [InlineData("/a", "/a/", true)]
    [InlineData("/ab", "/a", false)]
    [InlineData("/x", "/", true)]
    public void Inside_means_below_and_not_merely_beginning_alike(string path, string folder, bool inside)
    {
        Assert.Equal(inside, DatastorePaths.IsInside(path, folder));
    }
}
