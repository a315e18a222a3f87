using V2K.Rules.Model;

namespace V2K.Rules.Translation;

/// <summary>What every rule may ask beside the .vmx: what the administrator decides, and what is known of the guest's disks.</summary>
public sealed record TranslationOptions
{
    /// <summary>Virtio everywhere, or the hardware as it was.</summary>
    public TranslationMode Mode { get; init; } = TranslationMode.Performance;

    /// <summary>The folder under <c>sites/</c> whose rules go before the built-in ones; null for none.</summary>
    public string? Site { get; init; }

    /// <summary>Which libvirt network, bridge or device each VMware network becomes.</summary>
    public NetworkMap Networks { get; init; } = NetworkMap.Empty;

    /// <summary>
    /// Whether Linux guests keep the names of their network cards, such as <c>ens192</c>, because each card tells the
    /// slot number that it had in VMware. Needs libvirt 8.2 and the <c>q35</c> machine.
    /// </summary>
    public bool KeepNicNames { get; init; }

    /// <summary>Where Windows guests get virtio drivers from.</summary>
    public WindowsDriverSource WindowsDrivers { get; init; } = WindowsDriverSource.None;

    /// <summary>
    /// A version of V2K that looked at no kernel has adjusted the guest, and made its domain with virtio 1.0 devices: a Linux guest keeps them
    /// until its kernels are looked at.
    /// </summary>
    public bool IsAdjustedUnseen { get; init; }

    /// <summary>What was found in the guest on its disks, which overrides what its name makes expect; null before anybody has looked.</summary>
    public GuestFound? GuestFound { get; init; }
}

/// <summary>Where Windows guests get virtio drivers from.</summary>
public enum WindowsDriverSource
{
    /// <summary>Guests are left as they are.</summary>
    None,

    /// <summary>They are to be adjusted, and the host lacks what it takes.</summary>
    Missing,

    /// <summary>A version of V2K that did not look which drivers there are has adjusted the guest: its devices stay as they are.</summary>
    Unseen,

    /// <summary>Adjust puts them in, from virtio-win on this host.</summary>
    VirtioWin,
}

/// <summary>The two ways to dress a guest.</summary>
public enum TranslationMode
{
    /// <summary>Virtio everywhere, as KVM administrators set guests up today.</summary>
    Performance,

    /// <summary>Controllers, units and models as they were; VMware's paravirtual ones become virtio.</summary>
    Fidelity,
}
