using System.Security.Cryptography;
using V2K.Engine.Libvirt;
using V2K.Engine.TestBoots.Judging;
using V2K.Engine.TestBoots.Sandbox;
using V2K.Engine.TestBoots.Signals;
using V2K.Rules;
using V2K.Schemas;

namespace V2K.Engine.Tests.Libvirt;

/// <summary>Test boots in a real libvirt, of guests that are boot sectors.</summary>
public sealed class TestBootTests(PrivateLibvirt daemon) : IClassFixture<PrivateLibvirt>
{
    private const string Login = "\r\nDebian GNU/Linux 12 web01 ttyS0\r\n\r\nweb01 login: \r\n";

    [SkippableFact]
    public async Task A_guest_that_comes_up_passes_and_nothing_is_left_of_the_test()
    {
        using var libvirt = await daemon.ConnectAsync();
        using var network = libvirt.StartNetwork($"<network><name>default</name><bridge name='v2k{Environment.ProcessId}'/></network>", "default");
        using var estate = new TinyEstate(daemon.Uri);
        estate.AddVm("proof", Login, "ethernet0.present = \"TRUE\"", "ethernet0.networkName = \"VM Network\"");
        try
        {
            await estate.TestAsync("none");
        }
        finally
        {
            network.Destroy();
        }

        var disk = estate["out/proof/proof.qcow2"];
        var verdict = TestBootVerdict.Read(estate["out/proof/proof.testboot.json"])!;
        Assert.True(verdict.Passed);
        await SchemaJudge.IsValidAsync("test-boot", File.ReadAllText(estate["out/proof/proof.testboot.json"]));
        Assert.Equal(BootSignal.LoginPrompt, verdict.Best!.Kind);
        Assert.Contains("web01 login:", File.ReadAllText(estate[$"out/proof/{verdict.SerialLog}"]), StringComparison.Ordinal);
        Assert.Equal([0x89, (byte)'P', (byte)'N', (byte)'G'], File.ReadAllBytes(estate[$"out/proof/{verdict.Screenshot}"])[..4]);
        Assert.DoesNotContain(libvirt.Domains(), domain => TestBootOwner.Of(domain.Name) is not null);
        Assert.DoesNotContain(libvirt.Networks(), left => TestBootOwner.Of(left.Name) is not null);
        Assert.Empty(Directory.GetFileSystemEntries(estate.Scratch));
        Assert.True(File.Exists(disk));
    }

    [SkippableFact]
    public async Task A_second_test_of_the_same_is_up_to_date_and_the_disk_as_it_was()
    {
        using var libvirt = await daemon.ConnectAsync();
        using var estate = new TinyEstate(daemon.Uri);
        estate.AddVm("twice", Login);
        await estate.DefineAsync();
        var before = SHA256.HashData(File.ReadAllBytes(estate["out/twice/twice.qcow2"]));
        await estate.TestAsync();
        estate.Log.Clear();

        await estate.TestAsync();

        Assert.Empty(estate.Log.Started);
        Assert.Contains(estate.Log.UpToDate, line => line.Contains("neither definition nor disks changed since", StringComparison.Ordinal));
        Assert.Equal(before, SHA256.HashData(File.ReadAllBytes(estate["out/twice/twice.qcow2"])));
    }

    [SkippableFact]
    public async Task A_guest_with_two_disks_of_one_file_name_is_defined_comes_up_and_is_left_alone_by_the_second_run()
    {
        using var libvirt = await daemon.ConnectAsync();
        using var estate = new TinyEstate(daemon.Uri);
        estate.AddVm("namesakes", Login);
        estate.AddNamesake("namesakes", BootSector.Saying("this is the second disk\r\n"));
        string[] disks = [estate["out/namesakes/namesakes.qcow2"], estate["out2/namesakes/namesakes.qcow2"]];

        await estate.TestAsync();

        using (var domain = libvirt.FindDomain("namesakes")!)
        {
            Assert.Equal(disks, domain.DefinedXml().Descendants("disk").Select(disk => (string?)disk.Element("source")?.Attribute("file")));
        }

        var verdict = TestBootVerdict.Read(estate["out/namesakes/namesakes.testboot.json"])!;
        Assert.True(verdict.Passed);
        var said = File.ReadAllText(estate[$"out/namesakes/{verdict.SerialLog}"]);
        Assert.Contains("web01 login:", said, StringComparison.Ordinal);
        Assert.DoesNotContain("second disk", said, StringComparison.Ordinal);
        var before = disks.Select(disk => Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(disk)))).ToList();
        Assert.NotEqual(before[0], before[1]);
        estate.Log.Clear();

        await estate.TestAsync();

        Assert.Empty(estate.Log.Started);
        Assert.Contains(estate.Log.UpToDate, line => line.Contains("neither definition nor disks changed since", StringComparison.Ordinal));
        Assert.Equal(before, disks.Select(disk => Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(disk)))));
    }

    [SkippableFact]
    public async Task A_guest_that_does_not_come_up_is_diagnosed_and_tested_again_next_time()
    {
        using var libvirt = await daemon.ConnectAsync();
        using var estate = new TinyEstate(daemon.Uri);
        estate.AddVm("noroot", "\r\nALERT!  /dev/sda1 does not exist.  Dropping to a shell!\r\n(initramfs) \r\n");

        var refused = await Assert.ThrowsAsync<V2KException>(() => estate.TestAsync());

        Assert.Contains("the guest names its root file system /dev/sda1", refused.Message, StringComparison.Ordinal);
        Assert.Contains("device-names", refused.Message, StringComparison.Ordinal);
        Assert.Equal("root-by-name", TestBootVerdict.Read(estate["out/noroot/noroot.testboot.json"])!.Diagnosis!.Id);
        await SchemaJudge.IsValidAsync("test-boot", File.ReadAllText(estate["out/noroot/noroot.testboot.json"]));
        estate.Log.Clear();
        await Assert.ThrowsAsync<V2KException>(() => estate.TestAsync());
        Assert.Contains("TestBoot noroot: it did not boot last time", estate.Log.Started);
    }

    [SkippableFact]
    public async Task A_libvirtd_that_goes_away_in_the_middle_leaves_the_disk_as_it_was_and_the_retry_works()
    {
        using var own = new PrivateLibvirt();
        using var estate = new TinyEstate(own.Uri);
        estate.AddVm("middle", Login);
        var libvirt = await own.ConnectAsync();
        await estate.DefineAsync();
        var before = SHA256.HashData(File.ReadAllBytes(estate["out/middle/middle.qcow2"]));

        // Nobody answers at this address, so the test would go on until its time is over.
        var test = estate.TestAsync("192.0.2.9");
        while (Copies(libvirt).Count == 0 && !test.IsCompleted)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(100));
        }

        own.Kill();

        var refused = await Assert.ThrowsAsync<V2KException>(() => test);
        Assert.Contains("closed the connection", refused.Message, StringComparison.Ordinal);
        Assert.Contains("systemctl start libvirtd", refused.Message, StringComparison.Ordinal);
        Assert.Contains(estate.Log.Found, finding => finding.What.Contains("could not take back all it made", StringComparison.Ordinal));
        Assert.Equal(before, SHA256.HashData(File.ReadAllBytes(estate["out/middle/middle.qcow2"])));

        libvirt.Dispose();
        using var restarted = await own.ConnectAsync();
        foreach (var name in Copies(restarted))
        {
            // The next process would sweep it: it belongs to this one, which lives.
            restarted.FindDomain(name)?.Destroy();
            restarted.FindNetwork(name)?.Destroy();
        }

        await estate.TestAsync();
        Assert.True(TestBootVerdict.Read(estate["out/middle/middle.testboot.json"])!.Passed);
    }

    [SkippableTheory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_guest_that_asks_for_a_passphrase_is_given_the_keys_one_after_the_other(bool onScreen)
    {
        using var libvirt = await daemon.ConnectAsync();
        using var folder = new TempFolder();
        folder.Write("wrong", "not this\n");
        folder.Write("right", "Lab {1-2}?\n");
        using var estate = new TinyEstate(daemon.Uri) { Keys = [new("all", "file", folder["wrong"]), new("all", "file", folder["right"])] };
        estate.AddVm("locked", AskingSector.Disk("Lab {1-2}?", onScreen));

        await estate.TestAsync("none");

        var verdict = TestBootVerdict.Read(estate["out/locked/locked.testboot.json"])!;
        Assert.True(verdict.Passed);
        Assert.Equal([BootSignal.Unlocked, BootSignal.LoginPrompt], verdict.Signals.Select(signal => signal.Kind));
        var said = verdict.Screen + (verdict.SerialLog is null ? "" : File.ReadAllText(estate[$"out/locked/{verdict.SerialLog}"]));
        Assert.Contains("You said: ********", said, StringComparison.Ordinal);
        Assert.DoesNotContain("Lab {1-2}?", said, StringComparison.Ordinal);
        Assert.Null(verdict.Screenshot);
        Assert.EndsWith("it asked for a passphrase and got with --key", verdict.Summary, StringComparison.Ordinal);
        await SchemaJudge.IsValidAsync("test-boot", File.ReadAllText(estate["out/locked/locked.testboot.json"]));
    }

    [SkippableFact]
    public async Task A_guest_that_no_key_opens_is_reported()
    {
        using var libvirt = await daemon.ConnectAsync();
        using var folder = new TempFolder();
        folder.Write("wrong", "not this\n");
        using var estate = new TinyEstate(daemon.Uri) { Keys = [new("all", "file", folder["wrong"])] };
        estate.AddVm("locked", AskingSector.Disk("this", onScreen: false));

        var refused = await Assert.ThrowsAsync<V2KException>(() => estate.TestAsync());

        Assert.Contains("the guest waits for the passphrase of an encrypted disk, and no key of --key opens it", refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("not this", File.ReadAllText(estate["out/locked/locked.testboot.log"]), StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task The_remains_of_a_killed_run_are_removed_and_nothing_else()
    {
        using var libvirt = await daemon.ConnectAsync();
        using var scratch = new TempFolder();
        var dead = (TestBootOwner.Current with { StartTime = 1 }).NewName();
        var alive = TestBootOwner.Current.NewName();
        foreach (var name in new[] { dead, alive, "mine" })
        {
            Directory.CreateDirectory(scratch[name]);
            _ = SandboxNetwork.Start(libvirt, name);
            libvirt.Start($"<domain type='qemu'><name>{name}</name><memory>32768</memory><os><type arch='x86_64'>hvm</type></os></domain>", name, "").Dispose();
        }

        var swept = Sweep.Run(libvirt, scratch.Path, failed => Assert.Fail(failed.Message));

        try
        {
            Assert.Equal([$"domain {dead}", $"network {dead}", scratch[dead]], swept);
            Assert.Null(libvirt.FindDomain(dead));
            Assert.Null(libvirt.FindNetwork(dead));
            Assert.Equal([scratch["mine"], scratch[alive]], Directory.GetDirectories(scratch.Path).Order(StringComparer.Ordinal));
        }
        finally
        {
            // The daemon is the class's: a domain that stays would be a remnant to the other tests.
            foreach (var name in new[] { alive, "mine" })
            {
                libvirt.FindNetwork(name)!.Destroy();
                using var domain = libvirt.FindDomain(name)!;
                domain.Destroy();
            }
        }
    }

    [SkippableFact]
    public async Task A_defined_domain_with_the_name_of_a_test_boot_is_not_touched()
    {
        using var libvirt = await daemon.ConnectAsync();
        using var scratch = new TempFolder();
        var name = (TestBootOwner.Current with { StartTime = 2 }).NewName();
        using var defined = libvirt.Define($"<domain type='qemu'><name>{name}</name><memory>32768</memory><os><type arch='x86_64'>hvm</type></os></domain>", name);
        try
        {
            Assert.Empty(Sweep.Run(libvirt, scratch.Path, failed => Assert.Fail(failed.Message)));
        }
        finally
        {
            defined.Undefine(withState: false);
        }
    }

    /// <summary>The domains of test boots that run.</summary>
    private static List<string> Copies(LibvirtConnection libvirt) =>
        [.. libvirt.Domains().Select(domain => domain.Name).Where(name => TestBootOwner.Of(name) is not null)];
}
