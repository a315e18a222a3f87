using System.Globalization;
using System.Text;

namespace V2K.Engine.Tests.Estates;

/// <summary>A VM to be written: settings that a seed may change, and files that go with them.</summary>
internal sealed class SyntheticVm
{
    private const int DiskBytes = 1 << 20;

    private readonly string _root;
    private readonly int _datastore;
    private readonly int _datastores;
    private readonly OrderedDictionary<string, string> _settings = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<Action> _afterwards = [];

    internal SyntheticVm(string root, int number, int datastores)
    {
        _root = root;
        _datastores = datastores;
        _datastore = number % datastores + 1;
        Name = string.Create(CultureInfo.InvariantCulture, $"vm{number:00000}");
        foreach (var line in File.ReadLines(Path.Combine(AppContext.BaseDirectory, "server.vmx")))
        {
            var at = line.IndexOf(" = ", StringComparison.Ordinal);
            _settings[line[..at]] = line[(at + 3)..].Trim('"');
        }

        var hex = string.Create(CultureInfo.InvariantCulture, $"{number:x6}");
        Set("displayName", Name);
        Set("uuid.bios", $"42 0a 8f 3e 6b 1d 4e 52-8c 07 1f 9a 3d {hex[..2]} {hex[2..4]} {hex[4..]}");
        Set("ethernet0.generatedAddress", $"00:50:56:8a:{hex[2..4]}:{hex[4..]}");
        Set("ethernet1.address", $"00:50:56:0{number >> 16 & 1}:{hex[2..4]}:{hex[4..]}");
        Set("scsi0:0.fileName", $"{Name}.vmdk");
        Set("scsi0:1.fileName", $"[ds{_datastore}] {Name}/{Name}_1.vmdk");
        Set("scsi0:2.present", "TRUE");
        Set("scsi0:2.deviceType", "scsi-hardDisk");
        Set("scsi0:2.fileName", $"/vmfs/volumes/{(number % 3 == 0 ? $"5f1c2d3e-0a1b2c3d-66aa-00000000000{OtherDatastore}" : $"ds{OtherDatastore}")}/{Name}/{Name}_2.vmdk");
        Set("nvram", $"{Name}.nvram");
        Set("sched.swap.derivedName", $"/vmfs/volumes/ds{_datastore}/{Name}/{Name}-5f1c2d3e.vswp");

        // What the template raises by itself would be in every VM.
        Unset("sched.cpu.min");
    }

    internal string Name { get; }

    internal string Id => $"[ds{_datastore}] {Name}/{Name}.vmx";

    internal string Folder => Path.Combine(_root, $"ds{_datastore}", Name);

    private int OtherDatastore => _datastore % _datastores + 1;

    internal string this[string key] => _settings[key];

    internal void Set(string key, string value) => _settings[key] = value;

    internal void Unset(string key) => _settings.Remove(key);

    /// <summary>Has <paramref name="change"/> done to the files once they are there.</summary>
    internal void Afterwards(Action change) => _afterwards.Add(change);

    /// <summary>Has a file put into its folder.</summary>
    internal void Add(string name, string text = "") => Afterwards(() => File.WriteAllText(Path.Combine(Folder, name), text));

    internal void Write()
    {
        Directory.CreateDirectory(Folder);
        WriteDisk(Path.Combine(Folder, Name));
        WriteDisk(Path.Combine(Folder, Name + "_1"));
        WriteDisk(Path.Combine(_root, $"ds{OtherDatastore}", Name, Name + "_2"));
        var text = new StringBuilder();
        foreach (var (key, value) in _settings)
        {
            text.Append(CultureInfo.InvariantCulture, $"{key} = \"{value}\"\n");
        }

        File.WriteAllText(Path.Combine(Folder, Name + ".vmx"), text.ToString());
        File.WriteAllText(Path.Combine(Folder, "vmware.log"), "");
        File.WriteAllText(Path.Combine(Folder, Name + ".nvram"), "");
        _afterwards.ForEach(change => change());
    }

    /// <summary>Writes a thick disk of 1 MiB without content: <c>web01.vmdk</c> and <c>web01-flat.vmdk</c> for <c>…/web01</c>.</summary>
    internal static void WriteDisk(string path)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path + ".vmdk", Descriptor("vmfs", "fffffffe", "ffffffff", $"RW {DiskBytes / 512} VMFS \"{Path.GetFileName(path)}-flat.vmdk\""));
        using var flat = File.OpenHandle(path + "-flat.vmdk", FileMode.Create, FileAccess.Write);
        RandomAccess.SetLength(flat, DiskBytes);
    }

    /// <summary>Takes its disks away, and their files.</summary>
    internal void RemoveDisks()
    {
        for (var unit = 0; unit < 3; unit++)
        {
            Set($"scsi0:{unit}.present", "FALSE");
        }

        Afterwards(() => Array.ForEach(Directory.GetFiles(Folder, "*.vmdk"), File.Delete));
        Afterwards(() => Directory.Delete(Path.Combine(_root, $"ds{OtherDatastore}", Name), recursive: true));
    }

    /// <summary>Puts a snapshot on the first disk.</summary>
    /// <param name="parentId">The parentCID; the base has <c>fffffffe</c>.</param>
    internal void AddSnapshot(string parentId)
    {
        Set("scsi0:0.fileName", $"{Name}-000001.vmdk");
        Add($"{Name}-000001.vmdk", Descriptor("vmfsSparse", "12345678", parentId, $"RW {DiskBytes / 512} VMFSSPARSE \"{Name}-000001-delta.vmdk\"", Name + ".vmdk"));
        Afterwards(() => File.WriteAllBytes(Path.Combine(Folder, Name + "-000001-delta.vmdk"), EmptyDelta()));
    }

    internal static string Descriptor(string kind, string id, string parent, string extent, string? hint = null) => $"""
        # Disk DescriptorFile
        version=1
        CID={id}
        parentCID={parent}
        createType="{kind}"
        {(hint is null ? "" : $"parentFileNameHint=\"{hint}\"\n")}{extent}

        """;

    /// <summary>A COWD extent that holds no grain: header and one empty grain directory.</summary>
    private static byte[] EmptyDelta()
    {
        var file = new byte[5 * 512];
        "COWD"u8.CopyTo(file);
        foreach (var (offset, value) in new[] { (4, 1), (8, 3), (12, DiskBytes / 512), (16, 1), (20, 4), (24, 1), (28, 5) })
        {
            BitConverter.TryWriteBytes(file.AsSpan(offset), value);
        }

        return file;
    }
}
