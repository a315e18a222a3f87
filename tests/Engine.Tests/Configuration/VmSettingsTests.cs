using V2K.Engine.Configuration;
using V2K.Engine.Datastores;
using V2K.Engine.Disks;
using V2K.Engine.Guests;
using V2K.Engine.Inventory;
using V2K.Engine.Stages;
using V2K.Rules.Network;
using V2K.Rules.Translation;

namespace V2K.Engine.Tests.Configuration;

/// <summary>What <c>vms:</c> changes for one VM, and for no other.</summary>
public sealed class VmSettingsTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public VmSettingsTests()
    {
        foreach (var name in new[] { "fw01", "build1", "build2", "web01" })
        {
            _folder.Write($"in/{name}/{name}.vmx", $"""
                displayName = "{name}"
                guestOS = "debian11-64"
                ethernet0.present = "TRUE"
                ethernet0.networkName = "DMZ"

                """);
        }
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Each_setting_replaces_the_common_value_for_its_VM_alone()
    {
        var config = Load("""
            vms:
              fw01:
                mode: fidelity
                format: raw
                compress: zstd
                nic-names: keep
                skip-extra: true
                adjust: none
                deployment: large
                owner: net team
                notes: two cards
            """);

        var own = config.Of(Vm(config, "fw01"));
        Assert.Equal((TranslationMode.Fidelity, DiskFormat.Raw, Compression.Zstd, AdjustKind.None), (own.Mode, own.Format, own.Compression, own.Adjust.Kind));
        Assert.Equal((true, true, "large", "net team", "two cards"), (own.KeepNicNames, own.SkipExtra, own.Deployment, own.Owner, own.Notes));
        Assert.Same(config, config.Of(Vm(config, "web01")));
    }

    [Fact]
    public void Ignored_concerns_and_networks_add_to_the_common_ones()
    {
        var config = Load("""
            ignore: [passthrough]
            networks: { "DMZ": { bridge: br1 }, "*": { network: default } }
            vms: { fw01: { ignore: [rdm], networks: { "DMZ": { bridge: br7 } } } }
            """);

        var own = config.Of(Vm(config, "fw01"));
        Assert.Equal(["passthrough", "rdm"], own.Ignore.Order(StringComparer.Ordinal));
        Assert.Equal("br7", own.Networks.Find(new SourceNetwork("DMZ", "bridged"))!.Value.Target.Bridge);
        Assert.Equal("default", own.Networks.Find(new SourceNetwork("LAN", "bridged"))!.Value.Target.Network);
        Assert.Equal("br1", config.Of(Vm(config, "web01")).Networks.Find(new SourceNetwork("DMZ", "bridged"))!.Value.Target.Bridge);
    }

    [Fact]
    public void The_entry_of_a_name_goes_before_globs_wherever_it_stands()
    {
        var config = Load("""
            vms:
              build1: { format: qcow2 }
              "build*": { format: raw, mode: fidelity }
              "b*": { mode: performance }
            """);

        Assert.Equal((DiskFormat.Qcow2, TranslationMode.Performance), (config.Of(Vm(config, "build1")).Format, config.Of(Vm(config, "build1")).Mode));
        Assert.Equal(DiskFormat.Raw, config.Of(Vm(config, "build2")).Format);
    }

    [Fact]
    public void The_inventory_has_the_networks_the_owner_and_the_notes_of_each_VM()
    {
        var config = Load("""
            networks: { "*": { network: default } }
            vms: { FW01: { owner: net team, notes: ask first, networks: { "DMZ": { bridge: br7 } } } }
            """);
        var vms = VmCatalog.Scan(config.Datastores).Vms;

        var summaries = InventoryReader.Read(vms, config, new DatastorePaths(config.Datastores, config.File)).ToDictionary(vm => vm.Name, StringComparer.Ordinal);

        Assert.Equal(("net team", "ask first"), (summaries["fw01"].Owner, summaries["fw01"].Notes));
        Assert.Contains("br7", Assert.Single(summaries["fw01"].Cards).Target, StringComparison.Ordinal);
        Assert.Null(summaries["web01"].Owner);
        Assert.DoesNotContain("br7", Assert.Single(summaries["web01"].Cards).Target, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "in VMware it has 1")]
    [InlineData("numvcpus = \"8\"\ncpuid.coresPerSocket = \"4\"\n", "in VMware it has 8")]
    [InlineData("NumVcpus = \"2\"\n", "in VMware it has 2")]
    public void A_VM_gets_the_processors_of_its_entry_whatever_it_has_in_VMware(string lines, string changes)
    {
        var path = _folder["in/fw01/fw01.vmx"];
        File.AppendAllText(path, lines);
        var config = Load("vms: { fw01: { vcpus: 3 } }");

        var made = TranslatedDomain.Make(Vm(config, "fw01"), config, new DatastorePaths(config.Datastores, config.File));

        Assert.Equal(3, made.Domain.Vcpus.AtStart);
        var info = Assert.Single(made.Findings, finding => finding.What == "the configuration gives it 3 vCPUs");
        Assert.Equal(changes, info.Changes);
        Assert.Equal(1, TranslatedDomain.Make(Vm(config, "web01"), config, new DatastorePaths(config.Datastores, config.File)).Domain.Vcpus.AtStart);
    }

    [Fact]
    public void A_VM_that_has_those_processors_already_gets_no_notice()
    {
        File.AppendAllText(_folder["in/fw01/fw01.vmx"], "numvcpus = \"3\"\n");
        var config = Load("vms: { fw01: { vcpus: 3 } }");

        var made = TranslatedDomain.Make(Vm(config, "fw01"), config, new DatastorePaths(config.Datastores, config.File));

        Assert.DoesNotContain(made.Findings, finding => finding.What.StartsWith("the configuration", StringComparison.Ordinal));
    }

    [Fact]
    public void An_entry_that_fits_no_VM_is_a_problem_with_its_line_and_the_nearest_name()
    {
        var config = Load("vms:\n  \"x*\": { mode: fidelity }\n  fw10:\n    mode: fidelity\n");

        var problem = Assert.Single(UnknownVms.Of(config, VmCatalog.Scan(config.Datastores)));

        Assert.Equal("no VM of the datastores is called 'fw10'", problem.What);
        Assert.Equal(("vms", 3), (problem.Key, problem.Line));
        Assert.Contains("'fw01'", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_name_that_two_VMs_share_is_a_problem_too()
    {
        _folder.Write("in/other/fw01.vmx", "displayName = \"fw01\"\n");
        var config = Load("vms: { fw01: { mode: fidelity } }");

        var problem = Assert.Single(UnknownVms.Of(config, VmCatalog.Scan(config.Datastores)));

        Assert.StartsWith("2 VMs have the name 'fw01'", problem.What, StringComparison.Ordinal);
    }

    private Config Load(string text) =>
        ConfigFile.Load(_folder.Write("v2k.yaml", text + "\ndatastores:\n  - { name: ds1, source: in, target: out }\n"));

    private static VirtualMachine Vm(Config config, string name) => VmCatalog.Scan(config.Datastores).Vms.Single(vm => vm.DisplayName == name);
}
