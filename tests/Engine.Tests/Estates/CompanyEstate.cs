using System.Globalization;
using System.Text;

namespace V2K.Engine.Tests.Estates;

/// <summary>
/// The datastores of a made-up company: names, guests, sizes, networks and troubles as they occur, always the same for the same number of VMs. The
/// disks are small and sparse. For what is shown of many VMs; <c>SyntheticEstate</c> is for finding every kind of concern.
/// </summary>
public static class CompanyEstate
{
    private const int Datastores = 3;
    private const int DiskBytes = 4 << 20;

    /// <summary>Disks of the one VM that has many.</summary>
    private const int ManyDisks = 62;

    private static readonly string[] Sites = ["ber", "muc", "ham"];
    private static readonly string[] Roles =
        ["web", "db", "app", "erp", "mail", "dns", "git", "ci", "file", "print", "mon", "log", "proxy", "cache", "ldap", "wiki", "crm", "backup", "dc", "shop"];

    private static readonly string[] Guests =
        ["debian11-64", "debian12-64", "ubuntu-64", "rhel8-64", "rhel7-64", "sles15-64", "centos7-64", "rockylinux-64", "windows2019srv-64", "oraclelinux8-64"];

    private static readonly string[] Networks = ["VM Network", "Servers", "DMZ", "Databases", "Backup", "VLAN 120 Development", "Old Office LAN"];
    private static readonly string[] OddKeys = ["scsi0:0.virtualSSD2", "vendor.agent.level", "company.costCentre", "backup.lastJob"];

    /// <summary>Writes <paramref name="count"/> VMs, two templates, a folder of forgotten disks and <c>v2k.yaml</c> to <paramref name="folder"/>.</summary>
    /// <param name="folder">An empty folder.</param>
    /// <param name="count">How many VMs; 300 have every trouble.</param>
    /// <param name="isTroubled">False: nothing keeps a VM from being migrated.</param>
    public static void Write(string folder, int count = 300, bool isTroubled = true)
    {
        var random = new Random(300);
        for (var number = 0; number < count; number++)
        {
            WriteVm(folder, number, random, isTroubled);
        }

        foreach (var name in new[] { "debian12-golden", "windows2019-golden" })
        {
            var template = Directory.CreateDirectory(Path.Combine(folder, "ds1", name)).FullName;
            SyntheticVm.WriteDisk(Path.Combine(template, name));
            File.WriteAllText(Path.Combine(template, name + ".vmtx"), Settings(name, "debian12-64", 900 + name.Length, [$"{name}.vmdk"], ["VM Network"], cpus: 2, memory: 2048));
        }

        SyntheticVm.WriteDisk(Path.Combine(Directory.CreateDirectory(Path.Combine(folder, "ds2", "old-exports")).FullName, "legacy-crm"));
        File.WriteAllText(Path.Combine(folder, "v2k.yaml"), """
            datastores:
              - { name: ds1, source: ds1, target: out/ds1 }
              - { name: ds2, source: ds2, target: out/ds2 }
              - { name: ds3, source: ds3, target: out/ds3 }
            networks:
              Servers: { network: servers }
              DMZ: { bridge: br1, vlan: 120 }
              Databases: { network: production, portgroup: db }
              Backup: { direct: eno2 }

            """);
    }

    /// <summary>The display name of a VM: <c>ber-web-004</c>.</summary>
    public static string NameOf(int number) =>
        string.Create(CultureInfo.InvariantCulture, $"{Sites[number % Sites.Length]}-{Roles[number * 7 % Roles.Length]}-{number:000}");

    private static void WriteVm(string root, int number, Random random, bool isTroubled)
    {
        var name = NameOf(number);
        var folder = Directory.CreateDirectory(Path.Combine(root, $"ds{number % Datastores + 1}", name)).FullName;
        var isLarge = isTroubled && number == 17;
        var disks = Enumerable.Range(0, isLarge ? ManyDisks : 1 + random.Next(4) * random.Next(2))
            .Select(disk => disk == 0 ? $"{name}.vmdk" : $"{name}_{disk}.vmdk").ToList();
        disks.ForEach(disk => WriteThinDisk(Path.Combine(folder, disk), random));
        var networks = Enumerable.Range(0, 1 + random.Next(2)).Select(_ => Networks[random.Next(Networks.Length)]).ToList();
        var more = new List<string>();
        var guest = Guests[random.Next(Guests.Length)];
        if (isTroubled)
        {
            Trouble(folder, name, number, disks, more);
        }
        else
        {
            guest = Guests[number % 8];
        }

        File.WriteAllText(
            Path.Combine(folder, name + ".vmx"),
            Settings(name, guest, number, disks, networks, cpus: 1 << random.Next(4), memory: 1024 << random.Next(6)) + string.Concat(more.Select(line => line + "\n")));
    }

    /// <summary>What one in so many VMs has; several may meet in one VM.</summary>
    private static void Trouble(string folder, string name, int number, List<string> disks, List<string> more)
    {
        if (number % 11 == 3)
        {
            File.WriteAllText(Path.Combine(folder, name + ".vmx.lck"), "");
        }

        if (number % 37 == 5)
        {
            more.Add("vtpm.present = \"TRUE\"");
        }

        if (number % 53 == 7)
        {
            File.Delete(Path.Combine(folder, $"{name}-flat.vmdk"));
        }

        if (number % 61 == 9)
        {
            File.WriteAllText(Path.Combine(folder, name + "-3f2a.vmss"), "");
        }

        if (number % 71 == 11)
        {
            disks.Add($"/vmfs/volumes/5f1c2d3e-0a1b2c3d-66aa-000000000099/{name}/{name}_9.vmdk");
        }

        if (number % 83 == 13)
        {
            more.Add("pciPassthru0.present = \"TRUE\"");
        }

        if (number % 4 == 1)
        {
            more.Add($"{OddKeys[number % OddKeys.Length]} = \"{number}\"");
        }
    }

    private static string Settings(string name, string guest, int number, List<string> disks, List<string> networks, int cpus, int memory)
    {
        var text = new StringBuilder();
        Add(".encoding", "UTF-8");
        Add("config.version", "8");
        Add("virtualHW.version", number % 3 == 0 ? "13" : "19");
        Add("displayName", name);
        Add("guestOS", guest);
        Add("memSize", $"{memory}");
        Add("numvcpus", $"{cpus}");
        Add("uuid.bios", string.Create(CultureInfo.InvariantCulture, $"42 1c 7a 1e 22 9c 40 b3-9d 4f 0c 18 2b 6e {number >> 8:x2} {number & 255:x2}"));
        Add("firmware", number % 2 == 0 ? "efi" : "bios");
        for (var disk = 0; disk < disks.Count; disk++)
        {
            // Four SCSI controllers with fifteen disks each, unit 7 being the controller's own; then SATA.
            var controller = disk < 60 ? $"scsi{disk / 15}" : "sata0";
            var unit = disk < 60 ? disk % 15 + (disk % 15 >= 7 ? 1 : 0) : disk - 60;
            if (unit == 0)
            {
                Add($"{controller}.present", "TRUE");
                Add($"{controller}.virtualDev", disk < 60 ? "pvscsi" : "ahci");
            }

            Add($"{controller}:{unit}.present", "TRUE");
            Add($"{controller}:{unit}.deviceType", disk < 60 ? "scsi-hardDisk" : "disk");
            Add($"{controller}:{unit}.fileName", disks[disk]);
        }

        for (var card = 0; card < networks.Count; card++)
        {
            Add($"ethernet{card}.present", "TRUE");
            Add($"ethernet{card}.virtualDev", "vmxnet3");
            Add($"ethernet{card}.networkName", networks[card]);
            Add($"ethernet{card}.addressType", "static");
            Add($"ethernet{card}.address", string.Create(CultureInfo.InvariantCulture, $"00:50:56:0{card}:{number >> 8:x2}:{number & 255:x2}"));
        }

        return text.ToString();

        void Add(string key, string value) => text.Append(CultureInfo.InvariantCulture, $"{key} = \"{value}\"\n");
    }

    /// <summary>A thin disk with a little data, as VMFS has it.</summary>
    private static void WriteThinDisk(string path, Random random)
    {
        var name = Path.GetFileNameWithoutExtension(path);
        File.WriteAllText(path, SyntheticVm.Descriptor("vmfs", "fffffffe", "ffffffff", $"RW {DiskBytes / 512} VMFS \"{name}-flat.vmdk\""));
        var data = new byte[4096];
        random.NextBytes(data);
        using var flat = File.OpenHandle(Path.Combine(Path.GetDirectoryName(path)!, name + "-flat.vmdk"), FileMode.Create, FileAccess.Write);
        RandomAccess.SetLength(flat, DiskBytes);
        RandomAccess.Write(flat, data, random.Next(DiskBytes / 4096) * 4096L);
    }
}
