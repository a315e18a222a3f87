using System.Xml.Linq;
using V2K.Engine.Libvirt;
using V2K.Engine.Stages;
using V2K.Engine.State;
using V2K.Engine.Tools;
using V2K.Rules;

namespace V2K.Engine.Tests.Libvirt;

/// <summary>Definitions in a real libvirt: made, made again, left alone and taken back.</summary>
public sealed class DefineTests(PrivateLibvirt daemon) : IClassFixture<PrivateLibvirt>
{
    private const string Words = "\r\nlogin: \r\n";

    [SkippableFact]
    public async Task A_definition_is_made_once_and_again_when_libvirt_lost_it()
    {
        using var libvirt = await daemon.ConnectAsync();
        using var estate = new TinyEstate(daemon.Uri);
        estate.AddVm("again", Words);

        await estate.DefineAsync();
        using var first = libvirt.FindDomain("again");
        var uuid = first!.DefinedXml().Element("uuid")!.Value;
        estate.Log.Clear();
        await estate.DefineAsync();
        Assert.DoesNotContain(estate.Log.Started, line => line.StartsWith("Define", StringComparison.Ordinal));

        first.Undefine(withState: true);
        await estate.DefineAsync();

        Assert.Contains(estate.Log.Started, line => line.StartsWith("Define again: libvirt at", StringComparison.Ordinal));
        using var second = libvirt.FindDomain("again");
        Assert.Equal(uuid, second!.DefinedXml().Element("uuid")!.Value);
    }

    [SkippableFact]
    public async Task A_domain_in_libvirt_says_which_VM_it_was_when_and_by_which_version()
    {
        using var libvirt = await daemon.ConnectAsync();
        using var estate = new TinyEstate(daemon.Uri);
        estate.AddVm("dated", Words, "uuid.bios = \"56 4d 7a 1e 22 9c 40 b3-9d 4f 0c 18 2b 6e 91 d8\"");
        await estate.DefineAsync();
        using var domain = libvirt.FindDomain("dated")!;
        var note = domain.DefinedXml().Element("metadata")!.Elements(XName.Get("source", "urn:v2k:source")).Single();
        Assert.Equal(
            ("dated", "[ds] dated/dated.vmx", "564d7a1e-229c-40b3-9d4f-0c182b6e91d8"),
            (note.Attribute("name")!.Value, note.Attribute("path")!.Value, note.Attribute("uuid")!.Value));
        Assert.NotEqual("", note.Attribute("date")!.Value);
        Assert.NotEqual("", note.Attribute("version")!.Value);
    }

    [SkippableFact]
    public async Task A_domain_starts_with_the_host_as_the_VM_did_until_somebody_says_otherwise()
    {
        using var libvirt = await daemon.ConnectAsync();
        using var estate = new TinyEstate(daemon.Uri);
        estate.AddVm("early", Words, "autostart = \"poweron\"");
        await estate.DefineAsync();
        using (var domain = libvirt.FindDomain("early")!)
        {
            Assert.True(domain.Autostarts);
            domain.SetAutostart(false);
        }

        estate.AddVm("early", Words, "autostart = \"poweron\"", "annotation = \"new\"");
        await estate.DefineAsync();
        using (var domain = libvirt.FindDomain("early")!)
        {
            Assert.False(domain.Autostarts);
            domain.SetAutostart(true);
        }

        estate.AddVm("early", Words, "autostart = \"none\"");
        await estate.DefineAsync();
        using var last = libvirt.FindDomain("early")!;
        Assert.False(last.Autostarts);
    }

    [SkippableFact]
    public async Task A_definition_that_somebody_edited_is_kept_until_it_is_given_up()
    {
        using var libvirt = await daemon.ConnectAsync();
        using var estate = new TinyEstate(daemon.Uri);
        estate.AddVm("edited", Words);
        await estate.DefineAsync();
        using (var domain = libvirt.FindDomain("edited")!)
        {
            var xml = domain.DefinedXml();
            xml.SetElementValue("title", "by hand");
            libvirt.Define(xml.ToString(), "edited").Dispose();
        }

        estate.Log.Clear();
        await estate.DefineAsync();
        Assert.Contains(estate.Log.UpToDate, line => line.Contains("was changed in libvirt and is not replaced", StringComparison.Ordinal));

        estate.AddVm("edited", Words, "annotation = \"new\"");
        var refused = await Assert.ThrowsAsync<V2KException>(() => estate.DefineAsync());
        Assert.Contains("was changed in libvirt after V2K defined it", refused.Message, StringComparison.Ordinal);

        await estate.DefineAsync(force: true);
        using var given = libvirt.FindDomain("edited")!;
        Assert.Null(given.DefinedXml().Element("title"));
    }

    [SkippableFact]
    public async Task A_definition_that_a_killed_run_could_not_note_is_noted_by_the_next()
    {
        using var libvirt = await daemon.ConnectAsync();
        using var estate = new TinyEstate(daemon.Uri);
        estate.AddVm("unnoted", Words);
        await estate.DefineAsync();
        var state = estate["out/.v2k/unnoted/unnoted.json"];
        var noted = VmState.Read(state)!;
        Assert.True(noted.Steps.Remove(StepKey.Of(Stage.Define)));
        File.WriteAllText(state, VmStateJson.Text(noted));
        using var domain = libvirt.FindDomain("unnoted")!;
        domain.SetMetadata((DomainOrigin.Of(domain.DefinedXml())! with { Became = "" }).Element(), DomainOrigin.Prefix);
        estate.Log.Clear();

        await estate.DefineAsync();

        Assert.DoesNotContain(estate.Log.Started, line => line.StartsWith("Define", StringComparison.Ordinal));
        Assert.Contains(StepKey.Of(Stage.Define), VmState.Read(state)!.Steps.Keys);
        Assert.NotEqual("", DomainOrigin.Of(domain.DefinedXml())!.Became);
    }

    [SkippableFact]
    public async Task A_domain_that_V2K_did_not_define_gives_way_to_force_alone()
    {
        using var libvirt = await daemon.ConnectAsync();
        using var estate = new TinyEstate(daemon.Uri);
        estate.AddVm("stranger", Words);
        libvirt.Define("<domain type='qemu'><name>stranger</name><memory>32768</memory><os><type arch='x86_64'>hvm</type></os></domain>", "stranger").Dispose();

        var refused = await Assert.ThrowsAsync<V2KException>(() => estate.DefineAsync());
        Assert.Contains("has a domain stranger that V2K did not define", refused.Message, StringComparison.Ordinal);
        Assert.Contains("is not the one that V2K defined", Assert.Throws<V2KException>(() => estate.Undefine(libvirt)).Message, StringComparison.Ordinal);

        await estate.DefineAsync(force: true);
        using var own = libvirt.FindDomain("stranger")!;
        Assert.Equal("[ds] stranger/stranger.vmx", DomainOrigin.Of(own.DefinedXml())?.Vm);
    }

    [SkippableFact]
    public async Task A_running_domain_is_left_alone()
    {
        using var libvirt = await daemon.ConnectAsync();
        Skip.If(KnownTools.Virsh.Find() is null, "virsh is not installed: --target=Setup installs it");
        using var estate = new TinyEstate(daemon.Uri);
        estate.AddVm("running", Words);
        await estate.DefineAsync();
        await new ToolRunner(_ => { }).RunAsync(KnownTools.Virsh, ["-q", "-c", daemon.Uri, "start", "running"], "");
        using var domain = libvirt.FindDomain("running")!;
        try
        {
            await estate.DefineAsync();
            estate.AddVm("running", Words, "annotation = \"new\"");

            foreach (var force in new[] { false, true })
            {
                var refused = await Assert.ThrowsAsync<V2KException>(() => estate.DefineAsync(force));
                Assert.Contains("is running and is not changed", refused.Message, StringComparison.Ordinal);
            }

            Assert.Contains("is running", Assert.Throws<V2KException>(() => estate.Undefine(libvirt)).Message, StringComparison.Ordinal);
            Assert.Null(domain.DefinedXml().Element("description"));
        }
        finally
        {
            domain.Destroy();
        }
    }

    [SkippableFact]
    public async Task Missing_requirements_are_reported_before_a_domain_is_defined()
    {
        using var libvirt = await daemon.ConnectAsync();
        using var estate = new TinyEstate(daemon.Uri);
        estate.AddVm("lonely", Words, "ethernet0.present = \"TRUE\"", "ethernet0.networkName = \"VM Network\"");

        var refused = await Assert.ThrowsAsync<V2KException>(() => estate.DefineAsync());

        Assert.Contains("there is no network 'default'", refused.Message, StringComparison.Ordinal);
        Assert.Contains("virsh net-define", refused.Message, StringComparison.Ordinal);
        Assert.Null(libvirt.FindDomain("lonely"));
    }

    [SkippableFact]
    public async Task A_VM_with_a_new_name_is_the_same_domain()
    {
        using var libvirt = await daemon.ConnectAsync();
        using var estate = new TinyEstate(daemon.Uri);
        const string uuid = "uuid.bios = \"56 4d 7a 1e 22 9c 40 b3-9d 4f 0c 18 2b 6e 91 d7\"";
        estate.AddVm("old-name", Words, uuid);
        await estate.DefineAsync();

        var vmx = estate["ds/old-name/old-name.vmx"];
        File.WriteAllText(vmx, File.ReadAllText(vmx).Replace("displayName = \"old-name\"", "displayName = \"new-name\"", StringComparison.Ordinal));
        await estate.DefineAsync();

        Assert.Null(libvirt.FindDomain("old-name"));
        using var renamed = libvirt.FindDomain("new-name");
        Assert.NotNull(renamed);
    }

    [SkippableFact]
    public async Task Undefine_takes_back_the_domain_and_no_disk()
    {
        using var libvirt = await daemon.ConnectAsync();
        using var estate = new TinyEstate(daemon.Uri);
        estate.AddVm("back", Words);
        await estate.DefineAsync();

        Assert.Contains("no longer defined", Assert.Single(estate.Undefine(libvirt)), StringComparison.Ordinal);

        Assert.Null(libvirt.FindDomain("back"));
        Assert.True(File.Exists(estate["out/back/back.qcow2"]));
        Assert.Contains("does not have it", Assert.Single(estate.Undefine(libvirt)), StringComparison.Ordinal);
        await estate.DefineAsync();

        // A VM that cannot be read any more is taken back by its record.
        File.WriteAllText(estate["ds/back/back.vmx"], "");
        Assert.Contains("no longer defined", Assert.Single(estate.Undefine(libvirt)), StringComparison.Ordinal);
        Assert.Contains("does not have it", Assert.Single(estate.Undefine(libvirt)), StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task A_libvirtd_that_went_away_is_one_clear_message_and_the_retry_works()
    {
        using var own = new PrivateLibvirt();
        using var estate = new TinyEstate(own.Uri);
        estate.AddVm("away", Words);
        var libvirt = await own.ConnectAsync();
        own.Kill();

        Assert.Contains("closed the connection", Assert.Throws<V2KException>(() => libvirt.FindDomain("away")).Message, StringComparison.Ordinal);
        libvirt.Dispose();
        var refused = await Assert.ThrowsAsync<V2KException>(() => estate.DefineAsync());
        Assert.Contains("does not answer", refused.Message, StringComparison.Ordinal);
        Assert.Contains("systemctl start libvirtd", refused.Message, StringComparison.Ordinal);

        (await own.ConnectAsync()).Dispose();
        await estate.DefineAsync();
    }
}
