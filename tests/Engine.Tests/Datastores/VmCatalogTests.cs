using System.Diagnostics;
using V2K.Engine.Datastores;

namespace V2K.Engine.Tests.Datastores;

public sealed class VmCatalogTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void VMs_are_found_at_any_depth_in_the_order_of_their_paths()
    {
        _folder.Write("ds1/web02/web02.vmx", "displayName = \"second\"\n");
        _folder.Write("ds1/web01/web01.vmx", "displayName = \"first\"\n");
        _folder.Write("ds1/group/deep/x.VMX", "displayName = \"deep\"\n");

        var catalog = Scan();

        Assert.Equal(["deep", "first", "second"], catalog.Vms.Select(vm => vm.DisplayName));
        Assert.Empty(catalog.Problems);
    }

    [Fact]
    public void A_file_that_only_looks_like_a_VM_is_ignored()
    {
        _folder.Write("ds1/web01/web01.vmx", "displayName = \"first\"\n");
        _folder.Write("ds1/web01/web01.vmxf", "");
        _folder.Write("ds1/web01/web01.vmx~", "displayName = \"backup\"\n");
        _folder.Write("ds1/.snapshot/web01/web01.vmx", "displayName = \"copy\"\n");
        Directory.CreateSymbolicLink(_folder["ds1/again"], _folder["ds1/web01"]);
        Directory.CreateSymbolicLink(_folder["ds1/web01/loop"], _folder["ds1"]);

        Assert.Equal(["first"], Scan().Vms.Select(vm => vm.DisplayName));
    }

    [Fact]
    public void A_VM_that_cannot_be_read_is_listed_by_its_file_name()
    {
        _folder.Write("ds1/broken/broken.vmx", "");

        Assert.Equal("broken", Assert.Single(Scan().Vms).DisplayName);
    }

    [Fact(Timeout = 20_000)]
    public async Task A_FIFO_in_the_place_of_a_VMX_does_not_hang_the_scan()
    {
        Directory.CreateDirectory(_folder["ds1/web01"]);
        using var mkfifo = Process.Start("mkfifo", [_folder["ds1/web01/web01.vmx"]]);
        await mkfifo.WaitForExitAsync();

        Assert.Equal("web01", Assert.Single((await Task.Run(Scan)).Vms).DisplayName);
    }

    [Fact]
    public void A_datastore_that_is_not_mounted_is_a_problem_that_names_its_remedy()
    {
        var problem = Assert.Single(Scan().Problems);

        Assert.Contains("the datastore 'ds1' cannot be read here", problem.Message, StringComparison.Ordinal);
        Assert.Contains("Mount it", problem.Remedy, StringComparison.Ordinal);
    }

    private VmCatalog Scan() => VmCatalog.Scan([new Datastore("ds1", [], _folder["ds1"], _folder["out"])]);
}
