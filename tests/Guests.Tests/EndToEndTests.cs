using V2K.Build;
using V2K.Engine.Tools;
using V2K.Guests.Library;
using V2K.Guests.Trying;
using V2K.Rules;

namespace V2K.Guests.Tests;

/// <summary>The shortest proof of everything: a server as VMware leaves it is built, migrated and booted.</summary>
public sealed class EndToEndTests
{
    private static readonly string Host = typeof(Repository).Assembly.Location;

    [SkippableFact]
    public async Task An_ordinary_server_boots_the_first_time_and_gets_its_address()
    {
        foreach (var tool in StageNeeds.Guests.Tools)
        {
            Skip.If(tool.Find() is null, $"{tool.Name} is not installed: --target=Setup installs it where the distribution has it");
        }

        Skip.IfNot(Environment.IsPrivilegedProcess, "building and running guests needs root");
        var folder = Path.Combine(Repository.Root, "artifacts", "guests");
        Skip.IfNot(
            await Mirror.AnswersAsync() || Directory.Exists(Path.Combine(folder, "datastore", "bookworm-bios")),
            "the Debian archive cannot be reached, and no guest is there from earlier");
        await SkipWithoutLibvirtAsync();

        var trials = await Laboratory.In(folder, Host)
            .TryAsync(GuestList.Choose(["bookworm-bios"]), [Way.Native], static _ => { }, CancellationToken.None);

        var trial = Assert.Single(trials);
        Assert.True(trial.Passed, $"{trial.Stages[^1].Stage}: {trial.Verdict}");
        Assert.Equal(["Convert", "Adjust", "Define", "TestBoot"], trial.Stages.Select(stage => stage.Stage));
    }

    private static async Task SkipWithoutLibvirtAsync()
    {
        try
        {
            await new LibvirtDaemon(new ToolRunner(static _ => { })).EnsureAsync(CancellationToken.None);
        }
        catch (V2KException absent)
        {
            Skip.If(condition: true, absent.Message);
        }
    }
}
