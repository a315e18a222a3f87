using System.Buffers.Binary;
using System.Text;
using V2K.Engine.Tests.Guests.Initramfs;
using V2K.Engine.Tools;

namespace V2K.Engine.Tests.Guests.Appliance;

/// <summary>
/// A VM in a datastore with as much of a guest as the steps look at: one disk, one ext4 file system named by its device, an initramfs without
/// virtio. It would not boot; that others try.
/// </summary>
internal sealed class SmallGuest
{
    public const string Uuid = "0f4e9a4c-3b0e-4e0b-9a53-8f2f0f0b7c11";

    private const int Start = 1 << 20;
    private const int Megabytes = 48;

    /// <summary>Of a <c>/boot</c> of its own, behind the rest.</summary>
    private const int BootMegabytes = 8;

    private const int BootStart = Start + (Megabytes << 20);

    public const string BootUuid = "2b6d1f0e-7c55-4a0b-8f3c-51f0a9d3e7b2";

    public const string DataUuid = "6a1f7d20-94c2-4f0e-8a55-c2d90c1e77ab";

    private const long Size = BootStart + ((BootMegabytes + 1L) << 20);

    private static readonly ToolRunner Tools = new(_ => { });

    /// <summary>Skips the test, saying why, where a program is missing.</summary>
    public static void Require()
    {
        foreach (var tool in new[] { KnownTools.Guestfish, KnownTools.QemuImg, KnownTools.MakeExt, KnownTools.DebugExt })
        {
            Skip.If(tool.Find() is null, $"{tool.Name} is not installed: --target=Setup installs it");
        }
    }

    /// <summary>Makes the VM <paramref name="name"/> in the datastore <c>ds1</c> of <paramref name="folder"/>.</summary>
    /// <param name="folder">The test's folder.</param>
    /// <param name="name">The VM's name.</param>
    /// <param name="boot">What fstab calls the device of a <c>/boot</c> of its own; null for none.</param>
    /// <param name="hasNamesake">It has a second disk of the same file name, in the datastore <c>ds2</c>; fstab mounts its partition.</param>
    public static async Task MakeAsync(TempFolder folder, string name, string? boot = null, bool hasNamesake = false)
    {
        using var guest = new FolderGuest();
        guest.With("/etc/os-release", "ID=small\nPRETTY_NAME=\"Small Linux 1\"\n")
            .With("/etc/fstab", "/dev/sda1 / ext4 errors=remount-ro 0 1\n" + (boot is null ? "" : boot + " /boot ext4 defaults 0 2\n") + (hasNamesake ? "/dev/sdb1 /srv ext4 defaults 0 2\n" : ""))
            .With("/etc/network/interfaces", "auto ens192\niface ens192 inet static\n  address 192.0.2.5/24\n")
            .With("/sbin/ifup", "")
            .With("/usr/lib/udev/rules.d/80-net-setup-link.rules", "")
            .With("/bin/sh", "")
            .With($"/lib/modules/{InitramfsMaking.Release}/modules.dep", InitramfsMaking.Dependencies)
            .With($"/lib/modules/{InitramfsMaking.Release}/modules.alias", InitramfsMaking.Aliases);
        guest.MakeFolder("/boot");
        using var apart = new FolderGuest();
        (boot is null ? guest : apart).With((boot is null ? "/boot" : "") + "/grub/grub.cfg", "linux /vmlinuz root=/dev/sda1 ro\n")
            .With($"{(boot is null ? "/boot" : "")}/initrd.img-{InitramfsMaking.Release}", Encoding.Latin1.GetString(InitramfsMaking.InitramfsTools(InitramfsMaking.Zstd)));
        foreach (var module in InitramfsMaking.Dependencies.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split(':')[0]))
        {
            guest.With($"/lib/modules/{InitramfsMaking.Release}/{module}", "the code of " + module);
        }

        folder.Write($"ds1/{name}/{name}.vmx", $"""
            displayName = "{name}"
            memsize = "512"
            guestOS = "other5xlinux-64"
            scsi0.present = "TRUE"
            scsi0.virtualDev = "pvscsi"
            scsi0:0.present = "TRUE"
            scsi0:0.fileName = "{name}.vmdk"
            ethernet0.present = "TRUE"
            ethernet0.virtualDev = "vmxnet3"
            ethernet0.addressType = "static"
            ethernet0.address = "00:50:56:00:00:01"
            ethernet0.pciSlotNumber = "192"

            """);
        WriteDescriptor(folder, name);
        var disk = Disk(folder, name);
        using (var file = File.Create(disk))
        {
            file.SetLength(Size);
            file.Write(PartitionTable(boot is not null));
        }

        await Tools.RunAsync(
            KnownTools.MakeExt,
            ["-q", "-F", "-t", "ext4", "-U", Uuid, "-d", guest["/"], "-E", $"offset={Start}", disk, $"{Megabytes}M"],
            "Read what it says");
        if (boot is not null)
        {
            await Tools.RunAsync(KnownTools.MakeExt, ["-q", "-F", "-t", "ext4", "-O", "^has_journal", "-U", BootUuid, "-d", apart["/"], "-E", $"offset={BootStart}", disk, $"{BootMegabytes}M"], "Read what it says");
        }

        if (hasNamesake)
        {
            await AddNamesakeAsync(folder, name);
        }
    }

    private static async Task AddNamesakeAsync(TempFolder folder, string name)
    {
        File.AppendAllText(folder[$"ds1/{name}/{name}.vmx"], $"scsi0:1.present = \"TRUE\"\nscsi0:1.fileName = \"[ds2] {name}/{name}.vmdk\"\n");
        WriteDescriptor(folder, name, "ds2");
        using var content = new FolderGuest();
        content.With("/order.txt", "kept\n");
        var disk = Disk(folder, name, "ds2");
        using (var file = File.Create(disk))
        {
            file.SetLength(Size);
            file.Write(PartitionTable(hasBoot: false));
        }

        await Tools.RunAsync(
            KnownTools.MakeExt,
            ["-q", "-F", "-t", "ext4", "-U", DataUuid, "-d", content["/"], "-E", $"offset={Start}", disk, $"{Megabytes}M"],
            "Read what it says");
    }

    /// <summary>The text of a file on the converted disk <paramref name="qcow2"/>.</summary>
    /// <param name="folder">The test's folder.</param>
    /// <param name="qcow2">The disk.</param>
    /// <param name="path">The file's path in its file system.</param>
    /// <param name="isBoot">It is in the file system of <c>/boot</c>.</param>
    public static async Task<string> ReadAsync(TempFolder folder, string qcow2, string path, bool isBoot = false)
    {
        var raw = folder["read.raw"];
        await Tools.RunAsync(KnownTools.QemuImg, ["convert", "-f", "qcow2", "-O", "raw", qcow2, raw], "Read what it says");
        return (await Tools.RunAsync(KnownTools.DebugExt, ["-R", "cat " + path, $"{raw}?offset={(isBoot ? BootStart : Start)}"], "Read what it says")).Output;
    }

    /// <summary>A master boot record with one Linux partition, or two.</summary>
    private static byte[] PartitionTable(bool hasBoot)
    {
        var sector = new byte[512];
        sector[446 + 4] = 0x83;
        BinaryPrimitives.WriteUInt32LittleEndian(sector.AsSpan(446 + 8), Start / 512);
        BinaryPrimitives.WriteUInt32LittleEndian(sector.AsSpan(446 + 12), Megabytes * 2048);
        if (hasBoot)
        {
            sector[446 + 16 + 4] = 0x83;
            BinaryPrimitives.WriteUInt32LittleEndian(sector.AsSpan(446 + 16 + 8), BootStart / 512);
            BinaryPrimitives.WriteUInt32LittleEndian(sector.AsSpan(446 + 16 + 12), BootMegabytes * 2048);
        }

        (sector[510], sector[511]) = (0x55, 0xAA);
        return sector;
    }

    /// <summary>
    /// Has the disk of the VM <paramref name="name"/> refuse every change of <c>/etc/fstab</c>, as <c>chattr +i</c> does, or takes
    /// that back.
    /// </summary>
    public static Task FreezeAsync(TempFolder folder, string name, bool frozen) =>
        // ext4's inode flags: EXT4_EXTENTS_FL, and EXT4_IMMUTABLE_FL.
        EditAsync(folder, name, $"set_inode_field /etc/fstab flags 0x{(frozen ? 0x80010 : 0x80000):x}");

    /// <summary>Has a file take most of the space that the VM <paramref name="name"/> has free, or takes it away.</summary>
    public static async Task FillAsync(TempFolder folder, string name, bool full)
    {
        var filler = folder["filler"];

        // Of zeroes, debugfs would make a hole.
        await File.WriteAllTextAsync(filler, new string('x', (Megabytes - 20) << 20));
        await EditAsync(folder, name, full ? $"write {filler} filler" : "rm filler");
    }

    /// <summary>Swaps the superblock of the VM <paramref name="name"/> for <paramref name="block"/>; returns what was there.</summary>
    public static byte[] SwapSuperblock(TempFolder folder, string name, byte[] block)
    {
        using var disk = File.Open(Disk(folder, name), FileMode.Open);
        var before = new byte[block.Length];
        disk.Position = Start + 1024;
        disk.ReadExactly(before);
        disk.Position = Start + 1024;
        disk.Write(block);
        return before;
    }

    private static async Task EditAsync(TempFolder folder, string name, string command) =>
        await Tools.RunAsync(KnownTools.DebugExt, ["-w", "-R", command, $"{Disk(folder, name)}?offset={Start}"], "Read what it says");

    private static string Disk(TempFolder folder, string name, string datastore = "ds1") => folder[$"{datastore}/{name}/{name}-flat.vmdk"];

    private static void WriteDescriptor(TempFolder folder, string name, string datastore = "ds1") => folder.Write($"{datastore}/{name}/{name}.vmdk", $"""
        # Disk DescriptorFile
        version=1
        CID=fffffffe
        parentCID=ffffffff
        createType="vmfs"
        RW {Size >> 9} VMFS "{name}-flat.vmdk"

        """);
}
