using System.Text.RegularExpressions;
using V2K.Engine.Guests.Steps;
using V2K.Engine.TestBoots.Judging;

namespace V2K.Engine.Tests.TestBoots;

/// <summary>Every known end, in the words of real guests.</summary>
public sealed class KnownEndsTests
{
    public static TheoryData<string, string> Words => new()
    {
        { "efi-shell", "UEFI Interactive Shell v2.2\nEDK II\nUEFI v2.70 (EDK II, 0x00010000)\nMapping table\nShell> " },
        { "secure-boot", "BdsDxe: failed to load Boot0001 \"UEFI Misc Device\" from PciRoot(0x0): Security Violation" },
        { "no-bootable-device", "SeaBIOS (version 1.16.2-debian-1.16.2-1)\nBooting from Hard Disk...\nBoot failed: not a bootable disk\n\nNo bootable device." },
        { "no-bootable-device", "BdsDxe: No bootable option or device was found." },
        { "grub-device", "GRUB loading.\nWelcome to GRUB!\n\nerror: no such device: 2f1c8a9e-0f6b-4f0a-9d43-0a5d5f3b5c11.\nEntering rescue mode...\ngrub rescue> " },
        { "grub-device", "error: disk `lvmid/uD3Xmp-aAbb' not found.\nEntering rescue mode...\ngrub rescue> " },
        { "grub-rescue", "Entering rescue mode...\ngrub rescue> " },
        { "grub-shell", "                             GNU GRUB  version 2.06\n\n   Minimal BASH-like line editing is supported. For the first word, TAB\n   lists possible command completions.\n\ngrub> " },
        { "grub-no-kernel", "Loading Linux 6.1.0-18-amd64 ...\nerror: file `/boot/vmlinuz-6.1.0-18-amd64' not found.\nerror: you need to load the kernel first.\nPress any key to continue..." },
        { "old-processor", "Fatal glibc error: CPU does not support x86-64-v2\nKernel panic - not syncing: Attempted to kill init! exitcode=0x00007f00" },
        { "no-root", "VFS: Cannot open root device \"sda1\" or unknown-block(0,0): error -6\nKernel panic - not syncing: VFS: Unable to mount root fs on unknown-block(0,0)" },
        { "no-init", "[    2.011] Kernel panic - not syncing: No working init found.  Try passing init= option to kernel." },
        { "kernel-panic", "[    1.2] Kernel panic - not syncing: Attempted to kill init! exitcode=0x00000100" },
        { "encrypted-root", "cryptsetup: Waiting for encrypted source device\n    UUID=22732200-a46f-4dee-a37b-59067d70f12b...\nGave up waiting for root file system device.  Common problems:\nALERT!  UUID=39d1117c-bcdf-4e27-9fda-ec80c5b7e4f3 does not exist.  Dropping to a\n shell!\n(initramfs)" },
        { "encrypted-root", "cryptsetup: Waiting for encrypted source device /dev/sda2...\nALERT!  /dev/mapper/sda2_crypt does not exist.  Dropping to a shell!" },
        { "root-by-name", "Gave up waiting for root file system device.  Common problems:\n - Boot args (cat /proc/cmdline)\nALERT!  /dev/sda1 does not exist.  Dropping to a shell!\n(initramfs) " },
        { "root-by-name", "dracut-initqueue[351]: Warning: /dev/sda3 does not exist\nEntering emergency mode. Exit the shell to continue." },
        { "root-not-found", "Gave up waiting for root file system device.  Common problems:\nALERT!  UUID=2f1c8a9e-0f6b-4f0a-9d43-0a5d5f3b5c11 does not exist.  Dropping to a shell!\n(initramfs) " },
        { "root-not-found", "dracut-initqueue[351]: Warning: dracut-initqueue timeout - starting timeout scripts\ndracut-initqueue[351]: Warning: /dev/disk/by-uuid/2f1c does not exist\ndracut:/# " },
        { "root-not-found", ":: running early hook [udev]\nERROR: device 'UUID=2f1c8a9e' not found. Skipping fsck.\nYou are now being dropped into an emergency shell.\n[rootfs ]# " },
        { "no-root-device", "Gave up waiting for root file system device.  Common problems:\n - Missing modules (cat /proc/modules; ls /dev)" },
        { "no-root-device", "dracut-initqueue[351]: Warning: dracut-initqueue timeout - starting timeout scripts" },
        { "passphrase", "Please unlock disk sda3_crypt: " },
        { "passphrase", "Please enter passphrase for disk luks-3c1f (root)::" },
        { "volume-group", "  Volume group \"web01-vg\" not found\n  Cannot process volume group web01-vg\n(initramfs) " },
        { "initramfs-shell", "BusyBox v1.35.0 (Debian 1:1.35.0-4+b3) built-in shell (ash)\nEnter 'help' for a list of built-in commands.\n\n(initramfs) " },
        { "initramfs-shell", "Generating \"/run/initramfs/rdsosreport.txt\"\n\nEntering emergency mode. Exit the shell to continue.\n:/# " },
        { "fsck", "/dev/vda1: UNEXPECTED INCONSISTENCY; RUN fsck MANUALLY.\n\t(i.e., without -a or -p options)\nfsck exited with status code 4" },
        { "fstab", "[ TIME ] Timed out waiting for device /dev/sdb1.\n[DEPEND] Dependency failed for /data.\n[DEPEND] Dependency failed for Local File Systems.\nYou are in emergency mode. After logging in, type \"journalctl -xb\"" },
        { "emergency", "You are in emergency mode. After logging in, type \"journalctl -xb\" to view\nGive root password for maintenance\n(or press Control-D to continue): " },
        { "selinux", "[!!!!!!] Failed to load SELinux policy.\nFreezing execution." },
        { "volume", "[ TIME ] Timed out waiting for device   evice - /dev/mapper/data-home.\n[DEPEND] Dependency failed for syst em Check on /dev/mapper/data-home.\nYou are in emergency mode. After logging in, type \"journalctl -xb\" to view\n" },
        { "fstab", "[ TIME ] Timed out waiting for device   evice - /dev/disk/by-uuid/0b1c-2d3e.\n[DEPEND] Dependency failed for srv.mount - /srv.\nYou are in emergency mode. After logging in, type \"journalctl -xb\" to view\n" },
        { "volume", "[ TIME ] Timed out waiting for device dev-mapper-data\\x2dvar.device - /dev/mapper/data-var.\n[DEPEND] Dependency failed for /var.\nYou are in emergency mode. After logging in, type \"journalctl -xb\"" },
        { "volume", "[ TIME ] Timed out waiting for device /dev/data/home.\n[DEPEND] Dependency failed for /home.\nWelcome to emergency mode!" },
        { "volume", "[ TIME ] Timed out waiting for device dev-vg0-srv.device.\n[DEPEND] Dependency failed for /srv.\nWelcome to emergency mode!" },
        { "fstab", "[ TIME ] Timed out waiting for device /dev/disk/by-uuid/0b1c-2d3e.\n[DEPEND] Dependency failed for /srv.\nWelcome to emergency mode!" },
        { "fstab", "[ TIME ] Timed out waiting for device dev-disk-by\\x2duuid-0b1c\\x2d2d3e.device.\n[DEPEND] Dependency failed for /srv.\nWelcome to emergency mode!" },
        { "fstab", "[ TIME ] Timed out waiting for device /dev/md/0.\n[DEPEND] Dependency failed for /srv.\nWelcome to emergency mode!" },
        { "volume-wait", "[  ***  ] A start job is running for /dev/mapper/data-var (47s / 1min 30s)" },
        { "volume-wait", "[  ***  ] A start job is running for dev-mapper-data\\x2dvar.device (47s / 1min 30s)" },
        { "fstab-wait", "[  ***  ] A start job is running for /dev/sdb1 (47s / 1min 30s)" },
        { "resume-wait", "Begin: Waiting for suspend/resume device ... done.\nGave up waiting for suspend/resume device" },
        { "relabel", "*** Warning -- SELinux targeted policy relabel is required.\n*** Relabeling could take a very long time, depending on file" },
        { "network-wait", "[  OK  ] Reached target Local File Systems.\n[ ***  ] A start job is running for Raise network interfaces (2min 1s / 5min 1s)" },
        { "network-wait", "ifup[412]: Cannot find device \"ens192\"\nifup[400]: ifup: failed to bring up ens192" },
    };

    [Theory]
    [MemberData(nameof(Words))]
    public void A_known_end_is_recognised_by_a_guests_own_words(string id, string text)
    {
        var diagnosis = KnownEnds.Find(text);

        Assert.Equal(id, diagnosis?.Id);
        Assert.NotEmpty(diagnosis!.Evidence);
        Assert.DoesNotContain('$', diagnosis.Meaning);
        Assert.Equal(diagnosis.Meaning.Trim(), diagnosis.Meaning);
    }

    [Fact]
    public void Every_known_end_has_a_test() =>
        Assert.Equal(KnownEnds.InOrder.Select(end => end.Id).Order(), Words.Select(words => (string)((object[])words)[0]).Distinct().Order());

    [Fact]
    public void The_steps_that_remedies_name_exist()
    {
        var steps = GuestSteps.InOrder.Select(step => step.Name).ToHashSet(StringComparer.Ordinal);
        var named = KnownEnds.InOrder.SelectMany(end => Regex.Matches(end.Remedy, @"its steps? (?<one>[a-z-]+)(?: and (?<two>[a-z-]+))?", RegexOptions.None, TimeSpan.FromSeconds(1)))
            .SelectMany(match => match.Groups.Cast<Group>().Skip(1).Where(group => group.Success).Select(group => group.Value));

        Assert.NotEmpty(named);
        Assert.All(named, name => Assert.Contains(name, steps));
    }

    [Theory]
    [InlineData("GNU GRUB  version 2.06\nDebian GNU/Linux\nAdvanced options for Debian GNU/Linux")]
    [InlineData("Loading Linux 6.1.0-18-amd64 ...\nLoading initial ramdisk ...\n[    0.000000] Linux version 6.1.0-18-amd64")]
    [InlineData("[  OK  ] Started OpenBSD Secure Shell server.\n[  OK  ] Reached target Multi-User System.\n\nDebian GNU/Linux 12 web01 ttyS0\n\nweb01 login: ")]
    [InlineData("[  OK  ] Reached target Emergency Mode Is Not This.\nStarted Emergency Shell service is inactive\n")]
    [InlineData("systemd[1]: emergency.service - Emergency Shell was skipped because of an unmet condition check")]
    [InlineData("Booting from Hard Disk...\nBoot failed: not a bootable disk\nBooting from Hard Disk...\n[    0.000000] Linux version 6.1.0-18-amd64")]
    [InlineData("error: file `/boot/grub/fonts/unicode.pf2' not found.\nLoading Linux 6.1.0 ...\n[    0.000000] Linux version 6.1.0-18-amd64\n")]
    [InlineData("Please unlock disk sda3_crypt: \ncryptsetup: sda3_crypt: set up successfully\n\nDebian GNU/Linux 12 web01 ttyS0\n\nweb01 login: ")]
    public void An_ordinary_boot_is_no_end(string text) => Assert.Null(KnownEnds.Find(text));

    [Fact]
    public void The_device_that_is_missing_is_named() => Assert.Equal(
        "the guest names its root file system /dev/sda1, and no disk has this name here",
        KnownEnds.Find("ALERT!  /dev/sda1 does not exist.  Dropping to a shell!")!.Meaning);

    [Fact]
    public void Hostile_text_is_matched_in_linear_time()
    {
        var text = string.Concat(Enumerable.Repeat("error: no such device: Volume group \"x\" not found Timed out waiting for device y. ", 10_000));

        Assert.Null(KnownEnds.InOrder.First(end => end.Id == "grub-device").Explain(text));
    }
}
