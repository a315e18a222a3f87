using System.Diagnostics;
using System.Globalization;
using V2K.Engine.Tests.Disks.Making;
using V2K.Rules;

namespace V2K.Engine.Tests.Disks;

/// <summary>
/// Spoilt disks of every kind are read or refused, quickly and in little memory, and nothing else. <c>V2K_MUTATIONS=200000</c> tries that many in all
/// instead of the few thousand of a plain run; each case has a seed of its own, which a failure names.
/// </summary>
public sealed class MutationTests
{
    private const int Sectors = 2_000;

    private static readonly TimeSpan Allowed = TimeSpan.FromSeconds(5);

    private static readonly int Cases =
        int.TryParse(Environment.GetEnvironmentVariable("V2K_MUTATIONS"), NumberStyles.None, null, out var total)
            ? total / Enum.GetValues<MadeKind>().Length + 1
            : 300;

    public static TheoryData<MadeKind> EveryKind() => [.. Enum.GetValues<MadeKind>()];

    [Theory]
    [MemberData(nameof(EveryKind))]
    public void A_disk_with_spoilt_metadata_is_read_or_refused_but_never_hangs_or_crashes(MadeKind kind)
    {
        using var folder = new TempFolder();
        DiskMaker.Make(folder.Path, kind, 1, Sectors);
        var files = Directory.GetFiles(folder.Path, "*", SearchOption.AllDirectories)
            .Where(file => !file.Contains("-flat", StringComparison.Ordinal)).Order(StringComparer.Ordinal).ToArray();
        var originals = files.ToDictionary(file => file, File.ReadAllBytes);
        var refused = 0;
        for (var seed = 0; seed < Cases; seed++)
        {
            var random = new Random(seed);
            var file = files[random.Next(files.Length)];
            File.WriteAllBytes(file, Mutation.Of(originals[file], random));
            refused += IsRefused(folder, kind, seed) ? 1 : 0;
            File.WriteAllBytes(file, originals[file]);
        }

        Assert.True(refused > Cases / 20, $"only {refused} of {Cases} mutations were noticed");
    }

    private static bool IsRefused(TempFolder folder, MadeKind kind, int seed)
    {
        var started = Stopwatch.GetTimestamp();
        try
        {
            DiskWalk.Check(folder.File("disk.vmdk"), new FolderPaths(folder.Path));
            return false;
        }
        catch (V2KException)
        {
            return true;
        }
        catch (Exception e)
        {
            throw new InvalidOperationException($"{kind}, seed {seed}: {e.Message}", e);
        }
        finally
        {
            Assert.True(Stopwatch.GetElapsedTime(started) < Allowed, $"{kind}, seed {seed}: took {Stopwatch.GetElapsedTime(started)}");
        }
    }
}
