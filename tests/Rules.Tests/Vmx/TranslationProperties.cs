using System.Text;
using CsCheck;
using V2K.Rules.Translation;
using V2K.Rules.Vmx;

namespace V2K.Rules.Tests.Vmx;

/// <summary>No file, however damaged, breaks a rule.</summary>
public sealed class TranslationProperties
{
    private static readonly Gen<string> Key = OneOf(
        "displayName", "guestOS", "memsize", "numvcpus", "cpuid.coresPerSocket", "vcpu.hotadd", "mem.hotadd", "firmware", "uuid.bios",
        "vm.genid", "vm.genidX", "bios.bootOrder", "bios.hddOrder", "bios.bootDelay", "scsi0.present", "scsi0.virtualDev", "scsi0.sharedBus",
        "scsi0:0.present", "scsi0:0.fileName", "scsi0:0.deviceType", "scsi0:64.present", "scsi3:15.present", "scsi3.present", "scsi3:15.fileName",
        "sata0.present", "sata0:29.present", "sata0:29.fileName", "ide1:1.present", "ide1:1.fileName", "nvme0.present", "nvme0:0.present",
        "nvme0:0.fileName", "floppy0.present", "floppy0.fileName", "ethernet0.present", "ethernet0.address", "ethernet9.present",
        "ethernet9.pciSlotNumber", "serial0.present", "serial0.fileType", "serial0.fileName", "parallel0.present", "sound.present",
        "RemoteDisplay.vnc.enabled", "RemoteDisplay.vnc.port", "sched.cpu.affinity", "annotation", "made.up");

    private static readonly Gen<string> Value = Gen.OneOf(
        OneOf(
            "TRUE", "FALSE", "", "0", "-1", "1", "7", "12", "200", "255", "2147483647", "-2147483648", "9223372036854775807", "efi", "pvscsi", "lsilogic",
            "buslogic", "physical", "a.vmdk", "/a/b.iso", "cdrom-raw", "cdrom-image", "scsi-passthru", "rawDisk", "other", "rhel4", "windows9-64",
            "network", "pipe", "file", "telnet://:1", "hdd,cdrom", "scsi0:0", "00:50:56:00:00:01", "56 4d"),
        Gen.Char['\0', '\u07FF'].Array[0, 20].Select(c => new string(c)));

    private static Gen<string> OneOf(params string[] words) => Gen.Int[0, words.Length - 1].Select(i => words[i]);

    [Theory]
    [InlineData(TranslationMode.Performance)]
    [InlineData(TranslationMode.Fidelity)]
    public void Any_settings_make_a_domain_with_unique_names(TranslationMode mode) =>
        Gen.Select(Key, Value).Array[1, 40].Sample(settings =>
        {
            var text = string.Join('\n', settings.Select(s => $"{s.Item1} = \"{s.Item2}\""));
            var vm = Vm.Translate(text, mode, keepNicNames: settings.Length % 2 == 0);

            Assert.NotEmpty(vm.Domain.Name);
            Assert.True(vm.Domain.Memory.Mebibytes > 0);
            Assert.True(vm.Domain.Vcpus.AtStart is > 0 and <= 255);
            Assert.Equal(vm.Domain.Disks.Count, vm.Domain.Disks.Select(disk => disk.Target).Distinct(StringComparer.Ordinal).Count());
            if (vm.Domain.Cpu.Topology is { } topology)
            {
                Assert.Equal(vm.Domain.Vcpus.Maximum, topology.Sockets * topology.Cores * topology.Threads);
            }
        });

    [Fact]
    public void Ten_thousand_lines_are_translated()
    {
        var text = "displayName = \"big\"\n" + string.Join('\n', Enumerable.Range(0, 10_000).Select(i => $"made.up{i}.key = \"{i}\""));
        var vm = Translator.Translate(VmxDocument.Parse(Encoding.UTF8.GetBytes(text), "big.vmx"), new TranslationOptions());

        Assert.Equal("big", vm.Domain.Name);
        Assert.True(vm.Findings.Count < 20);
    }
}
