using V2K.Engine.Datastores;
using V2K.Engine.Stages;
using V2K.Engine.State;

namespace V2K.Engine.Tests.Datastores;

/// <summary>Which folders inside a source take results, and what a scan of the source passes by.</summary>
public sealed class TargetPlacementTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public TargetPlacementTests() => _folder.Write("ds1/web01/web01.vmx", "displayName = \"web01\"\n");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_missing_or_empty_folder_in_a_source_is_a_target()
    {
        Assert.Null(Fault("ds1/out"));
        Directory.CreateDirectory(_folder["ds1/out/web01"]);
        Assert.Null(Fault("ds1/out"));
    }

    [Fact]
    public void A_folder_in_a_source_with_results_alone_is_a_target()
    {
        AddResults("ds1/out");

        Assert.Null(Fault("ds1/out"));
    }

    [Fact]
    public void A_folder_in_a_source_keeps_its_results_under_another_path()
    {
        AddResults("mounted/out", of: "mounted");
        Directory.Move(_folder["mounted/out"], _folder["ds1/out"]);

        Assert.Null(Fault("ds1/out"));
    }

    [Fact]
    public void The_targets_of_several_datastores_may_lie_in_one_folder_of_a_source()
    {
        AddResults("ds1/out/first");
        AddResults("ds1/out/second");

        Assert.Null(Fault("ds1/out"));
    }

    [Theory]
    [InlineData("notes.txt")]
    [InlineData(".hidden")]
    [InlineData("web01/web01.vmx")]
    [InlineData("web01/web01.vmdk")]
    [InlineData("web01/web02.qcow2")]
    [InlineData("web02/web01.qcow2")]
    [InlineData("web01/web02.testboot.log")]
    [InlineData("deep/in/there/a")]
    public void A_file_that_V2K_did_not_make_is_named(string file)
    {
        AddResults("ds1/out");
        _folder.Write("ds1/out/" + file, "");

        Assert.Equal(
            $"{_folder["ds1/out"]} lies in the source {_folder["ds1"]} and holds {_folder["ds1/out/" + file]}, which V2K did not make",
            Fault("ds1/out")!.Value.What);
    }

    [Fact]
    public void Without_its_state_a_result_is_a_file_like_any_other()
    {
        _folder.Write("ds1/out/web01/web01.qcow2", "");

        Assert.Contains("web01/web01.qcow2, which V2K did not make", Fault("ds1/out")!.Value.What, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ds1/out/link")]
    [InlineData("ds1/out/web01.qcow2")]
    [InlineData("ds1/out/.v2k")]
    public void A_link_in_the_folder_is_foreign(string link)
    {
        Directory.CreateDirectory(_folder["ds1/out"]);
        Directory.CreateSymbolicLink(_folder[link], _folder["ds1/web01"]);

        Assert.Contains($"holds {_folder[link]}, which V2K did not make", Fault("ds1/out")!.Value.What, StringComparison.Ordinal);
    }

    [Fact]
    public void Links_on_the_way_to_the_folder_are_followed()
    {
        Directory.CreateDirectory(_folder["elsewhere"]);
        _folder.Write("elsewhere/notes.txt", "");
        Directory.CreateSymbolicLink(_folder["ds1/out"], _folder["elsewhere"]);
        Directory.CreateSymbolicLink(_folder["srv"], _folder["ds1"]);

        Assert.Null(Fault("ds1/out"));
        Assert.Contains($"{_folder["srv/web01"]} lies in the source {_folder["ds1"]} and holds {_folder["srv/web01/web01.vmx"]}", Fault("srv/web01")!.Value.What, StringComparison.Ordinal);
    }

    [Fact]
    public void The_sources_of_other_datastores_count_too()
    {
        _folder.Write("ds2/db01/db01.vmx", "");

        Assert.Contains($"lies in the source {_folder["ds2"]}", Fault("ds2/db01", "ds1", "ds2")!.Value.What, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ds1")]
    [InlineData("ds2")]
    [InlineData("link")]
    public void A_source_is_no_target(string target)
    {
        Directory.CreateDirectory(_folder["ds2"]);
        Directory.CreateSymbolicLink(_folder["link"], _folder["ds2"]);

        Assert.Equal($"{_folder[target]} is a source itself, where V2K never writes", Fault(target, "ds1", "ds2")!.Value.What);
    }

    [Fact]
    public void A_source_inside_a_target_is_no_fault()
    {
        _folder.Write("kvm/ds2/db01/db01.vmx", "");

        Assert.Null(Fault("kvm", "kvm/ds2"));
        Assert.Null(Fault("ds1/out", "ds1", "ds1/out/ds3"));
    }

    [Fact]
    public void What_lies_in_a_source_inside_the_folder_is_no_part_of_it()
    {
        _folder.Write("ds1/out/ds3/db01/db01.vmx", "");

        Assert.Null(Fault("ds1/out", "ds1", "ds1/out/ds3"));
    }

    [Fact]
    public void A_scan_passes_by_the_targets_inside_its_source_and_the_folders_of_other_datastores()
    {
        _folder.Write("ds1/out/web01/web01.vmx", "");
        _folder.Write("ds1/out2/web01/web01.vmdk", "");
        _folder.Write("ds1/ds2/db01/db01.vmx", "");
        Directory.CreateSymbolicLink(_folder["srv"], _folder["ds1"]);

        var catalog = VmCatalog.Scan(
        [
            new Datastore("ds1", [], _folder["srv"], _folder["ds1/out"]),
            new Datastore("ds2", [], _folder["ds1/ds2"], _folder["srv/out2"]),
        ]);

        Assert.Equal(["[ds1] web01/web01.vmx", "[ds2] db01/db01.vmx"], catalog.Vms.Select(vm => vm.Id));
        Assert.Empty(catalog.DiskFolders);
    }

    private (string What, string Remedy)? Fault(string target, params string[] sources) =>
        TargetPlacement.Fault(_folder[target], [.. (sources is [] ? ["ds1"] : sources).Select(source => _folder[source])]);

    /// <summary>Leaves what runs leave behind: a VM that was test-booted, one that is being copied, and one whose first run was killed.</summary>
    private void AddResults(string target, string of = "ds1")
    {
        var datastore = new Datastore("ds1", [], _folder[of], _folder[target]);
        var vm = new VirtualMachine(datastore, _folder[of + "/web01/web01.vmx"], "web01");
        using (var state = VmStateFile.Open(vm))
        {
            Dictionary<string, FileStamp> outputs = new[] { "web01/web01.xml", "web01/web01.findings.json", "disks/web01_1.qcow2" }
                .ToDictionary(name => _folder.Write($"{target}/{name}", ""), name => FileStamp.Of(_folder[$"{target}/{name}"])!.Value, StringComparer.Ordinal);
            state.Record(StepKey.Of(Stage.Translate), new StepRecord(new Dictionary<string, string>(StringComparer.Ordinal), outputs, DateTimeOffset.UtcNow, 1, ""));
            var published = _folder.Write($"{target}/web01/web01.qcow2", "");
            state.Begin(StepKey.OfDisk(Stage.Convert, "scsi0:0"), "web01.qcow2", new Dictionary<string, string>(StringComparer.Ordinal), [published]);
            state.Publishing(published, FileStamp.Of(published)!.Value);
        }

        foreach (var name in new[] { "web01/web01.testboot.json", "web01/web01.testboot.log", "web01/web01.testboot.png", "db01/db01.qcow2.v2k-partial", "db01/db01.qcow2.v2k-checkpoint", "db01/db01.qcow2.v2k-precopied", "v2k-report.html", "v2k.yaml", "web01/.nfs0000000000a1b2c300000001", ".v2k/runs.jsonl", ".v2k/web01/web01.qcow2.checksums" })
        {
            _folder.Write($"{target}/{name}", "");
        }
    }
}
