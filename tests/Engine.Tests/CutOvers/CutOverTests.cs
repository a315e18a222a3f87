using System.Text.Json;
using V2K.Engine.Configuration;
using V2K.Engine.CutOvers;
using V2K.Engine.CutOvers.Checks;
using V2K.Engine.CutOvers.Hooks;
using V2K.Engine.Scheduling;
using V2K.Engine.Stages;
using V2K.Engine.State;
using V2K.Engine.Tests.Libvirt;
using V2K.Rules;

namespace V2K.Engine.Tests.CutOvers;

/// <summary>Cut-overs into a real libvirt, of guests that are boot sectors. A port of the test answers in place of the guest's.</summary>
public sealed class CutOverTests(PrivateLibvirt daemon) : IClassFixture<PrivateLibvirt>
{
    private const string Login = "\r\nDebian GNU/Linux 12 web01 ttyS0\r\n\r\nweb01 login: \r\n";

    [SkippableFact]
    public async Task A_running_VM_is_shut_down_by_the_hook_started_and_left_alone_from_then_on()
    {
        using var libvirt = await daemon.ConnectAsync();
        using var estate = new TinyEstate(daemon.Uri);
        using var service = new Listener();
        estate.AddVm("moved", Login);
        var hooks = Hooks(estate, Running(estate, "moved"));

        await estate.CutOverAsync(Started(service.Port), hooks);

        var record = estate.State("moved").CutOver!;
        Assert.True(record is { IsStarted: true, IsAnnounced: true, Downtime: not null });
        Assert.Equal(["shut-down", "convert", "translate", "adjust", "define", "start"], record.Parts.Select(part => part.Name));
        Assert.True(record.Parts[0].Seconds >= 1, "an off VM is seen twice before it counts as off");
        using (var domain = libvirt.FindDomain("moved"))
        {
            Assert.True(domain!.IsActive);
        }

        using var before = JsonDocument.Parse(File.ReadAllText(estate["before.json"]));
        Assert.Equal(("before-cut-over", "[ds] moved/moved.vmx", "moved"), (Text(before, "hook"), Text(before, "vm"), Text(before, "name")));
        using var after = JsonDocument.Parse(File.ReadAllText(estate["after.json"]));
        Assert.Equal(record.Downtime!.Value.TotalSeconds, after.RootElement.GetProperty("downSeconds").GetDouble());
        Assert.False(File.Exists(estate["failed.json"]));

        estate.Log.Clear();
        await estate.CutOverAsync(Started(service.Port), hooks);
        Assert.Empty(estate.Log.Started);
        var disk = FileStamp.Of(estate["out/moved/moved.qcow2"]);
        await estate.DefineAsync();
        Assert.Empty(estate.Log.Started);
        Assert.All(estate.Log.UpToDate, line => Assert.Contains("cut over on", line, StringComparison.Ordinal));
        Assert.Equal(disk, FileStamp.Of(estate["out/moved/moved.qcow2"]));
        var forced = await Assert.ThrowsAsync<V2KException>(() => estate.DefineAsync(force: true));
        Assert.Contains("was cut over on", forced.What, StringComparison.Ordinal);
        Assert.Contains("--target=RollBack --vm='[ds] moved/moved.vmx'", forced.Remedy, StringComparison.Ordinal);
        Assert.Contains("was cut over on", Assert.Throws<V2KException>(() => estate.Undefine(libvirt)).What, StringComparison.Ordinal);

        var returned = Assert.Single(await estate.RollBackAsync(libvirt, force: true));
        Assert.Contains("Power on [ds] moved/moved.vmx in VMware", returned, StringComparison.Ordinal);
        Assert.Null(libvirt.FindDomain("moved"));
        Assert.Null(estate.State("moved").CutOver);
        Assert.True(File.Exists(estate["out/moved/moved.qcow2"]));
    }

    [SkippableFact]
    public async Task A_guest_that_does_not_answer_is_stopped_and_undefined_and_converted_again_by_the_next_cut_over()
    {
        using var libvirt = await daemon.ConnectAsync();
        using var estate = new TinyEstate(daemon.Uri);
        estate.AddVm("silent", Login);
        var hooks = Hooks(estate, Running(estate, "silent"));
        var closed = Listener.ClosedPort();

        var failure = await Assert.ThrowsAsync<V2KException>(() => estate.CutOverAsync(Started(closed) with { AnswerWithin = TimeSpan.FromSeconds(2) }, hooks));

        Assert.Contains($"does not answer tcp:127.0.0.1:{closed} within 2.0 s", failure.What, StringComparison.Ordinal);
        Assert.Null(libvirt.FindDomain("silent"));
        Assert.Null(estate.State("silent").CutOver);
        Assert.Contains(estate.State("silent").Failures.Keys, key => key.Stage == Stage.CutOver);
        Assert.Contains(estate.Log.Found, finding => finding.Remedy.StartsWith("Power on [ds] silent/silent.vmx in VMware", StringComparison.Ordinal));
        using var told = JsonDocument.Parse(File.ReadAllText(estate["failed.json"]));
        Assert.Equal(failure.Message, Text(told, "failure"));
        Assert.False(File.Exists(estate["after.json"]));

        using var service = new Listener();
        Running(estate, "silent");
        estate.Log.Clear();
        await estate.CutOverAsync(Started(service.Port), hooks);

        Assert.Contains(estate.Log.Started, line => line.StartsWith("Convert silent.qcow2: the content that was converted was removed", StringComparison.Ordinal));
        Assert.NotNull(estate.State("silent").CutOver!.Downtime);
        await estate.RollBackAsync(libvirt, force: true);
    }

    [SkippableFact]
    public async Task A_VM_that_nobody_shuts_down_is_left_as_it_is()
    {
        using var libvirt = await daemon.ConnectAsync();
        using var estate = new TinyEstate(daemon.Uri);
        estate.AddVm("busy", Login);
        Running(estate, "busy");

        var failure = await Assert.ThrowsAsync<V2KException>(
            () => estate.CutOverAsync(Started(Listener.ClosedPort()) with { ShutDownWithin = TimeSpan.FromSeconds(2) }, new HookSettings()));

        Assert.Contains("is not shut down in VMware after 2.0 s: .lck-0001 in its folder", failure.What, StringComparison.Ordinal);
        Assert.False(File.Exists(estate["out/busy/busy.qcow2"]));
        Assert.Null(libvirt.FindDomain("busy"));
        Assert.DoesNotContain(estate.Log.Found, finding => finding.Remedy.StartsWith("Power on", StringComparison.Ordinal));
    }

    [SkippableFact]
    public async Task A_VM_whose_hook_fails_after_it_shut_it_down_is_said_to_run_nowhere()
    {
        using var libvirt = await daemon.ConnectAsync();
        using var estate = new TinyEstate(daemon.Uri);
        estate.AddVm("nowhere", Login);
        var held = Running(estate, "nowhere");
        var hooks = new HookSettings
        {
            Programs = [Script(estate, HookEvent.BeforeCutOver, $"rm '{held}'; exit 4")],
        };

        var failure = await Assert.ThrowsAsync<V2KException>(() => estate.CutOverAsync(Started(Listener.ClosedPort()), hooks));

        Assert.Contains("failed with exit status 4", failure.What, StringComparison.Ordinal);
        Assert.Contains(estate.Log.Found, finding => finding.What == "the VM is shut down in VMware and does not run here");
        Assert.False(File.Exists(estate["out/nowhere/nowhere.qcow2"]));
    }

    [SkippableFact]
    public async Task What_would_fail_later_is_found_before_the_VM_is_shut_down()
    {
        using var libvirt = await daemon.ConnectAsync();
        using var estate = new TinyEstate(daemon.Uri);
        estate.AddVm("early", Login, "ethernet0.present = \"TRUE\"", "ethernet0.networkName = \"Production\"");
        var hooks = Hooks(estate, Running(estate, "early"));

        var failure = await Assert.ThrowsAsync<V2KException>(() => estate.CutOverAsync(Started(Listener.ClosedPort()), hooks));

        Assert.Contains("network", failure.What, StringComparison.Ordinal);
        Assert.False(File.Exists(estate["before.json"]));
        Assert.True(File.Exists(estate["ds/early/.lck-0001"]));
        Assert.True(File.Exists(estate["failed.json"]));
    }

    [SkippableFact]
    public async Task A_run_that_is_stopped_while_the_guest_comes_up_is_finished_by_the_next_without_a_second_start()
    {
        using var libvirt = await daemon.ConnectAsync();
        using var estate = new TinyEstate(daemon.Uri);
        estate.AddVm("halfway", Login);
        var hooks = Hooks(estate, Running(estate, "halfway"));
        using var stop = new CancellationTokenSource();
        var first = estate.CutOverAsync(Started(Listener.ClosedPort()), hooks, cancellation: stop.Token);
        await TestPatience.UntilAsync(() => libvirt.FindDomain("halfway") is { IsActive: true });
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);
        Assert.True(estate.State("halfway").CutOver is { Done: null, IsStarted: true });
        Assert.Contains(estate.Log.Found, finding => finding.What == "the domain halfway was started and has not answered yet");
        Assert.Contains("was cut over on", (await Assert.ThrowsAsync<V2KException>(() => estate.DefineAsync(force: true))).What, StringComparison.Ordinal);

        using var service = new Listener();
        File.Delete(estate["before.json"]);
        estate.Log.Clear();
        await estate.CutOverAsync(Started(service.Port), hooks);

        Assert.Equal(["CutOver halfway: an earlier run did not finish"], estate.Log.Started);
        Assert.False(File.Exists(estate["before.json"]));
        Assert.NotNull(estate.State("halfway").CutOver!.Downtime);
        await estate.RollBackAsync(libvirt, force: true);
    }

    [SkippableFact]
    public async Task A_VM_that_was_powered_on_in_VMware_again_is_not_started_here_too()
    {
        using var libvirt = await daemon.ConnectAsync();
        using var estate = new TinyEstate(daemon.Uri);
        estate.AddVm("twice", Login);
        using var stop = new CancellationTokenSource();
        var first = estate.CutOverAsync(Started(Listener.ClosedPort()), new HookSettings(), cancellation: stop.Token);
        await TestPatience.UntilAsync(() => libvirt.FindDomain("twice") is { IsActive: true });
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);
        libvirt.FindDomain("twice")!.Destroy();
        Running(estate, "twice");

        using var service = new Listener();
        var failure = await Assert.ThrowsAsync<V2KException>(() => estate.CutOverAsync(Started(service.Port), new HookSettings()));

        Assert.Contains("runs again in VMware, as .lck-0001", failure.What, StringComparison.Ordinal);
        Assert.Null(libvirt.FindDomain("twice"));
    }

    [SkippableFact]
    public async Task Without_start_a_test_boot_is_the_proof_and_the_administrator_starts_the_domain()
    {
        using var libvirt = await daemon.ConnectAsync();
        using var estate = new TinyEstate(daemon.Uri);
        estate.AddVm("proven", Login);

        await estate.CutOverAsync(new CutOverSettings(), new HookSettings());

        var record = estate.State("proven").CutOver!;
        Assert.True(record is { IsStarted: false, Done: not null, Downtime: null });
        Assert.Contains(record.Parts, part => part.Name == "test boot");
        using (var domain = libvirt.FindDomain("proven"))
        {
            Assert.False(domain!.IsActive);
        }

        await estate.RollBackAsync(libvirt, force: false);
        Assert.Null(libvirt.FindDomain("proven"));
    }

    [SkippableFact]
    public async Task A_hook_that_fails_after_the_cut_over_takes_nothing_back_and_alone_runs_again()
    {
        using var libvirt = await daemon.ConnectAsync();
        using var estate = new TinyEstate(daemon.Uri);
        using var service = new Listener();
        estate.AddVm("told", Login);
        var failing = new HookSettings { Programs = [Script(estate, HookEvent.AfterCutOver, "echo no such host >&2; exit 3")] };

        var failure = await Assert.ThrowsAsync<V2KException>(() => estate.CutOverAsync(Started(service.Port), failing));

        Assert.Contains("after-cut-over.sh failed with exit status 3: no such host", failure.What, StringComparison.Ordinal);
        Assert.True(libvirt.FindDomain("told")!.IsActive);
        var done = estate.State("told").CutOver!.Done;
        estate.Log.Clear();
        await estate.CutOverAsync(Started(service.Port), new HookSettings());
        Assert.Equal(["CutOver told: an earlier run did not finish"], estate.Log.Started);
        Assert.Equal((done, true), (estate.State("told").CutOver!.Done, estate.State("told").CutOver!.IsAnnounced));
        await estate.RollBackAsync(libvirt, force: true);
    }

    [SkippableFact]
    public async Task A_VM_whose_window_is_closed_is_checked_and_then_left_to_other_runs_until_it_opens()
    {
        using var libvirt = await daemon.ConnectAsync();
        using var estate = new TinyEstate(daemon.Uri);
        estate.AddVm("patient", Login);
        var hooks = Hooks(estate, Running(estate, "patient"));
        var closed = new CutOverWindow("later", TimeZoneInfo.Utc) { Days = new HashSet<DayOfWeek> { DateTimeOffset.UtcNow.AddDays(3).DayOfWeek } };
        using var stop = new CancellationTokenSource();

        var run = estate.CutOverAsync(Started(Listener.ClosedPort()), hooks, config => config with
        {
            Windows = [closed],
            Waves = [new Wave("all", ["*"], [], 1) { CutOver = new WaveCutOver("later", [], TimeSpan.Zero) }],
        }, stop.Token);
        await TestPatience.UntilAsync(() => estate.Log.Waiting.Count > 0);

        Assert.Contains("patient: the window 'later' opens", estate.Log.Waiting[0], StringComparison.Ordinal);
        Assert.True(File.Exists(estate["out/patient/patient.xml"]));
        using (RunLock.Take(estate["out/.v2k/patient/patient.json.lock"], "patient"))
        {
            Assert.False(File.Exists(estate["before.json"]));
        }

        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => run);
        Assert.True(File.Exists(estate["ds/patient/.lck-0001"]));
        Assert.Null(libvirt.FindDomain("patient"));
    }

    private static CutOverSettings Started(int port) => new() { Start = true, Checks = [new TcpCheck("127.0.0.1", port)] };

    /// <summary>Has <paramref name="vm"/> run in VMware.</summary>
    /// <returns>The file that says so.</returns>
    private static string Running(TinyEstate estate, string vm)
    {
        var held = estate[$"ds/{vm}/.lck-0001"];
        File.WriteAllText(held, "");
        return held;
    }

    /// <summary>Hooks that note what they read; the first shuts the VM down.</summary>
    private static HookSettings Hooks(TinyEstate estate, string held) => new()
    {
        Programs =
        [
            Script(estate, HookEvent.BeforeCutOver, $"cat > '{estate["before.json"]}'; rm '{held}'"),
            Script(estate, HookEvent.AfterCutOver, $"cat > '{estate["after.json"]}'"),
            Script(estate, HookEvent.OnFailure, $"cat > '{estate["failed.json"]}'"),
        ],
    };

    private static Hook Script(TinyEstate estate, HookEvent moment, string commands)
    {
        var path = estate[$"{Choices.Hooks.Word(moment)}.sh"];
        File.WriteAllText(path, $"#!/bin/sh\n{commands}\n");
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        return new Hook(moment, path, [], Line: 1);
    }

    private static string Text(JsonDocument document, string property) => document.RootElement.GetProperty(property).GetString()!;
}
