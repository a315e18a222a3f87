namespace V2K.Pipeline.Tests;

/// <summary>What cannot go well says so in one line: what, where, and what to do.</summary>
public sealed class RefusalTests : IDisposable
{
    private readonly Estate _estate = new();

    [Fact]
    public async Task An_unknown_VM_is_answered_with_the_nearest()
    {
        var line = (await _estate.RunAsync("--target=Convert", "--vm=web1")).Refused();

        Assert.Contains("--vm=web1: ", line, StringComparison.Ordinal);
        Assert.Contains("web01", line, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_unknown_deployment_option_is_answered_with_those_that_there_are()
    {
        Directory.CreateDirectory(_estate["samples/datastore1/shop"]);
        await File.WriteAllTextAsync(
            _estate["samples/datastore1/shop/shop.ovf"],
            """
            <Envelope><DeploymentOptionSection><Configuration id="small"/><Configuration id="large"/></DeploymentOptionSection>
            <VirtualSystem id="shop"><VirtualHardwareSection><Item configuration="small"><ResourceType>3</ResourceType><VirtualQuantity>2</VirtualQuantity></Item>
            <Item><ResourceType>4</ResourceType><AllocationUnits>MegaBytes</AllocationUnits><VirtualQuantity>512</VirtualQuantity></Item></VirtualHardwareSection></VirtualSystem></Envelope>
            """);

        var line = (await _estate.RunAsync("--target=Translate", "--vm=shop", "--deployment=huge")).Refused();

        Assert.Contains("there is no deployment option 'huge'. Choose one of small, large.", line, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--target=Translate", null, "there is no such template folder")]
    [InlineData("--target=Plan", null, "there is no such template folder")]
    [InlineData("--target=Migrate", "readme.txt", "contains no templates (*.scriban)")]
    [InlineData("--target=Convert", "domain.scriban", "domain.scriban:1: ")]
    public async Task A_wrong_template_folder_is_one_error_before_anything_is_done(string target, string? file, string expected)
    {
        await File.AppendAllTextAsync(_estate["v2k.yaml"], "templates: my-templates\n");
        if (file is not null)
        {
            Directory.CreateDirectory(_estate["my-templates"]);
            await File.WriteAllTextAsync(_estate[$"my-templates/{file}"], "{{ if }}\n");
        }

        var line = (await _estate.RunAsync(target, "--all")).Refused();

        Assert.StartsWith($"error: {_estate["my-templates"]}", line, StringComparison.Ordinal);
        Assert.Contains(expected, line, StringComparison.Ordinal);
        Assert.Empty(_estate.Results());
    }

    [Fact]
    public async Task No_VM_at_all_is_answered_with_the_list()
    {
        var line = (await _estate.RunAsync("--target=Convert")).Refused();

        Assert.Contains("--wave=NAME or --all", line, StringComparison.Ordinal);
        Assert.Contains("[datastore1] web01/web01.vmx", line, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_name_that_two_VMs_have_is_answered_with_both()
    {
        _estate.AddVm("samples/datastore2/other/other.vmx", ("displayName", "web01"));

        var line = (await _estate.RunAsync("--target=Convert", "--vm=web01")).Refused();

        Assert.Contains("[datastore1] web01/web01.vmx", line, StringComparison.Ordinal);
        Assert.Contains("[datastore2] other/other.vmx", line, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_missing_configuration_is_named()
    {
        var line = (await _estate.RunAsync("--target=Inventory", "--config=none.yaml")).Refused();

        Assert.Contains("none.yaml", line, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_unknown_key_of_the_configuration_is_named_with_its_line_and_the_nearest()
    {
        var yaml = _estate["v2k.yaml"];
        var text = File.ReadAllText(yaml).Replace("format: ", "formt: ", StringComparison.Ordinal);
        File.WriteAllText(yaml, text);
        var number = text[..text.IndexOf("formt", StringComparison.Ordinal)].Count(c => c == '\n') + 1;

        var line = (await _estate.RunAsync("--target=Inventory")).Refused();

        Assert.Contains($"v2k.yaml:{number}: ", line, StringComparison.Ordinal);
        Assert.Contains("formt", line, StringComparison.Ordinal);
        Assert.Contains("format", line, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_missing_disk_is_named_and_nothing_looks_finished()
    {
        File.Delete(_estate["samples/datastore1/web01/web01.vmdk"]);

        var line = (await _estate.RunAsync("--target=Convert", "--vm=web01")).Blocked();

        Assert.Contains("web01.vmdk", line, StringComparison.Ordinal);
        Assert.DoesNotContain("datastore1/web01/web01.qcow2", _estate.Results().Keys);
    }

    [Fact]
    public async Task A_missing_part_of_a_disk_is_named()
    {
        File.Delete(_estate["samples/datastore1/db01/db01-flat.vmdk"]);

        var line = (await _estate.RunAsync("--target=Convert", "--vm=db01")).Blocked();

        Assert.Contains("db01-flat.vmdk", line, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_disk_that_is_cut_short_is_refused()
    {
        using (var disk = new FileStream(_estate["samples/datastore1/web01/web01.vmdk"], FileMode.Open, FileAccess.Write))
        {
            disk.SetLength(disk.Length / 2);
        }

        var line = (await _estate.RunAsync("--target=Convert", "--vm=web01")).Failed();

        Assert.Contains("web01.vmdk", line, StringComparison.Ordinal);
        Assert.DoesNotContain("datastore1/web01/web01.qcow2", _estate.Results().Keys);
    }

    [Fact]
    public async Task A_target_that_cannot_be_written_is_named()
    {
        // A file where a folder has to be: no permission stops root.
        File.WriteAllText(_estate["out"], "in the way");

        var line = (await _estate.RunAsync("--target=Convert", "--vm=web01")).Failed();

        Assert.Contains(_estate["out"], line, StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_VM_that_fails_does_not_stop_the_others_and_still_fails_the_run()
    {
        File.Delete(_estate["samples/datastore1/db01/db01-flat.vmdk"]);

        var run = await _estate.RunAsync("--target=Convert", "--all");

        Assert.Equal(3, run.ExitCode);
        Assert.Contains("db01-flat.vmdk", run.Output + run.Errors, StringComparison.Ordinal);
        Assert.Contains("datastore1/web01/web01.qcow2", _estate.Results().Keys);
    }

    [Fact]
    public async Task A_tool_that_is_missing_is_named_with_the_way_to_get_it()
    {
        var nothing = Directory.CreateDirectory(_estate["no-programs"]).FullName;

        var run = await Host.RunAsync(_estate.Folder, nothing, ["--target=Convert", "--vm=web01", "--engine=qemu-img"]);

        Assert.Contains("--target=Setup", run.Failed(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_stack_trace_is_for_those_who_ask()
    {
        var run = await _estate.RunAsync("--target=Convert", "--vm=web1", "--verbosity=diagnostic");

        Assert.Equal(2, run.ExitCode);
        Assert.Contains("   at ", run.Errors, StringComparison.Ordinal);
        Assert.StartsWith("error: --vm=web1: ", run.Errors.TrimEnd('\n').Split('\n')[^1], StringComparison.Ordinal);
    }

    public void Dispose() => _estate.Dispose();
}
