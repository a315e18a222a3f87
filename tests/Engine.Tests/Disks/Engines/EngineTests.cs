using System.Globalization;
using V2K.Engine.Disks;
using V2K.Engine.Disks.Engines;
using V2K.Engine.Tests.Disks.Making;
using V2K.Engine.Tools;
using V2K.Rules;

namespace V2K.Engine.Tests.Disks.Engines;

/// <summary>
/// Every engine makes the same disk of every kind in every format, as QEMU sees source and copy. <c>V2K_ENGINE_CASES=100</c> takes more random
/// disks of each than the one or two of a plain run.
/// </summary>
public sealed class EngineTests
{
    private static readonly int ExtraCases =
        int.TryParse(Environment.GetEnvironmentVariable("V2K_ENGINE_CASES"), out var cases) ? cases : 0;

    public static TheoryData<MadeKind, string> KindsAndEngines()
    {
        var data = new TheoryData<MadeKind, string>();
        foreach (var kind in Enum.GetValues<MadeKind>())
        {
            foreach (var engine in Engines)
            {
                data.Add(kind, engine.Name);
            }
        }

        return data;
    }

    [SkippableTheory]
    [MemberData(nameof(KindsAndEngines))]
    public async Task Qemu_finds_the_copy_sound_and_identical_to_the_source(MadeKind kind, string engine)
    {
        Require();
        var random = new Random(ExtraCases);
        foreach (var (seed, sectors) in new[] { (1, 9_001), (2, 1) }.Concat(More(random)))
        {
            using var folder = new TempFolder();
            var expected = DiskMaker.Make(folder.Path, kind, seed, sectors);
            foreach (var format in new[] { DiskFormat.Qcow2, DiskFormat.Raw })
            {
                var job = Job(folder, format) with { ClusterSize = 4096 << (seed % 6) };

                var outcome = await Engine(engine).CopyAsync(job, null, CancellationToken.None);

                Assert.Equal(sectors * 512L, outcome.VirtualSize);
                if (format is DiskFormat.Qcow2)
                {
                    await Qemu.Run("check", "-f", "qcow2", job.Target);
                }

                if (kind is not MadeKind.MixedWithZero)
                {
                    // QEMU itself leaves out extents of type ZERO.
                    await Qemu.Compare(job.Source, format is DiskFormat.Qcow2 ? "qcow2" : "raw", job.Target);
                }

                await RequireSameAsync(expected, job);
                Assert.Empty(Directory.GetFiles(folder.Path, "*.v2k-*"));
            }
        }
    }

    /// <summary>
    /// QEMU splits descriptors at other places, and takes whatever follows parentFileNameHint= for a parent: what it sees and we do not is a file that was
    /// never held against the datastores.
    /// </summary>
    [SkippableTheory]
    [InlineData("qemu-img", "RW\v{1} VMFS \"{0}/secret/shadow\" = x")]
    [InlineData("nbdcopy", "RW\v{1} VMFS \"{0}/secret/shadow\" = x")]
    [InlineData("qemu-img", "parentFileNameHint = \"{0}/secret/shadow.vmdk\"")]
    [InlineData("nbdcopy", "parentFileNameHint = \"{0}/secret/shadow.vmdk\"")]
    public async Task No_engine_opens_what_only_QEMU_sees_in_a_descriptor(string engine, string line)
    {
        Require();
        using var folder = new TempFolder();
        const int Sectors = 1_000;
        var expected = DiskMaker.Make(Directory.CreateDirectory(folder["ds"]).FullName, MadeKind.MonolithicSparse, 3, Sectors);
        await File.WriteAllBytesAsync(
            Directory.CreateDirectory(folder["secret"]).FullName + "/shadow", Enumerable.Repeat((byte)'S', Sectors * 512).ToArray());
        folder.Write("secret/shadow.vmdk", DiskMaker.Text("vmfs", $"RW {Sectors} VMFS \"shadow\"").Replace("1234abcd", "ffffffff", StringComparison.Ordinal));
        File.Move(folder["ds/disk.vmdk"], folder["ds/extent.vmdk"]);
        folder.Write(
            "ds/disk.vmdk",
            DiskMaker.Text("custom", $"RW {Sectors} SPARSE \"extent.vmdk\"\n{string.Format(CultureInfo.InvariantCulture, line, folder.Path, Sectors)}"));
        foreach (var format in new[] { DiskFormat.Qcow2, DiskFormat.Raw })
        {
            var job = new CopyJob(folder["ds/disk.vmdk"], new FolderPaths(folder["ds"]), folder["out"], format);

            await Engine(engine).CopyAsync(job, null, CancellationToken.None);

            await RequireSameAsync(expected, job);
        }
    }

    [SkippableTheory]
    [InlineData("qemu-img", false)]
    [InlineData("qemu-img", true)]
    [InlineData("nbdcopy", true)]
    public async Task No_engine_opens_a_parent_that_only_QEMU_sees_in_a_disk_that_is_one_file(string engine, bool footer)
    {
        Require();
        using var folder = new TempFolder();
        var layout = Layout.Random(3, 1_000, 8);
        folder.Write("shadow.vmdk", DiskMaker.Text("vmfs", "RW 1000 VMFS \"shadow\"").Replace("1234abcd", "ffffffff", StringComparison.Ordinal));
        await File.WriteAllBytesAsync(folder["shadow"], Enumerable.Repeat((byte)'S', layout.Length).ToArray());
        HostedSparse.WriteStream(
            folder["disk.vmdk"], layout, DiskMaker.Text("streamOptimized", "RW 1000 SPARSE \"disk.vmdk\"\nparentFileNameHint=\"shadow.vmdk\""), footer);
        var job = Job(folder, DiskFormat.Raw);

        await Engine(engine).CopyAsync(job, null, CancellationToken.None);

        await RequireSameAsync(layout.Content, job);
    }

    [SkippableFact]
    public async Task QEMU_opens_the_files_that_were_checked_whatever_has_become_of_their_names()
    {
        Require();
        using var folder = new TempFolder();
        var expected = DiskMaker.Make(folder.Path, MadeKind.CowdDelta, 3, 1_000);
        using var image = DiskImage.Open(folder["disk.vmdk"], new FolderPaths(folder.Path));
        foreach (var path in image.Files.Select(file => file.Path))
        {
            File.Move(path, path + ".away");
            File.WriteAllText(path, "something else");
        }

        var descriptors = Directory.CreateDirectory(folder["descriptors"]).FullName;
        await Qemu.Run("convert", "-O", "raw", QemuSource.Describe(image, descriptors), folder["out"]);

        Assert.Equal(expected, await File.ReadAllBytesAsync(folder["out"]));
    }

    [SkippableFact]
    public async Task A_disk_that_QEMU_takes_for_a_longer_one_is_not_published()
    {
        Require();
        using var folder = new TempFolder();
        DiskMaker.Make(folder.Path, MadeKind.MonolithicSparse, 1, 5_000);
        File.Move(folder["disk.vmdk"], folder["extent.vmdk"]);
        folder.Write("disk.vmdk", DiskMaker.Text("custom", "RW 4000 SPARSE \"extent.vmdk\""));

        var refusal = await Assert.ThrowsAsync<V2KException>(() => Engine("qemu-img").CopyAsync(Job(folder, DiskFormat.Qcow2), null, CancellationToken.None));

        Assert.Contains("created a disk of 2560000 bytes, but its source has 2048000", refusal.What, StringComparison.Ordinal);
        Assert.Contains("--engine=native", refusal.Remedy, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(folder.Path, "out*"));
    }

    [SkippableFact]
    public async Task More_extents_than_QEMU_reads_of_a_descriptor_are_refused()
    {
        Require();
        using var folder = new TempFolder();
        using (var file = File.OpenHandle(folder["e"], FileMode.CreateNew, FileAccess.Write))
        {
            RandomAccess.SetLength(file, 512);
        }

        File.WriteAllText(folder["disk.vmdk"], DiskMaker.Text("custom", string.Concat(Enumerable.Repeat("RW 1 FLAT \"e\" 0\n", 40_000))));

        var refusal = await Assert.ThrowsAsync<V2KException>(() => Engine("qemu-img").CopyAsync(Job(folder, DiskFormat.Raw), null, CancellationToken.None));

        Assert.Contains("the disk has 40000 extents, and QEMU reads only", refusal.What, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nbdcopy_does_not_leave_uncompressed_what_was_to_be_compressed()
    {
        using var folder = new TempFolder();
        var job = Job(folder, DiskFormat.Qcow2) with { Compression = Compression.Zstd };

        var refusal = await Assert.ThrowsAsync<V2KException>(() => Engine("nbdcopy").CopyAsync(job, null, CancellationToken.None));

        Assert.Contains("nbdcopy does not compress", refusal.What, StringComparison.Ordinal);
    }

    [SkippableTheory]
    [InlineData("native")]
    [InlineData("qemu-img")]
    [InlineData("nbdcopy")]
    public async Task Progress_comes_and_ends_with_everything_done(string engine)
    {
        Require();
        using var folder = new TempFolder();
        DiskMaker.Make(folder.Path, MadeKind.MonolithicSparse, 1, 40_000);
        var seen = new ConcurrentProgress();

        var outcome = await Engine(engine).CopyAsync(Job(folder, DiskFormat.Qcow2), seen, CancellationToken.None);

        Assert.Equal(new CopyProgress(outcome.DataBytes, outcome.DataBytes), seen.Last);
    }

    private static IReadOnlyList<ICopyEngine> Engines { get; } =
        [new NativeEngine(), new QemuImgEngine(Qemu.Tools, new EngineOptions()), new NbdCopyEngine(Qemu.Tools, new EngineOptions())];

    private static ICopyEngine Engine(string name) => Engines.Single(engine => engine.Name == name);

    private static CopyJob Job(TempFolder folder, DiskFormat format) =>
        new(folder.File("disk.vmdk"), new FolderPaths(folder.Path), folder.File("out"), format) { Parallel = 3 };

    private static async Task RequireSameAsync(byte[] expected, CopyJob job)
    {
        var raw = job.Target + "-expected";
        await File.WriteAllBytesAsync(raw, expected);
        await Qemu.Run("compare", "-f", "raw", "-F", job.Format is DiskFormat.Raw ? "raw" : "qcow2", raw, job.Target);
    }

    private static IEnumerable<(int Seed, int Sectors)> More(Random random) =>
        Enumerable.Range(0, ExtraCases).Select(_ => (random.Next(3, 1_000_000), random.Next(1, 30_000)));

    private static void Require()
    {
        foreach (var tool in new[] { KnownTools.QemuImg, KnownTools.QemuNbd, KnownTools.NbdCopy })
        {
            Skip.If(tool.Find() is null, $"{tool.Name} is not installed: --target=Setup installs it");
        }
    }

    private sealed class ConcurrentProgress : IProgress<CopyProgress>
    {
        private readonly Lock _gate = new();

        public CopyProgress Last { get; private set; }

        public void Report(CopyProgress value)
        {
            lock (_gate)
            {
                Last = value.Done >= Last.Done ? value : Last;
            }
        }
    }
}
