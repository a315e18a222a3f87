using System.Text.Json;
using System.Text.RegularExpressions;
using V2K.Engine.Tests.Estates;

namespace V2K.Pipeline.Tests;

/// <summary>What people get to read about 300 VMs: little, and the most important first.</summary>
public sealed partial class ManyVmsTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("v2k-many-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task The_inventory_of_300_VMs_is_a_line_a_VM_with_each_concern_once_and_blockers_first()
    {
        CompanyEstate.Write(_folder);

        var run = (await Host.RunAsync(_folder, "--target=Inventory", "--json=inventory.json")).Succeeded();

        var lines = run.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.InRange(lines.Length, 302, 330);
        Assert.All(lines.Take(303), line => Assert.InRange(line.Length, 1, 250));
        var concerns = lines.Select(line => Concern().Match(line)).Where(match => match.Success).ToList();
        Assert.Equal(concerns.Select(match => match.Groups["severity"].Value).Order(StringComparer.Ordinal), concerns.Select(match => match.Groups["severity"].Value));
        Assert.Contains("running", concerns.Select(match => match.Groups["id"].Value));
        Assert.All(concerns.GroupBy(match => match.Groups["id"].Value).Where(same => same.Key != "unknown-key"), same => Assert.InRange(same.Count(), 1, 4));
        Assert.Matches(@"^300 VMs, \d{3,4} disks, [0-9.]+ [KMG]iB · \d+ ready, \d+ blocked · 7 networks, 3 not mapped · 2 templates$", lines[^1]);
        using var json = JsonDocument.Parse(File.ReadAllText(Path.Combine(_folder, "inventory.json")));
        Assert.Equal(302, json.RootElement.GetArrayLength());
        Assert.Equal(2, json.RootElement.EnumerateArray().Count(vm => vm.GetProperty("isTemplate").GetBoolean()));

        var each = (await Host.RunAsync(_folder, "--target=Inventory", "--verbosity=verbose")).Succeeded();
        Assert.InRange(each.Output.Split('\n').Length, 600, 3000);
    }

    [Fact]
    public async Task A_VM_with_62_disks_is_one_short_line_and_its_disks_are_listed_for_it_alone()
    {
        CompanyEstate.Write(_folder, 18);
        var name = CompanyEstate.NameOf(17);

        var all = (await Host.RunAsync(_folder, "--target=Inventory")).Succeeded();
        Assert.Matches($"\n{name} .* 62 disks, 248 MiB, [^;]* in use ", all.Output);
        Assert.DoesNotContain("sata0:1", all.Output, StringComparison.Ordinal);

        var one = (await Host.RunAsync(_folder, "--target=Inventory", $"--vm={name}")).Succeeded();
        Assert.Equal(62, one.Output.Split('\n').Count(line => DiskRow().IsMatch(line)));
    }

    [Fact]
    public async Task A_migration_of_300_VMs_is_a_line_a_VM_and_one_with_nothing_to_do_is_a_few_lines()
    {
        CompanyEstate.Write(_folder, isTroubled: false);

        var first = (await Host.RunAsync(_folder, "--target=Migrate", "--all", "--until=convert")).Succeeded();
        var lines = first.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.InRange(lines.Length, 301, 320);
        Assert.Equal(300, lines.Count(line => line.Contains("done: Translate, Convert ", StringComparison.Ordinal)));
        Assert.All(lines, line => Assert.Matches(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ  ", line));

        var again = (await Host.RunAsync(_folder, "--target=Migrate", "--all", "--until=convert")).Succeeded();
        Assert.InRange(again.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length, 1, 20);
        Assert.Contains("300 VMs up to date, ", again.Output, StringComparison.Ordinal);
        Assert.Matches(@"Migrate: 300 of 300 done; 0 steps done, \d+ up to date\n$", again.Output);

        var reasons = (await Host.RunAsync(_folder, "--target=Migrate", "--all", "--until=translate", "--verbosity=verbose")).Succeeded();
        Assert.Equal(300, reasons.Output.Split("unchanged since").Length - 1);
    }

    [Fact]
    public async Task Each_failure_of_several_VMs_is_reported_once_and_the_last_line_names_them()
    {
        using var vms = new SmallVms(12);
        foreach (var number in new[] { 2, 5, 11 })
        {
            File.WriteAllText(Path.Combine(vms.SourceOf(number), SmallVms.NameOf(number) + ".vmx.lck"), "");
        }

        File.WriteAllText(Path.Combine(vms.SourceOf(7), "vm07.vmx"), "");

        var run = await Host.RunAsync(vms.Folder, "--target=Migrate", "--all", "--until=convert");

        Assert.Equal(1, run.ExitCode);
        Assert.Contains("Migrate: 8 of 12 done, 4 not: vm02 (running), vm05 (running), vm07 (unreadable-vm), vm11 (running); ", run.Output, StringComparison.Ordinal);
        var errors = run.Errors.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(5, errors.Length);
        Assert.Equal(3, (run.Output + run.Errors).Split("the VM runs, as").Length - 1);
        Assert.All(errors, line => Assert.Matches(@"^error: .* \(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ\)$", line));
        Assert.StartsWith("error: 4 of 12 VMs failed: the reasons are above", errors[^1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task VMs_of_one_name_are_distinguished_by_their_full_names()
    {
        using var vms = new SmallVms(2);
        foreach (var number in new[] { 0, 1 })
        {
            var vmx = Path.Combine(vms.SourceOf(number), SmallVms.NameOf(number) + ".vmx");
            File.WriteAllText(vmx, Regex.Replace(File.ReadAllText(vmx), "displayName = .*", "displayName = \"twin\"", RegexOptions.None, TimeSpan.FromSeconds(1)));
        }

        var again = (await Host.RunAsync(vms.Folder, "--target=Convert", "--all")).Output + (await Host.RunAsync(vms.Folder, "--target=Convert", "--all")).Output;

        Assert.Contains("[ds] vm00/vm00.vmx  up to date, 2 steps", again, StringComparison.Ordinal);
        Assert.Contains("[ds] vm01/vm01.vmx  up to date, 2 steps", again, StringComparison.Ordinal);
    }

    [GeneratedRegex("^[^:]*?  (?<severity>blocker|warning) (?<id>[a-z-]+): ", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Concern();

    [GeneratedRegex("^(scsi|sata)[0-9]:[0-9]+ +4 MiB ", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex DiskRow();
}
