using V2K.Rules.Findings;

namespace V2K.Engine.Ovf;

/// <summary>In which order the VMs of a collection start (StartupSection): libvirt starts each by itself, so somebody has to know.</summary>
internal static class OvfStartup
{
    /// <summary>Reports the place of <paramref name="system"/>.</summary>
    internal static void Read(OvfSystem system, OvfSettings settings)
    {
        var id = system.Element.Find("id")?.Text;
        foreach (var section in system.Collections.SelectMany(collection => collection.All("StartupSection")))
        {
            section.LeaveOut("libvirt starts each VM separately");
            var items = section.All("Item").ToList();
            if (items.Find(item => item.Find("id")?.Text == id) is { } own && items.Count > 1)
            {
                var order = own.Find("order")?.Text ?? "0";
                var delay = own.Find("startDelay")?.Text is { Length: > 0 } and not "0" and var seconds ? $" and {seconds} seconds before the next" : "";
                settings.Find(
                    Finding.Info(
                        $"the VM is number {order} in the start order of its collection{delay}",
                        "libvirt starts each VM separately",
                        "Start the VMs in that order if they depend on it").As(FindingId.OvfPart),
                    own);
            }
        }
    }
}
