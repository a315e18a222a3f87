using V2K.Engine.Configuration;
using V2K.Engine.Datastores;
using V2K.Engine.Disks;
using V2K.Engine.Disks.Engines;
using V2K.Engine.Interop;
using V2K.Engine.Stages;
using V2K.Engine.State;
using V2K.Engine.Tests.Stages;

namespace V2K.Engine.Tests.State;

/// <summary>State that an earlier version wrote, which knew a step by the file that it makes, is taken over.</summary>
public sealed class StateFormat1Tests : IDisposable
{
    private const int DiskBytes = 1 << 20;

    private readonly TempFolder _folder = new();
    private readonly RecordingLog _log = new();
    private string _target = "out";

    public StateFormat1Tests()
    {
        foreach (var name in new[] { "web01", "web01_1" })
        {
            _folder.Write($"ds/web01/{name}.vmdk", $"""
                # Disk DescriptorFile
                version=1
                CID=fffffffe
                parentCID=ffffffff
                createType="vmfs"
                RW {DiskBytes / 512} VMFS "{name}-flat.vmdk"

                """);
            File.WriteAllBytes(_folder[$"ds/web01/{name}-flat.vmdk"], new byte[DiskBytes]);
            _folder.Write($"out/web01/{name}.raw", $"{name} as it was converted and adjusted");
        }

        WriteVmx("scsi0:0", "scsi0:1");
        _folder.Write("out/.v2k/web01/web01.json", WrittenBefore());
    }

    private string StatePath => _folder["out/.v2k/web01/web01.json"];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task No_disk_is_copied_again_and_the_state_is_written_in_the_new_format()
    {
        var before = Stamps();

        await ConvertAsync();

        Assert.Equal(before, Stamps());
        Assert.DoesNotContain(_log.Started, line => line.StartsWith("Convert", StringComparison.Ordinal));
        Assert.Equal(2, _log.UpToDate.Count(line => line.StartsWith("Convert", StringComparison.Ordinal)));
        var text = File.ReadAllText(StatePath);
        Assert.Contains("\"format\": 2", text, StringComparison.Ordinal);
        var state = VmState.Read(StatePath)!;
        Assert.Equal(
            [StepKey.Of(Stage.Translate), StepKey.OfDisk(Stage.Convert, "scsi0:0"), StepKey.OfDisk(Stage.Convert, "scsi0:1"), StepKey.Of(Stage.Adjust), StepKey.Of(Stage.Define)],
            state.Steps.Keys);
        Assert.Equal("lab-web01", state.Steps[StepKey.Of(Stage.Define)].Name);
        Assert.Empty(state.Failures);
    }

    [Fact]
    public async Task A_guest_that_was_adjusted_counts_as_adjusted()
    {
        using var run = Open();
        var job = Assert.Single(run.Jobs);

        Assert.All(job.Translation.Disks, disk => Assert.True(AdjustStage.IsAdjusted(job, disk)));
        await run.VerifyAsync(CancellationToken.None);

        Assert.Contains("the guest in it has been adjusted since", _log.Failures[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_disk_that_is_attached_elsewhere_by_now_is_known_by_what_was_made_of_it()
    {
        WriteVmx("scsi0:1", "scsi2:0");

        await ConvertAsync();

        Assert.DoesNotContain(_log.Started, line => line.StartsWith("Convert", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Disks_that_were_moved_with_their_folder_are_kept()
    {
        Directory.Move(_folder["out"], _folder["elsewhere"]);
        _target = "elsewhere";
        var before = Stamps();

        await ConvertAsync();

        Assert.Equal(before, Stamps());
        Assert.DoesNotContain(_log.Started, line => line.StartsWith("Convert", StringComparison.Ordinal));
    }

    /// <summary>An earlier version finds what it knows, under the names that it knows it by.</summary>
    [Fact]
    public async Task The_new_format_is_the_old_one_with_more_in_each_entry()
    {
        await ConvertAsync();

        using var text = System.Text.Json.JsonDocument.Parse(File.ReadAllText(StatePath));
        Assert.Equal(1, text.RootElement.GetProperty("version").GetInt32());
        var steps = text.RootElement.GetProperty("steps");
        Assert.Equal(
            ["Adjust web01", "Convert web01.raw", "Convert web01_1.raw", "Define lab-web01", "Translate web01.xml"],
            steps.EnumerateObject().Select(step => step.Name));
        Assert.Equal(Stamp("web01_1").Length, steps.GetProperty("Convert web01_1.raw").GetProperty("outputs").GetProperty(Output("web01_1")).GetProperty("length").GetInt64());
    }

    [Fact]
    public async Task Results_published_by_a_killed_run_of_an_earlier_version_are_recorded()
    {
        var convert = $"""
            "Convert web01_1.raw": {Record("web01_1")}
            """;
        var text = File.ReadAllText(StatePath);
        Assert.Contains(convert, text, StringComparison.Ordinal);
        text = text.Replace(convert + ",", "", StringComparison.Ordinal).Replace("\"published\": {}", $"\"published\": {{ {convert} }}", StringComparison.Ordinal);
        _folder.Write("out/.v2k/web01/web01.json", text);
        var before = Stamps();

        await ConvertAsync();

        Assert.Equal(before, Stamps());
        Assert.DoesNotContain(_log.Started, line => line.StartsWith("Convert", StringComparison.Ordinal));
        Assert.Contains(StepKey.OfDisk(Stage.Convert, "scsi0:1"), VmState.Read(StatePath)!.Steps.Keys);
    }

    [Fact]
    public void Cleaning_takes_back_what_an_earlier_version_made()
    {
        var text = File.ReadAllText(StatePath);
        _folder.Write("out/.v2k/web01/web01.json", text[..text.IndexOf("\"Define", StringComparison.Ordinal)] + text[text.IndexOf("\"Translate", StringComparison.Ordinal)..]);
        using var run = Open();
        var job = Assert.Single(run.Jobs);

        CleanUp.Plan(job).Execute(job);

        Assert.Empty(Directory.GetFileSystemEntries(_folder["out"]));
    }

    private Dictionary<string, FileStamp> Stamps() =>
        Directory.GetFiles(_folder[$"{_target}/web01"], "*.raw").ToDictionary(path => path, path => FileStamp.Of(path)!.Value, StringComparer.Ordinal);

    private async Task ConvertAsync()
    {
        using var run = Open();
        await run.TranslateAsync(CancellationToken.None);
        await run.ConvertAsync(new NativeEngine(), CancellationToken.None);
        run.ThrowIfFailed();
    }

    private MigrationRun Open()
    {
        var config = new Config
        {
            File = "v2k.yaml",
            Format = DiskFormat.Raw,
            Datastores = [new Datastore("laboratory", [], _folder["ds"], _folder[_target])],
        };
        return MigrationRun.Open(VmCatalog.Scan(config.Datastores).Vms, config, _log, force: false);
    }

    private void WriteVmx(string first, string second) => _folder.Write("ds/web01/web01.vmx", $"""
        displayName = "lab-web01"
        memsize = "512"
        scsi0.present = "TRUE"
        scsi2.present = "TRUE"
        {first}.present = "TRUE"
        {first}.fileName = "web01.vmdk"
        {second}.present = "TRUE"
        {second}.fileName = "web01_1.vmdk"

        """);

    private string Output(string name) => _folder[$"out/web01/{name}.raw"];

    private FileStamp Stamp(string name) => FileStamp.Of(Output(name))!.Value;

    private string Source(string file)
    {
        var path = _folder["ds/web01/" + file];
        return $"{new FileInfo(path).Length} bytes, {new DateTimeOffset(File.GetLastWriteTimeUtc(path)):O}, inode {Posix.Status(path).Inode}";
    }

    private string Record(string name) => $$"""
        {
              "inputs": {
                "--format": "raw",
                "{{name}}.vmdk": "{{Source(name + ".vmdk")}}",
                "{{name}}-flat.vmdk": "{{Source(name + "-flat.vmdk")}}"
              },
              "outputs": {
                "{{Output(name)}}": {
                  "length": {{Stamp(name).Length}},
                  "modifiedTicks": {{Stamp(name).ModifiedTicks}}
                }
              },
              "finished": "2026-11-28T10:56:{{(name == "web01" ? "18.2377178" : "17.1644722")}}+00:00",
              "seconds": 2.4,
              "notes": "vmfs, 1 MiB, 512 KiB of data, by native",
              "bytes": 524288
            }
        """;

    /// <summary>As the version before format 2 wrote it, on the way of a guest of the laboratory; names and stamps are those of this test.</summary>
    private string WrittenBefore() => $$"""
        {
          "version": 1,
          "vm": "[laboratory] web01/web01.vmx",
          "steps": {
            "Adjust web01": {
              "inputs": {
                "web01.raw": "2026-11-28T10:56:18.2377178+00:00",
                "web01_1.raw": "2026-11-28T10:56:17.1644722+00:00",
                "V2K's steps": "5",
                "network cards": "00:50:56:31:63:0c/192/virtio/False",
                "disk names": "sda=vda sdb=vdb",
                "disk drivers": "virtio_pci virtio_blk",
                "firmware": "bios",
                "--adjust": "native",
                "--steps": "all",
                "--skip-steps": "none",
                "--root": "the only one",
                "--initramfs": "append",
                "--network-reset": "none",
                "--guest-agent": "enable",
                "--serial-console": "no",
                "--nofail": "no"
              },
              "outputs": {},
              "finished": "2026-11-28T10:58:22.7514626+00:00",
              "seconds": 122.963,
              "notes": "Debian GNU/Linux 12 (bookworm), 15 changes",
              "bytes": 0
            },
            "Convert web01.raw": {{Record("web01")}},
            "Convert web01_1.raw": {{Record("web01_1")}},
            "Define lab-web01": {
              "inputs": {
                "web01.xml": "0d4ba3d6e22c2c1c9e24c1b1b7b6b8d1",
                "--connect": "qemu:///system",
                "--virt-type": "qemu"
              },
              "outputs": {},
              "finished": "2026-11-28T10:58:23.1514626+00:00",
              "seconds": 0.2,
              "notes": "type qemu",
              "bytes": 0
            },
            "Translate web01.xml": {
              "inputs": {
                "web01.vmx": "65EA27228D2279A43C175FC0C330D11E",
                "rules": "4d1739a2-27e5-4439-84f7-3ee8291d3a00"
              },
              "outputs": {},
              "finished": "2026-11-28T10:56:16.5097863+00:00",
              "seconds": 0.566,
              "notes": "1 note",
              "bytes": 0
            }
          },
          "failures": {
            "Convert web01.raw": {
              "at": "2026-11-28T10:40:23.8763348+00:00",
              "message": "the target is full: Make room"
            }
          },
          "published": {},
          "addresses": []
        }
        """;
}
