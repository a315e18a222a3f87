namespace V2K.Engine.Tools;

/// <summary>What a stage needs of the host besides .NET.</summary>
/// <param name="Stage">The stage, as one types it.</param>
/// <param name="Tools">The programs it runs; empty for none.</param>
public sealed record StageNeeds(string Stage, IReadOnlyList<Tool> Tools)
{
    /// <summary>What else must be there, and is no program.</summary>
    public IReadOnlyList<HostFile> Files { get; init; } = [];

    /// <summary>Converting with the engine that needs a program.</summary>
    public static readonly StageNeeds ConvertWithQemuImg = new("Convert --engine=qemu-img", [KnownTools.QemuImg]);

    /// <summary>Converting with the engine that needs three.</summary>
    public static readonly StageNeeds ConvertWithNbdCopy = new(
        "Convert --engine=nbdcopy", [KnownTools.QemuImg, KnownTools.QemuNbd, KnownTools.NbdCopy]);

    /// <summary>Converting with the engine that looks into the guest.</summary>
    public static readonly StageNeeds ConvertWithVirtV2v = new("Convert --engine=virt-v2v", [KnownTools.QemuImg, KnownTools.VirtV2v, KnownTools.Nbdkit]);

    /// <summary>Adjusting guests: libguestfs itself is a library, which comes with its shell.</summary>
    public static readonly StageNeeds Adjust = new("Adjust", [KnownTools.Guestfish, KnownTools.QemuImg]);

    /// <summary>Adjusting guests the other way.</summary>
    public static readonly StageNeeds AdjustWithVirtV2v = new(
        "Adjust --adjust=virt-v2v", [KnownTools.VirtV2vInPlace, KnownTools.Nbdkit, KnownTools.Guestfish, KnownTools.QemuImg]);

    /// <summary>Adjusting Windows: the same, with drivers to put in.</summary>
    public static readonly StageNeeds AdjustWindows = new("Adjust (Windows)", AdjustWithVirtV2v.Tools) { Files = HostFile.ForWindows };

    /// <summary>The project's own tests, which hold results against what others make of the same input.</summary>
    public static readonly StageNeeds Test = new(
        "Test",
        [
            KnownTools.QemuImg, KnownTools.QemuNbd, KnownTools.NbdCopy, KnownTools.VirtXmlValidate, KnownTools.XmlLint, KnownTools.MakeXfs,
            KnownTools.Virsh, KnownTools.Libvirtd, KnownTools.QemuSystem, KnownTools.SwtpmSetup, KnownTools.Dnsmasq, KnownTools.Iptables,
            KnownTools.Chromium, KnownTools.Guestfish, KnownTools.Cpio, KnownTools.Modprobe, KnownTools.LoopSetup,
            KnownTools.MakeExt, KnownTools.DebugExt, KnownTools.Unshare, KnownTools.Mmdebstrap, KnownTools.TraceCmd, KnownTools.Virtlogd, KnownTools.HivexRegedit,
            KnownTools.VirtV2vInPlace, KnownTools.Nbdkit,
        ]);

    /// <summary>Defining in the libvirt of this host.</summary>
    public static readonly StageNeeds Define = new("Define", [KnownTools.Virsh, KnownTools.Libvirtd, KnownTools.QemuSystem, KnownTools.SwtpmSetup]);

    /// <summary>Booting what is defined.</summary>
    public static readonly StageNeeds TestBoot = new(
        "TestBoot", [.. Define.Tools, KnownTools.QemuImg, KnownTools.Dnsmasq, KnownTools.Iptables]);

    /// <summary>The guest laboratory: building guests; migrating them needs what the stages need.</summary>
    public static readonly StageNeeds Guests = new(
        "Guests", [KnownTools.Mmdebstrap, .. Adjust.Tools, .. TestBoot.Tools]);

    /// <summary>All stages, in the order of a migration.</summary>
    public static IReadOnlyList<StageNeeds> InOrder { get; } =
    [
        new("Inventory", []),
        new("Translate", []),
        new("Convert", []),
        ConvertWithQemuImg,
        ConvertWithNbdCopy,
        ConvertWithVirtV2v,
        new("Convert --trace", [KnownTools.TraceCmd]),
        Adjust,
        AdjustWithVirtV2v,
        AdjustWindows,
        Define,
        TestBoot,
        new("Verify", []),
        Test,
        Guests,
        new("Bench", [KnownTools.QemuImg, KnownTools.MakeXfs, KnownTools.VirtInstall]),
    ];
}
