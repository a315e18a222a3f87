using V2K.Engine.Configuration;
using V2K.Engine.Datastores;
using V2K.Engine.State;

namespace V2K.Engine.Tests.State;

public sealed class RunJournalTests : IDisposable
{
    private static readonly DateTimeOffset Noon = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_run_on_two_datastores_is_one_run_and_one_that_was_killed_has_no_end()
    {
        var first = new RunEntry("1", Noon, "alice on kvm1, process 1", "v2k --target=Migrate --all");
        RunJournal.Append([Datastore("ds1"), Datastore("ds2")], first, Config.DefaultConnect);
        RunJournal.Append([Datastore("ds1"), Datastore("ds2")], first with { Finished = Noon.AddHours(1), Ok = true, Result = "2 of 2 done" }, Config.DefaultConnect);
        RunJournal.Append([Datastore("ds2")], new RunEntry("2", Noon.AddDays(1), "bob on kvm1, process 2", "v2k --target=Convert --vm=web01"), Config.DefaultConnect);

        var runs = RunJournal.Read([Datastore("ds1"), Datastore("ds2"), Datastore("ds3")]);

        Assert.Equal(["2 ", "1 2 of 2 done"], runs.Select(run => $"{run.Id} {run.Result}"));
        Assert.Null(runs[0].Ok);
        Assert.Equal("2", Assert.Single(RunJournal.Read([Datastore("ds2")]), run => run.Finished is null).Id);
    }

    [Fact]
    public void A_line_that_a_crash_cut_off_hides_no_other_run()
    {
        RunJournal.Append([Datastore("ds1")], new RunEntry("1", Noon, "alice", "v2k"), Config.DefaultConnect);
        File.AppendAllText(_folder["ds1/.v2k/runs.jsonl"], "{\"id\":\"2\",\"star\n{}\nnull\n");
        RunJournal.Append([Datastore("ds1")], new RunEntry("3", Noon.AddDays(2), "alice", "v2k"), Config.DefaultConnect);

        Assert.Equal(["3", "1"], RunJournal.Read([Datastore("ds1")]).Select(run => run.Id));
    }

    private Datastore Datastore(string name) => new(name, [], _folder["in/" + name], _folder[name]);
}
