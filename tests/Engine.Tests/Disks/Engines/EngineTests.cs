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
        foreach (var kind in Enum.GetValues<MadeKind>().Where(kind => kind is not MadeKind.MixedWithZero))
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
            DiskMaker.Make(folder.Path, kind, seed, sectors);
            foreach (var format in new[] { DiskFormat.Qcow2, DiskFormat.Raw })
            {
                var job = Job(folder, format) with { ClusterSize = 4096 << (seed % 6) };

                var outcome = await Engine(engine).CopyAsync(job, null, CancellationToken.None);

                Assert.Equal(sectors * 512L, outcome.VirtualSize);
                if (format is DiskFormat.Qcow2)
                {
                    await Qemu.Run("check", "-f", "qcow2", job.Target);
                }

                await Qemu.Compare(job.Source, format is DiskFormat.Qcow2 ? "qcow2" : "raw", job.Target);
                Assert.Empty(Directory.GetFiles(folder.Path, "*.v2k-*"));
            }
        }
    }

    [SkippableTheory]
    [InlineData("qemu-img")]
    [InlineData("nbdcopy")]
    public async Task Qemu_is_not_given_a_disk_of_which_it_would_leave_something_out(string engine)
    {
        Require();
        using var folder = new TempFolder();
        DiskMaker.Make(folder.Path, MadeKind.MixedWithZero, 1, 5_000);

        var refusal = await Assert.ThrowsAsync<V2KException>(() => Engine(engine).CopyAsync(Job(folder, DiskFormat.Raw), null, CancellationToken.None));

        Assert.Contains("extents of type ZERO", refusal.What, StringComparison.Ordinal);
        Assert.Contains("--engine=native", refusal.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nbdcopy_does_not_leave_uncompressed_what_was_to_be_compressed()
    {
        using var folder = new TempFolder();
        var job = Job(folder, DiskFormat.Qcow2) with { Compression = Compression.Zstd };

        var refusal = await Assert.ThrowsAsync<V2KException>(() => Engine("nbdcopy").CopyAsync(job, null, CancellationToken.None));

        Assert.Contains("nbdcopy writes nothing compressed", refusal.What, StringComparison.Ordinal);
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
