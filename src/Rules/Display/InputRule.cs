using V2K.Rules.Annotations;
using V2K.Rules.Model;

namespace V2K.Rules.Display;

/// <summary>A tablet, which tells the guest where the pointer is; with a mouse it drifts away over VNC.</summary>
/// <example>
/// guestOS = "debian11-64"
/// →
/// &lt;input type='tablet' bus='usb'/&gt;
/// </example>
[Rule(nameof(Domain.Inputs), Topic.Display)]
public static class InputRule
{
    public static IReadOnlyList<InputDevice> Map([From(nameof(Domain.Graphics))] Graphics? graphics) =>
        graphics is null ? [] : [new InputDevice("tablet", "usb")];
}
