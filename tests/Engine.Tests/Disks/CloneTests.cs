using V2K.Engine.Disks;
using V2K.Engine.Disks.Engines;
using V2K.Engine.Tests.Disks.Making;

namespace V2K.Engine.Tests.Disks;

public sealed class CloneTests(ReflinkFileSystem fileSystem) : IClassFixture<ReflinkFileSystem>
{
    private const int Sectors = 100_000;

    public static TheoryData<MadeKind, DiskFormat> EveryKindAndFormat()
    {
        var data = new TheoryData<MadeKind, DiskFormat>();
        foreach (var kind in Enum.GetValues<MadeKind>())
        {
            data.Add(kind, DiskFormat.Raw);
            data.Add(kind, DiskFormat.Qcow2);
        }

        return data;
    }

    [SkippableTheory]
    [MemberData(nameof(EveryKindAndFormat))]
    public async Task On_a_file_system_that_shares_blocks_every_kind_comes_out_byte_for_byte(MadeKind kind, DiskFormat format)
    {
        using var folder = new TempFolder(fileSystem.Require());
        var expected = DiskMaker.Make(folder.Path, kind, 11, 30_001);
        var job = new CopyJob(folder.File("disk.vmdk"), new FolderPaths(folder.Path), folder.File("out"), format);

        await new NativeEngine().CopyAsync(job, null, CancellationToken.None);

        var actual = format is DiskFormat.Raw ? await File.ReadAllBytesAsync(job.Target) : Qcow2Reader.Read(job.Target);
        Assert.True(expected.AsSpan().SequenceEqual(actual), $"differs at byte {expected.AsSpan().CommonPrefixLength(actual)}");
    }

    [SkippableTheory]
    [InlineData(MadeKind.VmfsFlat, DiskFormat.Raw)]
    [InlineData(MadeKind.VmfsFlat, DiskFormat.Qcow2)]
    [InlineData(MadeKind.MonolithicSparse, DiskFormat.Raw)]
    [InlineData(MadeKind.MonolithicSparse, DiskFormat.Qcow2)]
    public async Task Shared_blocks_take_no_room(MadeKind kind, DiskFormat format)
    {
        using var folder = new TempFolder(fileSystem.Require());
        var content = new byte[Sectors * 512];
        new Random(1).NextBytes(content);
        var grains = Enumerable.Repeat(GrainState.Stored, (Sectors + 127) / 128).ToArray();
        if (kind is MadeKind.VmfsFlat)
        {
            await File.WriteAllBytesAsync(folder.File("disk-flat.vmdk"), content);
            await File.WriteAllTextAsync(folder.File("disk.vmdk"), DiskMaker.Text("vmfs", $"RW {Sectors} VMFS \"disk-flat.vmdk\""));
        }
        else
        {
            HostedSparse.Write(
                folder.File("disk.vmdk"), new Layout(Sectors, 128, grains, content), DiskMaker.Text("monolithicSparse", $"RW {Sectors} SPARSE \"x\""));
        }

        var drive = new DriveInfo(folder.Path);
        var job = new CopyJob(folder.File("disk.vmdk"), new FolderPaths(folder.Path), folder.File("out"), format);

        // The first copy also brings the source to the disk, which takes room of its own.
        await new NativeEngine().CopyAsync(job, null, CancellationToken.None);
        var before = drive.AvailableFreeSpace;
        await new NativeEngine().CopyAsync(job with { Target = folder.File("again") }, null, CancellationToken.None);

        Assert.InRange(before - drive.AvailableFreeSpace, 0, content.Length / 20);
    }
}
