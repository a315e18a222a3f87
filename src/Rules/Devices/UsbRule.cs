using V2K.Rules.Annotations;
using V2K.Rules.Model;
using V2K.Rules.Translation;

namespace V2K.Rules.Devices;

/// <summary>
/// The USB controller in fidelity mode: xHCI, EHCI or UHCI, whichever is the fastest the guest had. libvirt gives every
/// other guest one anyway.
/// </summary>
/// <example>
/// usb_xhci.present = "TRUE"
/// --mode=fidelity
/// →
/// &lt;controller type='usb' index='0' model='qemu-xhci'/&gt;
/// </example>
[Rule(nameof(Domain.Controllers), Topic.Devices, Part = "usb")]
public static class UsbRule
{
    public static Controller? Map(
        [Vmx("usb.present")] bool? uhci,
        [Vmx("ehci.present")] bool? ehci,
        [Vmx("usb_xhci.present")] bool? xhci,
        [From(nameof(Domain.Os))] DomainOs os,
        TranslationOptions options)
    {
        var model = (xhci, ehci, uhci) switch
        {
            // What libvirt gives the machine anyway stays out.
            (true, _, _) => os.Machine is "q35" ? null : "qemu-xhci",
            (_, true, _) => "ehci",
            (_, _, true) => os.Machine is "pc" ? null : "piix3-uhci",
            _ => null,
        };
        return model is null || options.Mode != TranslationMode.Fidelity ? null : new Controller("usb", 0, model);
    }
}
