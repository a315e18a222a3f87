using V2K.Engine.Datastores;
using V2K.Engine.Disks;
using V2K.Engine.Stages;
using V2K.Engine.State;
using V2K.Rules;

namespace V2K.Engine.Tests.State;

public sealed class VmStateFileTests : IDisposable
{
    private static readonly StepRecord Record = new(
        new Dictionary<string, string>(StringComparer.Ordinal) { ["web01.vmx"] = "abc" },
        new Dictionary<string, FileStamp>(StringComparer.Ordinal) { ["/out/web01.xml"] = new FileStamp(12, 34) },
        DateTimeOffset.UnixEpoch,
        1.5,
        "2 findings");

    private static readonly StepKey Translate = StepKey.Of(Stage.Translate);

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private VirtualMachine Vm => new(
        new Datastore("ds1", [], _folder["ds1"], _folder["out"]), _folder["ds1/web01/web01.vmx"], "web01");

    [Fact]
    public void The_next_run_reads_the_recorded_state()
    {
        using (var state = VmStateFile.Open(Vm))
        {
            state.Record(Translate, Record);
        }

        using var next = VmStateFile.Open(Vm);
        var found = next.Find(Translate);

        Assert.NotNull(found);
        Assert.Equal(Record.Inputs, found.Inputs);
        Assert.Equal(Record.Outputs, found.Outputs);
        Assert.Equal(Record.Finished, found.Finished);
        Assert.Equal(Record.Notes, found.Notes);
        Assert.True(File.Exists(_folder["out/.v2k/web01/web01.json"]));
    }

    [Fact]
    public void A_forgotten_step_is_gone()
    {
        using var state = VmStateFile.Open(Vm);
        state.Record(Translate, Record);
        state.Record(Translate, null);

        Assert.Null(state.Find(Translate));
        Assert.Empty(state.Steps);
    }

    [Fact]
    public void A_second_run_on_a_VM_fails_and_names_the_process_that_holds_it()
    {
        using var first = VmStateFile.Open(Vm);

        var failure = Assert.Throws<V2KException>(() => VmStateFile.Open(Vm));

        Assert.Contains($"another run is working on this VM: process {Environment.ProcessId} on ", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_lock_ends_with_its_holder()
    {
        VmStateFile.Open(Vm).Dispose();
        VmStateFile.Open(Vm).Dispose();
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("{\"version\": 1}")]
    public void A_state_that_cannot_be_trusted_counts_as_none(string text)
    {
        _folder.Write("out/.v2k/web01/web01.json", text);

        using var state = VmStateFile.Open(Vm);

        Assert.Empty(state.Steps);
    }

    /// <summary>Without the state, a block device would be written to again.</summary>
    [Fact]
    public void A_state_that_a_later_version_wrote_is_refused_and_left_as_it_is()
    {
        const string Text = "{\"version\": 2, \"format\": 3, \"vm\": \"x\"}";
        var path = _folder.Write("out/.v2k/web01/web01.json", Text);

        var failure = Assert.Throws<V2KException>(() => VmStateFile.Open(Vm));

        Assert.Contains("written by a later version of V2K", failure.Message, StringComparison.Ordinal);
        Assert.Contains(path, failure.Message, StringComparison.Ordinal);
        Assert.Equal(Text, File.ReadAllText(path));
        Assert.Equal(failure.Message, Assert.Throws<V2KException>(() => VmStateFile.Open(Vm)).Message);
    }

    [Theory]
    [InlineData("{\"version\": 1, \"vm\": \"x\"}")]
    [InlineData("{\"version\": 1, \"vm\": \"x\", \"steps\": null, \"failures\": null, \"addresses\": null, \"begun\": null}")]
    public void Fields_that_an_earlier_version_did_not_write_are_empty(string text)
    {
        _folder.Write("out/.v2k/web01/web01.json", text);

        using var state = VmStateFile.Open(Vm);
        state.RecordFailure(Translate, new StepFailure(DateTimeOffset.UnixEpoch, "the disk is full"));

        Assert.Empty(state.Steps);
        Assert.Empty(state.Addresses);
        Assert.Equal("the disk is full", VmState.Read(Vm.StatePath)!.Failures[Translate].Message);
    }

    /// <summary>A device may be called anything: <c>/dev/vg1/a:b</c>.</summary>
    [Fact]
    public void The_failure_of_a_device_whose_name_looks_like_a_place_is_that_of_its_disk()
    {
        _folder.Write("out/.v2k/web01/web01.json", """
            { "version": 1, "vm": "x", "failures": { "Convert scsi0:9": { "at": "2026-11-28T10:40:23+00:00", "message": "no space" } } }
            """);

        var state = VmState.Read(Vm.StatePath, [new DiskPlacement("scsi0:0", "/ds1/web01.vmdk", "/dev/vg1/scsi0:9", DiskFormat.Raw)])!;

        Assert.Equal([StepKey.OfDisk(Stage.Convert, "scsi0:0")], state.Failures.Keys);
    }

    /// <summary>The first builds that wrote format 2 did not say of what kind a subject is.</summary>
    [Theory]
    [InlineData("scsi0:1", StepSubjectKind.Disk)]
    [InlineData("/out2/web01/web01.qcow2", StepSubjectKind.Output)]
    [InlineData("/dev/mapper/a:b", StepSubjectKind.Output)]
    [InlineData("web01.qcow2", StepSubjectKind.Name)]
    public void A_subject_without_a_kind_is_read_as_it_was_meant_and_written_with_one(string subject, StepSubjectKind kind)
    {
        _folder.Write("out/.v2k/web01/web01.json", $$"""
            {
              "version": 1, "format": 2, "vm": "x",
              "failures": {
                "Convert web01.qcow2": { "at": "2026-11-28T10:40:23+00:00", "message": "no space", "key": { "stage": "Convert", "subject": "{{subject}}" }, "name": "web01.qcow2" }
              }
            }
            """);
        using (var state = VmStateFile.Open(Vm))
        {
            state.Record(Translate, Record);
        }

        var key = Assert.Single(VmState.Read(Vm.StatePath)!.Failures.Keys);
        Assert.Equal((Stage.Convert, kind, subject), (key.Stage, key.Subject.Kind, key.Subject.Text));
        Assert.Contains($"\"kind\": \"{kind.ToString().ToLowerInvariant()}\"", File.ReadAllText(Vm.StatePath), StringComparison.Ordinal);
    }

    [Fact]
    public void A_target_that_cannot_be_written_is_one_clear_error()
    {
        _folder.Write("out", "a file where the target folder should be");

        var failure = Assert.Throws<V2KException>(() => VmStateFile.Open(Vm));

        Assert.Contains("cannot write results for [ds1] web01/web01.vmx here", failure.Message, StringComparison.Ordinal);
        Assert.Contains("choose another target:", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Deleting_leaves_nothing_behind()
    {
        using (var state = VmStateFile.Open(Vm))
        {
            state.Record(Translate, Record);
            state.Delete();
        }

        Assert.Empty(Directory.GetFiles(_folder["out/.v2k/web01"]));
    }
}
