using V2K.Engine.Configuration;
using V2K.Engine.Datastores;
using V2K.Engine.Disks;
using V2K.Engine.Disks.Engines;
using V2K.Engine.Guests;
using V2K.Engine.Libvirt;
using V2K.Engine.Planning;
using V2K.Engine.Rendering;
using V2K.Engine.Stages;
using V2K.Engine.State;
using V2K.Engine.Tests.Estates;
using V2K.Engine.Tests.Stages;
using V2K.Engine.Tools;

namespace V2K.Engine.Tests.Planning;

public sealed class PlannerTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_plan_says_what_would_run_and_why_and_changes_nothing()
    {
        var estate = SyntheticEstate.Write(_folder.Path, 1, vms => vms[0].Afterwards(() =>
            File.WriteAllBytes(Path.Combine(vms[0].Folder, "vm00000-flat.vmdk"), new byte[1 << 20])));

        var vm = Assert.Single(Plan(estate).Vms);

        Assert.Equal(
            ["Translate vm00000.xml", "Convert vm00000.raw", "Convert vm00000_1.raw", "Convert vm00000_2.raw", "Adjust vm00000", "Define vm00000", "TestBoot vm00000"],
            vm.Steps.Select(step => $"{step.Stage} {step.Name}"));
        Assert.All(vm.Steps.Take(4), step => Assert.Equal((true, "not made yet"), (step.MustRun, step.Reason)));
        Assert.InRange(vm.Steps[1].BytesToCopy + vm.Steps[1].BytesToClone, 1 << 19, 1 << 20);
        Assert.False(Directory.Exists(_folder["out"]));
    }

    [Fact]
    public async Task An_up_to_date_disk_needs_no_time_or_space_in_the_plan()
    {
        var estate = SyntheticEstate.Write(_folder.Path, 2, _ => { });
        await MigrateAsync(estate);
        File.AppendAllText(_folder["ds2/vm00001/vm00001.vmx"], "annotation = \"changed\"\n");

        var plan = Plan(estate);

        Assert.Equal(
            ["Translate vm00001.xml: vm00001.vmx changed"],
            plan.Vms.SelectMany(vm => vm.Steps).Where(step => step.MustRun && step.Stage is "Translate" or "Convert").Select(step => $"{step.Stage} {step.Name}: {step.Reason}"));
        Assert.Equal(0, plan.Vms.Sum(vm => vm.BytesToCopy));
        Assert.False(plan.IsBlocked);
    }

    [Fact]
    public void A_plan_is_made_while_a_run_is_under_way()
    {
        var estate = SyntheticEstate.Write(_folder.Path, 1, _ => { });
        using var busy = VmStateFile.Open(VmCatalog.Scan(ConfigFile.Load(estate.ConfigFile).Datastores).Vms[0]);

        Assert.Equal(7, Plan(estate).Vms[0].Steps.Count);
    }

    [Fact]
    public void A_blocker_blocks_the_plan_until_it_is_overridden()
    {
        var estate = SyntheticEstate.Write(_folder.Path, 2, vms => vms[0].Set("pciPassthru0.present", "TRUE"));

        var plan = Plan(estate);
        Assert.Equal([true, false], plan.Vms.Select(vm => vm.IsBlocked));
        Assert.True(plan.IsBlocked);

        Assert.False(Plan(estate, "passthrough").IsBlocked);
    }

    [Fact]
    public void A_file_in_the_way_blocks_its_VM()
    {
        var estate = SyntheticEstate.Write(_folder.Path, 1, _ => { });
        _folder.Write("out/ds1/vm00000/vm00000.raw", "somebody's");

        var vm = Assert.Single(Plan(estate).Vms);

        Assert.Contains(vm.Concerns, concern => concern.Id == "in-the-way" && concern.What.Contains("V2K has no record of writing it", StringComparison.Ordinal));
        Assert.True(vm.IsBlocked);
    }

    [Fact]
    public void VMs_that_share_disks_are_in_one_wave()
    {
        var estate = SyntheticEstate.Write(_folder.Path, 6, vms =>
        {
            Share(vms[1], vms[3]);
            Share(vms[3], vms[5]);
            Share(vms[2], vms[4]);
        });

        // By datastore: 0 and 4, 1 and 5, 2, 3.
        Assert.Equal(
            [("vm00000", 1), ("vm00004", 2), ("vm00001", 3), ("vm00005", 3), ("vm00002", 2), ("vm00003", 3)],
            Plan(estate).Vms.Select(vm => (vm.Name, vm.Wave)));

        static void Share(SyntheticVm owner, SyntheticVm other)
        {
            other.Set("scsi1.present", "TRUE");
            other.Set("scsi1:0.present", "TRUE");
            other.Set("scsi1:0.fileName", owner["scsi0:2.fileName"]);
        }
    }

    [Fact]
    public void Times_come_from_earlier_copies_and_from_an_assumption_before()
    {
        Assert.False(MeasuredRates.Of([null]).IsCopyMeasured);
        Assert.Equal(MeasuredRates.AssumedCopyBytesPerSecond, MeasuredRates.Of([]).CopyBytesPerSecond);

        var rates = MeasuredRates.Of([State((Stage.Convert, 100 << 20, 1), (Stage.Convert, 400 << 20, 1), (Stage.Convert, 1, 1), (Stage.Adjust, 0, 12)), State((Stage.Convert, 200 << 20, 1))]);

        Assert.True(rates.IsCopyMeasured);
        Assert.Equal(200 << 20, rates.CopyBytesPerSecond);
        Assert.Equal(12, rates.StageSeconds["Adjust"]);
    }

    [Fact]
    public void Sixty_small_disks_are_measured_together_and_fewer_are_not_called_nothing()
    {
        var many = MeasuredRates.Of([State([.. Enumerable.Repeat((Stage.Convert, 1L << 20, 0.5), 60)])]);
        Assert.Equal((true, 2L << 20), (many.IsCopyMeasured, many.CopyBytesPerSecond));

        var few = MeasuredRates.Of([State((Stage.Convert, 1 << 20, 0.5))]);
        Assert.Equal((false, true), (few.IsCopyMeasured, few.HasCopies));
        Assert.False(MeasuredRates.Of([]).HasCopies);
    }

    [Fact]
    public void Copies_of_VMs_that_are_not_chosen_tell_the_rate_too()
    {
        var estate = SyntheticEstate.Write(_folder.Path, 2, _ => { });
        var config = Load(estate);
        var vms = VmCatalog.Scan(config.Datastores).Vms;
        using (var state = VmStateFile.Open(vms[1]))
        {
            state.Record(StepKey.OfDisk(Stage.Convert, "scsi0:0"), State((Stage.Convert, 64 << 20, 2)).Steps.Values.First());
        }

        var plan = new Planner(config, new NativeEngine(), new DomainRenderer(TemplateFolder.Load()), force: false).Plan([vms[0]], vms);

        Assert.Equal(32 << 20, plan.Rates.CopyBytesPerSecond);
    }

    [Fact]
    public void A_network_that_is_not_there_or_not_started_is_foreseen()
    {
        var estate = SyntheticEstate.Write(_folder.Path, 1, _ => { });
        var config = Load(estate);
        var vms = VmCatalog.Scan(config.Datastores).Vms;

        MigrationPlan Plan(bool isMissing) => new Planner(
            config, new NativeEngine(), new DomainRenderer(TemplateFolder.Load()), force: false, card => new HostNetworkFault($"{card.Type} {card.Source} is not right", "Do something", isMissing)).Plan(vms, vms);

        Assert.Contains(Plan(isMissing: true).Vms[0].Concerns, concern => concern is { Id: "missing-network", Changes: "the domain cannot be defined" });
        Assert.Contains(Plan(isMissing: false).Vms[0].Concerns, concern => concern is { Id: "inactive-network", Changes: "the domain cannot start" });
    }

    private static VmState State(params (Stage Stage, long Bytes, double Seconds)[] steps)
    {
        var state = new VmState { Vm = "x" };
        foreach (var (stage, bytes, seconds) in steps)
        {
            state.Steps[StepKey.OfDisk(stage, $"scsi0:{state.Steps.Count}")] = new StepRecord(new Dictionary<string, string>(), new Dictionary<string, FileStamp>(), DateTimeOffset.UnixEpoch, seconds, "") { Bytes = bytes };
        }

        return state;
    }

    private static Config Load(SyntheticEstate estate, params string[] ignore) =>
        ConfigFile.Load(estate.ConfigFile) with { Format = DiskFormat.Raw, Ignore = ignore.ToHashSet(StringComparer.Ordinal) };

    private static MigrationPlan Plan(SyntheticEstate estate, params string[] ignore)
    {
        var config = Load(estate, ignore);
        var vms = VmCatalog.Scan(config.Datastores).Vms;
        return new Planner(config, new NativeEngine(), new DomainRenderer(TemplateFolder.Load()), force: false).Plan(vms, vms);
    }

    private static async Task MigrateAsync(SyntheticEstate estate)
    {
        var config = Load(estate);
        using var run = MigrationRun.Open(VmCatalog.Scan(config.Datastores).Vms, config, new RecordingLog(), force: false);
        await run.MigrateAsync(new MigrationMeans(new NativeEngine(), new AdjustHost(new ToolRunner(_ => { }), _ => Task.FromResult(false))), Stage.Convert, CancellationToken.None);
        run.ThrowIfFailed();
    }
}
