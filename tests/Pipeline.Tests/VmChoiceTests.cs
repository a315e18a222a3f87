namespace V2K.Pipeline.Tests;

/// <summary>Which VMs <c>--wave</c>, <c>--except</c> and files of names choose, and what <c>vms:</c> changes for them, as processes.</summary>
public sealed class VmChoiceTests : IDisposable
{
    private readonly SmallVms _vms = new(5);

    public void Dispose() => _vms.Dispose();

    [Fact]
    public async Task A_wave_is_converted_without_other_VMs_each_with_its_own_settings_and_the_next_run_copies_nothing()
    {
        File.AppendAllText(_vms["v2k.yaml"], """
            vms:
              vm01: { format: raw }
            waves:
              - { name: first, vms: [vm01, "vm02*"] }

            """);

        (await Host.RunAsync(_vms.Folder, "--target=Convert", "--wave=First")).Succeeded();

        Assert.Equal(["vm01/disk.raw", "vm02/disk.qcow2"], Disks());

        var again = (await Host.RunAsync(_vms.Folder, "--target=Convert", "--wave=first")).Succeeded();
        Assert.Equal(2, again.Output.Split('\n').Count(line => line.Contains("up to date, ", StringComparison.Ordinal)));

        // The command line counts for every VM.
        var plan = (await Host.RunAsync(_vms.Folder, "--target=Plan", "--wave=first", "--format=qcow2", "--json=plan.json")).Succeeded();
        Assert.Contains("vm01", plan.Output, StringComparison.Ordinal);
        Assert.Contains("disk.qcow2", File.ReadAllText(_vms["plan.json"]), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("vm00 vm02", "--all", "--except=vm01,vm03,vm04")]
    [InlineData("vm01 vm03", "--vm=@names.txt")]
    [InlineData("vm03", "--vm=@names.txt", "--except=vm01")]
    [InlineData("vm00 vm01 vm03", "--vm=vm00", "--vm=@names.txt")]
    [InlineData("vm00 vm02 vm04", "--all", "--except=@names.txt")]
    [InlineData("vm01 vm02 vm04", "--wave=first", "--vm=vm04")]
    public async Task What_is_chosen_is_listed(string expected, params string[] options)
    {
        File.WriteAllText(_vms["names.txt"], "# the second weekend\nvm01\r\n\n  vm03  \n");
        File.AppendAllText(_vms["v2k.yaml"], "waves: [{ name: first, vms: [vm01, vm02] }]\n");

        var run = (await Host.RunAsync(_vms.Folder, ["--target=Inventory", .. options])).Succeeded();

        Assert.Equal(expected.Split(' '), Enumerable.Range(0, 5).Select(SmallVms.NameOf).Where(name => run.Output.Contains($"\n{name} ", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("--wave=second", "error: --wave: 'second' is not a wave of the configuration. Known here: first.")]
    [InlineData("--vm=@missing.txt", "missing.txt: --vm: cannot be read: Could not find file")]
    [InlineData("--vm=@empty.txt", "empty.txt: --vm: names no VM. Write one name a line.")]
    [InlineData("--vm=@wrong.txt", "error: --vm=vm99: no VM of the datastores has this name.")]
    [InlineData("--all --except=vm99", "error: --except=vm99: no VM of the datastores has this name.")]
    [InlineData("--vm=vm00 --except=vm00", "error: --except: excludes all chosen VMs. Exclude fewer.")]
    public async Task A_wrong_choice_is_one_line(string options, string message)
    {
        File.WriteAllText(_vms["empty.txt"], "# nothing yet\n");
        File.WriteAllText(_vms["wrong.txt"], "vm99\n");
        File.AppendAllText(_vms["v2k.yaml"], "waves: [{ name: first, vms: [vm01, vm02] }]\n");

        var run = await Host.RunAsync(_vms.Folder, ["--target=Plan", .. options.Split(' ')]);

        Assert.Contains(message, run.Refused(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Settings_of_a_VM_that_is_not_there_are_a_warning()
    {
        File.AppendAllText(_vms["v2k.yaml"], "vms: { vm11: { mode: fidelity } }\nwaves: [{ name: first, vms: [vm01, vm12] }]\n");

        var run = (await Host.RunAsync(_vms.Folder, "--target=Inventory", "--wave=first")).Succeeded();

        Assert.Contains("v2k.yaml:3: vms: no VM of the datastores is called 'vm11'. Did you mean 'vm01'?", run.Errors, StringComparison.Ordinal);
        Assert.Contains("v2k.yaml:4: waves: wave 'first': no VM of the datastores is called 'vm12'. Did you mean", run.Errors, StringComparison.Ordinal);
    }

    private IEnumerable<string> Disks() => Directory.EnumerateFiles(_vms["out"], "disk.*", SearchOption.AllDirectories)
        .Select(file => Path.GetRelativePath(_vms["out"], file)).Where(file => file.EndsWith(".raw", StringComparison.Ordinal) || file.EndsWith(".qcow2", StringComparison.Ordinal))
        .Order(StringComparer.Ordinal);
}
