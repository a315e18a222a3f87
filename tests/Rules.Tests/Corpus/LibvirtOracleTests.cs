using System.Diagnostics;
using System.Text;
using System.Xml.Linq;

namespace V2K.Rules.Tests.Corpus;

/// <summary>Holds generated VMX files against libvirt's own VMX parser, which runs beside.</summary>
public sealed class LibvirtOracleTests : IDisposable
{
    private const int Files = 40;

    private readonly string _folder = Directory.CreateTempSubdirectory("v2k-oracle-").FullName;

    [SkippableFact]
    public async Task Generated_files_mean_to_us_what_they_mean_to_libvirt()
    {
        // libvirt's VMware driver asks only whether these are there, and their version.
        AddProgram("vmrun");
        AddProgram("vmplayer");
        Skip.If(await Virsh("version") is null, "virsh with libvirt's VMware driver is not installed: --target=Setup installs virsh");

        for (var seed = 0; seed < Files; seed++)
        {
            var vmx = Generate(new Random(seed));
            var file = Path.Combine(_folder, "vm.vmx");
            await File.WriteAllTextAsync(file, vmx);
            var xml = await Virsh("domxml-from-native", "vmware-vmx", file);
            Assert.True(xml is not null, $"libvirt refuses seed {seed}:\n{vmx}");

            var ours = DomainFacts.Of(Vm.Translate(vmx).Domain).Select(WithoutModel);
            var theirs = DomainFacts.Of(XElement.Parse(xml)).Select(WithoutModel);
            Assert.True(theirs.SequenceEqual(ours, StringComparer.Ordinal),
                $"seed {seed}:\n{vmx}\nlibvirt:\n{string.Join('\n', theirs)}\nV2K:\n{string.Join('\n', ours)}");
        }
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static string Generate(Random random)
    {
        var vmx = new StringBuilder("config.version = \"8\"\nvirtualHW.version = \"13\"\nguestOS = \"other-64\"\n");
        void Set(string key, object value) => vmx.Append(key).Append(" = \"").Append(value).Append("\"\n");
        bool Maybe() => random.Next(2) == 0;

        Set("displayName", $"vm-{random.Next(1000)}");
        Set("memsize", 4 * random.Next(8, 4096));
        Set("numvcpus", 1 << random.Next(4));
        Set("uuid.bios", $"56 4d {random.Next(10, 99)} 11 22 33 44 55-66 77 88 99 aa bb cc {random.Next(10, 99)}");
        if (Maybe())
        {
            Set("annotation", "first|0Asecond |22quoted|22 |7C end");
        }

        if (Maybe())
        {
            Set("firmware", "efi");
        }

        var disks = random.Next(1, 4);
        Set("scsi0.present", "true");
        Set("scsi0.virtualDev", Maybe() ? "lsilogic" : "lsisas1068");
        for (var unit = 0; unit < disks; unit++)
        {
            Set($"scsi0:{unit}.present", "true");
            Set($"scsi0:{unit}.deviceType", "scsi-hardDisk");
            Set($"scsi0:{unit}.fileName", $"disk{unit}.vmdk");
        }

        if (Maybe())
        {
            Set("ide1:0.present", "true");
            Set("ide1:0.deviceType", "cdrom-image");
            Set("ide1:0.fileName", "install.iso");
        }

        if (Maybe())
        {
            Set("serial0.present", "true");
            Set("serial0.fileType", "file");
            Set("serial0.fileName", "serial0.log");
        }

        for (var card = 0; card < random.Next(4); card++)
        {
            Set($"ethernet{card}.present", "true");
            Set($"ethernet{card}.virtualDev", "e1000");
            Set($"ethernet{card}.connectionType", "bridged");
            Set($"ethernet{card}.networkName", $"Net {random.Next(9)}");
            var (type, key, prefix) = random.Next(3) switch
            {
                0 => ("static", "address", "00:50:56:01"),
                1 => ("generated", "generatedAddress", "00:0c:29:02"),
                _ => ("vpx", "generatedAddress", "00:50:56:83"),
            };
            Set($"ethernet{card}.addressType", type);
            Set($"ethernet{card}.{key}", $"{prefix}:{random.Next(16, 99)}:1{card}");
        }

        return vmx.ToString();
    }

    private void AddProgram(string name)
    {
        var file = Path.Combine(_folder, name);
        File.WriteAllText(file, "#!/bin/sh\necho VMware Player 16.0.0\n");
        File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    /// <summary>What virsh prints; null where it is missing or fails, or takes longer than 20 seconds.</summary>
    private async Task<string?> Virsh(params string[] arguments)
    {
        var start = new ProcessStartInfo("/usr/bin/env", ["timeout", "20", "virsh", "-q", "-c", "vmwareplayer:///session", .. arguments])
        {
            RedirectStandardOutput = true,
            UseShellExecute = false,
        };
        start.Environment["PATH"] = $"{_folder}:{Environment.GetEnvironmentVariable("PATH")}";
        using var virsh = Process.Start(start)!;
        var output = await virsh.StandardOutput.ReadToEndAsync();
        await virsh.WaitForExitAsync();
        return virsh.ExitCode == 0 ? output : null;
    }

    private static string WithoutModel(string fact) =>
        fact.IndexOf(" model ", StringComparison.Ordinal) is >= 0 and var model ? fact[..model] : fact;
}
