using V2K.Engine.Configuration;
using V2K.Engine.CutOvers.Hooks;
using V2K.Engine.Datastores;
using V2K.Rules;

namespace V2K.Engine.Tests.Configuration;

/// <summary><c>cut-over:</c> and <c>hooks:</c> of the configuration.</summary>
public sealed class CutOverSettingsTests : IDisposable
{
    private readonly TempFolder _folder = new();

    [Fact]
    public void Settings_of_a_VM_replace_the_common_ones_one_by_one()
    {
        var config = Load("""
            cut-over: { start: true, check: [agent, "tcp:443"], answer-within: 20m }
            vms:
              "db*": { cut-over: { shut-down-within: 2h } }
              db01: { cut-over: { check: "tcp:[2001:db8::1]:5432" } }
              web01: { cut-over: { start: false } }
            """);

        var db = config.Of(Vm(config, "db01")).CutOver;
        Assert.Equal((true, TimeSpan.FromHours(2), TimeSpan.FromMinutes(20)), (db.Start, db.ShutDownWithin, db.AnswerWithin));
        Assert.Equal(["tcp:[2001:db8::1]:5432"], db.Checks.Select(check => check.Text));
        var web = config.Of(Vm(config, "web01")).CutOver;
        Assert.False(web.Start);
        Assert.Equal(["agent", "tcp:443"], web.Checks.Select(check => check.Text));
    }

    [Fact]
    public void Hooks_are_programs_with_arguments_and_relative_paths_are_relative_to_the_file()
    {
        var hooks = Load("""
            hooks:
              before-cut-over: [/etc/v2k/shut-down, "{vm}", --soft]
              on-failure: ./page me
              timeout: 90s
            """).Hooks;

        Assert.Equal(TimeSpan.FromSeconds(90), hooks.Timeout);
        Assert.Equal(["web 01", "--soft"], hooks[HookEvent.BeforeCutOver]!.ArgumentsFor("web 01"));
        Assert.Equal(_folder["page me"], hooks[HookEvent.OnFailure]!.Program);
        Assert.Empty(hooks[HookEvent.OnFailure]!.Arguments);
        Assert.Null(hooks[HookEvent.AfterCutOver]);
    }

    [Theory]
    [InlineData("cut-over: { strat: true }", "is not a known key", "strat", "start")]
    [InlineData("cut-over: { check: agnt }", "'agnt' is not a check", "check", "tcp:PORT")]
    [InlineData("cut-over: { check: [\"https://me:secret@web01/\"] }", "a URL with a user name or password", "check", "agent")]
    [InlineData("cut-over: { answer-within: 10 }", "'10' is not a time from 1s to 1d", "answer-within", "90s, 20m or 6h")]
    [InlineData("cut-over: { answer-within: 99999999999h }", "is not a time", "answer-within", "6h")]
    [InlineData("cut-over: [agent]", "must be a mapping", "cut-over", "README")]
    [InlineData("vms: { web01: { cut-over: { check: \"tcp:\" } } }", "'tcp:' is not a check", "check", "tcp:PORT")]
    [InlineData("hooks: { before-cutover: [/bin/true] }", "is not a known key", "before-cutover", "before-cut-over")]
    [InlineData("hooks: { on-failure: [\"\"] }", "names no program", "on-failure", "/etc/v2k/shut-down")]
    [InlineData("hooks: { timeout: 2d }", "'2d' is not a time from 1s to 1d", "timeout", "6h")]
    public void A_mistake_is_reported_with_its_line_and_what_to_write(string text, string what, string key, string remedy)
    {
        var failure = Assert.Throws<V2KException>(() => Load(text));

        Assert.Contains(what, failure.Message, StringComparison.Ordinal);
        Assert.Contains(key, failure.Message, StringComparison.Ordinal);
        Assert.Contains(remedy, failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", failure.Message, StringComparison.Ordinal);
        Assert.NotNull(failure.Line);
    }

    public void Dispose() => _folder.Dispose();

    private static VirtualMachine Vm(Config config, string name) => new(config.Datastores[0], Path.Combine(config.Datastores[0].Source, name, name + ".vmx"), name);

    private Config Load(string text)
    {
        Directory.CreateDirectory(_folder["in"]);
        return ConfigFile.Load(_folder.Write("v2k.yaml", $"datastores:\n  - {{ name: ds, source: in, target: out }}\n{text}\n"));
    }
}
