using System.Diagnostics;
using V2K.Engine.Disks;
using V2K.Engine.Tests.Disks.Making;
using V2K.Rules;

namespace V2K.Engine.Tests.Disks;

public sealed class MutationTests
{
    private const int Mutations = 1_500;
    private const int Sectors = 4_000;

    public static TheoryData<MadeKind> EveryKind() => [.. Enum.GetValues<MadeKind>()];

    [Theory]
    [MemberData(nameof(EveryKind))]
    public void A_disk_with_spoilt_metadata_is_read_or_refused_but_never_hangs_or_crashes(MadeKind kind)
    {
        using var folder = new TempFolder();
        DiskMaker.Make(folder.Path, kind, 1, Sectors);
        var files = Directory.GetFiles(folder.Path, "*", SearchOption.AllDirectories).Where(file => !file.Contains("-flat", StringComparison.Ordinal)).ToArray();
        var originals = files.ToDictionary(file => file, File.ReadAllBytes);
        var random = new Random(7);
        var refused = 0;
        var watch = Stopwatch.StartNew();
        for (var i = 0; i < Mutations; i++)
        {
            var file = files[random.Next(files.Length)];
            File.WriteAllBytes(file, Mutate(originals[file], random));
            try
            {
                Walk(folder);
            }
            catch (V2KException)
            {
                refused++;
            }

            File.WriteAllBytes(file, originals[file]);
        }

        Assert.True(refused > Mutations / 20, $"only {refused} of {Mutations} mutations were noticed");
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(30), $"{Mutations} mutations took {watch.Elapsed}");
    }

    private static byte[] Mutate(byte[] original, Random random)
    {
        var bytes = (byte[])original.Clone();
        for (var i = random.Next(1, 4); i > 0; i--)
        {
            // Headers, directories and tables stand at the start; in a stream also at the end.
            var reach = Math.Min(bytes.Length, 24 * 512);
            var at = random.Next(3) == 0 ? bytes.Length - 1 - random.Next(Math.Min(bytes.Length, 2048)) : random.Next(Math.Min(reach, 128 << random.Next(8)));
            bytes[at] = random.Next(3) switch { 0 => (byte)random.Next(256), 1 => 0xFF, _ => (byte)(bytes[at] ^ (1 << random.Next(8))) };
        }

        return random.Next(10) == 0 ? bytes[..random.Next(bytes.Length)] : bytes;
    }

    /// <summary>Everything but the copying: a mutation may well say that the disk has 64 TiB.</summary>
    private static void Walk(TempFolder folder)
    {
        using var image = DiskImage.Open(folder.File("disk.vmdk"), new FolderPaths(folder.Path));
        image.CheckTables();
        var end = 0L;
        var buffer = new byte[1 << 16];
        foreach (var run in image.Runs())
        {
            Assert.Equal(end, run.Offset);
            Assert.True(run.Length > 0);
            end = run.End;
            run.File?.Read(buffer.AsSpan(0, (int)Math.Min(buffer.Length, run.Kind is RunKind.Data ? run.Length : 12)), run.Position);
        }

        Assert.Equal(image.VirtualSize, end);
    }
}
