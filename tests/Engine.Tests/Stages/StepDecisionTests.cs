using V2K.Engine.Stages;
using V2K.Engine.State;
using V2K.Rules;

namespace V2K.Engine.Tests.Stages;

public sealed class StepDecisionTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly Fingerprint _inputs = new Fingerprint().Add("web01.vmdk", "1").Add("--format", "qcow2");

    public void Dispose() => _folder.Dispose();

    private string Output => _folder["web01.qcow2"];

    private Step Step(Fingerprint? inputs = null) => new(
        StepKey.OfDisk(Stage.Convert, "scsi0:0"), "web01.qcow2", inputs ?? _inputs, [Output], (_, _) => throw new InvalidOperationException("only decided here"));

    private StepRecord Made()
    {
        File.WriteAllText(Output, "disk");
        return new StepRecord(
            _inputs.Inputs,
            new Dictionary<string, FileStamp>(StringComparer.Ordinal) { [Output] = FileStamp.Of(Output)!.Value },
            DateTimeOffset.UnixEpoch,
            1,
            "");
    }

    [Fact]
    public void A_step_without_a_record_runs()
    {
        Assert.Equal(new StepDecision(MustRun: true, "not made yet"), StepDecision.For(Step(), null, force: false));
    }

    [Fact]
    public void A_step_with_unchanged_inputs_does_not_run()
    {
        Assert.Equal(
            new StepDecision(MustRun: false, "web01.vmdk unchanged since 1970-01-01 00:00:00 UTC"),
            StepDecision.For(Step(), Made(), force: false));
    }

    [Fact]
    public void Every_changed_new_and_lost_input_is_a_reason()
    {
        var inputs = new Fingerprint().Add("web01.vmdk", "2").Add("--format", "raw").Add("web01-flat.vmdk", "1");

        Assert.Equal("web01.vmdk changed, --format was qcow2, is raw, web01-flat.vmdk is new", StepDecision.For(Step(inputs), Made(), force: false).Reason);
        Assert.Equal("web01.vmdk was removed", StepDecision.For(Step(new Fingerprint().Add("--format", "qcow2")), Made(), force: false).Reason);
    }

    [Fact]
    public void A_lost_result_is_made_again()
    {
        var record = Made();
        File.Delete(Output);

        Assert.Equal(new StepDecision(MustRun: true, "web01.qcow2 is missing"), StepDecision.For(Step(), record, force: false));
    }

    [Fact]
    public void A_result_that_somebody_changed_is_kept_while_its_inputs_are_the_same()
    {
        var record = Made();
        File.WriteAllText(Output, "a guest ran on it");

        var decision = StepDecision.For(Step(), record, force: false);

        Assert.False(decision.MustRun);
        Assert.Contains("changed by another program and is kept", decision.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void A_result_that_somebody_changed_is_never_replaced_unasked()
    {
        var record = Made();
        File.WriteAllText(Output, "a guest ran on it");

        var failure = Assert.Throws<V2KException>(
            () => StepDecision.For(Step(new Fingerprint().Add("web01.vmdk", "2").Add("--format", "qcow2")), record, force: false));

        Assert.Contains("web01.qcow2: was changed after V2K wrote it, and must be regenerated (web01.vmdk changed)", failure.Message, StringComparison.Ordinal);
        Assert.Contains("--force", failure.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_V2K_did_not_write_is_never_replaced_unasked()
    {
        File.WriteAllText(Output, "somebody's disk");

        var failure = Assert.Throws<V2KException>(() => StepDecision.For(Step(), null, force: false));

        Assert.Contains("exists, but V2K has no record of writing it", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Force_runs_in_any_case()
    {
        Assert.Equal(new StepDecision(MustRun: true, "--force"), StepDecision.For(Step(), Made(), force: true));
    }
}
