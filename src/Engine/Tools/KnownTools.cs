namespace V2K.Engine.Tools;

/// <summary>Every external program that V2K may run. Nothing else is ever started.</summary>
public static class KnownTools
{
    /// <summary>QEMU's disk tool: the second copy engine, and the judge of ours in the tests.</summary>
    public static readonly Tool QemuImg = new(
        "qemu-img", "convert disks with --engine=qemu-img", "qemu-utils", "qemu-img", "qemu-img");

    /// <summary>libvirt's RELAX NG validation of domain XML.</summary>
    public static readonly Tool VirtXmlValidate = new(
        "virt-xml-validate", "check domain XML against libvirt's schema", "libvirt-clients", "libvirt-client", "libvirt-client");
}
