using V2K.Engine.Configuration;
using V2K.Engine.Datastores;
using V2K.Engine.Stages;
using V2K.Rules;
using static V2K.Engine.Tests.Ovf.OvfText;

namespace V2K.Engine.Tests.Ovf;

/// <summary>The deployment option that an administrator chooses, for all exported VMs (<c>--deployment</c>) or for one (<c>vms:</c>), up to the domain.</summary>
public sealed class DeploymentTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(null, null, "4")]
    [InlineData("large", null, "8")]
    [InlineData("LARGE", null, "8")]
    [InlineData(null, "web01", "8")]
    [InlineData(null, "WEB01", "8")]
    [InlineData("small", "web01", "8")]
    [InlineData(null, "[ds1] web01/web01.ovf", "8")]
    [InlineData(null, "db01", "4")]
    public async Task The_choice_for_one_VM_goes_before_the_choice_for_all(string? forAll, string? vm, string cpus)
    {
        Write("web01", "small", "medium", "large");

        await TranslateAsync(forAll, vm);

        Assert.Contains($">{cpus}</vcpu>", Domain("web01"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_option_that_a_VM_does_not_have_fails_this_VM_with_the_list_and_no_other()
    {
        Write("web01", "small", "medium", "large");
        Write("db01", "tiny", "huge");
        Write("app01");

        var failed = await Assert.ThrowsAsync<V2KException>(() => TranslateAsync("large"));

        Assert.Contains("db01", failed.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("app01/", failed.Message, StringComparison.Ordinal);
        Assert.Contains(">8</vcpu>", Domain("web01"), StringComparison.Ordinal);
        Assert.Contains(">2</vcpu>", Domain("app01"), StringComparison.Ordinal);
        Assert.False(File.Exists(_folder["out/db01/db01.xml"]));
        Assert.Contains(
            "web01/web01.ovf:1: deployment: there is no deployment option 'lrge'. Choose one of small, medium, large.",
            Assert.Throws<V2KException>(() => Read(Text("web01", "small", "medium", "large"), "lrge", path: "web01/web01.ovf")).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_deployment_option_for_a_VM_without_options_is_reported_and_ignored() => Assert.Contains(
        "Info deployment: the description has no deployment options, but 'large' was chosen; the choice has no effect",
        Translate(Vm(Cpu), deployment: "large").Findings());

    [Fact]
    public async Task Another_choice_translates_again_and_the_same_one_does_not()
    {
        Write("web01", "small", "medium", "large");
        await TranslateAsync("small");
        var first = File.GetLastWriteTimeUtc(_folder["out/web01/web01.xml"]);

        await TranslateAsync("small");
        Assert.Equal(first, File.GetLastWriteTimeUtc(_folder["out/web01/web01.xml"]));
        await TranslateAsync("large");

        Assert.Contains(">8</vcpu>", Domain("web01"), StringComparison.Ordinal);
    }

    [Fact]
    public void Items_for_several_options_are_there_in_each_of_them()
    {
        var text = Vm(
            """
            <Item ovf:configuration="a b"><rasd:InstanceID>1</rasd:InstanceID><rasd:ResourceType>3</rasd:ResourceType><rasd:VirtualQuantity>2</rasd:VirtualQuantity></Item>
            <Item ovf:configuration="  c&#9;d "><rasd:InstanceID>1</rasd:InstanceID><rasd:ResourceType>3</rasd:ResourceType><rasd:VirtualQuantity>4</rasd:VirtualQuantity></Item>
            <Item ovf:configuration="ab"><rasd:InstanceID>1</rasd:InstanceID><rasd:ResourceType>3</rasd:ResourceType><rasd:VirtualQuantity>6</rasd:VirtualQuantity></Item>
            """,
            root: "<DeploymentOptionSection>" + string.Concat("a b c d ab".Split(' ').Select(id => $"<Configuration ovf:id=\"{id}\"/>")) + "</DeploymentOptionSection>");

        Assert.Equal(
            ["2", "2", "2", "4", "4", "6"],
            new[] { null, "a", "b", "c", "d", "ab" }.Select(option => Read(text, option).Settings().Single(setting => setting.StartsWith("numvcpus", StringComparison.Ordinal))[^1..]));
    }

    [Fact]
    public void A_range_of_an_option_does_not_take_the_place_of_its_normal_value()
    {
        static string Memory(string attributes, int quantity) =>
            $"<Item {attributes}><rasd:AllocationUnits>byte * 2^20</rasd:AllocationUnits><rasd:InstanceID>2</rasd:InstanceID><rasd:ResourceType>4</rasd:ResourceType><rasd:VirtualQuantity>{quantity}</rasd:VirtualQuantity></Item>";
        const string Options = "<DeploymentOptionSection><Configuration ovf:id=\"a\"/><Configuration ovf:id=\"b\"/></DeploymentOptionSection>";
        var items = Memory("ovf:bound=\"min\"", 512) + Memory("", 1024) + Memory("ovf:bound=\"max\"", 4096)
            + Memory("ovf:configuration=\"b\" ovf:bound=\"min\"", 600) + Memory("ovf:configuration=\"b\"", 2048) + Memory("ovf:configuration=\"b\" ovf:bound=\"max\"", 8192);

        Assert.Contains("memsize = 1024", Read(Vm(Cpu + items, root: Options), "a").Settings());
        Assert.Contains("memsize = 2048", Read(Vm(Cpu + items, root: Options), "b").Settings());
    }

    private static string Text(string name, params string[] options)
    {
        var items = options.Length == 0 ? Cpu : string.Concat(options.Select((option, at) =>
            $"<Item ovf:configuration=\"{option}\"><rasd:InstanceID>1</rasd:InstanceID><rasd:ResourceType>3</rasd:ResourceType><rasd:VirtualQuantity>{new[] { 2, 4, 8 }[at]}</rasd:VirtualQuantity></Item>"));
        var list = string.Concat(options.Select(option => $"<Configuration ovf:id=\"{option}\"{(option == "medium" ? " ovf:default=\"true\"" : "")}><Label>{option}</Label></Configuration>"));
        return Vm(items + Memory, root: options.Length == 0 ? "" : $"<DeploymentOptionSection>{list}</DeploymentOptionSection>").Replace("web01", name, StringComparison.Ordinal);
    }

    private void Write(string name, params string[] options) => _folder.Write($"ds1/{name}/{name}.ovf", Text(name, options));

    private string Domain(string name) => File.ReadAllText(_folder[$"out/{name}/{name}.xml"]);

    private async Task TranslateAsync(string? forAll, string? largeOne = null)
    {
        var config = new Config
        {
            File = "v2k.yaml",
            Datastores = [new Datastore("ds1", ["/vmfs/volumes/ds1"], _folder["ds1"], _folder["out"])],
            Deployment = forAll,
            Vms = largeOne is null ? [] : [new VmSettings(largeOne, 1) { Deployment = "large" }],
        };
        using var run = MigrationRun.Open(VmCatalog.Scan(config.Datastores).Vms, config, SilentRunLog.Instance, force: false);
        await run.TranslateAsync(CancellationToken.None);
        run.ThrowIfFailed();
    }
}
