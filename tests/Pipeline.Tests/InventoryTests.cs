using System.Text.Json;

namespace V2K.Pipeline.Tests;

/// <summary><c>Inventory</c> and <c>Explain</c> as processes, on the samples.</summary>
public sealed class InventoryTests : IDisposable
{
    private readonly Estate _estate = new();

    [Fact]
    public async Task Every_VM_is_listed_with_its_disks_and_networks()
    {
        (await _estate.RunAsync("--target=Inventory", "--json=inventory.json")).Succeeded();

        var vms = ReadJson("inventory.json").EnumerateArray().ToDictionary(vm => vm.GetProperty("name").GetString()!, StringComparer.Ordinal);
        Assert.Equal(["db01", "web01"], vms.Keys.Order());
        Assert.Equal(8192, vms["db01"].GetProperty("memoryMebibytes").GetInt64());
        Assert.Equal(
            [(131072, 1), (4194304, 0)],
            vms["db01"].GetProperty("disks").EnumerateArray().Select(
                disk => (disk.GetProperty("virtualBytes").GetInt32(), disk.GetProperty("snapshots").GetInt32())));
        Assert.Equal(
            ["DMZ", "VM Network"],
            vms["db01"].GetProperty("networks").EnumerateArray().Select(network => network.GetString()!).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_chosen_VM_is_listed_alone()
    {
        var run = (await _estate.RunAsync("--target=Inventory", "--vm=web01")).Succeeded();

        Assert.Contains("web01", run.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("db01", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_is_no_VMX_is_a_concern_and_hides_no_other_VM()
    {
        Directory.CreateDirectory(_estate["samples/datastore1/broken"]);
        File.WriteAllBytes(_estate["samples/datastore1/broken/broken.vmx"], [0x7f, 0x45, 0x4c, 0x46, 0, 0, 0xff, 0xfe]);

        var run = (await _estate.RunAsync("--target=Inventory")).Succeeded();

        Assert.Contains("broken.vmx", run.Output + run.Errors, StringComparison.Ordinal);
        Assert.Contains("web01", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_disk_that_is_missing_is_a_concern()
    {
        File.Delete(_estate["samples/datastore1/web01/web01.vmdk"]);

        var run = (await _estate.RunAsync("--target=Inventory", "--vm=web01")).Succeeded();

        Assert.Contains("web01.vmdk", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Looking_leaves_no_trace()
    {
        (await _estate.RunAsync("--target=Inventory")).Succeeded();

        Assert.False(Directory.Exists(_estate["out"]));
    }

    [Fact]
    public async Task Every_line_of_a_VMX_is_explained()
    {
        (await _estate.RunAsync("--target=Explain", "--vm=web01", "--json=explained.json")).Succeeded();

        var lines = ReadJson("explained.json")[0].GetProperty("lines").EnumerateArray().Select(line => line.GetProperty("key").GetString());
        var keys = File.ReadLines(_estate["samples/datastore1/web01/web01.vmx"]).Select(line => line.Split('=')[0].Trim());
        Assert.Equal(keys, lines);
    }

    [Fact]
    public async Task Explain_shows_what_was_translated_and_what_needs_attention_and_the_network_that_a_card_got()
    {
        File.AppendAllText(_estate["samples/datastore1/web01/web01.vmx"], "nobody.knows.this = \"1\"\n");

        var brief = (await _estate.RunAsync("explain", "--vm=web01")).Succeeded().Output;
        var all = (await _estate.RunAsync("explain", "--vm=web01", "--verbosity=verbose")).Succeeded().Output;

        Assert.Matches("ethernet0.networkName = VM Network +network default ", brief);
        Assert.Matches("ethernet0.virtualDev = vmxnet3 +model virtio ", brief);
        Assert.DoesNotContain("interface[", brief, StringComparison.Ordinal);
        Assert.Contains("nobody.knows.this", brief, StringComparison.Ordinal);
        Assert.DoesNotContain("svga.autodetect", brief, StringComparison.Ordinal);
        Assert.Matches("\n\\d+ more lines change nothing; --verbosity=verbose shows them and why\n", brief);
        Assert.Contains("svga.autodetect", all, StringComparison.Ordinal);
        Assert.DoesNotContain("more lines change nothing", all, StringComparison.Ordinal);
    }

    public void Dispose() => _estate.Dispose();

    private JsonElement ReadJson(string file) => JsonDocument.Parse(File.ReadAllText(_estate[file])).RootElement;
}
