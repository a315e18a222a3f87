using V2K.Engine.Tools;

namespace V2K.Engine.Tests.Tools;

public sealed class ToolProbeTests
{
    private static readonly ToolRunner Runner = new(_ => { });

    [Theory]
    [InlineData("qemu-img version 7.2.22 (Debian 1:7.2+dfsg-7)\nCopyright", "7.2.22")]
    [InlineData("/usr/bin/virt-xml-validate (libvirt) 9.0.0\n", "9.0.0")]
    [InlineData("\n/usr/bin/xmllint: using libxml version 20914\n", "20914")]
    [InlineData("no number at all", "of unknown version")]
    public void The_version_is_the_first_word_that_starts_with_a_digit(string text, string version) =>
        Assert.Equal(version, ToolProbe.VersionIn(text));

    [Fact]
    public async Task A_program_that_is_not_there_is_said_to_be_missing()
    {
        var missing = new Tool("v2k-has-no-such-program", "test", "a", "b", "c");

        Assert.Equal(
            new ToolProbe(missing, Version: null, "is not installed"),
            await ToolProbe.AskAsync(missing, Runner, CancellationToken.None));
    }

    [Fact]
    public async Task A_program_that_fails_is_said_not_to_run()
    {
        var broken = new Tool("false", "test", "a", "b", "c");

        var probe = await ToolProbe.AskAsync(broken, Runner, CancellationToken.None);

        Assert.Equal("does not run: false --version failed with exit status 1, without a message", probe.Problem);
    }

    [SkippableFact]
    public async Task A_program_that_shows_its_usage_instead_runs_nevertheless()
    {
        Skip.If(KnownTools.TraceCmd.Find() is null, "trace-cmd is not installed: --target=Setup installs it");

        var probe = await ToolProbe.AskAsync(KnownTools.TraceCmd, Runner, CancellationToken.None);

        Assert.Null(probe.Problem);
        Assert.Matches("^[0-9]", probe.Version);
    }
}
