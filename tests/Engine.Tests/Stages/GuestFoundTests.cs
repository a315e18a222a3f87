using V2K.Engine.Configuration;
using V2K.Engine.Datastores;
using V2K.Engine.Disks;
using V2K.Engine.Disks.Engines;
using V2K.Engine.Stages;
using V2K.Engine.State;
using V2K.Rules;
using V2K.Rules.Model;

namespace V2K.Engine.Tests.Stages;

/// <summary>Translate says what it expects of a guest; what was found on its disks has the last word.</summary>
public sealed class GuestFoundTests : IDisposable
{
    private static readonly GuestFound NoVirtio = new(GuestFamily.Linux, GuestDrivers.Old, "the kernel 2.6.18-6-amd64 has no virtio");

    private readonly TempFolder _folder = new();
    private readonly RecordingLog _log = new();

    private string Xml => File.ReadAllText(_folder["out/web01/web01.xml"]);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task The_system_found_in_a_guest_overrides_its_guestOS_without_another_copy()
    {
        AddVm();
        await RunAsync();
        Assert.Contains("bus='virtio'", Xml, StringComparison.Ordinal);
        _log.Clear();

        Record(NoVirtio);
        await RunAsync();

        Assert.Equal(["Translate web01.xml: the guest changed"], _log.Started);
        Assert.DoesNotContain("virtio", Xml, StringComparison.Ordinal);
        _log.Clear();

        await RunAsync();
        Assert.Empty(_log.Started);
    }

    [Fact]
    public async Task A_result_that_agrees_with_the_guest_name_changes_nothing()
    {
        AddVm();
        await RunAsync();
        _log.Clear();

        Record(new GuestFound(GuestFamily.Linux, GuestDrivers.Modern, "the kernel 6.1.0-18-amd64 has it all"));
        await RunAsync();

        Assert.Empty(_log.Started);
    }

    [Fact]
    public async Task An_XML_edited_by_hand_is_kept_although_another_guest_was_found()
    {
        AddVm();
        await RunAsync();
        File.AppendAllText(_folder["out/web01/web01.xml"], "<!-- by hand -->");
        Record(NoVirtio);

        var failure = await Assert.ThrowsAsync<V2KException>(RunAsync);

        Assert.Contains("the guest changed", failure.Message, StringComparison.Ordinal);
        Assert.Contains("<!-- by hand -->", Xml, StringComparison.Ordinal);
    }

    [Fact]
    public void The_state_of_a_guest_is_read_as_it_was_written()
    {
        AddVm();
        Record(NoVirtio);

        Assert.Equal(NoVirtio, VmState.Read(_folder["out/.v2k/web01/web01.json"])!.Guest);
        Assert.DoesNotContain("virtioModel", File.ReadAllText(_folder["out/.v2k/web01/web01.json"]), StringComparison.Ordinal);
    }

    private void Record(GuestFound found)
    {
        using var state = VmStateFile.Open(VmCatalog.Scan(Config().Datastores).Vms[0]);
        state.Guest = found;
    }

    private async Task RunAsync()
    {
        var config = Config();
        using var run = MigrationRun.Open(VmCatalog.Scan(config.Datastores).Vms, config, _log, force: false);
        await run.TranslateAsync(CancellationToken.None);
        await run.ConvertAsync(new NativeEngine(), CancellationToken.None);
        run.ThrowIfFailed();
    }

    private Config Config() => new()
    {
        File = "v2k.yaml",
        Format = DiskFormat.Raw,
        Datastores = [new Datastore("ds1", ["/vmfs/volumes/ds1"], _folder["ds1"], _folder["out"])],
    };

    private void AddVm()
    {
        _folder.Write("ds1/web01/web01.vmx", """
            displayName = "web01"
            guestOS = "debian12-64"
            scsi0.present = "TRUE"
            scsi0:0.present = "TRUE"
            scsi0:0.fileName = "web01.vmdk"

            """);
        _folder.Write("ds1/web01/web01.vmdk", """
            # Disk DescriptorFile
            version=1
            CID=fffffffe
            parentCID=ffffffff
            createType="vmfs"
            RW 2048 VMFS "web01-flat.vmdk"

            """);
        File.WriteAllBytes(_folder["ds1/web01/web01-flat.vmdk"], new byte[1 << 20]);
    }
}
