using V2K.Engine.TestBoots.Passphrases;
using V2K.Engine.TestBoots.Signals;

namespace V2K.Engine.TestBoots.Judging;

/// <summary>
/// The known ends, the most telling first: a guest in an emergency shell has said why before. To add one, copy a
/// neighbour, and give it a test with a guest's real words.
/// </summary>
public static class KnownEnds
{
    /// <summary>The steps are V2K's own, and the guest may have been adjusted by virt-v2v.</summary>
    private const string Adjust = "Run --target=Adjust --adjust=native --force";

    /// <summary>systemd says a unit's name before a device's, and cuts its middle out where a screen is narrow.</summary>
    private const string ScreenName = @"(?:[^\n]* - )?";

    /// <summary>A logical volume, or another device of device-mapper: its path, or systemd's name for that. Arrays have paths of two parts, too.</summary>
    private const string Volume =
        @"(/dev/mapper/\S+?|/dev/(?:[^/\s]{3,}|[^m/\s][^/\s]|m[^d/\s]|[^/\s])/[^/\s]+?|dev-mapper-\S+?\.device|dev-(?:[^-\s]{3,}|[^m\s-][^-\s]|m[^d\s-]|[^-\s])-[^-\s]+?\.device)";

    private const string LvmFilters =
        $"{Adjust}: its step device-names writes the filters in /etc/lvm/lvm.conf and lvmlocal.conf by the disks' new names, its step lvm sets the devices file aside; check in both files which names global_filter and filter accept";

    private static readonly KnownEnd Passphrase = Final("passphrase", PassphrasePrompt.Pattern,
        "the guest waits for the passphrase of an encrypted disk",
        "It stops here under VMware, too: give the passphrase with --key=all:file:PATH so that the test boot types it, or let the guest unlock itself with clevis or a key file");

    /// <summary>All of them.</summary>
    public static IReadOnlyList<KnownEnd> InOrder { get; } =
    [
        // Firmware and boot loader
        Loader("efi-shell", @"UEFI Interactive Shell|^Shell>",
            "the firmware found no boot loader and ended in the EFI shell",
            $"{Adjust}: its step uefi writes the loader to EFI/BOOT/BOOTX64.EFI, where firmware with new variables finds it"),
        Loader("secure-boot", @"Security Violation|bad shim signature",
            "Secure Boot refuses the boot loader",
            "Set uefi.secureBoot.enabled = \"FALSE\" in the .vmx, or install signed loaders in the guest"),
        Loader("no-bootable-device", @"No bootable device|No bootable option or device was found|not a bootable disk|could not read the boot disk|Nothing to boot|Missing operating system|Operating system not found",
            "the firmware finds nothing to boot",
            "Check which disk holds the boot loader: the boot order comes from the .vmx (bios.bootOrder, bios.hddOrder), and firmware = \"efi\" must be what the guest was installed with"),
        Loader("grub-device", @"error: (no such device: [^\n]*|disk `[^\n]*' not found|no such partition|unknown filesystem)[\s\S]*grub rescue>",
            "grub does not find its own files ($1)",
            $"{Adjust}: its step boot-loader corrects grub's device names; a disk may be missing or in another order"),
        Loader("grub-rescue", @"grub rescue>",
            "grub ended in its rescue shell",
            $"{Adjust}: its step boot-loader corrects grub's device names"),
        Loader("grub-shell", @"Minimal BASH-like line editing is supported|^grub> *$",
            "grub found no configuration and asks for commands",
            $"{Adjust}: its step boot-loader corrects grub's configuration; /boot may lie on a disk that is missing"),
        Loader("grub-no-kernel", @"error: (?:file `[^\n]*' not found|you need to load the kernel first|invalid magic number)",
            "grub does not find its kernel",
            $"{Adjust}: its steps boot-loader and initramfs find the installed kernels"),

        // Kernel and initramfs
        Final("old-processor", @"(CPU does not support x86-64-v[234]|This kernel requires an? [^\n]* CPU[^\n]*|requires the following features not present on the CPU[^\n]*)",
            "the guest needs a processor with more features ($1)",
            "Run it under KVM (--virt-type=kvm), or give the domain a newer model with a rule for Domain.Cpu"),
        Final("no-root", @"VFS: Unable to mount root fs on (\S+)",
            "the kernel has no initramfs, or one without a driver for its root disk $1",
            $"{Adjust}: its step initramfs adds virtio to the initramfs of every kernel"),
        Final("no-init", @"Kernel panic - not syncing: (No working init found|Requested init [^\n]* failed)",
            "the root file system was mounted and contains no system ($1)",
            $"{Adjust}: its steps boot-loader and device-names correct root=; with several systems on the disks, choose with --root"),
        Final("kernel-panic", @"Kernel panic - not syncing: ([^\n]*)",
            "the kernel panicked: $1",
            $"Read the lines before that in the serial log; --mode=fidelity keeps older devices. {Adjust} to repeat its step initramfs"),
        Final("encrypted-root", @"cryptsetup: Waiting for encrypted source device\s+(\S+?)\.\.\.[\s\S]*(?:ALERT!|Gave up waiting for root|\(initramfs\))",
            "the initramfs does not find the encrypted device $1, which holds the root file system",
            $"{Adjust}, with the device's key by --key: its step initramfs adds the drivers for KVM's disks and writes persistent names into its crypttab"),
        Final("root-by-name", @"ALERT!\s+(/dev/(?:sd|hd|xvd|vd|nvme)\S+) does not exist|Warning: (/dev/(?:sd|hd|xvd|vd)\S+) does not exist",
            "the guest names its root file system $1$2, and no disk has this name here",
            $"{Adjust}: its steps device-names and boot-loader write root= by UUID, or by the disk's new name"),
        Final("root-not-found", @"ALERT!\s+(\S+) does not exist|Warning: (/dev/\S+) does not exist|ERROR: device '([^']*)' not found",
            "the initramfs does not find the root file system $1$2$3",
            $"{Adjust}: its step initramfs adds the drivers for KVM's disks, boot-loader corrects root="),
        Final("no-root-device", @"Gave up waiting for root (?:file system )?device|dracut-initqueue\S* (?:timeout|Warning: Could not boot)|Cannot find root device",
            "the initramfs does not find the root file system",
            $"{Adjust}: its step initramfs adds the drivers for KVM's disks, boot-loader corrects root="),
        Passphrase,
        Final("volume-group", @"Volume group ""([^""]*)"" not found[\s\S]*(?:\(initramfs\)|dracut:/#|emergency)",
            "the initramfs does not find the LVM volume group $1",
            $"{Adjust}: its step initramfs adds the drivers for KVM's disks, lvm corrects filters and device files"),
        Final("initramfs-shell", @"\(initramfs\)|dracut:/#|Entering emergency mode\.? Exit the shell to continue|rdsosreport\.txt|Falling back to interactive prompt|rootfs ?\]#",
            "the initramfs gave up and ended in its shell",
            $"{Adjust}: its step initramfs adds the drivers for KVM's disks"),

        // The system
        Final("fsck", @"UNEXPECTED INCONSISTENCY; RUN fsck MANUALLY|fsck failed with (?:exit status|error code) (?:4|6|8)",
            "a file system is damaged, and the guest cannot repair it without help",
            "If the VM was running when its disk was copied, shut it down and convert again; else check the file system in the VM"),
        Final("volume", @"Timed out waiting for device " + ScreenName + Volume + @"\.?\s[\s\S]*(?:emergency mode|Emergency Mode|rescue mode)",
            "the system waited for $1, which its fstab names, and gave up in emergency mode: LVM did not take the physical volumes under it, or, if it is an encrypted device, crypttab names its disk wrongly",
            LvmFilters),
        Final("fstab", @"Timed out waiting for device " + ScreenName + @"(\S+?)\.?\s[\s\S]*(?:emergency mode|Emergency Mode|rescue mode)",
            "the system waited for $1, which its fstab or crypttab names, and gave up in emergency mode",
            $"{Adjust}: its step device-names writes /etc/fstab by UUID; --nofail lets it start without a disk that is missing"),
        Final("emergency", @"You are in (?:emergency|rescue) mode|Give root password for maintenance|Welcome to emergency mode|Press Enter for maintenance",
            "the system stopped in emergency mode",
            $"Read which unit failed in the serial log (journalctl -xb in the guest); {Adjust} corrects /etc/fstab and /etc/crypttab"),
        Final("selinux", @"Failed to (?:load SELinux policy|allocate manager object)[^\n]*|Unable to load SELinux Policy[^\n]*",
            "SELinux stopped the system",
            $"{Adjust}: its step selinux makes the first boot renew every label"),

        // What holds a boot up; told when the time is over
        Holding("volume-wait", @"A start job is running for " + ScreenName + Volume + @"[\s(]",
            "the system waits for $1, which its fstab names: LVM did not take the physical volumes under it, or, if it is an encrypted device, crypttab names its disk wrongly",
            LvmFilters),
        Holding("fstab-wait", @"A start job is running for (?:/dev/|dev-)?(\S*(?:disk|sd[a-z]|vd[a-z]|mapper)\S*)",
            "the system waits for the disk $1, which its fstab or crypttab names",
            $"{Adjust}: its step device-names writes /etc/fstab by UUID; --nofail lets it start without a disk that is missing"),
        Holding("resume-wait", @"Gave up waiting for suspend/resume device",
            "the initramfs waited for a swap device to resume from",
            $"{Adjust}: its step boot-loader corrects resume="),
        Holding("relabel", @"SELinux targeted policy relabel is required|Relabeling could take a very long time",
            "SELinux was still renewing every label",
            "Give it more time with --timeout=SECONDS"),
        Holding("network-wait", @"A start job is running for (?:[^\n]*Network|[^\n]*network interfaces|wait for network[^\n]*)|Failed to start (?:[^\n]*Raise network interfaces|[^\n]*Network Configuration|networking\.service)|Cannot find device ""?([a-z0-9]+)",
            "the system does not bring its network up $1",
            $"{Adjust}: its step network-names restores the names of the cards; --nic-names=keep does, too"),
    ];

    /// <summary>A guest that asks for a user, while nothing is heard of it on the network.</summary>
    public static Diagnosis NetworkNeverUp(string missing) => new(
        "network-never-up",
        $"the system came up, but not its network: {missing}",
        $"{Adjust}: its step network-names restores the names of the cards; --nic-names=keep does, too. If it should not have an address here, use --address=none",
        Evidence: "",
        IsFinal: false);

    /// <summary>A guest that asks for a passphrase again and again.</summary>
    public static Diagnosis StillLocked(string refusal) => new(
        Passphrase.Id,
        $"{Passphrase.Meaning}, and {refusal}",
        "Give the passphrase by --key=all:file:PATH; the test boot types it on an American keyboard",
        Evidence: "",
        IsFinal: true);

    /// <summary>The guest switched itself off.</summary>
    public static Diagnosis PoweredOff(string state) => new(
        "powered-off", $"the guest ended by itself ({state})", "Read its last lines in the serial log", Evidence: "", IsFinal: true);

    /// <summary>The time is over, and there is nothing that one could name.</summary>
    public static Diagnosis Silence(bool saidAnything) => new(
        "timeout",
        saidAnything ? "it did not boot in time, and its messages match no known problem" : "it did not boot in time, and showed no messages",
        "Read the screenshot and the serial log; --timeout=SECONDS allows more time, and Adjust's --serial-console sends the guest's messages to the log",
        Evidence: "",
        IsFinal: false);

    /// <summary>What the guest's words mean; null where they mean nothing known.</summary>
    /// <param name="text">The words.</param>
    /// <param name="isAnswered">Questions for a passphrase do not count: somebody answers them.</param>
    public static Diagnosis? Find(string text, bool isAnswered = false) => InOrder
        .Where(end => !isAnswered || end != Passphrase)
        .Select(end => end.Explain(text))
        .FirstOrDefault(diagnosis => diagnosis is not null);

    private static KnownEnd Loader(string id, string pattern, string meaning, string remedy) =>
        Final(id, pattern, meaning, remedy) with { GoesOn = "Linux version " };

    private static KnownEnd Final(string id, string pattern, string meaning, string remedy) => new(id, GuestPattern.Compile(pattern), meaning, remedy, IsFinal: true);

    private static KnownEnd Holding(string id, string pattern, string meaning, string remedy) => new(id, GuestPattern.Compile(pattern), meaning, remedy, IsFinal: false);
}
