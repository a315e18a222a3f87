using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using V2K.Engine.Tools;

namespace V2K.Pipeline.Tests;

/// <summary>
/// Disks with as much of Windows as libguestfs's inspection, virt-v2v and V2K look at: an NTFS with a registry made by hivex, and a stand-in for
/// virtio-win. Nothing of it would boot.
/// </summary>
/// <param name="folder">A folder of the test's own.</param>
internal sealed class PhonyWindows(string folder)
{
    private const int Megabytes = 256;

    private static readonly ToolRunner Tools = new ToolRunner(_ => { }).With(new Dictionary<string, string?>(StringComparer.Ordinal)
    {
        ["LIBGUESTFS_BACKEND"] = "direct",
        ["LIBGUESTFS_BACKEND_SETTINGS"] = "force_tcg",
    });

    private readonly StringBuilder _script = new();
    private int _disks;

    /// <summary>Where virtio-win and the tools for the first boot are; for the environment of a run.</summary>
    public IReadOnlyDictionary<string, string?> Environment { get; } = new Dictionary<string, string?>(StringComparer.Ordinal)
    {
        ["VIRTIO_WIN"] = Path.Combine(folder, "virtio-win"),
        ["VIRT_TOOLS_DATA_DIR"] = Path.Combine(folder, "virt-tools"),
    };

    /// <summary>Skips the test, saying why, where a program is missing.</summary>
    public static void Require()
    {
        foreach (var tool in new[] { KnownTools.Guestfish, KnownTools.HivexRegedit, KnownTools.QemuImg, KnownTools.VirtV2vInPlace, KnownTools.Nbdkit })
        {
            Skip.If(tool.Find() is null, $"{tool.Name} is not installed: --target=Setup installs it");
        }
    }

    /// <summary>Makes a virtio-win with drivers for <paramref name="release"/> alone, named as in the real one: <c>2k12R2</c>.</summary>
    public void MakeVirtioWin(string release)
    {
        foreach (var driver in new[] { "viostor", "vioscsi", "NetKVM", "Balloon", "viorng" })
        {
            foreach (var extension in new[] { "inf", "sys", "cat" })
            {
                Write($"virtio-win/{driver}/{release}/amd64/{driver.ToLowerInvariant()}.{extension}", Encoding.UTF8.GetBytes("a stand-in"));
            }
        }

        Write("virt-tools/rhsrvany.exe", Program());
    }

    /// <summary>Adds a disk in the file <paramref name="disk"/>, which <see cref="MakeAsync"/> makes.</summary>
    /// <param name="disk">The file of the disk, raw.</param>
    /// <param name="version">What the registry calls the version: <c>6.3</c>.</param>
    /// <param name="product">The name of the product.</param>
    /// <param name="kind"><c>Server</c> or <c>Client</c>.</param>
    /// <param name="services">Services beside those that every guest has, and when they start.</param>
    public async Task AddAsync(string disk, string version, string product, string kind, params (string Name, int Start)[] services)
    {
        var software = await HiveAsync($"software{_disks}", [
            (@"Microsoft\Windows NT\CurrentVersion", $"\"ProductName\"=\"{product}\"\n\"CurrentVersion\"=\"{version}\"\n\"InstallationType\"=\"{kind}\"\n\"CurrentBuildNumber\"=\"9600\"\n\"SystemRoot\"=\"C:\\\\Windows\""),
            (@"Microsoft\Windows\CurrentVersion", "\"DevicePath\"=\"%SystemRoot%\\\\inf\""),
        ]);
        var system = await HiveAsync($"system{_disks}", [
            ("Select", "\"Current\"=dword:00000001\n\"Default\"=dword:00000001"),
            (@"ControlSet001\Control\ComputerName\ComputerName", "\"ComputerName\"=\"PHONY\""),
            (@"ControlSet001\Control\Session Manager\Environment", "\"PROCESSOR_ARCHITECTURE\"=\"AMD64\""),
            (@"ControlSet001\Services\Tcpip\Parameters", "\"Hostname\"=\"phony\""),
            .. services.Select(service => ($@"ControlSet001\Services\{service.Name}", $"\"Start\"=dword:{service.Start:x8}")),
        ]);
        var device = $"/dev/sd{(char)('a' + _disks++)}";
        var program = Write("cmd.exe", Program());
        _script.Insert(0, $"sparse {disk} {Megabytes}M\n");
        _script.Append(CultureInfo.InvariantCulture, $"""
            part-init {device} mbr
            part-add {device} p 2048 -2048
            part-set-mbr-id {device} 1 7
            mkfs ntfs {device}1
            mount {device}1 /
            mkdir-p /Windows/System32/config
            mkdir-p /Windows/System32/drivers
            mkdir-p /Windows/Temp
            mkdir-p "/Program Files/Common Files"
            upload {software} /Windows/System32/config/SOFTWARE
            upload {system} /Windows/System32/config/SYSTEM
            upload {program} /Windows/System32/cmd.exe
            {string.Join('\n', services.Select(service => $"upload {program} /Windows/System32/drivers/{service.Name}.sys"))}
            umount /

            """);
    }

    /// <summary>Makes the disks that were added, in one appliance.</summary>
    public async Task MakeAsync()
    {
        // Disks are added before the appliance starts, the last one first.
        var lines = _script.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries);
        var script = lines.Where(line => line.StartsWith("sparse ", StringComparison.Ordinal)).Reverse()
            .Append("run").Append("available \"ntfs3g ntfsprogs hivex\"")
            .Concat(lines.Where(line => !line.StartsWith("sparse ", StringComparison.Ordinal)));
        var file = Write("make.fish", Encoding.UTF8.GetBytes(string.Join('\n', script) + "\n"));
        try
        {
            await Tools.RunAsync(KnownTools.Guestfish, ["-f", file], "Read what it says");
        }
        catch (V2K.Rules.V2KException failure) when (failure.Message.Contains("available", StringComparison.Ordinal) || failure.Message.Contains("guestfs_launch", StringComparison.Ordinal))
        {
            Skip.If(condition: true, $"libguestfs cannot make NTFS here: {failure.Message}");
        }
    }

    /// <summary>The services of the guest on a disk, as hivex tells them: <c>viostor</c> with its key's lines.</summary>
    public async Task<string> ServicesAsync(string disk)
    {
        var hive = Path.Combine(folder, "read.hive");
        await Tools.RunAsync(KnownTools.Guestfish, ["--ro", "--format=qcow2", "-a", disk, "-m", "/dev/sda1", "download", "/Windows/System32/config/SYSTEM", hive], "Read what it says");
        return (await Tools.RunAsync(KnownTools.HivexRegedit, ["--export", "--prefix", @"HKEY_LOCAL_MACHINE\SYSTEM", hive, @"\ControlSet001\Services"], "Read what it says")).Output;
    }

    private async Task<string> HiveAsync(string name, IEnumerable<(string Key, string Values)> keys)
    {
        var hive = Write(name + ".hive", EmptyHive());
        var known = new HashSet<string>(StringComparer.Ordinal);
        var text = new StringBuilder("Windows Registry Editor Version 5.00\n");
        foreach (var (key, values) in keys)
        {
            // hivexregedit makes a key only in one that is there.
            var parts = key.Split('\\');
            foreach (var path in Enumerable.Range(1, parts.Length).Select(count => string.Join('\\', parts.Take(count))).Where(known.Add))
            {
                text.Append(CultureInfo.InvariantCulture, $"\n[\\{path}]\n");
            }

            text.Append(values).Append('\n');
        }

        await Tools.RunAsync(KnownTools.HivexRegedit, ["--merge", hive, Write(name + ".reg", Encoding.UTF8.GetBytes(text.ToString()))], "Read what it says");
        return hive;
    }

    private string Write(string relative, byte[] content)
    {
        var path = Path.Combine(folder, relative);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path, content);
        return path;
    }

    /// <summary>As much of a 64-bit program as file(1) tells one by: the MZ header, the PE signature, the machine.</summary>
    private static byte[] Program()
    {
        var program = new byte[1024];
        "MZ"u8.CopyTo(program);
        BinaryPrimitives.WriteInt32LittleEndian(program.AsSpan(0x3C), 0x80);
        "PE\0\0"u8.CopyTo(program.AsSpan(0x80));
        BinaryPrimitives.WriteUInt16LittleEndian(program.AsSpan(0x84), 0x8664);
        BinaryPrimitives.WriteUInt16LittleEndian(program.AsSpan(0x94), 240);
        BinaryPrimitives.WriteUInt16LittleEndian(program.AsSpan(0x96), 0x22);
        BinaryPrimitives.WriteUInt16LittleEndian(program.AsSpan(0x98), 0x20B);
        BinaryPrimitives.WriteUInt16LittleEndian(program.AsSpan(0x98 + 68), 3);
        return program;
    }

    /// <summary>A hive with a root key and nothing in it: the header, one bin with the root's cell, its security's cell, and free space.</summary>
    private static byte[] EmptyHive()
    {
        const int Root = 0x20;
        const int RootLength = 0x60;
        var hive = new byte[0x2000];
        "regf"u8.CopyTo(hive);
        Number(0x04, 1);
        Number(0x08, 1);
        Number(0x14, 1);
        Number(0x18, 3);
        Number(0x20, 1);
        Number(0x24, Root);
        Number(0x28, 0x1000);
        Number(0x2C, 1);
        var checksum = 0u;
        for (var offset = 0; offset < 508; offset += 4)
        {
            checksum ^= BinaryPrimitives.ReadUInt32LittleEndian(hive.AsSpan(offset));
        }

        BinaryPrimitives.WriteUInt32LittleEndian(hive.AsSpan(508), checksum);

        "hbin"u8.CopyTo(hive.AsSpan(0x1000));
        Number(0x1008, 0x1000);

        var root = 0x1000 + Root;
        Number(root, -RootLength);
        "nk"u8.CopyTo(hive.AsSpan(root + 4));
        hive[root + 6] = 0x2C;
        foreach (var none in new[] { 0x14, 0x20, 0x24, 0x2C, 0x34 })
        {
            Number(root + none, -1);
        }

        Number(root + 0x30, Root + RootLength);
        hive[root + 0x4C] = 4;
        "ROOT"u8.CopyTo(hive.AsSpan(root + 0x50));

        var security = root + RootLength;
        byte[] descriptor =
        [
            1, 0, 4, 0x80, 0x14, 0, 0, 0, 0x24, 0, 0, 0, 0, 0, 0, 0, 0x34, 0, 0, 0, 1, 2, 0, 0, 0, 0, 0, 5, 0x20, 0, 0, 0, 0x20, 2, 0, 0,
            1, 2, 0, 0, 0, 0, 0, 5, 0x20, 0, 0, 0, 0x20, 2, 0, 0, 2, 0, 8, 0, 0, 0, 0, 0,
        ];
        Number(security, -0x58);
        "sk"u8.CopyTo(hive.AsSpan(security + 4));
        Number(security + 0x08, Root + RootLength);
        Number(security + 0x0C, Root + RootLength);
        Number(security + 0x10, 1);
        Number(security + 0x14, descriptor.Length);
        descriptor.CopyTo(hive.AsSpan(security + 0x18));
        Number(security + 0x58, 0x2000 - security - 0x58);
        return hive;

        void Number(int offset, int value) => BinaryPrimitives.WriteInt32LittleEndian(hive.AsSpan(offset), value);
    }
}
