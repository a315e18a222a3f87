using System.Xml.Linq;

namespace V2K.Engine.Libvirt;

/// <summary>A domain's XML as a certain host can run it. Translate writes for KVM, which another host may have.</summary>
public static class HostDomain
{
    /// <summary>The domain for <paramref name="acceleration"/>; one for KVM stays as it is but for its type.</summary>
    public static XElement Adapt(XElement domain, Acceleration acceleration)
    {
        ArgumentNullException.ThrowIfNull(acceleration);
        var adapted = new XElement(domain);
        adapted.SetAttributeValue("type", acceleration.DomainType);
        if (!acceleration.Kvm)
        {
            WithoutKvm(adapted);
        }

        return adapted;
    }

    /// <summary>
    /// Emulation has neither the host's processor nor paravirtual features: <c>maximum</c> is everything QEMU can
    /// emulate, and features may only be taken away from it.
    /// </summary>
    private static void WithoutKvm(XElement domain)
    {
        if (domain.Element("cpu") is { } cpu && cpu.Get("mode") is "host-model" or "host-passthrough")
        {
            cpu.SetAttributeValue("mode", "maximum");
            cpu.SetAttributeValue("check", value: null);
            cpu.SetAttributeValue("migratable", value: null);
            cpu.Elements().Where(part => part.Name.LocalName is "model" or "vendor" or "cache" or "maxphysaddr").Remove();
            cpu.Elements("feature").Where(feature => feature.Get("policy") is not ("disable" or "forbid")).Remove();
        }

        domain.Elements("features").Elements().Where(feature => feature.Name.LocalName is "hyperv" or "kvm" or "pmu").Remove();
        domain.Elements("clock").Elements("timer").Where(timer => timer.Get("name") is "kvmclock" or "hypervclock" or "tsc").Remove();
    }
}
