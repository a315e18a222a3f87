using V2K.Engine.Tests.Disks.Making;
using V2K.Rules;

namespace V2K.Fuzzing;

/// <summary>
/// A file of a virtual disk, opened, surveyed and read. The first byte of the input says which file it is: the disk itself, or one of its extents,
/// beside whole files in the other parts.
/// </summary>
internal static class VmdkTarget
{
    private const int Sectors = 300;

    /// <summary>What the fuzzer's bytes can be, in the order of the first byte.</summary>
    private static readonly (string File, Action<string> MakeRest)[] Parts =
    [
        ("disk.vmdk", folder => Holes.Write(Path.Combine(folder, "disk-flat.vmdk"), Layout.Random(1, Sectors, 8).Content)),
        ("extent.vmdk", folder => Describe(folder, "custom", $"RW {Sectors} SPARSE \"extent.vmdk\"")),
        ("extent.vmdk", folder => Describe(folder, "vmfsSparse", $"RW {Sectors} VMFSSPARSE \"extent.vmdk\"")),
        ("extent.vmdk", folder => Describe(folder, "seSparse", $"RW {Sectors} SESPARSE \"extent.vmdk\"")),
    ];

    private static readonly Lazy<string[]> Folders = new(MakeFolders);

    internal static FuzzTarget Target { get; } = new(
        "vmdk",
        Read,
        [
            "# Disk DescriptorFile\n", "CID=1234abcd\n", "parentCID=ffffffff\n", "parentFileNameHint=\"disk.vmdk\"\n", "createType=\"custom\"\n", "RW 300 ", "RDONLY ", "NOACCESS ",
            "FLAT ", "VMFS ", "SPARSE ", "VMFSSPARSE ", "SESPARSE ", "ZERO", "\"disk-flat.vmdk\" 0", "\"disk.vmdk\"", "KDMV", "COWD", "ddb.", "encryption.", "\n \r\n",
        ])
    { MakeSeeds = MakeSeeds };

    private static void Read(byte[] input)
    {
        // The first input may come out empty, read while the program was warmed up; AFL++ takes a run without any branch for one without instrumentation.
        var part = input.Length == 0 ? 0 : input[0] % Parts.Length;
        var folder = Folders.Value[part];
        File.WriteAllBytes(Path.Combine(folder, Parts[part].File), input.AsSpan(Math.Min(1, input.Length)));
        try
        {
            DiskWalk.Check(Path.Combine(folder, "disk.vmdk"), new FolderPaths(folder));
        }
        catch (V2KException)
        {
            // Refused, as it should be.
        }
    }

    private static string[] MakeFolders()
    {
        // In memory, where there is some: every input is written. The fuzzer kills this process when it is done with it.
        var parent = Directory.Exists("/dev/shm") ? "/dev/shm" : Path.GetTempPath();
        foreach (var left in Directory.GetDirectories(parent, "v2k-fuzz-*").Where(left => !Directory.Exists("/proc/" + left[(left.LastIndexOf('-') + 1)..])))
        {
            Directory.Delete(left, recursive: true);
        }

        var root = Path.Combine(parent, $"v2k-fuzz-{Environment.ProcessId}");
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Directory.Delete(root, recursive: true);
        return [.. Parts.Select((part, index) =>
        {
            var folder = Directory.CreateDirectory(Path.Combine(root, $"{index}")).FullName;
            part.MakeRest(folder);
            return folder;
        })];
    }

    /// <summary>A good file of every kind, as small as they come.</summary>
    private static void MakeSeeds(string seeds)
    {
        foreach (var (kind, part, file) in new[]
        {
            (MadeKind.MonolithicSparse, 0, "disk.vmdk"), (MadeKind.StreamWithFooter, 0, "disk.vmdk"), (MadeKind.StreamWithHeader, 0, "disk.vmdk"),
            (MadeKind.VmfsFlat, 0, "disk.vmdk"), (MadeKind.MixedWithZero, 0, "disk.vmdk"), (MadeKind.HostedDelta, 0, "disk.vmdk"),
            (MadeKind.TwoGbSparse, 1, "disk-s001.vmdk"), (MadeKind.CowdDelta, 2, "disk-delta.vmdk"), (MadeKind.SeSparseDelta, 3, "disk-sesparse.vmdk"),
        })
        {
            var folder = Directory.CreateTempSubdirectory("v2k-seed-");
            DiskMaker.Make(folder.FullName, kind, 3, Sectors);
            File.WriteAllBytes(Path.Combine(seeds, $"{kind}"), [(byte)part, .. File.ReadAllBytes(Path.Combine(folder.FullName, file))]);
            folder.Delete(recursive: true);
        }
    }

    private static void Describe(string folder, string createType, string extents) =>
        File.WriteAllText(Path.Combine(folder, "disk.vmdk"), DiskMaker.Text(createType, extents));
}
