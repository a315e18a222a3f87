using V2K.Rules.Annotations;
using V2K.Rules.Findings;
using V2K.Rules.Model;
using V2K.Rules.Translation;

namespace V2K.Rules.Display;

/// <summary>
/// The remote display: VNC on the loopback, on a port of libvirt's choice; on the port, address and keyboard layout it
/// had where VMware served VNC.
/// </summary>
/// <example>
/// displayName = "web01"
/// →
/// &lt;graphics type='vnc'/&gt;
/// </example>
/// <example>
/// RemoteDisplay.vnc.enabled = "TRUE"
/// RemoteDisplay.vnc.port = "5903"
/// RemoteDisplay.vnc.keymap = "de"
/// →
/// &lt;graphics type='vnc' port='5903' keymap='de'/&gt;
/// </example>
[Rule(nameof(Domain.Graphics), Topic.Display)]
public static class GraphicsRule
{
    private const int FirstPort = 5900;

    public static Mapped<Graphics> Map(
        [Vmx("RemoteDisplay.vnc.enabled")] bool? enabled,
        [Vmx("RemoteDisplay.vnc.port")] int? port,
        [Vmx("RemoteDisplay.vnc.ip")] string? address,
        [Vmx("RemoteDisplay.vnc.keymap")] string? keymap,
        [Vmx("RemoteDisplay.vnc.password")] SecretText? password,
        [Vmx("RemoteDisplay.vnc.key")] SecretText? encryptedPassword)
    {
        if (enabled != true)
        {
            return new Graphics("vnc");
        }

        var findings = new List<Finding>();
        if (password is not null || encryptedPassword is not null)
        {
            // A password in the XML is there for everybody who may read the domain; nor is it repeated here.
            findings.Add(Finding.Warning(
                "VNC required a password in VMware",
                "the KVM host shows the screen without a password",
                "Set one with virsh edit, or let VNC listen on the loopback address only").At(
                    password is null ? nameof(encryptedPassword) : nameof(password)));
        }

        if (port is not null and (< FirstPort or > ushort.MaxValue))
        {
            findings.Add(Finding.Warning(
                $"VNC was served on port {port}, and libvirt uses ports from {FirstPort} on",
                "libvirt chooses the port",
                "Run virsh vncdisplay to see it").At(nameof(port)));
            port = null;
        }

        return new Mapped<Graphics>(new Graphics("vnc", port, address, Keymap(keymap)), findings, VetoReason: null);
    }

    /// <summary>QEMU knows keymaps by language, such as <c>de</c> or <c>en-us</c>; others would keep the guest from starting.</summary>
    private static string? Keymap(string? name) => name is "ar" or "da" or "de" or "de-ch" or "en-gb" or "en-us" or "es" or "et"
        or "fi" or "fo" or "fr" or "fr-be" or "fr-ca" or "fr-ch" or "hr" or "hu" or "is" or "it" or "ja" or "lt" or "lv" or "mk"
        or "nl" or "no" or "pl" or "pt" or "pt-br" or "ru" or "sl" or "sv" or "th" or "tr"
        ? name
        : null;
}
