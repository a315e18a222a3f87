using V2K.Engine.Tools;
using V2K.Rules;

namespace V2K.Engine.Tests.Rendering;

/// <summary>
/// libvirt's QEMU driver. By default inside virsh, with a folder of its own: the same parser and checks as behind
/// <c>qemu:///system</c>, but no daemon to start, and the domains of the host are out of reach. <c>V2K_LIBVIRT=qemu:///system</c>
/// asks the host's daemon instead, which gets each domain for a moment, under a UUID of its own.
/// </summary>
public sealed class LibvirtJudge : IDisposable
{
    private static readonly Tool[] Needed = [KnownTools.Virsh, KnownTools.Libvirtd, KnownTools.QemuSystem, KnownTools.SwtpmSetup];

    /// <summary>The first question waits for QEMU to be asked what it can do.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly TempFolder _folder = new();
    private readonly string _connection;

    public LibvirtJudge()
    {
        _connection = Environment.GetEnvironmentVariable("V2K_LIBVIRT") ?? $"qemu:///embed?root={_folder["root"]}";

        // As another user than /dev/kvm's, libvirt would ask QEMU again for each domain: four seconds each.
        if (Environment.IsPrivilegedProcess)
        {
            _folder.Write("root/etc/qemu.conf", "user = \"root\"\ngroup = \"root\"\n");
        }
    }

    /// <summary>The first program, or the firmware, that is not there; null for none.</summary>
    public static string? Missing =>
        Needed.FirstOrDefault(tool => tool.Find() is null)?.Name ?? (HasUefi ? null : "QEMU's UEFI firmware (OVMF)");

    /// <summary>Firmware tells QEMU's friends of itself in this folder: docs/interop/firmware.json of QEMU.</summary>
    private static bool HasUefi => Directory.Exists("/usr/share/qemu/firmware")
        && Directory.EnumerateFiles("/usr/share/qemu/firmware").Any(file =>
            file.Contains("edk2", StringComparison.OrdinalIgnoreCase) || file.Contains("ovmf", StringComparison.OrdinalIgnoreCase));

    /// <summary>Defines a domain, checked against the schema too, and takes it away again.</summary>
    /// <returns>Its XML as libvirt completes it.</returns>
    /// <exception cref="V2KException">libvirt refuses it.</exception>
    public async Task<string> AcceptAsync(string xml, Guid uuid)
    {
        using var patience = new CancellationTokenSource(Patience);
        var file = _folder.Write("domain.xml", xml);
        var defined = await new ToolRunner(_ => { }).RunAsync(
            KnownTools.Virsh,
            ["-q", "-c", _connection, $"define --validate {file}; dumpxml {uuid}; undefine --nvram {uuid}"],
            "Correct the rule or template",
            cancellation: patience.Token);
        return defined.Output;
    }

    public void Dispose() => _folder.Dispose();
}
