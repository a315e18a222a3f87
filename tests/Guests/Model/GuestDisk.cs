namespace V2K.Guests.Model;

/// <summary>How a disk is divided.</summary>
public enum PartitionTable
{
    /// <summary>The table that a BIOS starts from.</summary>
    Mbr,

    /// <summary>The table that UEFI starts from.</summary>
    Gpt,
}

/// <summary>A disk of a guest.</summary>
/// <param name="SizeMebibytes">What the guest sees, in MiB.</param>
/// <param name="Kind">The kind of VMDK, as qemu-img's <c>subformat</c> calls it.</param>
/// <param name="Table">How it is divided.</param>
/// <param name="Partitions">From its beginning to its end.</param>
public sealed record GuestDisk(int SizeMebibytes, string Kind, PartitionTable Table, IReadOnlyList<Partition> Partitions)
{
    /// <summary>What it is attached to: <c>scsi</c>, <c>nvme</c>, <c>sata</c> or <c>ide</c>.</summary>
    public string Bus { get; init; } = "scsi";
}

/// <summary>A partition.</summary>
/// <param name="SizeMebibytes">Its size in MiB; null for the rest of the disk.</param>
/// <param name="Content">What is in it.</param>
public sealed record Partition(int? SizeMebibytes, Content Content);

/// <summary>What a partition or a logical volume holds.</summary>
public abstract record Content;

/// <summary>A file system.</summary>
/// <param name="Kind">As mkfs calls it: <c>ext4</c>, <c>xfs</c>, <c>vfat</c>.</param>
/// <param name="MountPoint">Where the guest mounts it.</param>
/// <param name="Label">Its label; null for none.</param>
public sealed record FileSystem(string Kind, string MountPoint, string? Label = null) : Content
{
    /// <summary>The EFI system partition where Debian has it.</summary>
    public static FileSystem Efi { get; } = EfiAt("/boot/efi");

    /// <summary>Whether it is the EFI system partition.</summary>
    public bool IsEfi { get; private init; }

    /// <summary>The EFI system partition.</summary>
    public static FileSystem EfiAt(string mountPoint) => new("vfat", mountPoint) { IsEfi = true };
}

/// <summary>A Btrfs whose subvolumes are mounted, as installers make it.</summary>
/// <param name="Subvolumes">Each with its name, such as <c>@rootfs</c>, and where the guest mounts it.</param>
public sealed record Btrfs(params IReadOnlyList<(string Name, string MountPoint)> Subvolumes) : Content
{
    /// <summary>The <see cref="BtrfsMember"/>s that mirror it.</summary>
    public IReadOnlyList<string> Mirrors { get; init; } = [];
}

/// <summary>A further device of a <see cref="Btrfs"/>.</summary>
public sealed record BtrfsMember : Content;

/// <summary>Where GRUB puts itself on a GPT that a BIOS starts from.</summary>
public sealed record BiosBoot : Content;

/// <summary>Swap space.</summary>
public sealed record Swap : Content;

/// <summary>The extended partition of an MBR, which holds the partitions from number 5 on.</summary>
/// <param name="Logical">From its beginning to its end.</param>
public sealed record Extended(IReadOnlyList<Partition> Logical) : Content;

/// <summary>A part of a <see cref="RaidArray"/>.</summary>
/// <param name="Array">The array's name.</param>
public sealed record RaidMember(string Array) : Content;

/// <summary>A physical volume with a group of its own.</summary>
/// <param name="Group">The group's name.</param>
/// <param name="Volumes">Its volumes.</param>
public sealed record VolumeGroup(string Group, IReadOnlyList<LogicalVolume> Volumes) : Content
{
    /// <summary>Its further physical volumes, each a <see cref="PhysicalVolume"/>: <c>/dev/sdb1</c>.</summary>
    public IReadOnlyList<string> Others { get; init; } = [];
}

/// <summary>A further physical volume of a <see cref="VolumeGroup"/>.</summary>
public sealed record PhysicalVolume : Content;

/// <summary>A logical volume.</summary>
/// <param name="Name">Its name.</param>
/// <param name="SizeMebibytes">Its size in MiB.</param>
/// <param name="Content">What is in it.</param>
public sealed record LogicalVolume(string Name, int SizeMebibytes, Content Content)
{
    /// <summary>Mirrored by LVM itself on two physical volumes (lvmraid(7)).</summary>
    public bool IsMirrored { get; init; }
}

/// <summary>A LUKS container, opened by the guest's key.</summary>
/// <param name="Name">What it is mapped to: <c>/dev/mapper/NAME</c>.</param>
/// <param name="Content">What is in it.</param>
public sealed record Luks(string Name, Content Content) : Content;
