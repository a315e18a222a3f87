using V2K.Engine.Configuration;
using V2K.Engine.Datastores;
using V2K.Rules;

namespace V2K.Engine.Tests.Configuration;

/// <summary>Which VMs the waves of a configuration mean.</summary>
public sealed class WaveRosterTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public WaveRosterTests()
    {
        foreach (var name in new[] { "db01", "lb01", "web-old", "web01", "web02" })
        {
            _folder.Write($"in/{name}/{name}.vmx", $"displayName = \"{name}\"\n");
        }
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_wave_has_the_VMs_of_its_names_and_globs_without_those_that_it_excepts()
    {
        var roster = Roster("""
            waves:
              - { name: web tier, vms: ["lb??", "web*"], except: [web-old] }
              - { name: databases, vms: db01 }
            """);

        Assert.Equal(["lb01", "web01", "web02"], Names(roster.Find("web tier")));
        Assert.Equal(["db01"], Names(roster.Find("Databases")));
        Assert.Empty(roster.Missing);
    }

    [Fact]
    public void A_name_that_means_no_VM_is_a_problem_and_leaves_the_others_in_the_wave()
    {
        var roster = Roster("""
            waves:
              - name: web tier
                vms: [web01, web03, "mail*"]
            """);

        var missing = Assert.Single(roster.Missing);
        Assert.Equal("wave 'web tier': no VM of the datastores is called 'web03'", missing.What);
        Assert.Equal(2, missing.Line);
        Assert.Equal(["web01"], Names(roster.Find("web tier")));
    }

    [Fact]
    public void A_name_in_the_order_that_is_no_VM_of_the_wave_is_a_problem()
    {
        var roster = Roster("waves: [{ name: web tier, vms: \"web*\", cut-over: { order: [db01, \"db*\", web01] } }]");

        Assert.Equal("wave 'web tier': 'db01' in order: is no VM of the wave", Assert.Single(roster.Missing).What);
    }

    [Fact]
    public void A_VM_in_two_waves_is_an_error_that_names_both()
    {
        var failure = Assert.Throws<V2KException>(() => Roster("""
            waves:
              - { name: a, vms: "web*" }
              - { name: b, vms: [web01, db01] }
            """));

        Assert.Equal("[ds1] web01/web01.vmx is in the waves 'a' and 'b'", failure.What);
        Assert.Equal(3, failure.Line);
    }

    [Fact]
    public void A_name_that_two_VMs_share_is_an_error_in_a_wave()
    {
        _folder.Write("in/other/db01.vmx", "displayName = \"db01\"\n");

        var failure = Assert.Throws<V2KException>(() => Roster("waves: [{ name: a, vms: db01 }]"));

        Assert.StartsWith("wave 'a': 2 VMs have the name 'db01'", failure.What, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("waves: [{ name: web tier, vms: web01 }]", "'web teir' is not a wave of the configuration", "'web tier'")]
    [InlineData("mode: fidelity", "the configuration has no waves", "waves:")]
    public void A_wave_that_does_not_exist_is_an_error_with_the_nearest_name(string text, string what, string remedy)
    {
        var roster = Roster(text);

        var failure = Assert.Throws<V2KException>(() => roster.Find("web teir"));

        Assert.Equal(what, failure.What);
        Assert.Contains(remedy, failure.Message, StringComparison.Ordinal);
    }

    private WaveRoster Roster(string text)
    {
        var config = ConfigFile.Load(_folder.Write("v2k.yaml", text + "\ndatastores:\n  - { name: ds1, source: in, target: out }\n"));
        return WaveRoster.Of(config, VmCatalog.Scan(config.Datastores).Vms);
    }

    private static IEnumerable<string> Names(IReadOnlyList<VirtualMachine> vms) => vms.Select(vm => vm.DisplayName);
}
