using System.Text.Json;
using V2K.Engine.Configuration;

namespace V2K.Pipeline.Tests;

/// <summary><c>--target=Init</c>, and what happens where nobody has written a configuration yet.</summary>
public sealed class InitTests(PublishedProgram program) : IClassFixture<PublishedProgram>, IDisposable
{
    private const string First = "5f3c2d3e-0a1b2c3d-66aa-ac1f6b0a1b2c", Second = "5f3c2d40-1a2b3c4e-77aa-ac1f6b0a1b2c", Isos = "60aa0000-1a2b3c4e-77aa-ac1f6b0a1b2c";

    private readonly string _folder = Directory.CreateTempSubdirectory("v2k-init-").FullName;

    [Theory]
    [InlineData("Migrate")]
    [InlineData("Inventory")]
    [InlineData("Clean")]
    public async Task A_published_program_without_a_configuration_touches_no_samples_and_names_Init(string target)
    {
        var refused = (await program.RunInAsync(_folder, "", $"--target={target}", "--all")).Refused();

        Assert.StartsWith($"error: {_folder}/v2k.yaml: there is no configuration. Write one with --target=Init and a --datastore=NAME=PATH", refused, StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFileSystemEntries(_folder));
    }

    [Fact]
    public async Task The_help_has_the_targets_in_the_order_of_use_and_a_published_program_leaves_out_what_it_cannot_do()
    {
        var published = (await program.RunInAsync(_folder, "", "help")).Succeeded().Output;
        var clone = (await Host.RunAsync(_folder, "--help")).Succeeded().Output;

        string[] order = ["Init ", "Doctor ", "Inventory ", "Plan ", "Explain ", "Migrate ", "Translate ", "Convert ", "Adjust ", "Define ", "TestBoot ", "Report ", "Undefine "];
        Assert.Equal(order, order.OrderBy(name => published.IndexOf("\n  " + name, StringComparison.Ordinal)));
        Assert.All(order, name => Assert.Contains("\n  " + name, published, StringComparison.Ordinal));
        Assert.All(["Bench ", "Guests ", "Publish ", "--cache-dir=", "--way="], own =>
        {
            Assert.Contains("\n  " + own, clone, StringComparison.Ordinal);
            Assert.DoesNotContain("\n  " + own, published, StringComparison.Ordinal);
        });
        Assert.Contains("inventory\n", published, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_program_of_a_clone_does_not_take_the_samples_to_other_folders()
    {
        Assert.Contains("--target=Init", (await Host.RunAsync(_folder, "--target=Migrate", "--all")).Refused(), StringComparison.Ordinal);

        var inside = (await Host.RunAsync(Path.Combine(Build.Repository.Root, "docs"), "--target=Inventory")).Succeeded();
        Assert.Contains("web01", inside.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Samples_that_an_earlier_version_published_are_not_taken_and_an_administrators_file_beside_the_program_is()
    {
        var beside = Path.Combine(program.Folder, "v2k.yaml");
        Estate.CopyFolder(Path.Combine(Build.Repository.Root, "samples"), Path.Combine(program.Folder, "samples"));
        try
        {
            File.Copy(Path.Combine(Build.Repository.Root, "v2k.yaml"), beside);
            Assert.Contains("--target=Init", (await program.RunInAsync(_folder, "", "--target=Inventory")).Refused(), StringComparison.Ordinal);

            AddVm("mine/own01", First);
            File.WriteAllText(beside, $"datastores:\n  - {{ name: mine, source: {_folder}/mine, target: {_folder}/out }}\n");
            var run = (await program.RunInAsync(_folder, "", "--target=Inventory")).Succeeded();
            Assert.Contains($"Configuration: {beside}\n", run.Output, StringComparison.Ordinal);
            Assert.Contains("own01", run.Output, StringComparison.Ordinal);
        }
        finally
        {
            File.Delete(beside);
        }
    }

    [Fact]
    public async Task A_run_says_in_one_line_which_configuration_it_took()
    {
        AddVm("ds1/web01", First);
        var file = Path.Combine(_folder, "other.yaml");
        File.WriteAllText(file, $"datastores:\n  - {{ name: ds1, source: ds1, target: out }}\n");

        var named = (await Host.RunAsync(_folder, "--target=Inventory", $"--config={file}")).Succeeded();
        var typed = (await Host.RunAsync(_folder, "--target=Inventory", "--datastore=ds1=out")).Succeeded();
        var quiet = (await Host.RunAsync(_folder, "--target=Inventory", $"--config={file}", "--verbosity=quiet")).Succeeded();

        Assert.Equal($"Configuration: {file}", Assert.Single(named.Output.Split('\n'), line => line.StartsWith("Configuration", StringComparison.Ordinal)));
        Assert.StartsWith("Configuration: the datastores of the command line\n", typed.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("Configuration:", quiet.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Two_datastores_of_one_name_on_the_command_line_are_one_error()
    {
        AddVm("a/ds/web01", First);
        AddVm("b/ds/web02", First);

        Assert.Equal(
            $"error: --datastore: 'ds' names 2 datastores: {_folder}/a/ds and {_folder}/b/ds. The last part of the path before the comma is the name: "
            + "use different names, like --datastore='/vmfs/volumes/NAME,SOURCE=TARGET'.",
            (await Host.RunAsync(_folder, "--target=Inventory", "--datastore=a/ds=out/a", "--datastore=b/ds=out/b")).Refused());
        Assert.Contains(
            "'ds' names two datastores", (await Host.RunAsync(_folder, "--target=Init", "--datastore=a/ds", "--datastore=ds=b/ds")).Refused(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_datastore_that_is_missing_from_the_command_line_is_added_on_the_command_line()
    {
        AddVm("ds1/web01", First, $"scsi0:0.fileName = \"/vmfs/volumes/{Second}/web01/web01.vmdk\"");

        var refused = (await Host.RunAsync(_folder, "--target=Translate", "--vm=web01", $"--datastore=/vmfs/volumes/{First},ds1=out")).Blocked();

        Assert.Contains($"add --datastore='/vmfs/volumes/{Second},SOURCE=TARGET'", refused, StringComparison.Ordinal);
        Assert.DoesNotContain("datastores:", refused, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Init_on_mounted_datastores_of_300_VMs_writes_a_configuration_that_runs_as_it_is()
    {
        for (var i = 0; i < 300; i++)
        {
            var store = i % 3 == 0 ? "ds2" : "ds1";
            AddVm($"{store}/vm{i:000}", store == "ds2" ? Second : First, $"""
                ethernet0.present = "TRUE"
                ethernet0.networkName = "{(i < 200 ? "VM Network" : i < 290 ? "DMZ \"a\": #1" : "|0A  \"*\": evil")}"
                ethernet1.present = "{(i % 10 == 0 ? "TRUE" : "FALSE")}"
                ethernet1.connectionType = "hostonly"
                ide0:0.present = "TRUE"
                ide0:0.deviceType = "cdrom-image"
                ide0:0.fileName = "/vmfs/volumes/{Isos}/iso/debian.iso"
                """.Replace("\"a\"", "|22a|22", StringComparison.Ordinal).Replace("\"*\"", "|22*|22", StringComparison.Ordinal));
        }

        // A disk of a VM on the other datastore, and a snapshot whose parent lies there.
        AddVm("ds1/across", First, $"scsi0:1.present = \"TRUE\"\nscsi0:1.fileName = \"/vmfs/volumes/{Second}/across/across_1.vmdk\"");
        AddDisk("ds2/across/across_1.vmdk");

        var run = (await Host.RunAsync(_folder, "--target=Init", "--datastore=ds1=ds1", "--datastore=san/2=ds2")).ExitCode == 0
            ? throw new InvalidOperationException("a name with a slash is none")
            : (await Host.RunAsync(_folder, "--target=Init", "--datastore=ds1=ds1", "--datastore=san 2=ds2")).Succeeded();

        var text = File.ReadAllText(Path.Combine(_folder, "v2k.yaml"));
        Assert.Contains($"Init: {_folder}/v2k.yaml has 2 datastores with 301 VMs on 4 networks, 0 of them mapped", run.Output, StringComparison.Ordinal);
        Assert.Contains($"/vmfs/volumes/{Isos} is named by 300 files", run.Errors, StringComparison.Ordinal);
        Assert.Contains("# \"VM Network\": { network: default }   # 200 VMs", text, StringComparison.Ordinal);
        Assert.Contains("# \"DMZ \\\"a\\\": #1\": { network: default }   # 90 VMs", text, StringComparison.Ordinal);
        Assert.Contains("# \"type:hostonly\": { network: isolated }   # 30 VMs", text, StringComparison.Ordinal);
        var config = ConfigFile.Load(Path.Combine(_folder, "v2k.yaml"));
        Assert.Equal(["ds1", "san 2"], config.Datastores.Select(datastore => datastore.Name));
        Assert.Equal([$"/vmfs/volumes/{First}"], config.Datastores[0].Vmfs);
        Assert.Equal([$"/vmfs/volumes/{Second}"], config.Datastores[1].Vmfs);
        Assert.Equal([$"{_folder}/out/ds1", $"{_folder}/out/san 2"], config.Datastores.Select(datastore => datastore.Target));
        Assert.Empty(config.Networks.Entries);
        Assert.Equal("qemu:///system", config.Connect);

        (await Host.RunAsync(_folder, "--target=Inventory", "--json=vms.json", "--verbosity=quiet")).Succeeded();
        using var vms = JsonDocument.Parse(File.ReadAllText(Path.Combine(_folder, "vms.json")));
        Assert.Equal(301, vms.RootElement.GetArrayLength());
        Assert.DoesNotContain(
            vms.RootElement.EnumerateArray().SelectMany(vm => vm.GetProperty("concerns").EnumerateArray()),
            concern => concern.GetProperty("id").GetString() == "unmapped-datastore" && !concern.GetProperty("key").GetString()!.StartsWith("ide", StringComparison.Ordinal));
        (await Host.RunAsync(_folder, "--target=Translate", "--vm=across")).Succeeded();

        // With every # of the worksheet taken away, it is still a configuration, and maps every network.
        File.WriteAllText(Path.Combine(_folder, "v2k.yaml"), text.Replace("\n  # \"", "\n  \"", StringComparison.Ordinal));
        Assert.Equal(4, ConfigFile.Load(Path.Combine(_folder, "v2k.yaml")).Networks.Entries.Count);
    }

    [Fact]
    public async Task A_datastore_given_by_its_folder_alone_goes_by_the_name_that_its_VMs_have_for_it()
    {
        AddVm("mnt/a/web01", First, "scsi0:1.present = \"TRUE\"\nscsi0:1.fileName = \"/vmfs/volumes/Gold 1/web01/web01.vmdk\"");
        AddVm("mnt/b/db01", Second);

        (await Host.RunAsync(
            _folder, "--target=Init", "--datastore=mnt/a", $"--datastore=/vmfs/volumes/{Second},mnt/b=kvm", "--network=VM Network=bridge=br0,vlan=7,virtualport=openvswitch",
            "--connect=qemu:///session", "--config=sub.yaml")).Succeeded();

        var config = ConfigFile.Load(Path.Combine(_folder, "sub.yaml"));
        Assert.Equal(["Gold 1", Second], config.Datastores.Select(datastore => datastore.Name));
        Assert.Equal([$"/vmfs/volumes/{First}", "/vmfs/volumes/Gold 1"], config.Datastores[0].Vmfs);
        Assert.Equal([$"{_folder}/out/Gold 1", $"{_folder}/kvm"], config.Datastores.Select(datastore => datastore.Target));
        Assert.Equal("bridge \"br0\" with VLAN 7", config.Networks.Entries["VM Network"].Text);
        Assert.Equal("qemu:///session", config.Connect);
    }

    [Theory]
    [InlineData("v2k.yaml")]
    [InlineData("dangling")]
    public async Task Init_overwrites_no_file_even_with_force(string what)
    {
        AddVm("ds1/web01", First);
        var file = Path.Combine(_folder, "v2k.yaml");
        if (what == "dangling")
        {
            File.CreateSymbolicLink(file, Path.Combine(_folder, "elsewhere.yaml"));
        }
        else
        {
            File.WriteAllText(file, "mine");
        }

        var refused = (await Host.RunAsync(_folder, "--target=Init", "--datastore=ds1=ds1", "--force")).Refused();

        Assert.StartsWith($"error: {file}: exists already, and is not overwritten. ", refused, StringComparison.Ordinal);
        Assert.True(what == "dangling" ? new FileInfo(file).LinkTarget is not null && !Path.Exists(Path.Combine(_folder, "elsewhere.yaml")) : File.ReadAllText(file) == "mine");
    }

    [Theory]
    [InlineData("no datastore is given")]
    [InlineData("there is no folder", "--datastore=ds1=nowhere")]
    [InlineData("there is no folder", "--datastore=nowhere")]
    [InlineData("there is no .vmx, .ovf or .ova file in", "--datastore=ds1=empty")]
    [InlineData("full/web01/web01.vmdk, which V2K did not make", "--datastore=ds1,full=full/web01")]
    [InlineData("full/v2k.yaml: would be in the source", "--datastore=ds1=full", "--config=full/v2k.yaml")]
    [InlineData("is given twice", "--datastore=a=full", "--datastore=b=full")]
    [InlineData("is not of the form NAME=PATH", "--datastore=ds1=")]
    public async Task Init_says_what_it_lacks_and_writes_nothing(string because, params string[] arguments)
    {
        AddVm("full/web01", First);
        Directory.CreateDirectory(Path.Combine(_folder, "empty"));

        Assert.Contains(because, (await Host.RunAsync(_folder, ["--target=Init", .. arguments])).Refused(), StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFiles(_folder));
    }

    [Fact]
    public async Task Init_takes_a_target_inside_the_datastore_and_the_run_with_it_finds_the_VMs_alone()
    {
        AddVm("ds1/web01", First);

        (await Host.RunAsync(_folder, "--target=Init", "--datastore=/vmfs/volumes/ds1,ds1=ds1/kvm")).Succeeded();
        (await Host.RunAsync(_folder, "--target=Convert", "--all")).Succeeded();
        var again = (await Host.RunAsync(_folder, "--target=Convert", "--all")).Succeeded();

        Assert.True(File.Exists(Path.Combine(_folder, "ds1/kvm/web01/web01.qcow2")));
        Assert.Contains("up to date", again.Output, StringComparison.Ordinal);
        Assert.Contains("1 VM, 1 disk", (await Host.RunAsync(_folder, "--target=Inventory")).Succeeded().Output, StringComparison.Ordinal);
        (await Host.RunAsync(_folder, "--target=Report", $"--report={_folder}/page.html")).Succeeded();
        File.WriteAllText(Path.Combine(_folder, "ds1/kvm/web01/mine.iso"), "");
        Assert.Contains("ds1/kvm/web01/mine.iso, which V2K did not make", (await Host.RunAsync(_folder, "--target=Inventory")).Refused(), StringComparison.Ordinal);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    /// <summary>A VM with a disk, as it lies on the datastore <paramref name="id"/>: only its swap file's name says so.</summary>
    private void AddVm(string place, string id, string more = "")
    {
        var name = Path.GetFileName(place);
        AddDisk($"{place}/{name}.vmdk");
        File.WriteAllText(Path.Combine(_folder, place, name + ".vmx"), $"""
            displayName = "{name}"
            guestOS = "debian11-64"
            memsize = "64"
            scsi0.present = "TRUE"
            scsi0:0.present = "TRUE"
            {(more.Contains("scsi0:0.fileName", StringComparison.Ordinal) ? "" : $"scsi0:0.fileName = \"{name}.vmdk\"")}
            sched.swap.derivedName = "/vmfs/volumes/{id}/{name}/{name}-4d5e6f70.vswp"
            {more}

            """);
    }

    private void AddDisk(string place)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(_folder, place))!);
        File.Copy(Path.Combine(Build.Repository.Root, "samples/datastore1/web01/web01.vmdk"), Path.Combine(_folder, place));
    }
}
