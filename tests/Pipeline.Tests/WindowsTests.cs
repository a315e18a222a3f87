namespace V2K.Pipeline.Tests;

/// <summary>Windows VMs before their disks are copied: what would keep Adjust from its work is said then, and by Plan.</summary>
public sealed class WindowsTests : IDisposable
{
    private readonly Estate _estate = new();

    public WindowsTests()
    {
        _estate.AddVm("samples/datastore1/win01/win01.vmx", ("guestOS", "windows2019srv-64"), ("displayName", "win01"), ("guestInfo.detailed.data", null));
        _estate.AddDisk("samples/datastore1/win01/web01.vmdk");
    }

    public void Dispose() => _estate.Dispose();

    [Fact]
    public async Task A_missing_tool_for_Windows_is_reported_before_the_copy()
    {
        var line = (await RunAsync("--target=Migrate", "--until=adjust", "--vm=win01")).Blocked();

        Assert.Contains($"virtio-win is not at {_estate["nowhere"]}", line, StringComparison.Ordinal);
        Assert.Contains($"rhsrvany.exe or pvvxsvc.exe is not in {_estate["nowhere"]}", line, StringComparison.Ordinal);
        Assert.Contains("--adjust=none", line, StringComparison.Ordinal);
        Assert.DoesNotContain(_estate.Results().Keys, file => file.EndsWith(".qcow2", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Plan_names_the_missing_tools_for_Windows_and_fails_with_strict()
    {
        var plan = (await RunAsync("--target=Plan", "--vm=win01", "--strict")).Blocked();

        Assert.Contains("1 of 1 VMs would be stopped", plan, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Windows_that_is_left_as_it_is_needs_nothing()
    {
        (await RunAsync("--target=Migrate", "--until=adjust", "--adjust=none", "--vm=win01")).Succeeded();

        Assert.Contains(_estate.Results().Keys, file => file.EndsWith(".qcow2", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("--steps=lvm", "--steps cannot be used for Windows")]
    [InlineData("--skip-steps=trim", "--skip-steps cannot be used for Windows")]
    [InlineData("--adjust=native", "--adjust=native cannot be used for Windows")]
    [InlineData("--network-reset=dhcp", "--network-reset cannot be used for Windows")]
    [InlineData("--serial-console", "--serial-console cannot be used for Windows")]
    public async Task An_option_that_cannot_act_on_Windows_is_refused_by_its_name(string option, string expected)
    {
        var line = (await RunAsync("--target=Migrate", "--until=adjust", "--vm=win01", option)).Blocked();

        Assert.Contains(expected, line, StringComparison.Ordinal);
        Assert.DoesNotContain(_estate.Results().Keys, file => file.EndsWith(".qcow2", StringComparison.Ordinal));
    }

    /// <summary>On a host where nothing of what Windows needs is.</summary>
    private Task<HostRun> RunAsync(params string[] arguments) => _estate.RunAsync(
        new Dictionary<string, string?>(StringComparer.Ordinal) { ["VIRTIO_WIN"] = _estate["nowhere"], ["VIRT_TOOLS_DATA_DIR"] = _estate["nowhere"] }, arguments);
}
