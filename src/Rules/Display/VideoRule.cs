using V2K.Rules.Annotations;
using V2K.Rules.Model;
using V2K.Rules.Translation;

namespace V2K.Rules.Display;

/// <summary>
/// The graphics adapter: virtio for a guest that has the driver, which firmware and boot loader use as a plain VGA;
/// VGA for every other, and in fidelity mode.
/// </summary>
/// <example>
/// guestOS = "debian11-64"
/// →
/// &lt;video&gt;&lt;model type='virtio'/&gt;&lt;/video&gt;
/// </example>
/// <example>
/// guestOS = "debian8-64"
/// →
/// &lt;video&gt;&lt;model type='vga'/&gt;&lt;/video&gt;
/// </example>
/// <example>
/// guestOS = "windows9srv-64"
/// →
/// &lt;video&gt;&lt;model type='vga'/&gt;&lt;/video&gt;
/// </example>
[Rule(nameof(Domain.Video), Topic.Display)]
public static class VideoRule
{
    private const int MostHeads = 16;

    public static Video Map(
        [Vmx("svga.numDisplays")] int? displays,
        [From(nameof(Facts.Guest))] GuestSystem guest,
        TranslationOptions options) =>
        guest.Drivers.Has(VirtioDevices.Gpu) && options.Mode == TranslationMode.Performance
            ? new Video("virtio", Heads: displays is > 1 and <= MostHeads ? displays : null)
            : new Video("vga");
}
