using System.Xml.Linq;
using V2K.Engine.Rendering;
using V2K.Engine.Tools;
using V2K.Rules;
using V2K.Rules.Model;
using Timer = V2K.Rules.Model.Timer;

namespace V2K.Engine.Tests.Rendering;

public sealed class DomainRendererTests
{
    private static readonly DomainRenderer Renderer = new(TemplateFolder.Load());

    /// <summary>A domain with something in every property.</summary>
    private static Domain Full => new()
    {
        Name = "web01",
        Uuid = Guid.Parse("50115e16-9bdc-49d7-f171-53c4d7f91710"),
        GenId = Guid.Parse("27ad6bd1-9bdc-49d7-f171-53c4d7f91710"),
        Title = "Web / 01",
        Description = "first\nsecond",
        OsInfo = "http://debian.org/debian/12",
        SourceVm = new()
        {
            Name = "Web / 01",
            Uuid = Guid.Parse("50115e16-9bdc-49d7-f171-53c4d7f91710"),
            VcenterUuid = Guid.Parse("52115e16-9bdc-49d7-f171-53c4d7f91710"),
            Path = "[datastore1] web01/web01.vmx",
            Autostart = true,
            Date = "2026-03-01T09:30:00Z",
            Version = "1.0.0",
        },
        PowerManagement = new(SuspendToMemory: false, SuspendToDisk: true),
        Memory = new(4096, 16384),
        MemoryBacking = new(Locked: true, HugePages: true),
        Vcpus = new(4, Current: 2, HostCpus: "0-3"),
        IoThreads = 1,
        CpuTune = new(Shares: 2048),
        Os = new() { Uefi = new(SecureBoot: true), BootMenuMilliseconds = 5000, SmbiosMode = "host" },
        Features = new() { HyperV = true },
        Cpu = new()
        {
            Topology = new(2, 2),
            Features = [new("vmx", "require")],
        },
        NumaCells = [new(0, "0-3", 4096)],
        Clock = new("utc", [new Timer("rtc", TickPolicy: "catchup"), new Timer("hpet", Present: false)]),
        Disks =
        [
            new()
            {
                Target = "vda", Bus = DiskBus.Virtio, Source = new("/srv/kvm/web01.qcow2", "qcow2"), Cache = "none",
                Io = "native", Discard = "unmap", IoThread = 1, Shareable = true, BootOrder = 1,
                IoTune = new(1 << 20, 500),
            },
            new()
            {
                Target = "sda", Bus = DiskBus.Scsi, Source = new("/dev/vg/data", "raw", Block: true), SolidState = true,
                Address = new(0, 3, 0), Transient = true,
            },
            new() { Target = "sdb", Bus = DiskBus.Sata, Device = DiskDevice.Cdrom, ReadOnly = true },
        ],
        Controllers =
        [
            new("scsi", 0, "virtio-scsi") { IoThread = 1 },
            new("pci", 1, "pcie-root-port"),
            new("usb", 0, "qemu-xhci"),
        ],
        Interfaces =
        [
            new()
            {
                Source = "default", Mac = new MacAddress(0x000c293e5f01), PortGroup = "dmz", LinkDown = true, BootOrder = 2,
                Address = new(1, 0),
            },
            new() { Type = "bridge", Source = "br0", Vlan = 120, VirtualPort = "openvswitch", Model = "e1000e" },
            new() { Type = "direct", Source = "eno1" },
        ],
        Serials =
        [
            new() { Type = "pty" },
            new() { Port = 1, Type = "tcp", Mode = "bind", Host = "127.0.0.1", Service = "4001", Protocol = "telnet" },
            new() { Port = 2, Type = "unix", Mode = "connect", Path = "/run/web01.sock" },
        ],
        Parallels = [new() { Type = "file", Path = "/srv/kvm/print.out" }],
        Channels = [new("unix", "org.qemu.guest_agent.0")],
        Inputs = [new("tablet", "usb")],
        Tpm = new("tpm-crb", "2.0"),
        Graphics = new("vnc", 5903, "0.0.0.0", "de"),
        Sound = "ich9",
        Video = new("virtio", Heads: 2, Accelerated: true),
        HostDevices = [new(0, 3, 0, 1)],
        Watchdog = new("i6300esb", "reset"),
        MemoryBalloon = "none",
        RandomSource = new("/dev/urandom"),
        QemuGlobals = [new("ICH9-LPC", "acpi-pci-hotplug-with-bridge-support", "off")],
        QemuProperties = [new("pci.1", "slot", 192)],
    };

    [SkippableFact]
    public async Task The_fullest_domain_is_valid_by_libvirts_schema() => await Validate(Renderer.Render(Full));

    [SkippableFact]
    public async Task The_emptiest_domain_is_valid_by_libvirts_schema() =>
        await Validate(Renderer.Render(new Domain { Name = "x" }));

    [Fact]
    public void An_empty_domain_says_nothing_that_is_libvirts_default() => Assert.Equal(
        """
        <domain type='kvm'>
          <name>x</name>
          <memory unit='MiB'>32</memory>
          <vcpu>1</vcpu>
          <os>
            <type arch='x86_64' machine='q35'>hvm</type>
          </os>
          <features>
            <acpi/>
            <apic/>
            <vmport state='off'/>
          </features>
          <cpu mode='host-model'/>
          <devices>
          </devices>
        </domain>

        """,
        Renderer.Render(new Domain { Name = "x" }));

    [Fact]
    public void Every_line_is_indented_by_its_depth()
    {
        var depth = 0;
        foreach (var line in Renderer.Render(Full with { Description = "one line" }).TrimEnd('\n').Split('\n'))
        {
            var text = line.TrimStart();
            Assert.NotEmpty(text);
            depth -= text.StartsWith("</", StringComparison.Ordinal) ? 1 : 0;
            Assert.True(line.Length - text.Length == depth * 2, $"'{line}' is at depth {depth}");
            var closed = text.EndsWith("/>", StringComparison.Ordinal) || text.Contains("</", StringComparison.Ordinal);
            depth += closed ? 0 : 1;
        }
    }

    [Theory]
    [InlineData("a & b < c > d \"e\" 'f'")]
    [InlineData("</name><devices><disk/></devices>")]
    [InlineData("]]>&#0;&amp;")]
    [InlineData("Prüfstand 测试 😀")]
    [InlineData("two\nlines\tand a tab")]
    [InlineData("carriage\rreturn")]
    [InlineData("{{ domain.uuid }}")]
    public void Hostile_text_comes_back_from_a_parser_as_it_was(string text)
    {
        var xml = XDocument.Parse(Renderer.Render(new Domain
        {
            Name = text,
            Description = text,
            Disks = [new() { Target = "vda", Source = new(text, "raw") }],
        }));

        Assert.Equal(text, xml.Root!.Element("name")!.Value);
        Assert.Equal(text, xml.Root.Element("description")!.Value);
        Assert.Equal(text, xml.Descendants("source").Single().Attribute("file")!.Value);
    }

    [Theory]
    [InlineData("a\u0001b\u0000c")]
    [InlineData("a\uFFFEb\uFFFFc")]
    public void Characters_that_XML_forbids_become_the_replacement_character(string text) =>
        Assert.Equal("a\uFFFDb\uFFFDc", XDocument.Parse(Renderer.Render(new Domain { Name = text })).Root!.Element("name")!.Value);

    [Fact]
    public void Half_a_surrogate_pair_becomes_the_replacement_character() =>
        Assert.Equal("a\uFFFDb", XDocument.Parse(Renderer.Render(new Domain { Name = "a\uD800b" })).Root!.Element("name")!.Value);

    [Fact]
    public void A_template_that_asks_for_what_is_not_there_is_named_with_its_line()
    {
        using var folder = new Overrides(("devices/disk.scriban", "first\n{{ disk.colour }}\n"));

        var e = Assert.Throws<V2KException>(() => new DomainRenderer(TemplateFolder.Load(folder.Path)).Render(Full));

        Assert.Equal(Path.Combine(folder.Path, "devices/disk.scriban"), e.File);
        Assert.Equal(2, e.Line);
    }

    [Fact]
    public void A_value_that_is_null_is_not_written_in_silence()
    {
        using var folder = new Overrides(("domain.scriban", "<uuid>{{ domain.uuid }}</uuid>"));

        var e = Assert.Throws<V2KException>(() => new DomainRenderer(TemplateFolder.Load(folder.Path)).Render(new Domain()));

        Assert.Contains("null", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_template_that_does_not_parse_is_named_with_its_line()
    {
        using var folder = new Overrides(("domain.scriban", "<domain>\n\n{{ if }}\n</domain>"));

        var e = Assert.Throws<V2KException>(() => TemplateFolder.Load(folder.Path));

        Assert.Equal((Path.Combine(folder.Path, "domain.scriban"), 3, FailureKind.Usage), (e.File, e.Line, e.Kind));
    }

    [Fact]
    public void A_missing_template_folder_is_wrong_usage()
    {
        var e = Assert.Throws<V2KException>(() => TemplateFolder.Load("/nowhere"));

        Assert.Equal(("/nowhere", FailureKind.Usage), (e.File, e.Kind));
    }

    [Fact]
    public void A_template_folder_without_templates_is_wrong_usage()
    {
        using var folder = new Overrides(("readme.txt", "none here"));

        var e = Assert.Throws<V2KException>(() => TemplateFolder.Load(folder.Path));

        Assert.Equal(($"{folder.Path}: contains no templates (*.scriban). Correct templates: in the configuration.", FailureKind.Usage), (e.Message, e.Kind));
    }

    [Fact]
    public void A_template_cannot_switch_escaping_off()
    {
        using var folder = new Overrides(("domain.scriban",
            "{{ x = '<' + domain.name }}{{ x }}{{ capture y }}{{ x }}{{ end }}{{ y }}{{ func f; ret x; end }}{{ f }}"));

        var text = new DomainRenderer(TemplateFolder.Load(folder.Path)).Render(new Domain { Name = "<b>" });

        Assert.DoesNotContain('<', text);
    }

    [Fact]
    public void The_hash_follows_the_text_of_the_templates()
    {
        using var one = new Overrides(("domain.scriban", "a\n"));
        using var crlf = new Overrides(("domain.scriban", "a\r\n"));
        using var other = new Overrides(("domain.scriban", "b\n"));

        Assert.Equal(TemplateFolder.Load(one.Path).Hash, TemplateFolder.Load(crlf.Path).Hash);
        Assert.NotEqual(TemplateFolder.Load(one.Path).Hash, TemplateFolder.Load(other.Path).Hash);
        Assert.Equal("a\n", new DomainRenderer(TemplateFolder.Load(crlf.Path)).Render(new Domain()));
    }

    [Fact]
    public void Threads_share_a_renderer()
    {
        var expected = Renderer.Render(Full);

        Parallel.For(0, 200, _ => Assert.Equal(expected, Renderer.Render(Full)));
    }

    [Fact]
    public void A_domain_with_a_thousand_disks_is_rendered_whole()
    {
        var disks = Enumerable.Range(0, 2000).Select(i => new Disk { Target = $"vd{i}" }).ToList();

        Assert.Equal(2000, XDocument.Parse(Renderer.Render(new Domain { Name = "x", Disks = disks })).Descendants("disk").Count());
    }

    private static async Task Validate(string xml)
    {
        Skip.If(KnownTools.VirtXmlValidate.Find() is null, "virt-xml-validate is not installed: --target=Setup installs it");
        var path = Path.GetTempFileName();
        try
        {
            await File.WriteAllTextAsync(path, xml);
            await new ToolRunner(_ => { }).RunAsync(KnownTools.VirtXmlValidate, [path, "domain"], "Correct the templates");
        }
        finally
        {
            File.Delete(path);
        }
    }

    /// <summary>A folder of overriding templates, deleted at the end.</summary>
    private sealed class Overrides : IDisposable
    {
        public Overrides(params (string Name, string Text)[] templates)
        {
            foreach (var (name, text) in templates)
            {
                var path = System.IO.Path.Combine(Path, name);
                Directory.CreateDirectory(System.IO.Path.GetDirectoryName(path)!);
                File.WriteAllText(path, text);
            }
        }

        public string Path { get; } = Directory.CreateTempSubdirectory("v2k-templates-").FullName;

        public void Dispose() => Directory.Delete(Path, recursive: true);
    }
}
