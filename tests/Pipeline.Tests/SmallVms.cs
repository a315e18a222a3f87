using V2K.Engine.Tests.Disks.Making;

namespace V2K.Pipeline.Tests;

/// <summary>A datastore of small VMs whose disks are of every kind, <c>in/vm00/vm00.vmx</c> and so on; for tests to do with as they like.</summary>
internal sealed class SmallVms : IDisposable
{
    private static readonly MadeKind[] Kinds = Enum.GetValues<MadeKind>();

    private readonly List<byte[]> _contents = [];

    /// <summary>Makes them.</summary>
    /// <param name="count">How many.</param>
    /// <param name="seed">Of what their disks hold.</param>
    public SmallVms(int count, int seed = 1)
    {
        var random = new Random(seed);
        for (var number = 0; number < count; number++)
        {
            var folder = Directory.CreateDirectory(SourceOf(number)).FullName;

            // Most are copied within milliseconds; every tenth takes long enough to be in the middle of it.
            var sectors = number % 10 == 7 ? (24 << 20) / 512 : random.Next(8, 2048) * 8;
            _contents.Add(DiskMaker.Make(folder, Kinds[number % Kinds.Length], seed + number, sectors));
            File.WriteAllText(Path.Combine(folder, NameOf(number) + ".vmx"), $"""
                displayName = "{NameOf(number)}"
                guestOS = "debian11-64"
                memsize = "64"
                uuid.bios = "56 4d 7a 1e 22 9c 40 b3-9d 4f 0c 18 2b 6e 91 {number:x2}"
                scsi0.present = "TRUE"
                scsi0:0.present = "TRUE"
                scsi0:0.fileName = "disk.vmdk"

                """);
        }

        File.WriteAllText(this["v2k.yaml"], "datastores:\n  - { name: ds, source: in, target: out }\n");
    }

    /// <summary>Where all of it lies, and where the host is started.</summary>
    public string Folder { get; } = Directory.CreateTempSubdirectory("v2k-vms-").FullName;

    /// <summary>How many there are.</summary>
    public int Count => _contents.Count;

    /// <summary>A path in <see cref="Folder"/>.</summary>
    public string this[string relative] => Path.Combine(Folder, relative);

    /// <summary>The name of a VM, its folder and its .vmx file.</summary>
    public static string NameOf(int number) => $"vm{number:00}";

    /// <summary>The folder of a VM in the datastore.</summary>
    public string SourceOf(int number) => this[$"in/{NameOf(number)}"];

    /// <summary>The folder of a VM's results.</summary>
    public string ResultOf(int number) => this[$"out/{NameOf(number)}"];

    /// <summary>QEMU finds the converted disk of a VM free of errors, with the content that the VM's disk was made of.</summary>
    public async Task RequireDiskAsync(int number)
    {
        var content = this["content.raw"];
        await File.WriteAllBytesAsync(content, _contents[number]);
        await Judge.DiskIsSoundAndEquals(Path.Combine(ResultOf(number), "disk.qcow2"), "qcow2", content, "raw");
    }

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}
