namespace V2K.Rules.Annotations;

/// <summary>The chapters of the rule catalogue, in its order; each built-in rule lies in the folder of its topic.</summary>
public enum Topic
{
    /// <summary>Name, description, identity, guest operating system.</summary>
    General,

    /// <summary>Processors and their topology.</summary>
    Cpu,

    /// <summary>Memory, its limits and NUMA.</summary>
    Memory,

    /// <summary>BIOS, UEFI, boot order, TPM.</summary>
    Firmware,

    /// <summary>Disks, optical drives, floppies and their controllers.</summary>
    Storage,

    /// <summary>Network interfaces.</summary>
    Network,

    /// <summary>Graphics and sound.</summary>
    Display,

    /// <summary>Serial and parallel ports, USB, passthrough and other devices.</summary>
    Devices,

    /// <summary>VMware Tools, power operations and what else belongs to the hypervisor left behind.</summary>
    Vmware,
}
