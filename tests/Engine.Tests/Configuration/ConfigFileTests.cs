using V2K.Engine.Configuration;
using V2K.Engine.Disks;
using V2K.Engine.Disks.Engines;
using V2K.Rules;
using V2K.Rules.Network;
using V2K.Rules.Translation;

namespace V2K.Engine.Tests.Configuration;

public sealed class ConfigFileTests : IDisposable
{
    private const string Smallest = """
        datastores:
          - name: ds1
            source: in
            target: out
        """;

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Four_lines_are_enough()
    {
        var config = Load(Smallest);

        var datastore = Assert.Single(config.Datastores);
        Assert.Equal("ds1", datastore.Name);
        Assert.Equal(["/vmfs/volumes/ds1"], datastore.Vmfs);
        Assert.Equal(_folder["in"], datastore.Source);
        Assert.Equal(_folder["out"], datastore.Target);
        Assert.Equal(TranslationMode.Performance, config.Mode);
        Assert.Equal(DiskFormat.Qcow2, config.Format);
        Assert.Null(config.Networks.Find(new SourceNetwork("VM Network", "bridged")));
    }

    [Fact]
    public void Every_key_is_read()
    {
        var config = Load($$"""
            mode: fidelity
            format: raw
            engine: qemu-img
            cache: direct
            engine-options: { coroutines: 5, connections: 6, threads: 7, requests: 8 }
            numa-node: 0
            skip-extra: true
            site: example
            templates: mine
            parallel: 3
            nic-names: keep
            {{Smallest}}
            networks:
              "VM Network": { network: default }
              "DMZ": { bridge: br1, vlan: 120, virtualport: openvswitch }
              "type:hostonly": { direct: eth1 }
              "*": { network: rest, portgroup: slow }
            libvirt: { connect: "qemu+ssh://kvm1/system", virt-type: kvm }
            """);

        Assert.Equal(TranslationMode.Fidelity, config.Mode);
        Assert.Equal(DiskFormat.Raw, config.Format);
        Assert.Equal(EngineKind.QemuImg, config.Engine);
        Assert.Equal(CacheMode.Direct, config.Cache);
        Assert.Equal(new EngineOptions { Coroutines = 5, Connections = 6, Threads = 7, Requests = 8 }, config.EngineOptions);
        Assert.Equal((0, true), (config.NumaNode, config.SkipExtra));
        Assert.Equal("example", config.Site);
        Assert.Equal(_folder["mine"], config.Templates);
        Assert.Equal(3, config.Parallel);
        Assert.True(config.TranslationOptions.KeepNicNames);
        Assert.Equal("qemu+ssh://kvm1/system", config.Connect);
        Assert.Equal(VirtType.Kvm, config.VirtType);
        Assert.Equal(
            new NetworkTarget { Bridge = "br1", Vlan = 120, VirtualPort = "openvswitch" }, config.Networks.Find(new SourceNetwork("DMZ", "bridged"))?.Target);
        Assert.Equal("eth1", config.Networks.Find(new SourceNetwork("Lab", "hostonly"))?.Target.Direct);
        Assert.Equal("slow", config.Networks.Find(new SourceNetwork("Lab", "nat"))?.Target.PortGroup);
    }

    [Theory]
    [InlineData("fromat: raw", "v2k.yaml:1: fromat: is not a known key. Did you mean 'format'?")]
    [InlineData("format: vdi", "v2k.yaml:1: format: 'vdi' is not valid here. Known here: qcow2, raw.")]
    [InlineData("parallel: 0", "v2k.yaml:1: parallel: '0' is not a number from 1 to 1024. Correct it.")]
    [InlineData("engine-options: { coroutines: 17 }", "v2k.yaml:1: coroutines: '17' is not a number from 1 to 16. Correct it.")]
    [InlineData("libvirt: { conect: x }", "v2k.yaml:1: conect: is not a known key. Did you mean 'connect'?")]
    [InlineData("networks: { A: { network: x, bridge: y } }", "v2k.yaml:1: A: must have exactly one of network, bridge and direct. Keep one of them.")]
    [InlineData("networks: { A: { bridge: y, portgroup: z } }", "v2k.yaml:1: A: has a portgroup, which only libvirt networks support. Use network instead, or remove portgroup.")]
    [InlineData("networks: { A: { bridge: y, virtualport: ovs } }", "v2k.yaml:1: A: has a virtualport other than openvswitch. Correct it.")]
    [InlineData("networks: { A: { direct: eno2, virtualport: openvswitch } }", "v2k.yaml:1: A: has a virtualport with direct. Use bridge or network instead, or remove virtualport.")]
    [InlineData("networks: { A: { direct: eno2, vlan: 12 } }", "v2k.yaml:1: A: has a vlan with direct. Name the VLAN device of the host, such as eno2.12.")]
    [InlineData("networks: { A: { bridge: y, vlan: 4095 } }", "v2k.yaml:1: vlan: '4095' is not a number from 1 to 4094. Correct it.")]
    [InlineData("networks: { 'type:hostonyl': { network: x } }", "v2k.yaml:1: type:hostonyl: is not a type of VMware network. Write one of type:bridged, type:custom, type:hostonly, type:nat, type:pvn, type:*.")]
    [InlineData("networks: { 'type:NAT': { network: x }, 'type:nat': { network: y } }", "v2k.yaml:1: type:nat: maps type:nat a second time. Keep one of them.")]
    [InlineData("networks: [A]", "v2k.yaml:1: networks: must be a mapping of keys to values. See the example in the README.")]
    [InlineData("mode: [a, b]", "v2k.yaml:1: mode: must be a single value. Write it on one line, without brackets.")]
    [InlineData("vms: { fw01: { moed: fidelity } }", "v2k.yaml:1: moed: is not a known key. Did you mean 'mode'?")]
    [InlineData("vms: { fw01: { mode: fast } }", "v2k.yaml:1: mode: 'fast' is not valid here. Known here: fidelity, performance.")]
    [InlineData("vms: { fw01: { ignore: [passtrough] } }", "v2k.yaml:1: ignore: there is no concern 'passtrough'. Did you mean 'passthrough'?")]
    [InlineData("vms: { fw01: { networks: { A: { bridge: y, vlan: 0 } } } }", "v2k.yaml:1: vlan: '0' is not a number from 1 to 4094. Correct it.")]
    [InlineData("waves: [{ name: web }]", "v2k.yaml:1: vms: names no VM. List names or globs, as in vms: [\"web*\", db01].")]
    [InlineData("waves: [{ vms: a }]", "v2k.yaml:1: name: is missing. Add it; see the example in the README.")]
    [InlineData("waves: [{ name: web, vms: a, window: w }]", "v2k.yaml:1: window: is not a known key. Known here: cut-over, except, name, precopy, priority, vms.")]
    [InlineData("waves: [{ name: web, vms: a }, { name: Web, vms: b }]", "v2k.yaml:1: name: 'Web' is the name of two waves. Give each its own name.")]
    public void A_wrong_line_is_named_with_the_remedy(string line, string message)
    {
        var failure = Assert.Throws<V2KException>(() => Load(line + "\n" + Smallest));

        Assert.Equal(message, failure.Message.Replace(_folder.Path + "/", "", StringComparison.Ordinal));
    }

    [Fact]
    public void A_datastore_without_a_target_is_refused()
    {
        var failure = Assert.Throws<V2KException>(() => Load("datastores:\n  - name: ds1\n    source: in\n"));

        Assert.Contains("target: is missing", failure.Message, StringComparison.Ordinal);
        Assert.Equal(2, failure.Line);
    }

    [Fact]
    public void A_target_inside_a_source_is_refused_with_the_line_and_the_file_that_is_not_V2Ks()
    {
        var text = Smallest + "\n  - { name: ds2, source: b, target: in/out }\n";
        Assert.Equal(2, Load(text).Datastores.Count);
        _folder.Write("in/out/mine.txt", "");

        var failure = Assert.Throws<V2KException>(() => Load(text));

        Assert.Contains("target: ", failure.Message, StringComparison.Ordinal);
        Assert.Contains($"holds {_folder["in/out/mine.txt"]}, which V2K did not make", failure.Message, StringComparison.Ordinal);
        Assert.Equal(text.Split('\n').TakeWhile(line => !line.Contains("ds2", StringComparison.Ordinal)).Count() + 1, failure.Line);
    }

    [Fact]
    public void Two_datastores_of_one_name_are_refused()
    {
        var failure = Assert.Throws<V2KException>(() => Load(Smallest + "\n  - { name: ds1, source: a, target: b }\n"));

        Assert.Contains("'ds1' is the name of two datastores", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_configuration_without_datastores_is_refused()
    {
        var failure = Assert.Throws<V2KException>(() => Load("mode: fidelity"));

        Assert.Contains("datastores: names no datastore", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_mistyped_key_is_reported_before_the_key_that_is_missing_because_of_it()
    {
        var failure = Assert.Throws<V2KException>(() => Load("datastore:\n  - { name: ds1, source: in, target: out }\n"));

        Assert.Contains("datastore: is not a known key. Did you mean 'datastores'?", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_missing_file_is_named()
    {
        var failure = Assert.Throws<V2KException>(() => ConfigFile.Load(_folder["none.yaml"]));

        Assert.Contains("none.yaml: there is no such configuration file", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a: b: c")]
    [InlineData("datastores: [")]
    [InlineData("a: 1\na: 2")]
    public void Broken_yaml_is_named_with_its_line(string text)
    {
        var failure = Assert.Throws<V2KException>(() => Load(text));

        Assert.Contains("is not valid YAML", failure.Message, StringComparison.Ordinal);
        Assert.NotNull(failure.Line);
    }

    [Fact]
    public void An_empty_file_is_refused()
    {
        Assert.Throws<V2KException>(() => Load(""));
    }

    private Config Load(string text) => ConfigFile.Load(_folder.Write("v2k.yaml", text));
}
