using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Xml.Linq;
using V2K.Rules.Model;
using V2K.Rules.Translation;

namespace V2K.Rules.Tests.Corpus;

/// <summary>Holds generated VMX files against libvirt's own VMX parser, which runs beside.</summary>
public sealed class LibvirtOracleTests : IDisposable
{
    /// <summary>How many; each costs a start of virsh. <c>V2K_ORACLE_FILES</c> asks for more.</summary>
    private static readonly int Files =
        int.Parse(Environment.GetEnvironmentVariable("V2K_ORACLE_FILES") ?? "60", CultureInfo.InvariantCulture);

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
            var vmx = GeneratedVmx.Text(seed);
            var file = Path.Combine(_folder, "vm.vmx");
            await File.WriteAllTextAsync(file, vmx);
            var xml = await Virsh("domxml-from-native", "vmware-vmx", file);
            Assert.True(xml is not null, $"libvirt refuses seed {seed}:\n{vmx}");

            var domain = Vm.Translate(vmx, TranslationMode.Fidelity).Domain;
            Assert.All(domain.Disks.Where(disk => disk.IsConverted), disk => Assert.Equal(disk.VmxDevice.Replace(':', '-') + ".vmdk", disk.VmxFileName));

            var ours = Ours(domain);
            var theirs = Theirs(XElement.Parse(xml));
            Assert.True(theirs.SequenceEqual(ours, StringComparer.Ordinal),
                $"seed {seed}:\n{vmx}\nlibvirt:\n{string.Join('\n', theirs)}\nV2K:\n{string.Join('\n', ours)}");
        }
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static IReadOnlyList<string> Ours(Domain domain) => ByKind(
    [
        .. DomainFacts.Of(domain with { Disks = [.. domain.Disks.Where(disk => !disk.VmxDevice.StartsWith("nvme", StringComparison.Ordinal))] })
            .Select(InLibvirtsWords),
        $"cores {domain.Cpu.Topology?.Cores ?? 1}",
    ]);

    private static IReadOnlyList<string> Theirs(XElement domain) => ByKind(
    [
        .. DomainFacts.Of(domain).Select(WithoutWhatIsLeftBehind),
        $"cores {domain.Element("cpu")?.Element("topology")?.Attribute("cores")?.Value ?? "1"}",
    ]);

    /// <summary>
    /// Libvirt keeps buses together, and V2K puts the disk to boot from first: disks, drives and the rest each have their
    /// own order.
    /// </summary>
    private static IReadOnlyList<string> ByKind(IEnumerable<string> facts) =>
        [.. facts.Select(WithoutModel).OrderBy(fact => fact.Split(' ')[0], StringComparer.Ordinal)];

    /// <summary>What V2K calls otherwise on purpose.</summary>
    private static string InLibvirtsWords(string fact) => fact.Split(' ') switch
    {
        // A named pipe of VMware's is a socket on Linux.
        ["serial", var port, "unix", ..] => $"serial {port} pipe    ",
        // A port of the VMware host is a terminal on KVM.
        ["serial", var port, "pty", ..] => $"serial {port} dev    ",
        _ => fact,
    };

    /// <summary>A drive of the VMware host, which libvirt calls a LUN or names by its device, is an empty one on KVM.</summary>
    private static string WithoutWhatIsLeftBehind(string fact) => fact.Split(' ') switch
    {
        ["lun", ..] => "cdrom  False",
        ["cdrom", var file, ..] when !file.EndsWith(".iso", StringComparison.Ordinal) => "cdrom  False",
        ["floppy", "fd0", ..] => "floppy  False",
        _ => fact,
    };

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
            StandardOutputEncoding = Encoding.UTF8,
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
