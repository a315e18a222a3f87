using V2K.Rules.Annotations;
using V2K.Rules.Findings;
using V2K.Rules.Model;
using V2K.Rules.Translation;

namespace V2K.Rules.General;

/// <summary>
/// A note in the domain of the VM it was made from: its name, its UUIDs, and whether VMware started it with its host, which
/// <c>--target=Define</c> then has libvirt do. The .vmx has that of GSX, VMware Server and Workstation; ESXi keeps it in
/// <c>/etc/vmware/hostd/vmAutoStart.xml</c>, outside the datastore.
/// </summary>
/// <example>
/// displayName = "web01"
/// uuid.bios = "56 4d 7a 1e 22 9c 40 b3-9d 4f 0c 18 2b 6e 91 d7"
/// →
/// &lt;metadata&gt;&lt;v2k:source xmlns:v2k='urn:v2k:source' name='web01' uuid='564d7a1e-229c-40b3-9d4f-0c182b6e91d7'/&gt;&lt;/metadata&gt;
/// </example>
/// <example>
/// autostart = "poweron"
/// →
/// &lt;metadata&gt;&lt;v2k:source xmlns:v2k='urn:v2k:source' autostart='yes'/&gt;&lt;/metadata&gt;
/// </example>
[Rule(nameof(Domain.SourceVm), Topic.General)]
public static class SourceVmRule
{
    public static Mapped<SourceVm> Map(
        [Vmx("displayName")] string? displayName,
        [Vmx("uuid.bios")] Guid? bios,
        [Vmx("vc.uuid")] Guid? vcenter,
        [Vmx("autostart")] string? autostart)
    {
        var starts = autostart?.ToLowerInvariant() is not (null or "none" or "false" or "no" or "0");
        var source = new SourceVm { Name = displayName, Uuid = bios, VcenterUuid = vcenter, Autostart = starts };
        return starts
            ? Mapped.To(source, Finding.Info(
                "VMware starts the VM when its host starts",
                "after --target=Define, libvirt starts the domain when the KVM host starts",
                "Switch this off with virsh autostart --disable until the VM is permanently off in VMware: both at once conflict").At(nameof(autostart)))
            : source;
    }
}
