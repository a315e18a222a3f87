using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.RegularExpressions;
using Cake.Core;
using V2K.Build.Console;
using V2K.Build.Options;
using V2K.Rules;
using V2K.Rules.Findings;

namespace V2K.Pipeline.Tests;

/// <summary>Scripts and service managers tell by the exit code whether to retry, to correct the command, or to look at the VM.</summary>
public sealed partial class ExitCodeTests
{
    [Fact]
    public void A_failure_without_a_kind_is_failed_work() =>
        Assert.Equal(ExitCode.Failed, ExitCodes.Of(new V2KException("the copy failed", "Retry")));

    [Fact]
    public void A_concern_that_stops_a_VM_is_a_blocker() =>
        Assert.Equal(ExitCode.Blocked, ExitCodes.Of(new V2KException("the VM runs", "Shut it down") { Id = FindingId.Running }));

    [Fact]
    public void A_concern_in_the_configuration_is_wrong_usage() => Assert.Equal(
        ExitCode.Usage,
        ExitCodes.Of(Assert.Throws<V2KException>(() => WrongUsage.In<int>(
            () => throw new V2KException("not mapped", "Map it") { Id = FindingId.UnmappedDatastore }))));

    [Fact]
    public void A_failure_that_Cake_wraps_keeps_its_code() => Assert.Equal(
        ExitCode.Usage,
        ExitCodes.Of(new AggregateException(new CakeException("task failed", new V2KException("unknown", "Correct it") { Kind = FailureKind.Usage }))));

    [Theory]
    [InlineData(PosixSignal.SIGINT, ExitCode.Interrupted)]
    [InlineData(PosixSignal.SIGTERM, ExitCode.Terminated)]
    public void A_signal_decides_the_code_whatever_failed_because_of_it(PosixSignal signal, ExitCode code) =>
        Assert.Equal(code, ExitCodes.Of(new V2KException("qemu-img failed", "Retry"), signal));

    [Fact]
    public void The_page_and_the_help_list_every_exit_code()
    {
        var codes = Enum.GetValues<ExitCode>();
        var page = File.ReadAllText(Path.Combine(Build.Repository.Root, "docs", "reference", "exit-codes.md"));

        Assert.Equal(codes, ExitCodes.InOrder.Select(row => row.Code));
        Assert.Equal(codes.Select(code => (int)code), Row().Matches(page).Select(row => int.Parse(row.Groups["code"].Value, CultureInfo.InvariantCulture)));
    }

    [GeneratedRegex(@"^\| (?<code>\d+) \|", RegexOptions.Multiline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Row();
}
