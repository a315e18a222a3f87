using System.Xml.Linq;

namespace V2K.Pipeline.Tests;

/// <summary>Names come through as they are, or are refused where they would leave the datastore.</summary>
public sealed class HostileNameTests : IDisposable
{
    private readonly Estate _estate = new();

    [SkippableTheory]
    [InlineData("web server 01")]
    [InlineData("it's")]
    [InlineData("a&b <c>")]
    [InlineData("Müller Straße")]
    [InlineData("-rf")]
    [InlineData("--all")]
    [InlineData("a,b")]
    [InlineData("100%$HOME`id`;x")]
    [InlineData("a [b] {0}")]
    public async Task A_folder_and_its_files_may_have_any_name(string name)
    {
        var folder = $"samples/datastore1/{name}";
        _estate.AddVm($"{folder}/{name}.vmx", ("displayName", name), ("scsi0:0.fileName", $"{name}.vmdk"), ("uuid.bios", null));
        _estate.AddDisk($"{folder}/{name}.vmdk");

        (await _estate.RunAsync("--target=Convert", $"--vm={name}")).Succeeded();

        var xml = _estate[$"out/datastore1/{name}/{name}.xml"];
        var disk = _estate[$"out/datastore1/{name}/{name}.qcow2"];
        Assert.Equal(disk, XDocument.Load(xml).Descendants("source").Select(source => (string?)source.Attribute("file")).Single(file => file is not null));
        await Judge.DiskIsSoundAndEquals(disk, "qcow2", _estate[$"{folder}/{name}.vmdk"]);
    }

    [SkippableFact]
    public async Task Another_engine_takes_any_name_too()
    {
        const string Name = "-x, it's a&b";
        _estate.AddVm($"samples/datastore1/{Name}/{Name}.vmx", ("displayName", Name), ("scsi0:0.fileName", $"{Name}.vmdk"));
        _estate.AddDisk($"samples/datastore1/{Name}/{Name}.vmdk");
        Skip.If(Engine.Tools.KnownTools.QemuImg.Find() is null, "qemu-img is not installed: --target=Setup installs it");

        (await _estate.RunAsync("--target=Convert", $"--vm={Name}", "--engine=qemu-img")).Succeeded();

        await Judge.DiskIsSoundAndEquals(
            _estate[$"out/datastore1/{Name}/{Name}.qcow2"], "qcow2", _estate[$"samples/datastore1/{Name}/{Name}.vmdk"]);
    }

    [SkippableTheory]
    [InlineData("../../escape")]
    [InlineData("/etc/passwd")]
    [InlineData("a |22quoted|22 |3cname|3e & more")]
    [InlineData("two|0Alines")]
    [InlineData("<domain>]]>&amp;")]
    public async Task A_display_name_changes_neither_the_document_nor_its_place(string displayName)
    {
        _estate.AddVm(
            "samples/datastore1/odd/odd.vmx", ("displayName", displayName), ("annotation", displayName), ("uuid.bios", null), ("scsi0:0.fileName", "odd.vmdk"));
        _estate.AddDisk("samples/datastore1/odd/odd.vmdk");

        (await _estate.RunAsync("--target=Convert", "--vm=odd")).Succeeded();

        Assert.All(_estate.Results().Keys, file => Assert.StartsWith("datastore1/odd/", file, StringComparison.Ordinal));
        Assert.Contains("datastore1/odd/odd.qcow2", _estate.Results().Keys);
        await Judge.XmlIsValid(_estate["out/datastore1/odd/odd.xml"]);
    }

    [Theory]
    [InlineData("../../../v2k.yaml")]
    [InlineData("/etc/passwd")]
    [InlineData("/vmfs/volumes/datastore1/../../../v2k.yaml")]
    [InlineData("/vmfs/volumes/elsewhere/web01/web01.vmdk")]
    [InlineData("[elsewhere] web01/web01.vmdk")]
    public async Task A_disk_outside_the_datastores_is_refused(string fileName)
    {
        _estate.AddVm("samples/datastore1/odd/odd.vmx", ("displayName", "odd"), ("scsi0:0.fileName", fileName));

        var line = (await _estate.RunAsync("--target=Convert", "--vm=odd")).Blocked();

        Assert.Contains("odd.vmx", line, StringComparison.Ordinal);
        Assert.DoesNotContain(_estate.Results().Keys, file => file.EndsWith(".qcow2", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_link_that_leads_outside_is_refused()
    {
        _estate.AddVm("samples/datastore1/odd/odd.vmx", ("displayName", "odd"), ("scsi0:0.fileName", "odd.vmdk"));
        File.Copy(_estate["samples/datastore1/web01/web01.vmdk"], _estate["outside.vmdk"]);
        File.CreateSymbolicLink(_estate["samples/datastore1/odd/odd.vmdk"], _estate["outside.vmdk"]);

        (await _estate.RunAsync("--target=Convert", "--vm=odd")).Blocked();

        Assert.DoesNotContain(_estate.Results().Keys, file => file.EndsWith(".qcow2", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_descriptor_that_names_a_file_outside_is_refused()
    {
        _estate.AddVm("samples/datastore1/odd/odd.vmx", ("displayName", "odd"), ("scsi0:0.fileName", "odd.vmdk"));
        File.WriteAllText(_estate["samples/datastore1/odd/odd.vmdk"], """
            # Disk DescriptorFile
            version=1
            CID=12345678
            parentCID=ffffffff
            createType="vmfs"
            RW 1 VMFS "/etc/passwd"
            ddb.adapterType = "lsilogic"

            """);

        (await _estate.RunAsync("--target=Convert", "--vm=odd")).Blocked();

        Assert.DoesNotContain(_estate.Results().Keys, file => file.EndsWith(".qcow2", StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_error_about_a_hostile_name_stays_one_line()
    {
        _estate.AddVm("samples/datastore1/odd/odd.vmx", ("displayName", "odd|0Aerror: all is well"), ("scsi0:0.fileName", "a|0Ab|1B[2Jc.vmdk"));

        var line = (await _estate.RunAsync("--target=Convert", "--vm=odd")).Blocked();

        Assert.DoesNotContain('\u001b', line);
    }

    public void Dispose() => _estate.Dispose();
}
